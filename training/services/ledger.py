"""The transaction rule: a change of a date starts by writing its ledger (training design, section 5).

The first statement of the transaction is an UPDATE, so PostgreSQL holds the row and SQLite the write lock before
anything was read; nothing that was read earlier can decide. Several dates are locked sorted by their key.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, transaction
from django.db.models import F

from accounts.turns import writing_turn
from training.models import CourseDate, DateSeats
from training.services.errors import Busy, DateGone

TRIES = 3
LONGEST_SECONDS = 12.0
BUSY_MS, SHORTEST_MS = 5_000, 200
Answer = TypeVar("Answer")


@dataclass
class Ledger:
    """A locked date, read after the lock was taken; `seats` is written once, when the block ends."""

    date: CourseDate
    seats: DateSeats
    written: tuple[int, int, int, int] = field(init=False)

    def __post_init__(self) -> None:
        """Remember what the database holds."""
        self.written = self._values()

    def _values(self) -> tuple[int, int, int, int]:
        seats = self.seats
        return seats.seats_taken, seats.next_wait_no, seats.capacity, seats.wait_capacity

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Do one of several things in a savepoint; where it fails, counters and rows are as before."""
        before = self._values()
        try:
            with transaction.atomic():
                yield
        except BaseException:
            seats = self.seats
            seats.seats_taken, seats.next_wait_no, seats.capacity, seats.wait_capacity = before
            raise

    def write(self) -> None:
        """Write the counters if they changed."""
        if self._values() != self.written:
            self.seats.save(update_fields=["seats_taken", "next_wait_no", "capacity", "wait_capacity"])


@contextmanager
def _short_wait(waited: float) -> Iterator[None]:
    """Let SQLite give up 5 s after the start, so that a retry is possible; PostgreSQL has its own limit."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(1000 * connection.settings_dict.get("OPTIONS", {}).get("timeout", 5))
    left = max(SHORTEST_MS, BUSY_MS - int(1000 * waited))
    with connection.cursor() as cursor:
        # nosemgrep: built-sql a whole number; SQLite binds no values here
        cursor.execute(f"PRAGMA busy_timeout = {left:d}")
    try:
        yield
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                # nosemgrep: built-sql a whole number; SQLite binds no values here
                cursor.execute(f"PRAGMA busy_timeout = {usual:d}")


@contextmanager
def locked(*date_ids: int) -> Iterator[dict[int, Ledger]]:
    """Lock the ledgers of some dates in one transaction of its own; raise DateGone where there is none."""
    with (
        writing_turn(DEFAULT_DB_ALIAS, BUSY_MS / 1000) as waited,
        _short_wait(waited),
        transaction.atomic(durable=True),
    ):
        for pk in sorted(set(date_ids)):
            if not DateSeats.objects.filter(pk=pk).update(lock_version=F("lock_version") + 1):
                raise DateGone
        dates = CourseDate.objects.select_related("course", "seats").in_bulk(date_ids)
        ledgers = {pk: Ledger(date, date.seats) for pk, date in sorted(dates.items())}
        yield ledgers
        for ledger in ledgers.values():
            ledger.write()


@contextmanager
def locked_date(date_id: int) -> Iterator[Ledger]:
    """Lock the ledger of one date."""
    with locked(date_id) as ledgers:
        yield ledgers[date_id]


def persistent(call: Callable[[], Answer], *, sleep: Callable[[float], None] = time.sleep) -> Answer:
    """Call a service, up to three times within 12 s where the database is busy or chose us in a deadlock; else Busy.

    What is called must be safe to repeat: booking is, by its key.
    """
    started = time.monotonic()
    for attempt in range(1, TRIES + 1):
        try:
            return call()
        except OperationalError as fault:
            if attempt == TRIES or time.monotonic() - started > LONGEST_SECONDS:
                raise Busy from fault
            # nosemgrep: guessable-random a pause, no secret
            sleep(random.uniform(0.02, 0.2) * attempt)  # noqa: S311
    raise Busy
