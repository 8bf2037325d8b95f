"""Booking a date: a seat, or a place in the queue (T1, T2), and people who come without a booking (T21)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.crypto import seal
from accounts.models import User
from training.invitations import REQUEST
from training.mails import parts_of
from training.models import ACTIVE, Booking, CourseDate, DateState, Need, Place, Status, TrainingEvent
from training.moments import approval_until, why_not
from training.permissions import can_book_for, can_plan
from training.services.errors import (
    AlreadyBooked,
    KeyOfAnotherDate,
    NoSeat,
    NotOpen,
    QueueFull,
    WrongState,
)
from training.services.ledger import Ledger, locked_date
from training.services.steps import entries, place_in_queue, to_approvers, to_participant


@dataclass(frozen=True)
class Wish:
    """What a person needs to take part; stored sealed, or not at all when nothing is asked for."""

    step_free: bool = False
    induction_loop: bool = False
    sign_language: bool = False
    large_print: bool = False
    text: str = ""
    share_with_trainer: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return any((self.step_free, self.induction_loop, self.sign_language, self.large_print, self.text.strip()))


def book(
    *,
    date_id: int,
    person: User,
    actor: User,
    request_key: uuid.UUID,
    now: datetime,
    language: str = "",
    wish: Wish | None = None,
) -> Booking:
    """Book a seat or a place in the queue and return the booking; the same key gives the same booking.

    Raise AlreadyBooked, KeyOfAnotherDate, NotOpen, QueueFull, DateGone, PermissionDenied.
    """
    if not can_book_for(actor, person):
        raise PermissionDenied
    try:
        with locked_date(date_id) as ledger:
            found = known(person, request_key, ledger.date)
            return found or write(ledger, person, actor, request_key, now, language or person.language, wish)
    except IntegrityError:
        # Another process booked another date of the same course, or used the key, while we held our own lock.
        return _after_collision(person, request_key, date_id)


def known(person: User, request_key: uuid.UUID, date: CourseDate) -> Booking | None:
    """Return the booking of a key that was used; raise what stands in the way of a new one."""
    same = Booking.objects.filter(person=person, request_key=request_key).first()
    if same is not None:
        if same.date_id != date.pk:
            raise KeyOfAnotherDate
        return same
    active = Booking.objects.filter(person=person, status__in=ACTIVE)
    other = active.filter(date=date).first()
    if other is None and date.course.one_active:
        other = active.filter(course=date.course_id, exclusive=True).first()
    if other is not None:
        raise AlreadyBooked(other)
    return None


def _after_collision(person: User, request_key: uuid.UUID, date_id: int) -> Booking:
    """Say what the other process did; SQLite does not name the constraint, so the rows are looked up."""
    date = CourseDate.objects.select_related("course").get(pk=date_id)
    found = known(person, request_key, date)
    if found is None:
        raise WrongState
    return found


def write(
    ledger: Ledger,
    person: User,
    actor: User,
    request_key: uuid.UUID,
    now: datetime,
    language: str,
    wish: Wish | None,
) -> Booking:
    """Write the booking with its event and mails."""
    date, seats = ledger.date, ledger.seats
    reason = why_not(date, now)
    if reason:
        raise NotOpen(why=reason)
    queue = Booking.objects.filter(date=date, place=Place.QUEUE).count()
    place = Place.SEAT if seats.free > 0 and not queue else Place.QUEUE
    if place == Place.QUEUE and queue >= seats.wait_capacity:
        raise QueueFull
    requested = date.course.needs_approval
    booking = Booking(
        date=date,
        course=date.course,
        person=person,
        department=person.department,
        booked_by=actor,
        language=language,
        status=Status.REQUESTED if requested else (Status.CONFIRMED if place == Place.SEAT else Status.WAITING),
        place=place,
        request_key=request_key,
        exclusive=date.course.one_active,
        approval_until=approval_until(date, now) if requested else None,
        created_at=now,
    )
    if place == Place.QUEUE:
        booking.wait_no = seats.next_wait_no
        seats.next_wait_no += 1
    else:
        seats.seats_taken += 1
    booking.save(force_insert=True)
    if wish:
        _keep_wish(booking, wish)
    _announce(ledger, booking, actor, now)
    return booking


def _keep_wish(booking: Booking, wish: Wish) -> None:
    """Store a need, sealed for this booking."""
    value = {
        "step_free": wish.step_free,
        "induction_loop": wish.induction_loop,
        "sign_language": wish.sign_language,
        "large_print": wish.large_print,
        "text": wish.text.strip()[:500],
    }
    Need.objects.create(
        booking=booking,
        sealed=seal("need", value, label="training.Need", pk=booking.pk),
        share_with_trainer=wish.share_with_trainer,
    )


def _announce(ledger: Ledger, booking: Booking, actor: User, now: datetime) -> None:
    """Write the event and the mails of a new booking."""
    invitations = []
    if booking.status == Status.CONFIRMED:
        invitations = entries(booking, ledger.date, parts_of(ledger.date), REQUEST, booking.ical_sequence)
    event = TrainingEvent.objects.create(
        date=ledger.date,
        booking=booking,
        kind="booked",
        actor=actor,
        at=now,
        new_status=booking.status,
        new_place=booking.place,
        detail={"calendar": [invitation.facts for invitation in invitations]} if invitations else {},
    )
    if invitations:
        to_participant(event, booking, "confirmed", now, invitations=invitations)
    if booking.place == Place.QUEUE:
        to_participant(event, booking, "queue", now, values={"number": place_in_queue(booking)})
    if booking.status == Status.REQUESTED:
        to_approvers(event, booking, "request", now)


def walk_in(*, date_id: int, person: User, actor: User, now: datetime, request_key: uuid.UUID) -> Booking:
    """Note somebody who came without a booking, from the start until attendance is closed (T21, settled.md T3).

    No approval, no calendar entry; raise NoSeat, WrongState, AlreadyBooked, KeyOfAnotherDate.
    """
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        found = known(person, request_key, ledger.date)
        if found is not None:
            return found
        if ledger.date.state != DateState.PUBLISHED or now < ledger.date.starts_at:
            raise WrongState(ledger.date.state)
        if ledger.seats.free < 1:
            raise NoSeat
        ledger.seats.seats_taken += 1
        booking = Booking.objects.create(
            date=ledger.date,
            course=ledger.date.course,
            person=person,
            department=person.department,
            booked_by=actor,
            language=person.language,
            status=Status.CONFIRMED,
            place=Place.SEAT,
            request_key=request_key,
            exclusive=ledger.date.course.one_active,
            created_at=now,
        )
        TrainingEvent.objects.create(
            date=ledger.date,
            booking=booking,
            kind="walk_in",
            actor=actor,
            at=now,
            new_status=booking.status,
            new_place=booking.place,
        )
    return booking
