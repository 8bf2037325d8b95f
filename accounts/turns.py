"""A turn at the writer of SQLite for changes that many people make at once: who has waited longer goes first.

SQLite lets a waiting process sleep longer each time it asks in vain, so newcomers pass: of fifty processes that book,
one booking in a hundred waited nine seconds, and of ten who ask ZeMAG a route at once, some waited twenty in vain. Such
changes ask for a file lock first; one of them at a time competes with the other writers, as equals. PostgreSQL queues
by itself.
"""

import fcntl
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connections

LONGEST_PAUSE, SHORTEST_PAUSE = 0.03, 0.005
HURRY_AFTER = 1.0
# As SQLite says it.
LOCKED = "database is locked"
# The threads of a process queue here without asking, so that one of them alone asks for the file.
_doors: dict[str, threading.Lock] = {}
# A thread of the parent may have held one; in the child there is nobody to give it back.
os.register_at_fork(after_in_child=_doors.clear)


def pause(waited: float) -> float:
    """Return the seconds until the next attempt of somebody who has waited so long."""
    span = max(SHORTEST_PAUSE, LONGEST_PAUSE * (1 - waited / HURRY_AFTER))
    # nosemgrep: guessable-random a pause, no secret
    return span * random.uniform(0.5, 1.5)  # noqa: S311


@contextmanager
def writing_turn(alias: str, seconds: float) -> Iterator[float]:
    """Hold the turn of a database for a change and yield how many seconds it took to come.

    Raise OperationalError when it takes longer than `seconds`. Without SQLite, in memory, and within a transaction that
    is open already, nobody waits.
    """
    connection = connections[alias]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or not os.path.isfile(name):
        yield 0.0
        return
    started = time.monotonic()
    with turn(f"{name}-turn", started + seconds):
        yield time.monotonic() - started


@contextmanager
def turn(path: str, until: float) -> Iterator[None]:
    """Hold the lock of a file; raise OperationalError when it does not come until that time of `time.monotonic`.

    The kernel frees the lock of a process that ends or is killed.
    """
    door = _doors.setdefault(path, threading.Lock())
    if not door.acquire(timeout=max(0.0, until - time.monotonic())):
        raise OperationalError(LOCKED)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _wait(handle, until)
            yield
        finally:
            os.close(handle)
    finally:
        door.release()


def _wait(handle: int, until: float) -> None:
    """Ask until the lock is ours."""
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            if now > until:
                raise OperationalError(LOCKED) from None
            time.sleep(pause(now - started))
        else:
            return
