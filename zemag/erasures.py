"""The ledger of what was erased: an append-only file of ids outside the database, replayed after a restore.

An erasure is noted in the transaction that destroys (`Erasure`) and goes from there to the file once it is sure, so
that no line tells of something that was rolled back, and none is lost when the disk is full: the tick tries again.
"""

import errno
import os
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zemag.models.base import Erasure

ALIAS = "zemag"
AT_ONCE = 900
# These end on a day of their own, after a restore too; a line for each visit of each day would say nothing more.
KINDS = ("Watch", "Inquiry", "InquiryInput", "Acknowledgement", "LogEvaluation")
END_BY_DATE = frozenset(f"zemag.{name}" for name in KINDS)


@dataclass(frozen=True, slots=True)
class Line:
    """A row that was erased."""

    label: str
    record: uuid.UUID


def note(gone: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Note rows that are being destroyed, in the caller's transaction; the file gets them after the commit."""
    now = timezone.now()
    made = [Erasure(label=label, record=record, at=now) for label, record in gone if label not in END_BY_DATE]
    if made:
        Erasure.objects.bulk_create(made)
        transaction.on_commit(write_out, using=ALIAS, robust=True)


def write_out(now: object = None) -> int:
    """Append what waits to ZEMAG_ERASURE_LEDGER and forget it here; return how many. An entry of the tick.

    Two processes may write the same line: reading it twice changes nothing.
    """
    waiting = list(Erasure.objects.order_by("pk")[:AT_ONCE])
    if not waiting or not settings.ZEMAG_ERASURE_LEDGER:
        return 0
    _append("".join(f"{row.at.isoformat()} {row.label} {row.record}\n" for row in waiting))
    Erasure.objects.filter(pk__in=[row.pk for row in waiting]).delete()
    return len(waiting)


def _append(text: str) -> None:
    """Add whole lines, and wait until the disk has them; a line that was cut by a full disk is ended first."""
    file = Path(settings.ZEMAG_ERASURE_LEDGER)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640), "rb+") as out:
        if out.seek(0, os.SEEK_END):
            out.seek(-1, os.SEEK_END)
            text = text if out.read(1) == b"\n" else f"\n{text}"
        out.write(text.encode("ascii"))
        out.flush()
        os.fsync(out.fileno())


def begin() -> int:
    """Write what waits, make the file where there is none, and return its number of lines; raise OSError."""
    if not settings.ZEMAG_ERASURE_LEDGER:
        raise FileNotFoundError(errno.ENOENT, "is not set", "ZEMAG_ERASURE_LEDGER")
    while write_out():
        continue
    _append("")
    return len(list(read()))


def read() -> Iterator[Line]:
    """Give what was erased, oldest first; raise OSError. A line that was cut stands there again, whole."""
    for line in Path(settings.ZEMAG_ERASURE_LEDGER).read_text(encoding="ascii").splitlines():
        found = _line(line.split())
        if found is not None:
            yield found


def _line(words: list[str]) -> Line | None:
    if len(words) != 3 or not words[1].startswith("zemag."):
        return None
    try:
        return Line(words[1], uuid.UUID(words[2]))
    except ValueError:
        return None
