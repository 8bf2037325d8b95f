"""Write transactions of SQLite start in turn, and none waits longer than it may (platform design, section 7)."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from portal.databases.sqlite import turns
from portal.databases.sqlite.turns import turn

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL queues by itself")


def elsewhere(held: Callable[[], AbstractContextManager[object]]) -> int:
    """Let a process of its own hold something until it is killed; return its number once it has it."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with held():
            os.write(writing, b"x")
            time.sleep(30)
        os._exit(0)
    assert os.read(reading, 1) == b"x"
    os.close(reading)
    os.close(writing)
    return child


def killed(child: int) -> None:
    """Kill the process and wait for its end."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def writing() -> AbstractContextManager[object]:
    """Return a transaction on a connection of its own."""
    connection.close()
    return transaction.atomic()


def test_a_turn_that_does_not_come_in_time_is_an_error_of_the_database(tmp_path: Path) -> None:
    path = str(tmp_path / "turn")
    child = elsewhere(lambda: turn(path, time.monotonic()))
    begun = time.monotonic()
    with pytest.raises(OperationalError), turn(path, begun + 0.3):
        raise AssertionError
    assert 0.3 < time.monotonic() - begun < 5
    killed(child)


def test_the_turn_of_a_killed_process_is_free_at_once(tmp_path: Path) -> None:
    path = str(tmp_path / "turn")
    killed(elsewhere(lambda: turn(path, time.monotonic())))
    with turn(path, time.monotonic()):
        pass


def test_who_has_waited_longer_asks_more_often() -> None:
    assert min(turns.pause(0) for _ask in range(20)) > max(turns.pause(turns.HURRY_AFTER) for _ask in range(20))


@only_sqlite
@pytest.mark.transactional
@pytest.mark.django_db(transaction=True)
def test_a_transaction_waits_as_long_as_its_connection_says_and_then_gives_up() -> None:
    connection.close()
    child = elsewhere(writing)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=400")
    begun = time.monotonic()
    with pytest.raises(OperationalError), transaction.atomic():
        raise AssertionError
    assert 0.4 < time.monotonic() - begun < 5
    killed(child)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (400,)
    connection.close()
