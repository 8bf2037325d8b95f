"""Backup and restore: data and keys apart, and what was erased stays erased after a restore (design, section 22)."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from accounts.models import User
from audit.anchor import write_anchors
from audit.models import Entry
from audit.verify import verify
from tests.row_factories import UserFactory
from tests.zemag_factories import HOUR, NOW, active, ask, enquirer, granted, profile, unreadable
from zemag import erasures, sealing
from zemag.backup import archives
from zemag.backup.making import Made, back_up
from zemag.backup.restoring import restore
from zemag.models import EntryState, Erasure, IntakePerson, Outcome, RecordKey, RegisterEntry, Role
from zemag.services import reviewing
from zemag.services.ledger import REGISTER, changing
from zemag.services.people import destroy_all

pytestmark = pytest.mark.django_db(databases=["default", "zemag"], transaction=True)
LATER = NOW + HOUR


@pytest.fixture
def ledger(settings: Any, tmp_path: Path) -> Path:
    """Ledger and anchor of an installation of its own."""
    settings.ZEMAG_ERASURE_LEDGER = str(tmp_path / "erasures")
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    return tmp_path / "erasures"


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """Let ZeMAG stand on a database without a table for a while."""
    connection = connections["zemag"]
    before = connection.settings_dict["NAME"]
    is_server = connection.vendor == "postgresql"
    name = f"{before}_restored" if is_server else str(folder / "restored.sqlite3")
    quoted = connection.ops.quote_name(name)
    connection.close()
    if is_server:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
            cursor.execute(f"CREATE DATABASE {quoted}")
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        if is_server:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {quoted}")


def outcome(family: str, who: Any, now: Any) -> Outcome:
    return ask(family, who=who, now=now).rows[0].outcome


def two() -> list[User]:
    return [UserFactory(), UserFactory()]


def erased_after_backup(folder: Path) -> tuple[RegisterEntry, Made]:
    """Back two entries up; then one person is acquitted, and of the other only the report is forgotten."""
    profile()
    gone, stays = active(names=(("Jörg", "Schröder"),)), active(names=(("Anh", "Nguyen"),), birth=(1990, 1, 2))
    made = back_up(folder, NOW)
    assert stays.incident is not None
    reviewing.record_outcome(entry_id=gone.pk, actor=granted(Role.LEGAL), result=reviewing.Result.ACQUITTED, now=NOW)
    with changing(REGISTER):
        destroy_all(stays.incident, NOW)
    write_anchors()
    return gone, made


@pytest.mark.acceptance("zemag", 19)
@pytest.mark.acceptance("settled", 14)
def test_what_was_erased_after_a_backup_stays_erased_after_the_restore(ledger: Path, tmp_path: Path) -> None:
    gone, made = erased_after_backup(tmp_path / "backup")
    who, people = enquirer(), two()
    assert unreadable(gone) and not Erasure.objects.exists()
    with empty_database(tmp_path):
        done = restore(made.data, people=people, reason="Plattenfehler", now=timezone.now())
        assert (done.erased, done.unreadable) == (2, 0)
        assert verify("zemag", timezone.now()) == []
        # Rights given after the backup are gone with it.
        who = enquirer()
        assert outcome("Schröder", who, LATER) is Outcome.NONE
        assert ask("Nguyen", "Anh", "02.01.1990", who=who, now=LATER).rows[0].outcome is Outcome.HIT
        assert unreadable(gone)
        assert RegisterEntry.objects.get(pk=gone.pk).state == EntryState.DELETED
        assert not IntakePerson.objects.filter(destroyed_at=None).exclude(entry=None).exists()
        assert Entry.objects.using("zemag").filter(action="restore").count() == 1


def test_without_its_line_in_the_ledger_it_would_come_back(ledger: Path, tmp_path: Path) -> None:
    _gone, made = erased_after_backup(tmp_path / "backup")
    people = two()
    ledger.write_text("\n".join(line for line in ledger.read_text().splitlines() if "zemag.Entitled" in line))
    with empty_database(tmp_path):
        restore(made.data, people=people, reason="Probe", now=LATER)
        assert outcome("Schröder", enquirer(), LATER) is Outcome.HIT


def test_no_archive_opens_alone_and_its_owner_alone_may_read_it(ledger: Path, tmp_path: Path) -> None:
    profile()
    entry = active()
    wrapped = [bytes(key) for key in RecordKey.objects.values_list("wrapped", flat=True)]
    made = back_up(tmp_path / "backup", NOW)
    data = made.data.read_bytes()
    assert not [key for key in wrapped if key in data or key.hex().encode() in data]
    assert made.number_of_keys == len(wrapped) == len(archives.read_keys(made.keys)[1])
    assert bytes(entry.sealed) not in made.keys.read_bytes()
    for path in (made.data, made.keys, tmp_path / "backup"):
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ring = sealing.rings()["kek"]
    assert not [key for key in ring.keys.values() if key in data + made.keys.read_bytes()]
    (tmp_path / "backup").chmod(0o755)
    with pytest.raises(CommandError, match="0700"):
        call_command("zemag_backup", to=tmp_path / "backup")


def test_keys_go_after_seven_days_and_data_stay(ledger: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    old, young = back_up(folder, NOW - timedelta(days=8)), back_up(folder, NOW - timedelta(days=6))
    made = back_up(folder, NOW)
    assert made.forgotten == [old.keys.name]
    assert (old.keys.exists(), old.data.exists(), young.keys.exists()) == (False, True, True)


def test_a_restore_is_refused_before_anything_is_written(ledger: Path, tmp_path: Path) -> None:
    _gone, made = erased_after_backup(tmp_path / "backup")
    emails = [user.email for user in two()]
    whole = ledger.read_text()

    def refused(match: str, by: list[str] = emails) -> None:
        with pytest.raises(CommandError, match=match):
            names = [word for email in by for word in ("--by", email)]
            call_command("zemag_restore", str(made.data), *names, "--reason", "Probe")

    refused("not empty")
    refused("two different people", by=emails[:1])
    with empty_database(tmp_path):
        later = back_up_ledger_of_today(ledger, made)
        refused("shorter than at the backup")
        made.keys.chmod(0o600)
        made.keys.write_text(later)
        ledger.unlink()
        refused("ZEMAG_ERASURE_LEDGER cannot be read")
        ledger.write_text(whole)
        made.data.chmod(0o600)
        with made.data.open("ab") as data:
            data.write(b"x")
        refused("do not belong together")
        made.keys.write_text(later.rsplit("\n", 2)[0] + "\n")
        refused("is not whole")
        assert connections["zemag"].introspection.table_names() == []


def back_up_ledger_of_today(ledger: Path, made: Made) -> str:
    """Let the backup say that the ledger was longer than it is; return what it says in truth."""
    text = made.keys.read_text()
    made.keys.chmod(0o600)
    made.keys.write_text(text.replace('"erasures": 0', '"erasures": 999'))
    return text


def test_an_erasure_waits_in_the_database_until_the_ledger_can_be_written(
    ledger: Path, settings: Any, tmp_path: Path
) -> None:
    profile()
    entry = active()
    settings.ZEMAG_ERASURE_LEDGER = str(tmp_path)
    reviewing.record_outcome(entry_id=entry.pk, actor=granted(Role.LEGAL), result=reviewing.Result.ACQUITTED, now=NOW)
    waiting = set(Erasure.objects.values_list("record", flat=True))
    assert {entry.pk, entry.person_id} <= waiting
    # A line that was cut by a full disk is not glued to the next one.
    ledger.write_text(f"{timezone.now().isoformat()} zemag.Reg")
    settings.ZEMAG_ERASURE_LEDGER = str(ledger)
    assert erasures.write_out() == len(waiting)
    assert {line.record for line in erasures.read()} == waiting
    assert erasures.write_out() == 0
