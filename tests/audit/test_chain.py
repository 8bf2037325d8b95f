"""The log only grows: the database refuses the rest, and what an owner does to it is found (promise S25)."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction

from accounts.crypto import unseal_with
from audit import triggers
from audit.anchor import write_anchors
from audit.chain import derived, hash_of, ring_of
from audit.models import Entry
from audit.restore import record_restore
from audit.services import LABEL, delete_expired, head_of, record
from audit.verify import verify
from tests.factories import UserFactory
from tests.log_triggers import disarm

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
ALIASES = ["default", "zemag"]
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(params=ALIASES)
def chain(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """A chain of twelve rows in two months with an anchor outside, in each of the databases."""
    alias = request.param
    settings.AUDIT_KEY_FILES = dict.fromkeys(ALIASES, settings.PORTAL_KEY_FILE)
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    disarm(alias)
    Entry.objects.using(alias).all().delete()
    triggers.install(alias)
    for number in range(8):
        record(using=alias, action="login", now=NOW + timedelta(days=number), text={"reference": f"AZ {number}"})
    write_anchors()
    yield alias


def rows(alias: str) -> list[Entry]:
    return list(Entry.objects.using(alias).order_by("seq"))


def words(alias: str, now: datetime = NOW + timedelta(days=8)) -> str:
    return " | ".join(f"{finding.seq}: {finding.what}" for finding in verify(alias, now))


def test_months_open_with_the_last_head_and_close_with_their_count(chain: str) -> None:
    written = rows(chain)
    assert [entry.action for entry in written] == [
        "segment_open",
        *["login"] * 4,
        "segment_close",
        "segment_open",
        *["login"] * 4,
    ]
    close = written[5]
    told = unseal_with(derived(ring_of(chain), "text"), close.text, label=LABEL, pk=close.seq)
    assert told == {"rows": 5, "head": written[4].hash}
    assert written[6].prev_hash == close.hash
    assert words(chain) == ""


def test_what_was_typed_and_why_are_never_readable_in_the_table(chain: str) -> None:
    record(using=chain, action="login", now=NOW + timedelta(days=8), text="Canary Müller", typed="Canary Müller")
    entry = head_of(chain)
    assert entry is not None
    assert len(entry.input_mac) == 64
    everything = b"".join(str(value).encode() for value in entry.__dict__.values()) + bytes(entry.text)
    assert b"Canary" not in everything
    assert words(chain, NOW + timedelta(days=9)) == ""


REFUSED = {
    "update": "UPDATE audit_entry SET result = 'x' WHERE seq = 3",
    "delete": "DELETE FROM audit_entry WHERE seq = 3",
    "delete the tail": "DELETE FROM audit_entry WHERE seq = (SELECT MAX(seq) FROM audit_entry)",
    "a number that is taken": "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 3",
    "a gap": "UPDATE audit_entry SET seq = seq + 100 WHERE seq = (SELECT MAX(seq) FROM audit_entry)",
}


@pytest.mark.acceptance("zemag", 8)
@pytest.mark.acceptance("security", "S25")
@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses_everything_but_the_next_row(statement: str, chain: str) -> None:
    before = [entry.hash for entry in rows(chain)]
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(using=chain):
        connections[chain].cursor().execute(statement)
    assert [entry.hash for entry in rows(chain)] == before


@pytest.mark.acceptance("security", "S25")
def test_the_database_refuses_replacing_and_emptying(chain: str) -> None:
    replace = "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 3"
    statement = replace if connections[chain].vendor == "sqlite" else "TRUNCATE audit_entry"
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(using=chain):
        connections[chain].cursor().execute(statement)
    assert words(chain) == ""


def forge(chain: str) -> None:
    """Put a row at the end that nobody with the key has written."""
    last = rows(chain)[-1]
    last.seq, last.prev_hash = last.seq + 1, last.hash
    last.save(using=chain, force_insert=True)


def reorder(chain: str) -> None:
    """Swap the contents of two rows, their hashes too."""
    first, second = rows(chain)[2:4]
    Entry.objects.using(chain).filter(seq__in=(first.seq, second.seq)).delete()
    first.seq, second.seq = second.seq, first.seq
    for entry in (first, second):
        entry.save(using=chain, force_insert=True)


def old_backup(chain: str) -> None:
    """Go back to yesterday and write on from there, with the right key."""
    Entry.objects.using(chain).filter(seq__gt=9).delete()
    for number in range(3):
        record(using=chain, action="login", now=NOW + timedelta(days=8, minutes=number))


def clock_back(chain: str) -> None:
    """Write a row at a time before the last one, with the right key."""
    record(using=chain, action="login", now=NOW + timedelta(days=6))


TAMPERINGS: dict[str, tuple[Callable[[str], Any], str]] = {
    "UPDATE": (lambda chain: Entry.objects.using(chain).filter(seq=3).update(result="other"), "3: the row was changed"),
    "DELETE": (lambda chain: Entry.objects.using(chain).filter(seq=4).delete(), "5: rows are missing after 3"),
    "TRUNCATE": (lambda chain: Entry.objects.using(chain).all().delete(), "1: the anchor saw row 11, which is gone"),
    "insert": (forge, "12: the row was changed"),
    "reorder": (reorder, "3: the row does not follow"),
    "tail cut": (lambda chain: Entry.objects.using(chain).filter(seq__gt=8).delete(), "9: the anchor saw row 11"),
    "trigger off": (lambda chain: None, "0: trigger"),
    "old backup": (old_backup, "11: the anchor knows another row"),
    "clock back": (clock_back, "12: the clock went back"),
}


@pytest.mark.acceptance("zemag", 8)
@pytest.mark.acceptance("security", "S25")
@pytest.mark.acceptance("security", 7)
@pytest.mark.parametrize("way", TAMPERINGS)
def test_what_an_owner_of_the_database_does_is_found(way: str, chain: str) -> None:
    assert words(chain) == ""
    tamper, expected = TAMPERINGS[way]
    disarm(chain)
    tamper(chain)
    if way != "trigger off":
        triggers.install(chain)
    assert words(chain, NOW + timedelta(days=9)).startswith(expected)


@pytest.mark.acceptance("security", "S25")
def test_without_an_anchor_a_cut_tail_looks_whole(chain: str, settings: Any) -> None:
    disarm(chain)
    Entry.objects.using(chain).filter(seq__gt=8).delete()
    triggers.install(chain)
    settings.AUDIT_ANCHOR = ""
    assert words(chain) == ""


@pytest.mark.acceptance("security", 7)
@pytest.mark.parametrize("name", [*triggers.SQLITE, *triggers.POSTGRESQL])
def test_each_trigger_that_is_gone_is_named(name: str, chain: str) -> None:
    connection = connections[chain]
    if name not in (triggers.SQLITE if connection.vendor == "sqlite" else triggers.POSTGRESQL):
        pytest.skip("a trigger of the other engine")
    table = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
    connection.cursor().execute(f"DROP TRIGGER {name}{table}")
    assert triggers.missing(chain) == [name]
    assert f"0: trigger {name} is missing" in words(chain)


def test_a_row_sealed_in_another_place_is_a_changed_row(chain: str) -> None:
    third, fourth = rows(chain)[2:4]
    disarm(chain)
    Entry.objects.using(chain).filter(seq=third.seq).update(text=bytes(fourth.text))
    assert "3: the row was changed" in words(chain)


@pytest.mark.acceptance("zemag", 8)
def test_months_go_whole_when_their_time_is_over_and_the_rest_stays_valid(chain: str) -> None:
    today = datetime(2028, 1, 1, 1, tzinfo=UTC)
    disarm(chain)
    Entry.objects.using(chain).all().delete()
    triggers.install(chain)
    for moment in (datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 12, 31, 23, tzinfo=UTC)):
        record(using=chain, action="login", now=moment)
    assert delete_expired(using=chain, now=datetime(2025, 12, 31, 23, tzinfo=UTC)) == 0
    assert delete_expired(using=chain, now=today) == 5 + 1
    left = rows(chain)
    assert [entry.action for entry in left] == ["segment_open", "retention"]
    assert left[1].subject == "up to 6"


@time_machine.travel(NOW + timedelta(days=8), tick=False)
def test_the_command_ends_with_0_for_a_whole_chain_and_1_with_the_first_bad_row(chain: str) -> None:
    out = StringIO()
    call_command("audit_verify", database=chain, segment="2026-11", stdout=out)
    assert "whole" in out.getvalue()
    disarm(chain)
    Entry.objects.using(chain).filter(seq=3).update(result="other")
    triggers.install(chain)
    with pytest.raises(SystemExit) as end:
        call_command("audit_verify", database=chain, stdout=out)
    assert end.value.code == 1
    assert "first bad row 3" in out.getvalue()


def test_a_row_that_is_rolled_back_leaves_no_gap(chain: str) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(using=chain):
        record(using=chain, action="login", now=NOW + timedelta(days=8))
        raise ZeroDivisionError
    record(using=chain, action="login", now=NOW + timedelta(days=8))
    assert words(chain, NOW + timedelta(days=9)) == ""


def test_the_anchor_has_a_line_per_chain_and_time(chain: str, settings: Any) -> None:
    lines = [json.loads(line) for line in Path(settings.AUDIT_ANCHOR).read_text().splitlines()]
    head = head_of(chain)
    assert head is not None
    assert [(line["seq"], line["hash"]) for line in lines if line["database"] == chain] == [(head.seq, head.hash)]
    assert hash_of(head, ring_of(chain)) == head.hash


def restored(chain: str, at: datetime) -> Entry:
    """Lose the last two rows, as a backup from before them does, and tell the log of it."""
    disarm(chain)
    Entry.objects.using(chain).filter(seq__gt=9).delete()
    triggers.install(chain)
    return record_restore(using=chain, now=at, people=[UserFactory(), UserFactory()], reason="Platte defekt")


@pytest.mark.acceptance("security", "S25")
@time_machine.travel(NOW + timedelta(days=8), tick=False)
def test_a_restore_is_told_by_a_row_that_names_two_people(chain: str) -> None:
    entry = restored(chain, NOW + timedelta(days=8))
    assert (entry.seq, entry.subject, entry.result) == (10, "up to 9", "2 anchored rows lost")
    told = unseal_with(derived(ring_of(chain), "text"), entry.text, label=LABEL, pk=entry.seq)
    assert (len(set(told["people"])), told["reason"]) == (2, "Platte defekt")
    for number in range(4):
        record(using=chain, action="login", now=NOW + timedelta(days=8, minutes=number))
    write_anchors()
    assert words(chain, NOW + timedelta(days=9)) == ""


@time_machine.travel(NOW + timedelta(days=10), tick=False)
def test_a_row_of_a_restore_explains_nothing_that_was_lost_later(chain: str) -> None:
    restored(chain, NOW + timedelta(days=8))
    for number in range(4):
        record(using=chain, action="login", now=NOW + timedelta(days=9, minutes=number))
    write_anchors()
    disarm(chain)
    Entry.objects.using(chain).filter(seq__gt=12).delete()
    triggers.install(chain)
    assert words(chain, NOW + timedelta(days=10)).startswith("13: the anchor saw row 14")


def test_an_old_backup_is_found_still_when_the_anchor_has_seen_the_new_rows_too(chain: str) -> None:
    disarm(chain)
    old_backup(chain)
    triggers.install(chain)
    write_anchors()
    assert "11: the anchor knows another row" in words(chain, NOW + timedelta(days=9))


def restore(chain: str, names: list[str], **options: Any) -> None:
    """Run the command as an operator does."""
    call_command(
        "audit_restored", "--database", chain, *[f"--by={name}" for name in names], "--reason=Probe", **options
    )


@time_machine.travel(NOW + timedelta(days=8), tick=False)
def test_a_restore_needs_two_different_people(chain: str) -> None:
    first, second = UserFactory(), UserFactory()
    for names in ([first.email], [first.email, first.email], [first.email, "nobody@example.org"]):
        with pytest.raises(CommandError, match="two different people"):
            restore(chain, names)
    out = StringIO()
    restore(chain, [first.email, second.email], stdout=out)
    assert f"{chain}: restore noted in row" in out.getvalue()
