"""Changes that many make at once have their turn, and nobody waits longer than they may (platform design, 7)."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, transaction

from accounts import turns
from accounts.turns import turn, writing_turn

only_sqlite = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="PostgreSQL queues by itself"
)


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


def test_threads_of_a_process_wait_for_each_other(tmp_path: Path) -> None:
    path, order = str(tmp_path / "turn"), []

    def take(number: int) -> None:
        with turn(path, time.monotonic() + 10):
            order.append(number)
            time.sleep(0.01)
            order.append(number)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(take, range(20)))
    assert order[::2] == order[1::2] and len(order) == 40
    with turn(path, time.monotonic() + 10), pytest.raises(OperationalError), turn(path, time.monotonic()):
        raise AssertionError


def test_who_has_waited_longer_asks_more_often() -> None:
    assert min(turns.pause(0) for _ask in range(20)) > max(turns.pause(turns.HURRY_AFTER) for _ask in range(20))


@only_sqlite
@pytest.mark.transactional
@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_database_waits_for_the_change_before_it_and_no_longer_than_it_may() -> None:
    child = elsewhere(lambda: writing_turn("default", 1))
    with pytest.raises(OperationalError), writing_turn("default", 0.3):
        raise AssertionError
    killed(child)
    with writing_turn("default", 0.3) as waited:
        assert waited < 0.3
    with transaction.atomic(), writing_turn("default", 0.3), writing_turn("default", 0.3) as waited:
        assert waited == 0, "a transaction that is open holds the writer already"
