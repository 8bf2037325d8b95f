"""The key of the installation is exchanged while ZeMAG answers, and again after a kill (promise S23)."""

import multiprocessing
import os
import shutil
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connections

from accounts.crypto import key_id_of
from accounts.keys import read
from audit.models import Entry
from tests.zemag_factories import NOW, active, ask, enquirer, profile
from zemag import rotation, sealing
from zemag.models import Outcome, RecordKey
from zemag.services.errors import CannotAnswer

ROWS, CLIENTS = int(os.environ.get("ROWS", "40")), int(os.environ.get("CLIENTS", "2"))
# Seconds that 20,000 keys may take (promise S23); fewer take less.
MOST = 30


@pytest.fixture
def key_file(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The keys of the tests in a file that may change."""
    file = tmp_path / "zemag.key"
    shutil.copyfile(configured.ZEMAG_KEY_FILE, file)
    file.chmod(0o400)
    settings.ZEMAG_KEY_FILE = file
    settings.AUDIT_KEY_FILES = {**settings.AUDIT_KEY_FILES, "zemag": file}
    yield file
    sealing._read.cache_clear()


def wrapped_by() -> set[str]:
    return {key_id_of(bytes(wrapped)) for wrapped in RecordKey.objects.values_list("wrapped", flat=True)}


def asked(who: Any) -> Outcome:
    return ask(who=who).rows[0].outcome


@pytest.mark.acceptance("security", "S23")
@pytest.mark.django_db(databases=["default", "zemag"], transaction=True)
@pytest.mark.acceptance("settled", 13)
def test_killed_midway_it_goes_on_and_every_question_meanwhile_is_answered(key_file: Path, tmp_path: Path) -> None:
    profile(singles_an_hour=1_000_000)
    active()
    for number in range(ROWS):
        RecordKey.objects.create(record=_uuid(number), wrapped=_wrapped(number))
    old = sealing.rings()["kek"].newest
    people = [enquirer() for _number in range(CLIENTS)]
    with clients(people, tmp_path) as answered:
        wait_for(answered, 1)
        call_command("keys_new", key_file, "--add", "--purpose", "kek", verbosity=0)
        new = read(key_file, ("kek",))["kek"].newest
        # Those who ask still know the old file alone: they learn the new key when they meet it.
        connections.close_all()
        child = multiprocessing.get_context("fork").Process(target=_rotates, args=(2,))
        child.start()
        while new not in wrapped_by():
            time.sleep(0.01)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert wrapped_by() == {old, new}
        wait_for(answered, 1)
        sealing._read.cache_clear()
        begun = time.monotonic()
        result = rotation.rewrap(NOW)
        seconds = time.monotonic() - begun
        wait_for(answered, 1)
    print(f"{ROWS} keys with {CLIENTS} clients: {seconds:.1f} s, {sum(answered())} answers")
    assert (result.done > 0, result.unreadable) == (True, [])
    assert seconds <= MOST
    assert asked(people[0]) is Outcome.HIT
    # What somebody wrote by the old key after the work had passed; by now everybody has met the new one.
    rest = rotation.rewrap(NOW)
    assert (set(rest.wrapped_by), rest.unreadable) == ({new}, [])
    assert rotation.rewrap(NOW).done == 0


@contextmanager
def clients(people: list[Any], folder: Path) -> Iterator[Callable[[], list[int]]]:
    """Ask from a process for each person until the end; give how often each was answered so far."""
    connections.close_all()
    fork, stop = multiprocessing.get_context("fork"), folder / "stop"
    marks = [folder / f"answers-{number}" for number in range(len(people))]
    children = [fork.Process(target=_asks, args=(who, mark, stop)) for who, mark in zip(people, marks, strict=True)]
    for child in children:
        child.start()
    try:
        yield lambda: [mark.stat().st_size if mark.exists() else 0 for mark in marks]
    finally:
        stop.touch()
        for child in children:
            child.join(60)
    # One that was not answered has ended with an error.
    assert [child.exitcode for child in children] == [0] * len(people)


def _asks(who: Any, mark: Path, stop: Path) -> None:
    """Ask again and again; each answer that holds the entry is one byte."""
    connections.close_all()
    while not stop.exists():
        assert asked(who) is Outcome.HIT
        with mark.open("ab") as file:
            file.write(b".")


def wait_for(answered: Callable[[], list[int]], more: int) -> None:
    """Wait until everybody was answered that often from now on; raise AssertionError after a minute."""
    before, until = answered(), time.monotonic() + 60
    while any(now < then + more for now, then in zip(answered(), before, strict=True)):
        assert time.monotonic() < until, "somebody is not answered"
        time.sleep(0.01)


def _uuid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + 1)


def _wrapped(number: int) -> bytes:
    owner = sealing.owner_of("zemag.Incident", _uuid(number))
    return sealing.wrap(sealing.rings()["kek"], os.urandom(32), owner)


def _rotates(batch: int) -> None:
    """Exchange in small steps, in a process that has read the new file."""
    connections.close_all()
    sealing._read.cache_clear()
    rotation.BATCH = batch
    rotation.rewrap(NOW)


@pytest.mark.django_db(databases=["default", "zemag"])
def test_afterwards_the_old_key_is_not_needed_and_one_that_cannot_be_opened_keeps_it(
    key_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile()
    active()
    who, before = enquirer(), key_file.read_text()
    call_command("keys_new", key_file, "--add", "--purpose", "kek", verbosity=0)
    sealing._read.cache_clear()
    damaged = RecordKey.objects.create(record=_uuid(1), wrapped=b"damaged")
    with pytest.raises(SystemExit):
        call_command("zemag_rotate_kek")
    said = capsys.readouterr().out
    assert str(damaged.record) in said and "must stay" in said
    damaged.delete()
    call_command("zemag_rotate_kek")
    rows = Entry.objects.using("zemag").filter(action="keys")
    assert [row.result for row in rows.order_by("seq")] == ["begun", "done"] * 2
    old = [line for line in before.splitlines() if line.startswith("kek ")]
    kept = [line for line in key_file.read_text().splitlines() if line not in old]
    key_file.chmod(0o600)
    key_file.write_text("\n".join(kept) + "\n")
    sealing._read.cache_clear()
    assert asked(who) is Outcome.HIT
    # Control: with the old key alone nothing is answered, and nothing reads as "no entry".
    key_file.write_text(before)
    sealing._read.cache_clear()
    with pytest.raises(CannotAnswer):
        asked(who)
