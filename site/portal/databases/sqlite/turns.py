"""A turn that one process has at a time; who has waited longer asks for it more often."""

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

LONGEST_PAUSE, SHORTEST_PAUSE = 0.024, 0.002
HURRY_AFTER = 1.0


def pause(waited: float) -> float:
    """Return the seconds until the next attempt of somebody who has waited so long."""
    span = max(SHORTEST_PAUSE, LONGEST_PAUSE * (1 - waited / HURRY_AFTER))
    # nosemgrep: guessable-random a pause, no secret
    return span * random.uniform(0.5, 1.5)  # noqa: S311


@contextmanager
def turn(path: str, until: float) -> Iterator[None]:
    """Hold the lock of a file; raise OperationalError when it does not come until that time of `time.monotonic`.

    The kernel frees the lock of a process that ends or is killed.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait(handle, until)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, until: float) -> None:
    """Ask until the lock is ours."""
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            if now > until:
                raise OperationalError("database is locked") from None
            time.sleep(pause(now - started))
        else:
            return
