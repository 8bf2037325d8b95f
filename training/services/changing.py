"""Changing a published date: seats, time, place, parts and trainers (T13, T14); everybody is told."""

from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from training.invitations import CANCEL, REQUEST
from training.mails import forget_parts, labelled, part_line
from training.models import (
    Booking,
    CourseDate,
    CourseDatePart,
    DateSeats,
    DateState,
    Status,
    TrainingEvent,
)
from training.models.dates import LONGEST_CAPACITY
from training.permissions import can_plan
from training.services.deadlines import clamp_bookings, moved
from training.services.errors import CapacityRefused, WrongState
from training.services.ledger import Ledger, locked_date
from training.services.parts_info import smallest_venue
from training.services.planning import PartPlan, check_parts
from training.services.queue import promote
from training.services.record import note
from training.services.steps import entries, to_participant, trainer_step
from training.services.teaching import trainers_of

CHANGEABLE = {DateState.DRAFT, DateState.PUBLISHED}


def change_capacity(*, date_id: int, capacity: int, actor: User, now: datetime) -> DateSeats:
    """Set the number of seats (T13); raise CapacityRefused with both limits; the queue moves up."""
    _require(actor)
    with locked_date(date_id) as ledger:
        _changeable(ledger)
        parts = ledger.date.parts.filter(is_withdrawn=False).select_related("venue")
        most = smallest_venue(parts)
        limit = LONGEST_CAPACITY if most is None else most
        least = ledger.seats.seats_taken
        if not least <= capacity <= limit:
            raise CapacityRefused(least=least, most=limit)
        old, ledger.seats.capacity = ledger.seats.capacity, capacity
        note(ledger, kind="capacity", actor=actor, now=now, detail={"old": old, "new": capacity})
        promote(ledger, now)
    return ledger.seats


def move_part(
    *, part: CourseDatePart, plan: PartPlan, actor: User, now: datetime, shift_deadlines: bool = False
) -> CourseDate:
    """Give a part another time or place (T14): same UID, higher SEQUENCE, old and new named; raise ValidationError."""
    _require(actor)
    with locked_date(part.date_id) as ledger:
        _changeable(ledger)
        found = _part(part)
        check_parts([plan, *_plans(ledger.date, without=found.pk)])
        _check_room(ledger, plan)
        old = copy(found)
        old_start = ledger.date.starts_at
        for name in ("starts_at", "ends_at", "venue", "online_url"):
            setattr(found, name, getattr(plan, name))
        found.save(update_fields=["starts_at", "ends_at", "venue", "online_url"])
        _follow(ledger, old_start, now, shift=shift_deadlines)
        _tell_all(ledger, found, "moved", REQUEST, actor, now, old=old)
        promote(ledger, now)
    return ledger.date


def add_part(*, date_id: int, plan: PartPlan, actor: User, now: datetime) -> CourseDatePart:
    """Add a part; those who are booked get its entry (T14)."""
    _require(actor)
    with locked_date(date_id) as ledger:
        _changeable(ledger)
        check_parts([plan, *_plans(ledger.date)])
        _check_room(ledger, plan)
        old_start = ledger.date.starts_at
        part = CourseDatePart.objects.create(
            date=ledger.date,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            venue=plan.venue,
            online_url=plan.online_url,
        )
        _follow(ledger, old_start, now)
        _tell_all(ledger, part, "part_added", REQUEST, actor, now)
        promote(ledger, now)
    return part


def withdraw_part(*, part: CourseDatePart, actor: User, now: datetime) -> CourseDate:
    """Take a part away; its entry is taken back (T14); the last part stays, raise ValidationError."""
    _require(actor)
    with locked_date(part.date_id) as ledger:
        _changeable(ledger)
        found = _part(part)
        check_parts(_plans(ledger.date, without=found.pk))
        old_start = ledger.date.starts_at
        found.is_withdrawn = True
        found.save(update_fields=["is_withdrawn"])
        _follow(ledger, old_start, now)
        _tell_all(ledger, found, "part_withdrawn", CANCEL, actor, now)
        promote(ledger, now)
    return ledger.date


def _require(actor: User) -> None:
    """Raise PermissionDenied unless somebody may plan."""
    if not can_plan(actor):
        raise PermissionDenied


def _changeable(ledger: Ledger) -> None:
    """Raise WrongState unless the date is a draft or published."""
    if ledger.date.state not in CHANGEABLE:
        raise WrongState(ledger.date.state)


def _part(part: CourseDatePart) -> CourseDatePart:
    """Return a part as it is now; raise WrongState when it was withdrawn."""
    found = CourseDatePart.objects.select_related("venue__room__floor__building").get(pk=part.pk)
    if found.is_withdrawn:
        raise WrongState
    return found


def _plans(date: CourseDate, without: int | None = None) -> list[PartPlan]:
    """Return the other parts of a date as plans."""
    rows = date.parts.filter(is_withdrawn=False).select_related("venue")
    return [PartPlan(row.starts_at, row.ends_at, row.venue, row.online_url) for row in rows if row.pk != without]


def _check_room(ledger: Ledger, plan: PartPlan) -> None:
    """Raise ValidationError when the venue of a part is too small for the seats."""
    if plan.venue is not None and plan.venue.capacity < ledger.seats.capacity:
        raise ValidationError(
            {
                "venue": _("The venue holds %(most)s people, the date has %(seats)s seats.")
                % {"most": plan.venue.capacity, "seats": ledger.seats.capacity}
            }
        )


def _follow(ledger: Ledger, old_start: datetime, now: datetime, *, shift: bool = False) -> None:
    """Let start, end and deadlines of the date follow its parts, and running approvals and offers follow those."""
    date = ledger.date
    forget_parts(date)
    parts = list(date.parts.filter(is_withdrawn=False))
    date.starts_at = min(part.starts_at for part in parts)
    date.ends_at = max(part.ends_at for part in parts)
    delta = date.starts_at - old_start
    changed = moved(date, delta, shift=shift)
    date.save(update_fields=["starts_at", "ends_at", *changed])
    clamp_bookings(ledger, now, delta if shift else delta * 0)


def _tell_all(
    ledger: Ledger,
    part: CourseDatePart,
    kind: str,
    method: str,
    actor: User,
    now: datetime,
    *,
    old: CourseDatePart | None = None,
) -> TrainingEvent:
    """Write the change of a part and send everybody who has the date in a calendar the new entry."""
    date = ledger.date
    detail = {"part": str(part.uid)}
    if old is not None:
        detail |= {"old_start": old.starts_at.isoformat(), "new_start": part.starts_at.isoformat()}
    event = note(ledger, kind=kind, actor=actor, now=now, detail=detail)
    if date.state != DateState.PUBLISHED:
        return event
    more = _old_and_new(old, part) if old is not None else ()
    raise_by = 0 if kind == "part_added" else 1
    for booking in _confirmed(date):
        booking.ical_sequence += raise_by
        booking.save(update_fields=["ical_sequence"])
        invitations = entries(booking, date, [part], method, booking.ical_sequence)
        facts: dict[str, Any] = {"calendar": [invitation.facts for invitation in invitations]}
        own = note(ledger, kind=kind, actor=actor, now=now, booking=booking, detail=facts)
        to_participant(own, booking, kind, now, invitations=invitations, more=more)
    for row in trainers_of(date):
        trainer_step(ledger, row, kind, method, [part], actor=actor, now=now, rise=raise_by, more=more)
    return event


def _old_and_new(old: CourseDatePart, new: CourseDatePart) -> list[Callable[[], str]]:
    """Return lines that name time and place before and after, in the language of whoever reads them."""
    return [lambda: labelled(_("Until now"), part_line(old)), lambda: labelled(_("Now"), part_line(new))]


def _confirmed(date: CourseDate) -> list[Booking]:
    """Return the bookings with calendar entries."""
    rows = Booking.objects.filter(date=date, status=Status.CONFIRMED).select_related("person", "course")
    return list(rows.order_by("pk"))
