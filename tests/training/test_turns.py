"""Bookings take turns at the only writer of SQLite, and nobody waits for ever (training design, section 18)."""

import os
import random
import signal
import time
import uuid
from functools import partial
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from training.drill import bench
from training.drill.stage import build
from training.drill.workers import Journal, together
from training.models import Booking
from training.services import ledger, turns
from training.services.booking import book
from training.services.ledger import persistent
from training.services.turns import turn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.transactional]
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL queues by itself")


def elsewhere(seconds: float) -> int:
    """Let a process of its own hold the turn; return its number once it has it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with turn(1):
            os.write(writing, b"x")
            time.sleep(seconds)
        os._exit(0)
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)
    return child


@only_sqlite
def test_a_turn_that_does_not_come_in_time_is_an_error_of_the_database() -> None:
    child = elsewhere(30)
    begun = time.monotonic()
    with pytest.raises(OperationalError), turn(0.3):
        raise AssertionError
    assert 0.3 < time.monotonic() - begun < 2
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@only_sqlite
def test_the_turn_of_a_killed_process_is_free_at_once() -> None:
    child = elsewhere(30)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with turn(0) as waited:
        assert waited < 1


@only_sqlite
def test_the_time_waited_for_the_turn_counts_for_the_database_too() -> None:
    stage = build(now=timezone.now(), persons=1, dates=1, seats=1)
    child = elsewhere(0.5)
    with ledger.locked(stage.dates[0]), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (left,) = cursor.fetchone()
    os.waitpid(child, 0)
    assert 0 < left < ledger.BUSY_MS


def test_who_has_waited_longer_asks_more_often() -> None:
    assert min(turns.pause(0) for _ask in range(20)) > max(turns.pause(turns.HURRY_AFTER) for _ask in range(20))


@pytest.mark.acceptance("training", 21)
def test_twenty_who_book_one_date_at_once_are_all_answered_within_five_seconds(tmp_path: Path) -> None:
    now = timezone.now()
    stage = build(now=now, persons=20, dates=1, seats=20)

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        connection.ensure_connection()
        person, begun = stage.people[number], time.monotonic()
        click = partial(book, date_id=stage.dates[0], person=person, actor=person, request_key=uuid.uuid4(), now=now)
        persistent(click)
        journal.write("done", time.monotonic() - begun)

    journal = Journal(tmp_path / "clicks")
    together(work, 20, journal)
    times = [float(words[1]) for words in journal.lines() if words[0] == "done"]
    assert len(times) == Booking.objects.count() == 20
    assert max(times) < 5


@pytest.mark.acceptance("training", 21)
def test_the_lock_leaves_two_thirds_of_the_bookings_there_would_be_without_it(tmp_path: Path) -> None:
    found = bench.compare(16, dates=10, clicks=320, folder=tmp_path)
    assert found["ratio_to_no_lock"] >= 0.65
    assert found["lock"]["failed"] == found["lock"]["wrong_counters"] == 0
