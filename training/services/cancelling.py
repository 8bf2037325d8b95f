"""Cancelling a booking: by the person, late with a reason, by the office, or because somebody has left (T9-T11)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from training.invitations import CANCEL
from training.models import Booking, Place, Status, TrainingEvent
from training.permissions import can_plan
from training.services.errors import TooLate, WrongState
from training.services.ledger import Ledger, locked_date
from training.services.queue import promote
from training.services.record import checked_reason, fresh
from training.services.steps import step, to_approvers, to_office


def cancel(*, booking: Booking, actor: User, now: datetime, reason: str = "") -> Booking:
    """Cancel the own booking; after `cancel_until` with a reason, and approver and office are told (T9, T10).

    Cancelling twice is cancelling once; raise TooLate after the start, WrongState, ReasonMissing.
    """
    if actor.pk != booking.person_id:
        raise PermissionDenied
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        if found.status == Status.CANCELLED:
            return found
        _still_possible(ledger, found, now)
        late = found.status == Status.CONFIRMED and now > ledger.date.cancel_until
        why = checked_reason(reason, needed=late)
        event = _end(ledger, found, "cancelled_late" if late else "cancelled", actor, now, why, is_late=late)
        if late:
            to_approvers(event, found, "late", now, reason=why)
            person = found.person
            name = (person.get_full_name() or person.email) if person else ""
            to_office(ledger.date, "late", str(event.pk), now, values={"person": name}, reason=why)
        promote(ledger, now)
    return found


def cancel_for(*, booking: Booking, actor: User, reason: str, now: datetime) -> Booking:
    """Cancel somebody's booking as the office, with a reason (T11); raise TooLate, WrongState, ReasonMissing."""
    if not can_plan(actor):
        raise PermissionDenied
    why = checked_reason(reason)
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        _still_possible(ledger, found, now)
        _end(ledger, found, "cancelled_by_office", actor, now, why, tell="cancelled_by_office")
        promote(ledger, now)
    return found


def cancel_of_leaver(*, booking: Booking, now: datetime) -> bool:
    """End the future booking of somebody whose account has ended (settled.md 17); return whether it did."""
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        left = found.person is not None and not found.person.is_active
        if not left or not found.is_active or now >= ledger.date.starts_at:
            return False
        _end(ledger, found, "left", None, now, "", tell="left")
        promote(ledger, now)
    return True


def _still_possible(ledger: Ledger, booking: Booking, now: datetime) -> None:
    """Raise unless the booking is active and the date has not begun."""
    if not booking.is_active:
        raise WrongState(booking.status)
    if now >= ledger.date.starts_at:
        raise TooLate


def _end(
    ledger: Ledger,
    booking: Booking,
    kind: str,
    actor: User | None,
    now: datetime,
    reason: str,
    *,
    tell: str = "",
    is_late: bool = False,
) -> TrainingEvent:
    """Cancel a booking; who had a calendar entry gets it taken back."""
    confirmed = booking.status == Status.CONFIRMED
    return step(
        ledger,
        booking,
        kind=kind,
        actor=actor,
        now=now,
        status=Status.CANCELLED,
        place=Place.NONE,
        reason=reason,
        tell=tell or ("cancelled" if confirmed else ""),
        calendar=CANCEL if confirmed else "",
        is_late=is_late,
    )
