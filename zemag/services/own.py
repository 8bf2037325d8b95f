"""What people may see of their own inquiries: which question a hit belongs to, and the own rows of the log."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.crypto import Unreadable
from accounts.models import User
from audit.models import Entry
from zemag import sealing
from zemag.models import Inquiry, InquiryHit, InquiryInput, InquiryItem
from zemag.services import logbook
from zemag.services.late import OPEN_FOR
from zemag.services.ledger import ALIAS, transaction_of

MOST_ROWS = 200
ITEM = "zemag.InquiryItem "


@dataclass(frozen=True, slots=True)
class Asked:
    """The own question that a hit belongs to; what cannot be read any more is left empty."""

    typed: dict[str, Any]
    file_number: str
    asked_at: datetime
    planned_at: datetime | None


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the own log, with the file number where there is one."""

    entry: Entry
    file_number: str


def questions(*, actor: User, hits: Iterable[uuid.UUID]) -> dict[uuid.UUID, Asked]:
    """Return the questions of own hits; the caller has logged that they were shown (settled decision Z8)."""
    rows = InquiryHit.objects.filter(pk__in=list(hits), item__inquiry__actor=actor.uuid)
    found = {}
    for hit in rows.select_related("item__inquiry", "item__typed"):
        typed, inquiry = getattr(hit.item, "typed", None), hit.item.inquiry
        number = opened(inquiry).get("file_number", "")
        planned = hit.item.planned_at or inquiry.planned_at
        found[hit.pk] = Asked(opened(typed) if typed else {}, number, inquiry.asked_at, planned)
    return found


def opened(row: Inquiry | InquiryInput) -> dict[str, Any]:
    """Return what is sealed, or nothing: a hit is shown even when its question cannot be read any more."""
    try:
        found: dict[str, Any] = sealing.unseal(row)
    except Unreadable:
        return {}
    return found


def late_hits(actor: User, now: datetime) -> int:
    """Return how many hits came after the answer and have no plan yet; a number, so nothing is logged."""
    rows = InquiryHit.objects.filter(item__inquiry__actor=actor.uuid, acknowledgement=None, is_late=True)
    return rows.filter(found_at__gt=now - OPEN_FOR).count()


def open_hits(actor: User, now: datetime) -> int:
    """Return how many own hits have no plan yet; a number, so nothing is logged."""
    rows = InquiryHit.objects.filter(item__inquiry__actor=actor.uuid, acknowledgement=None)
    return rows.filter(found_at__gt=now - OPEN_FOR).count()


def log(*, actor: User, now: datetime) -> list[LogRow]:
    """Return the latest own rows of the log, newest first; that somebody looked is a row itself."""
    with transaction_of():
        logbook.write("view", actor=actor, now=now, subject="zemag.own_log")
        rows = list(Entry.objects.using(ALIAS).filter(actor=actor.uuid).order_by("-seq")[:MOST_ROWS])
    items = [row.subject.removeprefix(ITEM) for row in rows if row.subject.startswith(ITEM)]
    asked = InquiryItem.objects.filter(pk__in=items, inquiry__actor=actor.uuid).select_related("inquiry")
    numbers = {f"{ITEM}{item.pk}": opened(item.inquiry).get("file_number", "") for item in asked}
    return [LogRow(row, numbers.get(row.subject, "")) for row in rows]
