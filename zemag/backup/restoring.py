"""Restoring: data first, which nobody can read; then, in one transaction, keys and everything that was erased since.

So there is no moment at which a row that was erased after the backup could be read or found.
"""

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db.models import ProtectedError

from accounts.models import User
from audit.restore import record_restore
from zemag import erasures, sealing
from zemag.backup import archives, engines
from zemag.backup.archives import BackupFailed
from zemag.models import EntryState, IntakePerson, RecordKey, RegisterEntry, SealedRow
from zemag.services import late, logbook, people, retention, subject_requests
from zemag.services.ledger import ALIAS, REGISTER, changing

AT_ONCE = 500
# Rows of these models go as a whole when they are erased.
GO_WHOLE = frozenset(("zemag.Incident", "zemag.Letter", "zemag.DeliveryStep", "zemag.OwedAnswer"))


@dataclass(frozen=True, slots=True)
class Restored:
    """How many keys came back, how many rows were erased again, what ended by its date, and what nobody can read."""

    keys: int
    erased: int
    ended: int
    unreadable: int


def restore(data: Path, *, people: Sequence[User], reason: str, now: datetime) -> Restored:
    """Fill the empty database from an archive of data and the archive of keys of the same run.

    `people` are the two who stand behind it. Raise BackupFailed, and then nothing can be read there.
    """
    head, keys, gone = _checked(data)
    engines.load(data)
    call_command("migrate", database=ALIAS, interactive=False, verbosity=0)
    with changing(REGISTER):
        record_restore(using=ALIAS, now=now, people=people, reason=reason)
        made = [RecordKey(record=record, wrapped=wrapped) for record, wrapped in keys.items()]
        RecordKey.objects.bulk_create(made, batch_size=AT_ONCE)
        erased = sum(_erase(line, now) for line in gone)
    ended = late.end(now) + len(retention.apply(now))
    return Restored(head.keys, erased, ended, _unreadable())


def _checked(data: Path) -> tuple[archives.Head, dict[uuid.UUID, bytes], list[erasures.Line]]:
    """Return what is restored, once it is sure that it can be."""
    head, keys = archives.read_keys(data.with_suffix(".keys"))
    if not data.is_file() or (head.data, head.digest) != (data.name, archives.digest(data)):
        raise BackupFailed("Data and keys do not belong together, or the data were changed.")
    if head.engine != engines.engine():
        raise BackupFailed(f"This is a backup of {head.engine}.")
    if not engines.is_empty():
        raise BackupFailed("The database is not empty. Restore into a new one, and nothing is overwritten.")
    try:
        gone = list(erasures.read())
    except OSError as fault:
        raise BackupFailed(f"ZEMAG_ERASURE_LEDGER cannot be read ({type(fault).__name__}).") from None
    if len(gone) < head.erasures:
        raise BackupFailed("The ledger of erasures is shorter than at the backup: what was erased would come back.")
    return head, keys, gone


def _erase(line: erasures.Line, now: datetime) -> bool:
    """Erase a row once more, with all that belongs to it; return whether it was there and readable."""
    row = _row(line)
    if row is None:
        # It went with the row it belonged to.
        RecordKey.objects.filter(pk=line.record).delete()
        return False
    if not bytes(row.sealed) and not RecordKey.objects.filter(pk=line.record).exists():
        return False
    how: Callable[[SealedRow, datetime], None] = HOW.get(line.label, _destroy)
    how(row, now)
    if line.label in GO_WHOLE:
        # A row that another one still needs stays without content.
        with suppress(ProtectedError):
            row.delete()
    logbook.write("delete", actor=None, now=now, subject=f"{line.label} {line.record}", result="again")
    return True


def _row(line: erasures.Line) -> SealedRow | None:
    known = {model._meta.label: model for model in _sealed_models()}
    if line.label not in known:
        return None
    found: SealedRow | None = known[line.label]._default_manager.filter(pk=line.record).first()
    return found


def _sealed_models() -> list[type[SealedRow]]:
    return [model for model in apps.get_app_config("zemag").get_models() if issubclass(model, SealedRow)]


def _destroy(row: SealedRow, now: datetime) -> None:
    sealing.destroy([row], is_erased=False)


def _end_entry(row: SealedRow, now: datetime) -> None:
    """End an entry as it was ended, with its reasons and what it alone had brought."""
    if isinstance(row, RegisterEntry) and row.state != EntryState.DELETED:
        retention.delete_entry(row.pk, now)


def _destroy_intake(row: SealedRow, now: datetime) -> None:
    if isinstance(row, IntakePerson):
        people.destroy(row, now)


HOW: dict[str, Callable[[SealedRow, datetime], None]] = {
    "zemag.RegisterEntry": _end_entry,
    "zemag.IntakePerson": _destroy_intake,
    # With its letters.
    "zemag.SubjectRequest": lambda row, now: subject_requests.forget(row.pk, now),
}


def _unreadable() -> int:
    """Return how many rows hold something that no key opens."""
    keys = set(RecordKey.objects.values_list("record", flat=True))
    rows = (model._default_manager.exclude(sealed=b"").values_list("pk", flat=True) for model in _sealed_models())
    return sum(pk not in keys for found in rows for pk in found.iterator())
