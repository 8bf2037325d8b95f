"""Calling a date off (T15), and what the start of a date ends (T18)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from training.invitations import CANCEL
from training.models import ACTIVE, Booking, CourseDate, DateState, Place, Status
from training.permissions import can_plan
from training.services.errors import WrongState
from training.services.ledger import locked_date
from training.services.record import checked_reason, note
from training.services.steps import step
from training.services.teaching import take_back_from_trainers


def call_off(*, date_id: int, actor: User, reason: str, now: datetime) -> CourseDate:
    """Call a published date off with one reason; everybody is told, entries are taken back (T15)."""
    if not can_plan(actor):
        raise PermissionDenied
    why = checked_reason(reason)
    with locked_date(date_id) as ledger:
        date = ledger.date
        if date.state != DateState.PUBLISHED:
            raise WrongState(date.state)
        date.state, date.called_off_reason = DateState.CALLED_OFF, why
        date.save(update_fields=["state", "called_off_reason"])
        note(ledger, kind="called_off", actor=actor, now=now, reason=why, old=DateState.PUBLISHED, new=date.state)
        for booking in _active(date):
            confirmed = booking.status == Status.CONFIRMED
            step(
                ledger,
                booking,
                kind="called_off",
                actor=actor,
                now=now,
                status=Status.DATE_CANCELLED,
                place=Place.NONE,
                reason=why,
                tell="called_off",
                calendar=CANCEL if confirmed else "",
            )
        take_back_from_trainers(ledger, "called_off", actor=actor, now=now, reason=why)
    return ledger.date


def _active(date: CourseDate) -> list[Booking]:
    """Return the active bookings of a date."""
    rows = Booking.objects.filter(date=date, status__in=ACTIVE).select_related("person", "course")
    return list(rows.order_by("pk"))


def begin(*, date_id: int, now: datetime) -> int:
    """End requests, waiting places and offers of a date that has begun (T18); return how many."""
    with locked_date(date_id) as ledger:
        date = ledger.date
        if date.state != DateState.PUBLISHED or now < date.starts_at:
            return 0
        left = [booking for booking in _active(date) if booking.status != Status.CONFIRMED]
        for booking in left:
            step(
                ledger,
                booking,
                kind="begun",
                actor=None,
                now=now,
                status=Status.EXPIRED,
                place=Place.NONE,
                tell="begun",
            )
    return len(left)
