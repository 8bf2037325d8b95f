"""The key of the installation is exchanged while ZeMAG answers, and again after a kill (promise S23)."""

import multiprocessing
import os
import shutil
import signal
import time
import uuid
from collections.abc import Iterator
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

ROWS = int(os.environ.get("ROWS", "40"))


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
def test_killed_midway_it_goes_on_and_every_question_meanwhile_is_answered(key_file: Path, tmp_path: Path) -> None:
    profile(singles_an_hour=1_000_000)
    active()
    for number in range(ROWS):
        RecordKey.objects.create(record=_uuid(number), wrapped=_wrapped(number))
    who = enquirer()
    assert asked(who) is Outcome.HIT
    old = sealing.rings()["kek"].newest
    call_command("keys_new", key_file, "--add", "--purpose", "kek", verbosity=0)
    new = read(key_file, ("kek",))["kek"].newest
    # This process still knows the old file alone: it learns the new key when it meets it.
    connections.close_all()
    child = multiprocessing.get_context("fork").Process(target=_rotates, args=(2, tmp_path / "begun"))
    child.start()
    while not (tmp_path / "begun").exists():
        time.sleep(0.005)
    while new not in wrapped_by():
        assert asked(who) is Outcome.HIT
    os.kill(child.pid or 0, signal.SIGKILL)
    child.join()
    assert wrapped_by() <= {old, new}
    assert asked(who) is Outcome.HIT
    sealing._read.cache_clear()
    result = rotation.rewrap(NOW)
    assert (set(result.wrapped_by), result.unreadable) == ({new}, [])
    assert asked(who) is Outcome.HIT
    assert rotation.rewrap(NOW).done == 0


def _uuid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + 1)


def _wrapped(number: int) -> bytes:
    owner = sealing.owner_of("zemag.Incident", _uuid(number))
    return sealing.wrap(sealing.rings()["kek"], os.urandom(32), owner)


def _rotates(batch: int, begun: Path) -> None:
    """Exchange in small steps, in a process that has read the new file."""
    connections.close_all()
    sealing._read.cache_clear()
    rotation.BATCH = batch
    begun.touch()
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
