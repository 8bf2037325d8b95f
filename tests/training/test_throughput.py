"""Bookings at once are answered in time, and the lock costs little (training design, section 18)."""

import random
import time
import uuid
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from training.drill import bench
from training.drill.stage import build
from training.drill.workers import Journal, together
from training.models import Booking
from training.services.booking import book
from training.services.ledger import persistent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.transactional]


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
