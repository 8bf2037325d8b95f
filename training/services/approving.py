"""Approval by the supervisor: yes, no, or too late (T3, T4, T5); offers accepted, declined or expired (T7, T8)."""

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
from training.services.steps import place_in_queue, step, to_approvers


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


def expire_approval(*, booking: Booking, now: datetime) -> bool:
    """End a request that nobody decided in time (T5); return whether it did."""
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        if found.status != Status.REQUESTED or found.approval_until is None or now < found.approval_until:
            return False
        event = step(
            ledger,
            found,
            kind="approval_expired",
            actor=None,
            now=now,
            status=Status.EXPIRED,
            place=Place.NONE,
            tell="approval_expired",
        )
        to_approvers(event, found, "expired", now)
        promote(ledger, now)
    return True


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


def expire_offer(*, booking: Booking, now: datetime) -> bool:
    """End an offer that nobody accepted in time (T8); return whether it did."""
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        if found.status != Status.OFFERED or found.offer_until is None or now < found.offer_until:
            return False
        step(
            ledger,
            found,
            kind="offer_expired",
            actor=None,
            now=now,
            status=Status.EXPIRED,
            place=Place.NONE,
            tell="offer_expired",
        )
        promote(ledger, now)
    return True
