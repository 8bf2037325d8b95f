"""The waiting list: strict order by number, in the transaction that freed the seat (T6, T16, T17)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from training.invitations import REQUEST
from training.models import Booking, DateState, Place, Status, TrainingEvent
from training.moments import offer_until
from training.permissions import can_override_queue, can_plan
from training.services.errors import NoSeat, TooLate, WrongState
from training.services.ledger import Ledger, locked_date
from training.services.record import change, checked_reason, fresh
from training.services.steps import step


def first_in_queue(ledger: Ledger) -> Booking | None:
    """Return who is next; asked after every freed seat, so an empty queue costs one narrow question."""
    queue = Booking.objects.filter(date=ledger.date, place=Place.QUEUE).order_by("wait_no")
    found = queue.values_list("pk", flat=True)[:1]
    return next(iter(Booking.objects.select_related("person", "course").filter(pk__in=list(found))), None)


def promote(ledger: Ledger, now: datetime) -> int:
    """Give free seats to the queue in its order, while `promote_until` has not come; return how many (T6)."""
    date, given = ledger.date, 0
    while date.state == DateState.PUBLISHED and ledger.seats.free > 0 and now < date.promote_until:
        booking = first_in_queue(ledger)
        if booking is None:
            break
        _promote_one(ledger, booking, now)
        given += 1
    return given


def _promote_one(ledger: Ledger, booking: Booking, now: datetime) -> None:
    """Give one person a seat: requests stay requests; far from the start it is booked, later it is an offer."""
    if booking.status == Status.REQUESTED:
        change(ledger, booking, kind="promoted", actor=None, now=now, status=booking.status, place=Place.SEAT)
    elif now < ledger.date.auto_promote_until:
        step(
            ledger,
            booking,
            kind="promoted",
            actor=None,
            now=now,
            status=Status.CONFIRMED,
            place=Place.SEAT,
            tell="confirmed",
            calendar=REQUEST,
        )
    else:
        until = offer_until(ledger.date, now)
        step(
            ledger,
            booking,
            kind="offered",
            actor=None,
            now=now,
            status=Status.OFFERED,
            place=Place.SEAT,
            tell="offer",
            values={"until": until},
            offer_until=until,
        )


def next_by_hand(*, date_id: int, actor: User, now: datetime) -> Booking:
    """Give the next in the queue a seat after `promote_until` (T16); raise NoSeat, TooLate, WrongState."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        if not ledger.date.promote_until <= now < ledger.date.starts_at:
            raise TooLate
        booking = first_in_queue(ledger)
        if booking is None:
            raise WrongState
        _seat_by_hand(ledger, booking, "next_by_hand", actor, now)
    return booking


def override(*, booking: Booking, actor: User, reason: str, now: datetime) -> Booking:
    """Give a seat out of turn, with a reason (T17); raise NoSeat, TooLate, WrongState, ReasonMissing."""
    if not can_override_queue(actor):
        raise PermissionDenied
    why = checked_reason(reason)
    with locked_date(booking.date_id) as ledger:
        found = fresh(booking)
        if found.place != Place.QUEUE:
            raise WrongState(found.status)
        if now >= ledger.date.starts_at:
            raise TooLate
        _seat_by_hand(ledger, found, "override", actor, now, why)
    return found


def _seat_by_hand(
    ledger: Ledger, booking: Booking, kind: str, actor: User, now: datetime, reason: str = ""
) -> TrainingEvent:
    """Give a free seat; a request stays a request (settled.md T4)."""
    if ledger.date.state != DateState.PUBLISHED:
        raise WrongState(ledger.date.state)
    if ledger.seats.free < 1:
        raise NoSeat
    confirmed = booking.status == Status.WAITING
    return step(
        ledger,
        booking,
        kind=kind,
        actor=actor,
        now=now,
        status=Status.CONFIRMED if confirmed else booking.status,
        place=Place.SEAT,
        reason=reason,
        tell="confirmed" if confirmed else "",
        calendar=REQUEST if confirmed else "",
    )
