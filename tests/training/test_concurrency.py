"""Many processes at once: no seat is sold twice, on either engine; the guard is seen to matter (training, 17)."""

import multiprocessing
import os
import random
import time
import uuid
from contextlib import nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from outbox.models import OutgoingMail
from training import tick
from training.drill import storm
from training.drill.stage import Stage, build
from training.drill.workers import Journal, together
from training.invariants import violations
from training.models import Booking, CourseDate, DateSeats, Place, Status, TrainingEvent
from training.services import due
from training.services.booking import book
from training.services.cancelling import cancel
from training.services.errors import AlreadyBooked, Busy, Refused
from training.services.ledger import locked, persistent
from training.services.planning import DatePlan, PartPlan, create_date

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.transactional]


def unguarded(date_id: int, person: Any, now: datetime, *, atomic: bool) -> None:
    """Check, wait, write: what the transaction rule forbids."""
    with transaction.atomic() if atomic else nullcontext():
        date = CourseDate.objects.select_related("seats").get(pk=date_id)
        held = Booking.objects.filter(date=date, place=Place.SEAT).count()
        time.sleep(0.3)
        if held < date.seats.capacity:
            Booking.objects.create(
                date=date,
                course_id=date.course_id,
                person=person,
                status=Status.CONFIRMED,
                place=Place.SEAT,
                request_key=uuid.uuid4(),
                created_at=now,
            )


def race(stage: Stage, call: Any, count: int, folder: Path) -> Journal:
    """Let processes act at the same moment."""
    journal, start = Journal(folder / uuid.uuid4().hex), multiprocessing.get_context("fork").Barrier(count)

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        connection.ensure_connection()
        start.wait()
        try:
            call(number)
            journal.write("done")
        except (Refused, AlreadyBooked) as fault:
            journal.write("refused", type(fault).__name__)

    together(work, count, journal)
    connections.close_all()
    return journal


def held(date_id: int) -> int:
    """How many seats were given away."""
    return Booking.objects.filter(date=date_id, place=Place.SEAT).count()


@pytest.mark.acceptance("training", 3)
def test_without_the_guard_two_people_get_one_seat(tmp_path: Path) -> None:
    # The positive control: if this did not overbook, the tests below would prove nothing.
    now = timezone.now()
    kinds = [False, True] if connection.vendor == "postgresql" else [False]
    for atomic in kinds:
        stage = build(now=now, persons=2, dates=1, seats=1)
        act = partial(_unguarded_by, stage, now, atomic)
        race(stage, act, 2, tmp_path)
        assert held(stage.dates[0]) == 2, f"atomic={atomic}"
        assert {name for name, _text in violations(now)} >= {"I1", "I2"}


def _unguarded_by(stage: Stage, now: datetime, atomic: bool, number: int) -> None:
    unguarded(stage.dates[0], stage.people[number], now, atomic=atomic)


@pytest.mark.acceptance("training", 3)
def test_twenty_at_once_get_the_seats_there_are_and_the_others_queue(tmp_path: Path) -> None:
    now = timezone.now()
    stage = build(now=now, persons=20, dates=1, seats=7)

    def act(number: int) -> None:
        person = stage.people[number]
        click = partial(book, date_id=stage.dates[0], person=person, actor=person, request_key=uuid.uuid4(), now=now)
        persistent(click)

    journal = race(stage, act, 20, tmp_path)
    assert [words[0] for words in journal.lines()] == ["done"] * 20
    assert held(stage.dates[0]) == 7
    numbers = Booking.objects.filter(place=Place.QUEUE).values_list("wait_no", flat=True)
    assert sorted(numbers) == list(range(1, 14))
    assert violations(now) == []


@pytest.mark.acceptance("training", 3)
def test_one_person_books_one_of_two_dates_of_a_course_at_once(tmp_path: Path) -> None:
    now = timezone.now()
    stage = build(now=now, persons=1, dates=2, seats=5, one_active=True)
    course = CourseDate.objects.get(pk=stage.dates[0]).course
    CourseDate.objects.filter(pk=stage.dates[1]).update(course=course)
    person = stage.people[0]

    def act(number: int) -> None:
        date = stage.dates[number % 2]
        persistent(partial(book, date_id=date, person=person, actor=person, request_key=uuid.uuid4(), now=now))

    journal = race(stage, act, 6, tmp_path)
    assert sorted(words[0] for words in journal.lines()) == ["done"] + ["refused"] * 5
    assert Booking.objects.count() == 1
    assert violations(now) == []


def test_the_same_key_at_once_is_one_booking(tmp_path: Path) -> None:
    now, key = timezone.now(), uuid.uuid4()
    stage = build(now=now, persons=1, dates=1, seats=5)
    person = stage.people[0]

    def act(number: int) -> None:
        persistent(partial(book, date_id=stage.dates[0], person=person, actor=person, request_key=key, now=now))

    journal = race(stage, act, 10, tmp_path)
    assert [words[0] for words in journal.lines()] == ["done"] * 10
    assert (Booking.objects.count(), TrainingEvent.objects.filter(kind="booked").count()) == (1, 1)


def test_a_form_for_a_new_date_that_is_sent_eight_times_at_once_is_one_date(tmp_path: Path) -> None:
    now = timezone.now()
    stage = build(now=now, persons=0, dates=1, seats=5)
    course = CourseDate.objects.get(pk=stage.dates[0]).course
    start = now + timedelta(days=40)
    part = PartPlan(start, start + timedelta(hours=2), online_url="https://treff.example.org/raum")
    plan = DatePlan(course=course, parts=[part], capacity=5)
    journal = race(stage, lambda number: create_date(plan=plan, actor=stage.office, now=now), 8, tmp_path)
    assert [words[0] for words in journal.lines()] == ["done"] * 8
    assert CourseDate.objects.get(uid=plan.uid).parts.count() == 1


@pytest.mark.acceptance("training", 15)
def test_ticks_at_the_same_moment_do_everything_once(tmp_path: Path) -> None:
    now = timezone.now()
    long_ago, day = now - timedelta(days=10), timedelta(days=1)
    stage = build(now=long_ago, persons=6, dates=1, seats=2, starts=(10 * day + timedelta(hours=20),))
    for person in stage.people:
        book(date_id=stage.dates[0], person=person, actor=person, request_key=uuid.uuid4(), now=long_ago)
    requests = build(now=now, persons=3, dates=1, seats=1, approval=True)
    for person in requests.people:
        click = partial(book, date_id=requests.dates[0], person=person, actor=person, request_key=uuid.uuid4())
        click(now=now - timedelta(hours=20))
    Booking.objects.filter(date=requests.dates[0]).update(approval_until=now)
    mails = OutgoingMail.objects.count()
    journal = race(stage, lambda number: tick.run(now), 4, tmp_path)
    assert [words[0] for words in journal.lines()] == ["done"] * 4
    # Two are reminded of tomorrow; three requests end, and each tells its person and who had to decide.
    keys = list(OutgoingMail.objects.order_by("pk").values_list("dedupe_key", flat=True))[mails:]
    assert sum(key.startswith("training:remind1:") for key in keys) == 2
    assert len(keys) == 2 + 3 * 2
    assert violations(now) == []
    assert not tick.is_late(now)


COMMITS = {"far": (30, "confirmed"), "near": (3, "offered")}


@pytest.mark.acceptance("training", 6)
@pytest.mark.parametrize("kind", COMMITS)
def test_the_seat_that_becomes_free_is_given_on_in_the_same_commit(kind: str) -> None:
    days, status = COMMITS[kind]
    now = timezone.now()
    stage = build(now=now, persons=3, dates=1, seats=1, starts=(timedelta(days=days),))
    rows = [
        book(date_id=stage.dates[0], person=person, actor=person, request_key=uuid.uuid4(), now=now)
        for person in stage.people
    ]
    with CaptureQueriesContext(connection) as asked:
        cancel(booking=rows[0], actor=stage.people[0], now=now, reason="krank")
    assert [query["sql"] for query in asked].count("COMMIT") == 1
    rows[1].refresh_from_db()
    assert (rows[1].status, rows[1].place) == (status, "seat")
    if rows[1].offer_until:
        # The clock ends the offer and makes the next one, again at once.
        with CaptureQueriesContext(connection) as asked:
            due.expire(rows[1].offer_until)
        assert [query["sql"] for query in asked].count("COMMIT") == 1
        rows[2].refresh_from_db()
        assert (rows[2].status, rows[2].place) == ("offered", "seat")
    assert violations(now) == []


def test_dates_locked_in_any_order_never_deadlock(tmp_path: Path) -> None:
    stage = build(now=timezone.now(), persons=0, dates=2, seats=1)

    def act(number: int) -> None:
        for _turn in range(10):
            order = stage.dates if number % 2 else stage.dates[::-1]
            with locked(*order):
                time.sleep(0.002)

    journal = race(stage, act, 4, tmp_path)
    assert [words[0] for words in journal.lines()] == ["done"] * 4
    assert all(version >= 40 for version in DateSeats.objects.values_list("lock_version", flat=True))


def test_fifty_processes_click_wildly_and_no_seat_is_sold_twice(tmp_path: Path) -> None:
    now = timezone.now()
    stage = build(now=now, persons=40, dates=3, seats=5, waiting=4)
    clicks = int(os.environ.get("CLICKS", "6"))

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        for _click in range(clicks):
            person, date = rng.choice(stage.people), rng.choice(stage.dates)
            try:
                persistent(partial(book, date_id=date, person=person, actor=person, request_key=uuid.uuid4(), now=now))
                journal.write("done")
            except Refused as fault:
                journal.write("refused", type(fault).__name__)
            except Busy:
                journal.write("busy")

    journal = Journal(tmp_path / "clicks")
    together(work, 50, journal)
    lines = journal.lines()
    assert [words for words in lines if words[0] == "error"] == []
    assert len(lines) == 50 * clicks
    assert violations(now) == []
    assert all(held(date) == 5 for date in stage.dates)


def test_a_storm_with_killed_processes_leaves_no_violation(tmp_path: Path) -> None:
    found = storm.run(processes=6, seconds=8, kills=4, folder=tmp_path)
    assert found["errors"] == []
    assert found["violations"] == []
    assert found["killed"] == 4
    assert found["operations"] > 30
