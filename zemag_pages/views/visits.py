"""After a visit: two buttons beside what was asked; an incident opens the report, filled with what was typed."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zemag.clocks import local_day
from zemag.models import Experience, IncidentState, Purpose, Role
from zemag.services import visits
from zemag.services.visits import Visited
from zemag_pages.cards import asked_words
from zemag_pages.guard import SEND, screen
from zemag_pages.navigation import Visit
from zemag_pages.showing import clock
from zemag_pages.views.reporting import Draft

# Where somebody goes for a purpose, and on what occasion; a purpose that leaves it open offers nothing.
SETTINGS: dict[str, str] = {
    Purpose.HOME_VISIT: "home_visit",
    Purpose.ENFORCEMENT: "home_visit",
    Purpose.APPOINTMENT: "office",
    Purpose.PUBLIC_ORDER: "public_space",
    Purpose.YOUTH_HEALTH: "home_visit",
}
OCCASIONS: dict[str, str] = {
    Purpose.ENFORCEMENT: "enforcement",
    Purpose.INSPECTION: "inspection",
    Purpose.APPOINTMENT: "appointment",
    Purpose.RESCUE: "rescue",
}
# The person of a report, by the names of what was typed in a question.
TYPED = {"family": "family", "given": "given", "birth": "birth", "street": "home_street", "number": "home_number"}


def visits_over(visit: Visit) -> list[dict[str, Any]]:
    """Return the own visits that are over, each in one line, with the key of its form."""
    return [
        {
            "item": row.item,
            "asked": " · ".join(part for part in (row.file_number, asked_words(row.typed)) if part),
            "at": clock(row.at or row.asked_at, visit.now),
            "request_key": uuid.uuid4(),
        }
        for row in visits.over(actor=visit.actor, now=visit.now)
    ]


@screen("visit", Role.ENQUIRER, methods=SEND)
def tell(request: HttpRequest, visit: Visit, uid: uuid.UUID) -> HttpResponse:
    """Keep how a visit went; an incident leads to its report."""
    try:
        said, key = Experience(request.POST.get("experience", "")), uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise Http404 from None
    made = visits.tell(
        item_id=uid, experience=said, actor=visit.actor, request_key=key, draft=report_begun, now=visit.now
    )
    if said is Experience.NO_INCIDENT:
        return redirect(f"{reverse('zemag_hits')}?done=visit")
    if made is None:
        return redirect("zemag_reports")
    if made.state != IncidentState.DRAFT:
        return redirect("zemag_report_own", uid=made.pk)
    return redirect("zemag_report_step", uid=made.pk, number=1)


def report_begun(row: Visited) -> Draft:
    """Return a draft that offers what the enquirer typed and knows; nothing of it counts before it is sent on."""
    day = local_day(row.at or row.asked_at)
    when = {
        "occurred_on": f"{day:%d.%m.%Y}",
        "setting": SETTINGS.get(row.purpose, ""),
        "occasion": OCCASIONS.get(row.purpose, ""),
    }
    person = {}
    if row.typed.get("family"):
        person = {field: row.typed[name] for name, field in TYPED.items() if row.typed.get(name)}
        person |= {"own_file_number": row.file_number, "known": "yes"}
    else:
        # Of an address nobody is named: it is where somebody went.
        when |= {name: row.typed[name] for name in ("street", "number") if row.typed.get(name)}
    return {"steps": {}, "offered": {"1": {"department": row.department}, "2": when, "6": person}}
