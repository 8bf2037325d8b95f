"""After a visit: whether something happened, said once if somebody wants to; an incident begins a report."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from zemag.clocks import end_of_day, local_day
from zemag.models import Experience, Grant, Incident, InquiryItem, Role, VisitFeedback
from zemag.permissions import grants_of
from zemag.services import logbook, own, reporting
from zemag.services.errors import Denied, NotFound, WrongState
from zemag.services.ledger import REGISTER, reading

# So long the question is shown; then the visit is reported like any other, or not at all.
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit that is over, as its enquirer knows it: what they typed, and nothing of the register."""

    item: uuid.UUID
    typed: dict[str, Any]
    file_number: str
    at: datetime | None
    asked_at: datetime
    purpose: str
    department: str


def over(*, actor: User, now: datetime) -> list[Visited]:
    """Return the own visits whose time is over, with a plan and without feedback; the caller logs that it shows them.

    A visit that was cancelled did not take place. One without a time is over when its day is.
    """
    items = _planned(actor, now).filter(inquiry__task_area__in=_areas(grants_of(actor, Role.ENQUIRER, local_day(now))))
    return [_visited(item) for item in items.order_by("inquiry__asked_at", "number") if _is_over(item, now)]


def _areas(grants: Sequence[Grant]) -> list[int]:
    return [grant.task_area_id for grant in grants if grant.task_area_id is not None]


def _planned(actor: User, now: datetime) -> QuerySet[InquiryItem]:
    rows = InquiryItem.objects.filter(inquiry__actor=actor.uuid, inquiry__asked_at__gt=now - SHOWN_FOR, feedback=None)
    rows = rows.filter(hits__acknowledgement__isnull=False).exclude(hits__acknowledgement__is_cancelled=True)
    return rows.select_related("inquiry", "typed").distinct()


def _time_of(item: InquiryItem) -> datetime | None:
    return item.planned_at or item.inquiry.planned_at


def _is_over(item: InquiryItem, now: datetime) -> bool:
    return (_time_of(item) or end_of_day(local_day(item.inquiry.asked_at))) <= now


def _visited(item: InquiryItem) -> Visited:
    typed, inquiry = getattr(item, "typed", None), item.inquiry
    return Visited(
        item=item.pk,
        typed=own.opened(typed) if typed else {},
        file_number=own.opened(inquiry).get("file_number", ""),
        at=_time_of(item),
        asked_at=inquiry.asked_at,
        purpose=inquiry.purpose,
        department=inquiry.department,
    )


def _own(actor: User, item_id: uuid.UUID, now: datetime) -> tuple[InquiryItem, Grant]:
    """Return an own row and the grant by which its owner asked; else NotFound or Denied."""
    item = InquiryItem.objects.select_related("inquiry").filter(pk=item_id, inquiry__actor=actor.uuid).first()
    if item is None:
        raise NotFound
    for grant in grants_of(actor, Role.ENQUIRER, local_day(now)):
        if grant.task_area_id == item.inquiry.task_area_id:
            return item, grant
    raise Denied


def tell(
    *,
    item_id: uuid.UUID,
    experience: Experience,
    actor: User,
    request_key: uuid.UUID,
    draft: Callable[[Visited], dict[str, Any]],
    now: datetime,
) -> Incident | None:
    """Keep once how an own visit went; return the report that an incident begins, which `draft` fills.

    The same form again changes nothing and returns that report again. Raise NotFound for a visit of somebody else,
    Denied without a right in its task area, WrongState when it is not over or something else was said.
    """
    with logbook.denials(actor, now, "zemag.visit"), reading(REGISTER):
        item, grant = _own(actor, item_id, now)
        said = VisitFeedback.objects.filter(item=item).first()
        if said is not None and said.experience == experience:
            return reporting.by_key(actor, request_key)
        if said is not None or not (_is_over(item, now) and _planned(actor, now).filter(pk=item.pk).exists()):
            raise WrongState
        VisitFeedback.objects.create(item=item, by=actor.uuid, at=now, experience=experience)
        subject = f"{own.ITEM}{item.pk}"
        logbook.write("feedback", actor=actor, now=now, grant=grant, subject=subject, result=experience)
        if experience is Experience.NO_INCIDENT:
            return None
        row = reporting.by_key(actor, request_key)
        row = row or Incident(reporter=actor.uuid, request_key=request_key, created_at=now)
        return reporting.store_draft(row, draft(_visited(item)))
