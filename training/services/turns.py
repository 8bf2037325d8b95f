"""A turn at the only writer of SQLite: who has waited longer asks more often, so nobody waits for ever.

SQLite lets a waiting process sleep longer each time it asks in vain, so newcomers pass: at 50 processes one booking in
a hundred waited nine seconds. Bookings therefore ask for a file lock first, cheaply and ever more often; one of them at
most competes with the other writers. PostgreSQL queues by itself. The kernel frees the lock of a killed process.
"""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import OperationalError, connection

LONGEST_PAUSE, SHORTEST_PAUSE = 0.024, 0.002
HURRY_AFTER = 1.0


def pause(waited: float) -> float:
    """Return the seconds until the next attempt of somebody who has waited so long."""
    span = max(SHORTEST_PAUSE, LONGEST_PAUSE * (1 - waited / HURRY_AFTER))
    # nosemgrep: guessable-random a pause, no secret
    return span * random.uniform(0.5, 1.5)  # noqa: S311


@contextmanager
def turn(seconds: float) -> Iterator[float]:
    """Wait for the turn, `seconds` at most, and yield how long it took; raise OperationalError when it does not come.

    Only a database in a file of SQLite has turns.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not Path(name).is_file():
        yield 0.0
        return
    handle = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _wait(handle, seconds)
    finally:
        os.close(handle)


def _wait(handle: int, seconds: float) -> float:
    """Ask until the lock is ours; return the seconds waited."""
    started = time.monotonic()
    while True:
        waited = time.monotonic() - started
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waited > seconds:
                raise OperationalError("The turn did not come.") from None
            time.sleep(pause(waited))
        else:
            return waited
