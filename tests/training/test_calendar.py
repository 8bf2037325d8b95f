"""Calendar messages: the seven rules on bytes, moves, added and withdrawn parts, calling off (training design, 9)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from outbox.models import OutgoingMail
from tests.training.calendar_reading import events_to, facts, ics_of, kinds_of, text_of
from tests.training_factories import (
    HOURS,
    NOW,
    START,
    CourseFactory,
    TrainerFactory,
    VenueFactory,
    book,
    office,
    published,
)
from training.invariants import violations
from training.models import Booking, CourseDatePart, DateState, Status
from training.moments import local_moment, series
from training.services import approving, calling_off, cancelling, teaching
from training.services.changing import add_part, move_part, withdraw_part
from training.services.errors import ReasonMissing, WrongState
from training.services.planning import PartPlan

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_violated() -> Any:
    yield
    assert violations(START) == []


def mail_of(booking: Booking) -> OutgoingMail:
    """The first mail to a participant."""
    assert booking.person is not None
    return next(row for row in OutgoingMail.objects.order_by("pk") if row.recipients == [booking.person.email])


@pytest.mark.acceptance("training", 13)
def test_an_invitation_follows_the_seven_rules() -> None:
    course = CourseFactory(title_de="Deeskalation für Führungskräfte; mit Übungen, Rollenspielen und langem Namen – 2")
    booking = book(published(course=course, parts=2))
    mail = mail_of(booking)
    data = ics_of(mail)
    lines = data.split(b"\r\n")
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    event = Calendar.from_ical(data).walk("VEVENT")
    assert len(event) == 1
    (event,) = event
    part = booking.date.parts.order_by("starts_at").first()
    assert str(event["UID"]) == f"booking-{booking.uid}-{part.uid}@intranet.localhost"
    assert event["DTSTART"].dt == START
    assert b"DTSTART:20260701T070000Z" in lines
    assert event["CLASS"] == "PRIVATE"
    assert event["ORGANIZER"] == "mailto:zks@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert [method for kind, method in kinds_of(mail) if kind == "text/calendar"] == ["REQUEST", "REQUEST"]
    assert len(events_to(booking.person.email)) == 2, "each further part in a mail of its own"
    other = vobject.readOne(data.decode())
    assert other.vevent.summary.value == course.title_de
    assert other.vevent.dtstart.value == START


@pytest.mark.acceptance("training", 13)
@pytest.mark.parametrize("first", [datetime(2026, 3, 23, 9), datetime(2026, 10, 19, 9)])
def test_a_series_keeps_nine_o_clock_across_both_changes_of_clocks(first: datetime) -> None:
    moments = series(local_moment(first), 3, timedelta(days=7))
    assert [timezone.localtime(moment).hour for moment in moments] == [9, 9, 9]
    assert len({moment.utctimetuple().tm_hour for moment in moments}) == 2


@pytest.mark.acceptance("training", 19)
@pytest.mark.parametrize("wall", [datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30)])
def test_a_time_that_does_not_exist_or_exists_twice_is_refused(wall: datetime) -> None:
    with pytest.raises(ValidationError):
        local_moment(wall)
    assert local_moment(datetime(2026, 10, 25, 3, 30)) == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)


def moved(part: CourseDatePart, days: int) -> PartPlan:
    """The same part some days later, elsewhere."""
    return PartPlan(part.starts_at + days * DAY, part.ends_at + days * DAY, VenueFactory(name="Neues Haus"))


@pytest.mark.acceptance("training", 11)
def test_a_move_keeps_the_uid_raises_the_sequence_and_names_old_and_new() -> None:
    date = published(parts=2)
    booking = book(date)
    email = booking.person.email
    last = date.parts.order_by("starts_at").last()
    move_part(part=last, plan=moved(last, 1), actor=office(), now=NOW)
    (first, second, third) = facts(email)
    assert third == ("REQUEST", second[1] + 1, second[2])
    assert first[2] != second[2]
    text = OutgoingMail.objects.filter(subject__startswith="Geändert").first()
    body = text_of(text)
    assert "Bisher: 2. Juli 2026, 09:00–15:00, Haus" in body
    assert "Jetzt: 3. Juli 2026, 09:00–15:00, Neues Haus" in body
    added = add_part(
        date_id=date.pk,
        plan=PartPlan(START + 9 * DAY, START + 9 * DAY + 2 * HOURS, VenueFactory()),
        actor=office(),
        now=NOW,
    )
    assert facts(email)[-1][0] == "REQUEST"
    withdraw_part(part=added, actor=office(), now=NOW)
    method, sequence, uid = facts(email)[-1]
    assert (method, uid) == ("CANCEL", facts(email)[-2][2])
    assert sequence > facts(email)[-2][1]
    date.refresh_from_db()
    assert date.ends_at == START + 2 * DAY + 6 * HOURS


def by_icalendar(data: bytes) -> tuple[str, str, int, datetime]:
    """Read a calendar message with the first program."""
    calendar = Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt


def by_vobject(data: bytes) -> tuple[str, str, int, datetime]:
    """Read a calendar message with the second program, which shares no code with the first."""
    calendar = vobject.readOne(data.decode())
    event = calendar.vevent
    return calendar.method.value, event.uid.value, int(event.sequence.value), event.dtstart.value


@pytest.mark.acceptance("training", 11)
@pytest.mark.parametrize("read", [by_icalendar, by_vobject])
def test_in_two_calendar_programs_an_update_replaces_the_entry_and_a_cancellation_removes_it(read: Any) -> None:
    booking = book(published())
    part = booking.date.parts.get()

    def shown() -> list[datetime]:
        """Return what stands in the calendar once every mail was read."""
        entries: dict[str, tuple[int, datetime]] = {}
        mails = [row for row in OutgoingMail.objects.order_by("pk") if row.recipients == [booking.person.email]]
        for method, uid, sequence, start in [read(data) for data in map(ics_of, mails) if data]:
            assert sequence > entries.get(uid, (-1, start))[0]
            entries.pop(uid, None)
            if method == "REQUEST":
                entries[uid] = (sequence, start)
        return [start for _sequence, start in entries.values()]

    assert shown() == [START]
    move_part(part=part, plan=moved(part, 2), actor=office(), now=NOW)
    assert shown() == [START + 2 * DAY]
    cancelling.cancel(booking=booking, actor=booking.person, now=NOW)
    assert shown() == []


def test_trainers_get_entries_when_added_moved_and_removed() -> None:
    trainer, second = TrainerFactory(), TrainerFactory()
    date = published(trainer=trainer)
    part = date.parts.get()
    move_part(part=part, plan=moved(part, 1), actor=office(), now=NOW)
    row = teaching.add_trainer(date_id=date.pk, trainer=second, role="assistant", actor=office(), now=NOW)
    teaching.remove_trainer(row=row, actor=office(), now=NOW)
    teaching.add_trainer(date_id=date.pk, trainer=second, role="assistant", actor=office(), now=NOW)
    assert [fact[:2] for fact in facts(trainer.email)] == [("REQUEST", 0), ("REQUEST", 1)]
    assert [fact[:2] for fact in facts(second.email)] == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]


def test_a_cancelled_booking_takes_its_entry_back() -> None:
    booking = book(published())
    cancelling.cancel(booking=booking, actor=booking.person, now=NOW)
    (request, cancel) = facts(booking.person.email)
    assert cancel == ("CANCEL", request[1] + 1, request[2])
    ((_method, event),) = events_to(booking.person.email)[1:]
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.acceptance("training", 12)
def test_calling_off_takes_one_reason_and_tells_everybody() -> None:
    trainer = TrainerFactory()
    date = published(capacity=1, trainer=trainer)
    booked, waiting = book(date), book(date)
    with pytest.raises(ReasonMissing):
        calling_off.call_off(date_id=date.pk, actor=office(), reason="", now=NOW)
    calling_off.call_off(date_id=date.pk, actor=office(), reason="Die Leitung ist krank", now=NOW)
    with pytest.raises(WrongState):
        calling_off.call_off(date_id=date.pk, actor=office(), reason="noch einmal", now=NOW)
    assert facts(booked.person.email)[-1][0] == "CANCEL"
    assert facts(trainer.email)[-1][0] == "CANCEL"
    assert facts(waiting.person.email) == []
    told = OutgoingMail.objects.filter(subject__startswith="Fällt aus")
    assert {row.recipients[0] for row in told} == {booked.person.email, waiting.person.email, trainer.email}
    assert all("Begründung: Die Leitung ist krank" in text_of(row) for row in told)
    date.refresh_from_db()
    assert date.state == DateState.CALLED_OFF
    assert date.seats.seats_taken == 0
    assert set(date.bookings.values_list("status", flat=True)) == {Status.DATE_CANCELLED}


def test_a_later_start_lets_the_queue_move_up_again() -> None:
    date = published(capacity=1)
    first, waiting = book(date), book(date)
    late = START - 5 * HOURS
    cancelling.cancel(booking=first, actor=first.person, now=late, reason="krank")
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING
    part = date.parts.get()
    move_part(part=part, plan=moved(part, 3), actor=office(), now=late, shift_deadlines=True)
    waiting.refresh_from_db()
    assert waiting.status in {Status.OFFERED, Status.CONFIRMED}
    assert violations(late) == []


def test_an_earlier_start_clamps_what_still_runs() -> None:
    date = published(capacity=1, course=CourseFactory(needs_approval=True))
    request = book(date)
    part = date.parts.get()
    move_part(part=part, plan=moved(part, -28), actor=office(), now=NOW)
    request.refresh_from_db()
    date.refresh_from_db()
    assert request.approval_until <= date.starts_at
    assert date.promote_until <= date.starts_at
    with pytest.raises(WrongState):
        approving.accept(booking=request, actor=request.person, now=NOW)
