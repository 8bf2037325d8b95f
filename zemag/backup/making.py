"""Making a backup: data and keys of one moment, both checked before they get their names."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zemag import erasures
from zemag.backup import archives, engines
from zemag.services import logbook
from zemag.services.ledger import transaction_of


@dataclass(frozen=True, slots=True)
class Made:
    """The names of both archives, and what was deleted because its time is over."""

    data: Path
    keys: Path
    number_of_keys: int
    forgotten: Sequence[str]


def back_up(where: Path, now: datetime) -> Made:
    """Write both archives to a folder that its owner alone can read; raise BackupFailed, LogUnavailable or OSError.

    Keys of the installation stand in neither of them: without the sealed paper copies nothing opens.
    """
    where = archives.folder(where)
    # What was erased before the copy is in the ledger before the copy, so that the ledger can be checked by it.
    known = erasures.begin()
    names = archives.names(now)
    with tempfile.TemporaryDirectory(dir=where, prefix=".zemag-") as name:
        data, keys = (Path(name) / part for part in names)
        found = engines.dump(data)
        head = archives.Head(
            format=archives.FORMAT,
            engine=engines.engine(),
            made=now.isoformat(),
            data=names[0],
            digest=archives.digest(data),
            keys=len(found),
            erasures=known,
        )
        archives.write_keys(keys, head, found)
        archives.read_keys(keys)
        archives.publish(data, where / names[0])
        archives.publish(keys, where / names[1])
    forgotten = archives.forget_old_keys(where, now)
    with transaction_of():
        text = {"keys": len(found), "erasures": known, "forgotten": len(forgotten)}
        logbook.write("backup", actor=None, now=now, subject=names[0], result="written", text=text)
    return Made(where / names[0], where / names[1], len(found), forgotten)
