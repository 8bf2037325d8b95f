"""How each database gives a copy of itself without the keys of its rows, both of one moment, and takes one back."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from zemag.backup.archives import BackupFailed
from zemag.models import RecordKey
from zemag.services.ledger import ALIAS

KEYS = RecordKey._meta.db_table
PROGRAMS = Path("/usr/lib/postgresql")
Keys = list[tuple[uuid.UUID, bytes]]


def engine() -> str:
    """Return the name of the engine."""
    return str(connections[ALIAS].vendor)


def dump(target: Path) -> Keys:
    """Write the database without the keys of its rows to a file, and return those keys; raise BackupFailed."""
    return _dump_postgresql(target) if engine() == "postgresql" else _dump_sqlite(target)


def is_empty() -> bool:
    """Whether there is no table: only there something may be restored."""
    return not connections[ALIAS].introspection.table_names()


def load(data: Path) -> None:
    """Fill the empty database from an archive of data; raise BackupFailed."""
    if engine() == "postgresql":
        options = ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", _name()]
        _run("pg_restore", [*options, str(data)])
        return
    _load_sqlite(data)


def _dump_sqlite(target: Path) -> Keys:
    """Copy the file as it is after the last commit, then take the keys out of the copy."""
    name = str(connections[ALIAS].settings_dict["NAME"])
    try:
        with contextlib.closing(sqlite3.connect(f"file:{name}?mode=rw", uri=True)) as source:
            source.execute("VACUUM INTO ?", [str(target)])
        with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy:
            copy.execute("PRAGMA secure_delete=ON")
            rows = copy.execute("SELECT record, wrapped FROM zemag_recordkey").fetchall()
            copy.execute("DELETE FROM zemag_recordkey")
            copy.execute("VACUUM")
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupFailed("The copy of the database is damaged.")
    except sqlite3.Error as fault:
        raise BackupFailed(f"The database cannot be copied ({type(fault).__name__}).") from None
    return [(uuid.UUID(record), bytes(wrapped)) for record, wrapped in rows]


def _load_sqlite(data: Path) -> None:
    connection = connections[ALIAS]
    connection.close()
    name = Path(str(connection.settings_dict["NAME"]))
    draft = name.with_name(f".{name.name}.restored")
    shutil.copyfile(data, draft)
    draft.chmod(0o600)
    for leftover in (f"{name}-wal", f"{name}-shm"):
        Path(leftover).unlink(missing_ok=True)
    os.replace(draft, name)


def _dump_postgresql(target: Path) -> Keys:
    """Let pg_dump and this process see the same moment."""
    with transaction.atomic(using=ALIAS, durable=True):
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        kept = f"--exclude-table-data={KEYS}"
        _run("pg_dump", ["--format=custom", f"--snapshot={snapshot}", kept, f"--file={target}", _name()])
        rows = RecordKey.objects.values_list("record", "wrapped").order_by("record")
        found = [(record, bytes(wrapped)) for record, wrapped in rows.iterator()]
    _run("pg_restore", ["--list", str(target)])
    return found


def _name() -> str:
    return str(connections[ALIAS].settings_dict["NAME"])


def _run(program: str, options: Sequence[str]) -> None:
    """Run a program of PostgreSQL as who this process is there; the password stands in no list of processes."""
    given: dict[str, Any] = connections[ALIAS].settings_dict
    names = ("HOST", "PORT", "USER", "PASSWORD")
    environment = {f"PG{name}": str(given[name]) for name in names if given.get(name)}
    done = subprocess.run(  # noqa: S603
        [str(_program(program)), *options], env={**os.environ, **environment}, capture_output=True, check=False
    )
    if done.returncode:
        # What is said about a row that does not fit may quote it; of the dump the first line says what is wrong.
        said = done.stderr.decode(errors="replace").splitlines()[:1] if program == "pg_dump" else []
        raise BackupFailed(" ".join([f"{program} ended with {done.returncode}.", *said]))


def _program(name: str) -> Path:
    """Return the newest one, which can read older servers."""
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3])) if PROGRAMS.exists() else []
    known = shutil.which(name)
    if not found and known is None:
        raise BackupFailed(f"{name} is missing: install the client programs of PostgreSQL.")
    return found[-1] if found else Path(str(known))
