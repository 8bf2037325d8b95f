"""Password hashing that leaves the machine room to breathe."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

HASHES_AT_ONCE, QUEUE_SECONDS = 2, 3
_slots = threading.BoundedSemaphore(HASHES_AT_ONCE)


class TooBusy(Exception):
    """Too many passwords are being checked at this moment."""


@contextmanager
def slot() -> Iterator[None]:
    """Let two hashes run at once in a process; wait three seconds, then raise TooBusy."""
    if not _slots.acquire(timeout=QUEUE_SECONDS):
        raise TooBusy
    try:
        yield
    finally:
        _slots.release()


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 3 passes over 64 MiB and one lane (security design, section 4)."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash a password; raise TooBusy when the queue is full."""
        with slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare a password with its hash; raise TooBusy when the queue is full."""
        with slot():
            return super().verify(password, encoded)
