"""Emergency inquiries for who coordinates or heads a department: reference and purpose, nothing of the question."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.clocks import local_day
from zemag.models import Inquiry, Role
from zemag.services import emergencies
from zemag_pages.desk.faces import departments as department_names
from zemag_pages.guard import SEND, screen
from zemag_pages.navigation import Step, Visit, frame, is_head
from zemag_pages.rights import Rights
from zemag_pages.words import PURPOSES


def looks(rights: Rights) -> bool:
    """Coordinators (R6) and heads (R7)."""
    return rights.has(Role.COORDINATOR) or rights.is_head


@screen("emergencies", rule=looks, factor=is_head)
def show_emergencies(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what waits to be looked at, and what was."""
    return _list(request, visit)


@screen("emergencies", rule=looks, factor=is_head, methods=SEND)
def look_at_emergency(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Look at one, logged, and show its file number in the list; no address keeps it."""
    number = emergencies.review(inquiry_id=uid, actor=visit.actor, now=visit.now)
    return _list(request, visit, {uid: number})


def _list(request: HttpRequest, visit: Visit, opened: dict[uuid.UUID, str] | None = None) -> HttpResponse:
    waiting, done = emergencies.listed(actor=visit.actor, now=visit.now)
    names, today = department_names(), local_day(visit.now)

    def face(row: Inquiry) -> dict[str, Any]:
        late = row.reviewed_by is None and row.review_by is not None and row.review_by < today
        numbers = opened or {}
        return {
            "row": row,
            "purpose": PURPOSES[row.purpose],
            "department": names.get(row.department, row.department),
            "late": late,
            "number": numbers.get(row.pk, ""),
        }

    # What was just looked at stands first, where the reader was.
    done.sort(key=lambda row: row.pk not in (opened or {}))
    way = Step(_("Departments"), reverse("zemag_departments"))
    context = {**frame(request, visit, _("Emergency inquiries"), "departments", way)}
    context |= {"waiting": [face(row) for row in waiting], "done": [face(row) for row in done]}
    return render(request, "zemag_pages/emergencies.html", context)
