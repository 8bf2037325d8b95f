"""The content to try training with: courses and dates in every state, for invented people, and no heap of mails."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from demo.loading.training import DAY, SATURDAY, working_day
from outbox.models import OutgoingMail, State
from training.invariants import summary
from training.models import Booking, Certificate, Course, CourseDate, CoursePage, DateState, Phase, Status
from training.moments import phase_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.mark.acceptance("training", 22)
def test_seven_courses_have_a_page_and_its_translation_leads_to_the_same_course() -> None:
    assert Course.objects.count() == 7
    for course in Course.objects.all():
        page = CoursePage.objects.get(course=course, live=True, locale__language_code="de")
        assert all(translated.course_id == course.pk for translated in page.get_translations())


@pytest.mark.acceptance("training", 22)
def test_dates_are_in_every_state_and_relative_to_today() -> None:
    now = timezone.now()
    dates = CourseDate.objects.select_related("seats")
    assert {one.state for one in dates} == {
        DateState.DRAFT,
        DateState.PUBLISHED,
        DateState.CALLED_OFF,
        DateState.HELD,
    }
    assert {phase_of(one, now) for one in dates} >= {Phase.OPEN, Phase.ANNOUNCED, Phase.OVER}
    assert all(abs(one.starts_at - now) < timedelta(days=120) for one in dates)
    assert any(one.seats.free == 0 and one.bookings.filter(status=Status.WAITING).count() == 3 for one in dates)
    assert Booking.objects.filter(status=Status.REQUESTED, person__email="staff@example.org").exists()
    assert Booking.objects.filter(status=Status.OFFERED, person__email="staff@example.org").exists()
    assert Certificate.objects.filter(booking__person__email="staff@example.org").exists()


@pytest.mark.parametrize("today", [date(2026, 11, 23) + number * DAY for number in range(7)])
def test_what_is_over_or_ahead_stays_so_whatever_the_weekday_of_the_load(today: date) -> None:
    past, ahead = working_day(today - 2 * DAY, is_past=True), working_day(today + 4 * DAY, is_past=False)
    assert today - 4 * DAY <= past < today < ahead <= today + 6 * DAY
    assert past.weekday() < SATURDAY and ahead.weekday() < SATURDAY


@pytest.mark.acceptance("training", 22)
def test_everybody_who_is_booked_is_invented() -> None:
    people = User.objects.filter(bookings__isnull=False).distinct()
    assert all(person.email.endswith("@example.org") for person in people)


def test_what_is_loaded_keeps_every_promise_and_sends_no_mail() -> None:
    assert summary(timezone.now())["violations"] == []
    assert not OutgoingMail.objects.filter(kind__startswith="training.", state=State.QUEUED).exists()


def test_a_second_run_books_nothing_again() -> None:
    before = Booking.objects.count(), CourseDate.objects.count(), User.objects.count()
    call_command("load_demo", verbosity=0)
    assert (Booking.objects.count(), CourseDate.objects.count(), User.objects.count()) == before
