"""Approval by the supervisor: yes or no (T3, T4); offers accepted or declined (T7)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from training.invitations import REQUEST
from training.models import Booking, Place, Status
from training.permissions import can_approve
from training.services.errors import TooLate, WrongState
from training.services.ledger import locked_date
from training.services.queue import promote
from training.services.record import checked_reason, fresh
from training.services.steps import place_in_queue, step


def approve(*, booking: Booking, actor: User, now: datetime) -> Booking:
    """Approve a request: a seat is booked, a place in the queue waits on (T3); raise WrongState, TooLate."""
    if not can_approve(actor, booking):
        raise PermissionDenied
    with locked_date(booking.date_id) as ledger:
        found = _requested(booking, now)
        seated = found.place == Place.SEAT
        step(
            ledger,
            found,
            kind="approved",
            actor=actor,
            now=now,
            status=Status.CONFIRMED if seated else Status.WAITING,
            place=found.place,
            tell="confirmed" if seated else "queue",
            calendar=REQUEST if seated else "",
            values={} if seated else {"number": place_in_queue(found)},
            approved_by=actor,
        )
    return found


def refuse(*, booking: Booking, actor: User, reason: str, now: datetime) -> Booking:
    """Refuse a request with a reason (T4); raise WrongState, TooLate, ReasonMissing."""
    if not can_approve(actor, booking):
        raise PermissionDenied
    why = checked_reason(reason)
    with locked_date(booking.date_id) as ledger:
        found = _requested(booking, now)
        step(
            ledger,
            found,
            kind="refused",
            actor=actor,
            now=now,
            status=Status.REFUSED,
            place=Place.NONE,
            reason=why,
            tell="refused",
        )
        promote(ledger, now)
    return found


def _requested(booking: Booking, now: datetime) -> Booking:
    """Return the booking while it can be decided."""
    found = fresh(booking)
    if found.status != Status.REQUESTED:
        raise WrongState(found.status)
    if found.approval_until is not None and now >= found.approval_until:
        raise TooLate
    return found


def accept(*, booking: Booking, actor: User, now: datetime) -> Booking:
    """Accept an offered seat (T7); raise TooLate, WrongState. Accepting twice is accepting once."""
    if actor.pk != booking.person_id:
        raise PermissionDenied
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        if found.status == Status.CONFIRMED:
            return found
        _offered(found, now)
        step(
            ledger,
            found,
            kind="accepted",
            actor=actor,
            now=now,
            status=Status.CONFIRMED,
            place=Place.SEAT,
            tell="confirmed",
            calendar=REQUEST,
        )
    return found


def decline(*, booking: Booking, actor: User, now: datetime) -> Booking:
    """Decline an offered seat; the next in the queue gets it (T7); raise TooLate, WrongState."""
    if actor.pk != booking.person_id:
        raise PermissionDenied
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        _offered(found, now)
        step(ledger, found, kind="declined", actor=actor, now=now, status=Status.DECLINED, place=Place.NONE)
        promote(ledger, now)
    return found


def _offered(booking: Booking, now: datetime) -> None:
    """Raise unless the offer stands."""
    if booking.status == Status.EXPIRED:
        raise TooLate
    if booking.status != Status.OFFERED:
        raise WrongState(booking.status)
    if booking.offer_until is None or now >= booking.offer_until:
        raise TooLate
