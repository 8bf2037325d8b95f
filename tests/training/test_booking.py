"""Booking, queue, approval, offers and cancelling, one transition after the other (training design, section 4)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from outbox.models import OutgoingMail
from tests.training.looks import full, mails_to, state
from tests.training_factories import NOW, START, CourseFactory, book, office, published, staff
from training.invariants import violations
from training.models import Booking, CourseDate, DateSeats, Need, Place, Status, TrainingEvent
from training.services import approving, cancelling, due, queue
from training.services.booking import Wish
from training.services.changing import change_capacity
from training.services.errors import (
    AlreadyBooked,
    CapacityRefused,
    KeyOfAnotherDate,
    NoSeat,
    NotOpen,
    QueueFull,
    ReasonMissing,
    TooLate,
)
from training.services.planning import halt

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_violated() -> Any:
    yield
    assert violations(START) == []


def test_a_free_seat_is_booked_at_once_where_no_approval_is_needed() -> None:
    booking = book(published())
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    assert len(mails_to(booking.person)) == 1


def test_without_a_free_seat_people_wait_in_the_order_of_their_numbers() -> None:
    date, first, waiting = full()
    later = book(date)
    assert state(waiting) == (Status.WAITING, Place.QUEUE)
    assert [waiting.wait_no, later.wait_no] == [1, 2]
    assert mails_to(waiting.person) == [f"Warteliste: {date.course.title_de}"]
    assert first.wait_no is None


@pytest.mark.acceptance("training", 5)
def test_twenty_clicks_with_one_key_are_one_booking_and_one_mail() -> None:
    date, person, key = published(), staff(), uuid.uuid4()
    made = {book(date, person, request_key=key).pk for _click in range(20)}
    assert len(made) == 1
    assert len(mails_to(person)) == 1
    with pytest.raises(KeyOfAnotherDate):
        book(published(), person, request_key=key)


def test_a_second_booking_of_the_date_or_of_the_course_names_the_first() -> None:
    course = CourseFactory()
    date, other, person = published(course=course), published(course=course, start=START + 30 * DAY), staff()
    first = book(date, person)
    for wanted in (date, other):
        with pytest.raises(AlreadyBooked) as found:
            book(wanted, person)
        assert found.value.booking == first


def test_a_full_queue_a_halted_or_closed_date_is_refused() -> None:
    date = published(capacity=1, wait_capacity=1)
    book(date)
    book(date)
    with pytest.raises(QueueFull):
        book(date)
    open_date = published()
    halt(date_id=open_date.pk, actor=office(), now=NOW)
    with pytest.raises(NotOpen):
        book(open_date)
    with pytest.raises(NotOpen):
        book(published(), now=START - 1 * DAY)


def test_nobody_books_for_others_but_the_office_does() -> None:
    date, person = published(), staff()
    with pytest.raises(PermissionDenied):
        book(date, person, actor=staff())
    assert state(book(date, person, actor=office())) == (Status.CONFIRMED, Place.SEAT)


def test_a_need_is_stored_sealed_and_nowhere_else() -> None:
    booking = book(published(), wish=Wish(step_free=True, text="Rollstuhl mit Rampe"))
    need = Need.objects.get(booking=booking)
    assert b"Rampe" not in bytes(need.sealed)
    stored = [*TrainingEvent.objects.values_list("detail", "reason"), *OutgoingMail.objects.values_list("message")]
    assert not any("Rampe" in str(row) for row in stored)


@pytest.mark.acceptance("training", 6)
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - 8 * DAY, (Status.CONFIRMED, Place.SEAT)),
        (START - 3 * DAY, (Status.OFFERED, Place.SEAT)),
        (START - timedelta(hours=5), (Status.WAITING, Place.QUEUE)),
    ],
)
def test_cancelling_moves_the_queue_up_in_the_same_step(at: Any, expected: tuple[str, str]) -> None:
    date, first, waiting = full()
    cancelling.cancel(booking=first, actor=first.person, now=at, reason="krank")
    assert state(first) == (Status.CANCELLED, Place.NONE)
    assert state(waiting) == expected


@pytest.mark.acceptance("training", 6)
def test_newcomers_do_not_pass_the_queue_where_a_seat_became_free_late() -> None:
    date, first, waiting = full()
    cancelling.cancel(booking=first, actor=first.person, now=START - timedelta(hours=5), reason="krank")
    CourseDate.objects.filter(pk=date.pk).update(registration_closes=START)
    newcomer = book(date, now=START - timedelta(hours=4))
    assert state(newcomer) == (Status.WAITING, Place.QUEUE)
    done = queue.next_by_hand(date_id=date.pk, actor=office(), now=START - timedelta(hours=3))
    assert done == waiting
    assert state(waiting) == (Status.CONFIRMED, Place.SEAT)
    with pytest.raises(NoSeat):
        queue.next_by_hand(date_id=date.pk, actor=office(), now=START - timedelta(hours=3))


def test_an_override_needs_a_right_and_a_reason_and_is_its_own_event() -> None:
    date, first, waiting = full()
    second = book(date)
    at = START - timedelta(hours=5)
    cancelling.cancel(booking=first, actor=first.person, now=at, reason="krank")
    with pytest.raises(PermissionDenied):
        queue.override(booking=second, actor=staff(), reason="Dienst", now=at)
    with pytest.raises(ReasonMissing):
        queue.override(booking=second, actor=office(), reason="", now=at)
    queue.override(booking=second, actor=office(), reason="Einsatz am Montag", now=at)
    assert state(second) == (Status.CONFIRMED, Place.SEAT)
    assert state(waiting) == (Status.WAITING, Place.QUEUE)
    assert TrainingEvent.objects.get(kind="override").reason == "Einsatz am Montag"


def offered() -> tuple[CourseDate, Booking, Any]:
    """A date with an offer, made three days before."""
    date, first, waiting = full()
    at = START - 3 * DAY
    cancelling.cancel(booking=first, actor=first.person, now=at, reason="krank")
    waiting.refresh_from_db()
    return date, waiting, at


def test_an_offer_is_accepted_once_and_twice_is_the_same() -> None:
    _date, waiting, at = offered()
    assert waiting.offer_until == at + DAY
    for _click in range(2):
        approving.accept(booking=waiting, actor=waiting.person, now=at)
    assert state(waiting) == (Status.CONFIRMED, Place.SEAT)
    assert [subject.split(":")[0] for subject in mails_to(waiting.person)] == [
        "Warteliste",
        "Ein Platz ist frei",
        "Gebucht",
    ]


def test_a_declined_or_expired_offer_goes_to_the_next() -> None:
    date, waiting, at = offered()
    later = book(date, now=at)
    approving.decline(booking=waiting, actor=waiting.person, now=at)
    assert state(waiting) == (Status.DECLINED, Place.NONE)
    assert state(later) == (Status.OFFERED, Place.SEAT)
    with pytest.raises(TooLate):
        approving.accept(booking=later, actor=later.person, now=at + DAY)
    assert due.expire(at + DAY) == 1
    assert state(later) == (Status.EXPIRED, Place.NONE)
    with pytest.raises(TooLate):
        approving.accept(booking=later, actor=later.person, now=at + DAY)


@pytest.mark.acceptance("training", 7)
def test_an_offer_is_accepted_declined_or_expires_and_the_start_ends_all_open_requests_with_a_mail() -> None:
    test_an_offer_is_accepted_once_and_twice_is_the_same()
    test_a_declined_or_expired_offer_goes_to_the_next()
    date = published(capacity=1, course=CourseFactory(needs_approval=True))
    Booking.objects.filter(pk__in=[book(date).pk, book(date).pk]).update(approval_until=START + DAY)
    people = [row.person for row in Booking.objects.filter(date=date)]
    assert due.begin_dates(START - timedelta(seconds=1)) == 0
    assert due.begin_dates(START) >= 1
    assert set(Booking.objects.filter(date=date).values_list("status", flat=True)) == {Status.EXPIRED}
    assert all(mails_to(person)[-1].startswith("Kein Platz") for person in people)


@pytest.mark.acceptance("training", 9)
def test_cancelling_late_needs_a_reason_and_tells_approver_and_office(settings: Any) -> None:
    settings.TRAINING_MAILBOX = "buero@example.org"
    booking = book(published())
    at = START - 2 * DAY
    with pytest.raises(ReasonMissing):
        cancelling.cancel(booking=booking, actor=booking.person, now=at)
    cancelling.cancel(booking=booking, actor=booking.person, now=at, reason="krank")
    assert state(booking) == (Status.CANCELLED, Place.NONE)
    assert booking.is_late
    told = [row.recipients[0] for row in OutgoingMail.objects.filter(subject__startswith="Kurzfristige Absage")]
    assert sorted(told) == sorted([booking.person.supervisor.email, "buero@example.org"])


def test_after_the_start_nothing_is_cancelled() -> None:
    booking = book(published())
    with pytest.raises(TooLate):
        cancelling.cancel(booking=booking, actor=booking.person, now=START, reason="krank")


def test_the_office_cancels_with_a_reason_and_the_person_is_told() -> None:
    booking = book(published())
    cancelling.cancel_for(booking=booking, actor=office(), reason="falsch gebucht", now=NOW)
    assert state(booking) == (Status.CANCELLED, Place.NONE)
    again = book(booking.date, booking.person)
    assert again.pk != booking.pk
    assert again.uid != booking.uid


@pytest.mark.acceptance("training", 10)
def test_more_seats_move_the_queue_up_and_too_few_are_refused_with_both_numbers() -> None:
    date, _first, waiting = full()
    change_capacity(date_id=date.pk, capacity=2, actor=office(), now=NOW)
    assert state(waiting) == (Status.CONFIRMED, Place.SEAT)
    for wrong in (1, 101):
        with pytest.raises(CapacityRefused) as found:
            change_capacity(date_id=date.pk, capacity=wrong, actor=office(), now=NOW)
        assert "2" in str(found.value)
        assert "100" in str(found.value)
    assert DateSeats.objects.get(pk=date.pk).capacity == 2


def test_who_leaves_loses_future_bookings_and_is_told() -> None:
    date, first, waiting = full()
    User.objects.filter(pk=first.person_id).update(is_active=False)
    assert due.cancel_of_leavers(NOW) == 1
    assert state(first) == (Status.CANCELLED, Place.NONE)
    assert state(waiting) == (Status.CONFIRMED, Place.SEAT)
