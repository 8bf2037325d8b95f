"""The two archives of a backup: their names, who may read them, how they belong together, and when keys go."""

import base64
import hashlib
import json
import os
import re
import stat
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from accounts.keys import READABLE_BY_OTHERS

# With the keys of a week ago an erased row would open again: they go before that (ZeMAG design, section 22).
KEYS_KEPT = timedelta(days=7)
FORMAT = "umsicht zemag keys 1"
STAMP = "%Y%m%dT%H%M%SZ"
_KEYS = re.compile(r"zemag-(\d{8}T\d{6}Z)\.keys")


class BackupFailed(Exception):
    """A backup could not be made or read; the message says why, without data."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of an archive of keys: which data it belongs to, and how much stood there at that moment."""

    format: str
    engine: str
    made: str
    data: str
    digest: str
    keys: int
    erasures: int


def folder(path: Path) -> Path:
    """Return a folder that is there and that its owner alone can read; raise BackupFailed."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = path.stat().st_mode
    except OSError as fault:
        raise BackupFailed(f"{path} cannot be used ({type(fault).__name__}).") from None
    if not stat.S_ISDIR(mode) or mode & READABLE_BY_OTHERS:
        raise BackupFailed(f"{path} is open to others; its mode must be 0700.")
    return path


def names(now: datetime) -> tuple[str, str]:
    """Return the names of the archives of a moment: data and keys."""
    stamp = now.astimezone(UTC).strftime(STAMP)
    return f"zemag-{stamp}.data", f"zemag-{stamp}.keys"


def digest(file: Path) -> str:
    """Return SHA-256 of a file."""
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def publish(draft: Path, target: Path) -> None:
    """Give a finished file its name, once the disk has it; nothing that is there is replaced."""
    draft.chmod(0o400)
    with draft.open("rb") as data:
        os.fsync(data.fileno())
    try:
        os.link(draft, target)
    except FileExistsError:
        raise BackupFailed(f"{target.name} is there already.") from None
    draft.unlink()


def write_keys(file: Path, head: Head, keys: Iterable[tuple[uuid.UUID, bytes]]) -> None:
    """Write head and wrapped keys, one a line."""
    with file.open("x", encoding="ascii") as out:
        out.write(json.dumps(asdict(head)) + "\n")
        for record, wrapped in keys:
            out.write(f"{record} {base64.b64encode(wrapped).decode()}\n")


def read_keys(file: Path) -> tuple[Head, dict[uuid.UUID, bytes]]:
    """Return head and wrapped keys; raise BackupFailed when the archive is not whole."""
    try:
        first, *lines = file.read_text(encoding="ascii").splitlines()
        head = Head(**json.loads(first))
        pairs = [line.split() for line in lines]
        keys = {uuid.UUID(record): base64.b64decode(wrapped, validate=True) for record, wrapped in pairs}
    except (OSError, ValueError, TypeError) as fault:
        raise BackupFailed(f"{file.name} cannot be read ({type(fault).__name__}).") from None
    if head.format != FORMAT or len(keys) != head.keys:
        raise BackupFailed(f"{file.name} is not whole.")
    return head, keys


def forget_old_keys(where: Path, now: datetime) -> list[str]:
    """Delete the archives of keys whose time is over; return their names."""
    gone = []
    for file in sorted(where.iterdir()):
        found = _KEYS.fullmatch(file.name)
        if found and datetime.strptime(found[1], STAMP).replace(tzinfo=UTC) < now - KEYS_KEPT:
            file.unlink()
            gone.append(file.name)
    return gone
