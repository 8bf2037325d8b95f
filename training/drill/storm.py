"""The storm: every kind of operation at random, from many processes, some of them killed on the way."""

import random
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outbox.models import OutgoingMail
from training.drill.stage import DAY, HOUR, Stage, build
from training.drill.workers import Journal, together
from training.invariants import violations
from training.models import ACTIVE, Booking, CourseDate, CourseDatePart, DateState, Place, Status, Venue
from training.services import approving, booking, calling_off, cancelling, due, queue
from training.services.changing import change_capacity, move_part
from training.services.errors import Busy, Refused
from training.services.ledger import persistent
from training.services.planning import PartPlan, halt

STARTS = (30 * DAY, 3 * DAY, 10 * HOUR, 2 * DAY)
Act = Callable[[Stage, random.Random, datetime], Any]


def _some(rng: random.Random, stage: Stage, **filters: Any) -> Booking | None:
    """Return some booking of a kind."""
    keys = list(Booking.objects.filter(date__in=stage.dates, **filters).values_list("pk", flat=True)[:200])
    return Booking.objects.select_related("person", "course").get(pk=rng.choice(keys)) if keys else None


def book(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Book for somebody; sometimes the same click comes twice."""
    person, key = rng.choice(stage.people), uuid.UUID(int=rng.getrandbits(128), version=4)
    date = rng.choice(stage.dates)
    made = [
        booking.book(date_id=date, person=person, actor=person, request_key=key, now=now)
        for _click in range(rng.choice((1, 1, 1, 2)))
    ]
    return made[-1]


def cancel(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Cancel some active booking."""
    found = _some(rng, stage, status__in=ACTIVE)
    return found and cancelling.cancel(booking=found, actor=found.person or stage.office, now=now, reason="Übung")


def answer(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Accept or decline some offer."""
    found = _some(rng, stage, status=Status.OFFERED)
    call = rng.choice((approving.accept, approving.accept, approving.decline))
    return found and call(booking=found, actor=found.person or stage.office, now=now)


def decide(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Approve or refuse some request."""
    found = _some(rng, stage, status=Status.REQUESTED)
    if found is None:
        return None
    if rng.random() < 0.7:
        return approving.approve(booking=found, actor=stage.office, now=now)
    return approving.refuse(booking=found, actor=stage.office, reason="Übung", now=now)


def resize(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Change the number of seats."""
    return change_capacity(date_id=rng.choice(stage.dates), capacity=rng.randint(2, 12), actor=stage.office, now=now)


def move(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Move a date by an hour, to and fro."""
    part = CourseDatePart.objects.filter(date=rng.choice(stage.dates)).first()
    venue = Venue.objects.first()
    if part is None or venue is None:
        return None
    by = timedelta(hours=rng.choice((-1, 1)))
    plan = PartPlan(part.starts_at + by, part.ends_at + by, venue)
    return move_part(part=part, plan=plan, actor=stage.office, now=now, shift_deadlines=rng.random() < 0.5)


def by_hand(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Give a seat to the next, or out of turn."""
    found = _some(rng, stage, place=Place.QUEUE)
    if found is not None and rng.random() < 0.3:
        return queue.override(booking=found, actor=stage.office, reason="Übung", now=now)
    return queue.next_by_hand(date_id=rng.choice(stage.dates), actor=stage.office, now=now)


def tick(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Let what is due happen."""
    return due.expire(now) + due.begin_dates(now)


def stop(stage: Stage, rng: random.Random, now: datetime) -> Any:
    """Halt and resume bookings; rarely call a date off."""
    date = rng.choice(stage.dates)
    if rng.random() < 0.02:
        return calling_off.call_off(date_id=date, actor=stage.office, reason="Übung", now=now)
    return halt(date_id=date, actor=stage.office, now=now, halted=rng.random() < 0.3)


ACTS: tuple[tuple[Act, int], ...] = (
    (book, 50),
    (cancel, 20),
    (answer, 8),
    (decide, 10),
    (resize, 3),
    (move, 2),
    (by_hand, 3),
    (tick, 2),
    (stop, 2),
)


def worker(stage: Stage, end: float, most: int) -> Callable[[int, random.Random, Journal], None]:
    """Return the work of one process: operations until the end, or until it did enough."""
    acts, weights = zip(*ACTS, strict=True)

    def work(number: int, rng: random.Random, journal: Journal) -> None:
        for _turn in range(most):
            if time.monotonic() > end:
                return
            act = rng.choices(acts, weights)[0]
            started = time.monotonic()
            try:
                persistent(partial(act, stage, rng, timezone.now()))
                outcome = "done"
            except (Refused, ValidationError, PermissionDenied):
                outcome = "refused"
            except Busy:
                outcome = "busy"
            journal.write(outcome, act.__name__, f"{time.monotonic() - started:.3f}")

    return work


def run(*, processes: int, seconds: float, kills: int, folder: Path, most: int = 10**9) -> dict[str, Any]:
    """Raise a storm and return what happened: operations, errors, slowest times, violations."""
    now = timezone.now()
    stage = build(now=now, persons=80, dates=8, seats=5, waiting=15, approval=True, starts=STARTS)
    free = build(now=now, persons=0, dates=4, seats=5, waiting=15, starts=STARTS)
    stage.dates += free.dates
    journal = Journal(folder / "storm.journal")
    pause = seconds / (kills + 1) * 0.8
    work = worker(stage, time.monotonic() + seconds, most)
    killed = together(work, processes, journal, kills=kills, pause=pause)
    due.sweep(timezone.now())
    return {**_report(journal), "killed": killed, **_left(stage)}


def _report(journal: Journal) -> dict[str, Any]:
    """Count the lines of the journal."""
    lines = journal.lines()
    times = sorted(float(words[2]) for words in lines if words[0] in {"done", "refused", "busy"})
    outcomes = Counter(words[0] for words in lines)
    return {
        "operations": len(times),
        "outcomes": dict(outcomes),
        "errors": [words for words in lines if words[0] == "error"][:20],
        "p99": times[int(len(times) * 0.99)] if times else 0.0,
        "slowest": times[-1] if times else 0.0,
    }


def _left(stage: Stage) -> dict[str, Any]:
    """Check what stands in the tables afterwards."""
    return {
        "bookings": Booking.objects.filter(date__in=stage.dates).count(),
        "mails": OutgoingMail.objects.count(),
        "called_off": CourseDate.objects.filter(pk__in=stage.dates, state=DateState.CALLED_OFF).count(),
        "violations": violations(timezone.now()),
    }
