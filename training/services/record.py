"""One way to change a booking: row, seat and event together; and the events of dates."""

from datetime import datetime
from typing import Any

from accounts.models import User
from training.models import Booking, Place, TrainingEvent
from training.services.errors import ReasonMissing, ReasonTooLong
from training.services.ledger import Ledger

LONGEST_REASON = 500


def checked_reason(reason: str, *, needed: bool = True) -> str:
    """Return a reason without blanks around it; raise ReasonMissing or ReasonTooLong."""
    text = reason.strip()
    if needed and not text:
        raise ReasonMissing
    if len(text) > LONGEST_REASON:
        raise ReasonTooLong
    return text


def fresh(booking: Booking) -> Booking:
    """Return a booking as it is now, read inside the lock."""
    return Booking.objects.select_related("person", "course").get(pk=booking.pk)


def change(
    ledger: Ledger,
    booking: Booking,
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    status: str,
    place: str,
    reason: str = "",
    detail: dict[str, Any] | None = None,
    **fields: Any,
) -> TrainingEvent:
    """Move a booking to another state, book the seat in or out, and write the event."""
    old_status, old_place = booking.status, booking.place
    ledger.seats.seats_taken += (place == Place.SEAT) - (old_place == Place.SEAT)
    booking.status, booking.place = status, place
    booking.reason = reason or booking.reason
    for name, value in fields.items():
        setattr(booking, name, value)
    booking.save(update_fields=["status", "place", "reason", *fields])
    return TrainingEvent.objects.create(
        date=ledger.date,
        booking=booking,
        kind=kind,
        actor=actor,
        at=now,
        old_status=old_status,
        new_status=status,
        old_place=old_place,
        new_place=place,
        reason=reason,
        detail=detail or {},
    )


def note(
    ledger: Ledger,
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    booking: Booking | None = None,
    reason: str = "",
    old: str = "",
    new: str = "",
    detail: dict[str, Any] | None = None,
) -> TrainingEvent:
    """Write an event of a date, or one of a booking that changes no state."""
    where = {"old_status": old, "new_status": new}
    if booking is not None:
        where = {
            "old_status": booking.status,
            "new_status": booking.status,
            "old_place": booking.place,
            "new_place": booking.place,
        }
    return TrainingEvent.objects.create(
        date=ledger.date, booking=booking, kind=kind, actor=actor, at=now, reason=reason, detail=detail or {}, **where
    )
