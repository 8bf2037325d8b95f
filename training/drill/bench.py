"""How fast bookings are: with the lock, the same statements without it, and a bare INSERT (settled.md T1)."""

import random
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from training.drill.stage import Stage, build
from training.drill.workers import Journal, together
from training.models import Booking, CourseDate, DateSeats, Place, Status
from training.services import booking, due
from training.services.errors import Busy
from training.services.ledger import Ledger, persistent

Call = Callable[[int, User, datetime], Any]


def with_lock(date_id: int, person: User, now: datetime) -> Booking:
    """Book as the portal does."""
    return booking.book(date_id=date_id, person=person, actor=person, request_key=uuid.uuid4(), now=now)


def without_lock(date_id: int, person: User, now: datetime) -> Booking:
    """Run the same statements in one transaction, but for the lock; only to be measured."""
    with transaction.atomic(durable=True):
        date = CourseDate.objects.select_related("course", "seats").get(pk=date_id)
        ledger = Ledger(date, date.seats)
        key = uuid.uuid4()
        made = booking.known(person, key, date) or booking.write(ledger, person, person, key, now, "de", None)
        ledger.write()
    return made


def bare_insert(date_id: int, person: User, now: datetime) -> Booking:
    """Write one row and nothing else."""
    course = CourseDate.objects.values_list("course_id", flat=True).get(pk=date_id)
    return Booking.objects.create(
        date_id=date_id,
        course_id=course,
        person=person,
        status=Status.CANCELLED,
        place=Place.NONE,
        request_key=uuid.uuid4(),
        created_at=now,
    )


MODES: dict[str, Call] = {"lock": with_lock, "no_lock": without_lock, "insert": bare_insert}


def measure(mode: str, stage: Stage, processes: int, clicks: int, folder: Path) -> dict[str, float]:
    """Let each process book with people of its own; return bookings a second and the times in seconds."""
    journal = Journal(folder / f"{mode}-{processes}-{uuid.uuid4().hex}.journal")
    call = MODES[mode]

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        for click in range(clicks):
            person = stage.people[(number * clicks + click) % len(stage.people)]
            date = stage.dates[(number + click) % len(stage.dates)]
            started = time.monotonic()
            try:
                persistent(partial(call, date, person, timezone.now()))
                outcome = "done"
            except Busy:
                outcome = "busy"
            journal.write(outcome, started, time.monotonic() - started)

    together(work, processes, journal)
    lines = journal.lines()
    done = [(float(words[1]), float(words[2])) for words in lines if words[0] == "done"]
    times = sorted(took for _started, took in done)
    span = max(begun + took for begun, took in done) - min(begun for begun, _took in done)
    return {
        "per_second": len(done) / span,
        "p50": times[len(times) // 2],
        "p99": times[min(len(times) - 1, int(len(times) * 0.99))],
        "failed": float(len(lines) - len(done)),
    }


def compare(processes: int, *, dates: int, clicks: int, folder: Path) -> dict[str, Any]:
    """Measure each mode with so many processes and return its figures and the ratios (`clicks` bookings of each)."""
    row: dict[str, Any] = {}
    each = max(4, clicks // processes)
    for mode in ("insert", "no_lock", "lock"):
        stage = build(now=timezone.now(), persons=processes * each, dates=dates, seats=500, waiting=20)
        row[mode] = measure(mode, stage, processes, each, folder)
        row[mode]["wrong_counters"] = wrong_counters(stage)
    row["ratio_to_no_lock"] = row["lock"]["per_second"] / row["no_lock"]["per_second"]
    row["ratio_to_insert"] = row["lock"]["per_second"] / row["insert"]["per_second"]
    return row


def run(*, processes: list[int], dates: int, clicks: int, folder: Path) -> dict[str, Any]:
    """Measure each number of processes, and a tick; return figures and ratios."""
    found: dict[str, Any] = {
        str(count): compare(count, dates=dates, clicks=clicks, folder=folder) for count in processes
    }
    found["tick"] = tick()
    return found


def tick(count: int = 1000) -> dict[str, float]:
    """Let one tick end requests that nobody decided; return how many and the seconds it took (section 18)."""
    now = timezone.now()
    stage = build(now=now, persons=count, dates=1, seats=500, waiting=count, approval=True)
    for person in stage.people:
        with_lock(stage.dates[0], person, now)
    Booking.objects.filter(date__in=stage.dates).update(approval_until=now)
    started = time.monotonic()
    done = due.expire(now)
    return {"due": float(done), "seconds": time.monotonic() - started}


def wrong_counters(stage: Stage) -> int:
    """Return how many ledgers do not agree with their bookings, or exceed their seats."""
    held = Count("date__bookings", filter=Q(date__bookings__place=Place.SEAT))
    rows = DateSeats.objects.filter(pk__in=stage.dates).annotate(held=held)
    return rows.filter(~Q(held=F("seats_taken")) | Q(held__gt=F("capacity"))).count()
