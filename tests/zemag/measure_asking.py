"""Measure whole inquiries, from the question to the row of the log: run by `make bench-zemag` on both engines."""

import gc
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings

# Size of the register, questions, and the goal in seconds (ZeMAG design, section 23; figures of the issue).
SINGLE, ROUTE = ((1_000, 1, 0.3), (5_000, 1, 1.0)), ((1_000, 30, 2.0), (1_000, 60, 4.0))
AT_ONCE = (1_000, 10.0)
ROUNDS, ROWS = int(os.environ.get("ROUNDS", "7")), int(os.environ.get("ROWS", "20000"))


def fill(size: int, rng: random.Random) -> list[Any]:
    """Put that many entries into the register, each of its own person, sealed as they are; return the people."""
    factories, sealing = import_module("tests.zemag_factories"), import_module("zemag.sealing")
    models, populations = import_module("zemag.models"), import_module("tests.zemag.populations")
    lists = tuple(getattr(import_module("tests.zemag.names_tuned"), name) for name in ("GIVEN", "FAMILY"))
    someone = populations.people(size, rng, lists)
    who = [uuid.uuid4(), uuid.uuid4()]
    people, entries = [], []
    for number, one in enumerate(someone):
        written = populations.entry(one, rng)
        birth = [int(part) for part in written.birth.split("-")]
        address = {"street": f"Musterweg {number % 300}", "number": str(number % 90 + 1), "on": "2026-06-01"}
        brought = {"names": [[written.given, written.family]], "birth": birth, "addresses": [address]}
        person = models.RegisterPerson()
        sealing.seal(person, brought)
        entry = models.RegisterEntry(
            person=person,
            state="active",
            level=2,
            offences=["C2"],
            setting="counter",
            occurred_month="2026-06",
            proposed_by=who[0],
            approved_by=who[1],
            published_at=factories.NOW,
            review_on=factories.TODAY + timedelta(days=300),
            delete_on=factories.TODAY + timedelta(days=700),
            latest_delete_on=factories.TODAY + timedelta(days=700),
        )
        words = {"measures": ["never_alone"], "line": "Zu zweit.", "necessity": "Schutz.", "legal_basis": "BSchG"}
        content = {**words, "trigger": [["complaint", "body", "2026-06-01"]], "place": None, "brought": brought}
        sealing.seal(entry, content)
        people.append(person)
        entries.append(entry)
    models.RegisterPerson.objects.bulk_create(people)
    models.RegisterEntry.objects.bulk_create(entries)
    return someone


def timed(work: Callable[[], object]) -> tuple[float, float, float]:
    """Return median and slowest wall clock, and median time of the processor, in seconds."""
    walls, cpus = [], []
    for _round in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), max(walls), statistics.median(cpus)


def told(title: str, work: Callable[[], object], goal: float) -> bool:
    """Print a line; return whether the slowest round reaches the goal."""
    median, slowest, cpu = timed(work)
    line = f"{title}: {1000 * median:5.0f} ms, slowest {1000 * slowest:5.0f}, CPU {1000 * cpu:5.0f}"
    print(f"{line} (goal {1000 * goal:.0f} ms)", flush=True)
    return slowest <= goal


def main() -> int:
    """Fill the empty register step by step and ask; return 4 when a goal is missed."""
    rng, good, there = random.Random(1), True, 0
    factories, inquiry = import_module("tests.zemag_factories"), import_module("zemag.services.inquiry")
    atomic = import_module("django.db.transaction").atomic
    factories.profile(singles_an_hour=10**6, batches_a_day=10**6)
    who = factories.enquirer()
    # As the servers of pages do before they answer (site/gunicorn.conf.py).
    gc.collect()
    gc.freeze()
    for size in (1_000, 5_000):
        with atomic(using="zemag"):
            fill(size - there, rng)
        there = size
        for at, _questions, goal in SINGLE:
            if at == size:
                for birth in ("", "04.03.1980"):
                    title = f"single, {'with' if birth else 'without'} birth date, {size} entries"
                    good &= told(title, lambda birth=birth: factories.ask("Yılmaz", "Mehmet", birth, who=who), goal)
        for at, questions, goal in ROUTE:
            if at == size:
                data = route(questions, rng)
                work = lambda data=data: inquiry.ask_route(  # noqa: E731
                    asking=factories.asking(who), data=data, now=factories.NOW
                )
                good &= told(f"route of {questions}, {size} entries", work, goal)
        if size == AT_ONCE[0]:
            good &= at_once(route(30, rng), who)
    return 0 if good & rotated() else 4


def at_once(data: bytes, who: Any) -> bool:
    """Let ten processes ask a route of thirty at the same time, three times over; print the 95th percentile."""
    factories, inquiry = import_module("tests.zemag_factories"), import_module("zemag.services.inquiry")
    workers = import_module("training.drill.workers")

    def work(_number: int, _rng: random.Random, journal: Any) -> None:
        for _round in range(3):
            began = time.perf_counter()
            inquiry.ask_route(asking=factories.asking(who), data=data, now=factories.NOW)
            journal.write("took", time.perf_counter() - began)

    with tempfile.TemporaryDirectory() as folder:
        journal = workers.Journal(Path(folder) / "times")
        workers.together(work, 10, journal)
        lines = journal.lines()
    took = sorted(float(words[1]) for words in lines if words[0] == "took")
    print(*(" ".join(words) for words in lines if words[0] != "took"), sep="\n", end="")
    late = took[int(len(took) * 0.95)] if len(took) == len(lines) == 30 else float("inf")
    print(f"10 routes of 30 at once, {AT_ONCE[0]} entries: p95 {late:.1f} s (goal {AT_ONCE[1]:.0f} s)", flush=True)
    return late <= AT_ONCE[1]


def rotated() -> bool:
    """Exchange the key of the installation for 20,000 rows (promise S23: 30 s)."""
    models, sealing = import_module("zemag.models"), import_module("zemag.sealing")
    rotation, call_command = import_module("zemag.rotation"), import_module("django.core.management").call_command
    kek = sealing.rings()["kek"]
    more = [uuid.uuid4() for _number in range(ROWS - models.RecordKey.objects.count())]
    models.RecordKey.objects.bulk_create(
        models.RecordKey(record=one, wrapped=sealing.wrap(kek, bytes(32), f"zemag.Watch {one}")) for one in more
    )
    call_command("keys_new", settings.ZEMAG_KEY_FILE, "--add", "--purpose", "kek", verbosity=0)
    sealing._read.cache_clear()
    began = time.perf_counter()
    result = rotation.rewrap(datetime.now(UTC))
    took = time.perf_counter() - began
    print(f"{result.done} keys wrapped anew: {took:.1f} s (goal 30 s)")
    return took <= 30 and not result.unreadable


def route(rows: int, rng: random.Random) -> bytes:
    """Return a route of strangers; every third row has no birth date."""
    populations = import_module("tests.zemag.populations")
    lists = tuple(getattr(import_module("tests.zemag.names_tuned"), name) for name in ("GIVEN", "FAMILY"))
    lines = ["ref;family;given;birthdate;street;no;time"]
    for number, someone in enumerate(populations.people(rows, rng, lists)):
        written = populations.entry(someone, rng)
        birth = "" if number % 3 == 0 else written.birth
        lines.append(f"{number};{written.family};{written.given};{birth};Ulmenallee;{number + 1};")
    return "\n".join(lines).encode()


if __name__ == "__main__":
    django.setup()
    sys.exit(main())
