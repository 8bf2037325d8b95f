"""How the offers of help of a report look, on the desk and to who reported."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from pages.templatetags.pages import local_date
from zemag import labels
from zemag.models import SupportContact, SupportState

KINDS = {SupportState.OPEN: "info", SupportState.DONE: "success", SupportState.DECLINED: ""}


def faces_of(
    rows: Iterable[SupportContact], today: datetime.date, address: Callable[[SupportContact], str] = lambda row: ""
) -> list[dict[str, Any]]:
    """Return the offers with their words: state, day, which are overdue, and where their buttons lead."""
    return [{**_face(row, today), "url": address(row)} for row in rows]


def _face(row: SupportContact, today: datetime.date) -> dict[str, Any]:
    is_open = row.state == SupportState.OPEN
    late = is_open and row.due_on is not None and row.due_on < today
    state = SupportState(row.state)
    return {
        "label": labels.of(labels.SUPPORT, [row.kind])[0],
        "is_open": is_open,
        "late": late,
        "state": _("overdue") if late else state.label,
        "kind": "danger" if late else KINDS[state],
        "day": _day(row.due_on, today) if is_open and row.due_on else "",
    }


def _day(due: datetime.date, today: datetime.date) -> str:
    """Return until when a talk is due, or since when it should have been."""
    if due == today:
        return _("due today")
    words = _("was due on %(day)s") if due < today else _("until %(day)s")
    return words % {"day": local_date(due)}
