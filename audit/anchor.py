"""The anchor: heads of the chains outside the database, without which a cut tail looks whole."""

import json
import os
import syslog
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from audit.services import head_of

SYSLOG = "syslog:"


@dataclass(frozen=True)
class Anchor:
    """The head of a chain at a moment."""

    database: str
    seq: int
    hash: str
    at: str


def write_anchors() -> int:
    """Append the head of each chain to AUDIT_ANCHOR, a file of another system user or syslog; return how many.

    A head that stands there already is written again, so that its time tells that the tick runs.
    """
    if not settings.AUDIT_ANCHOR:
        return 0
    now, lines = timezone.now(), []
    for alias in settings.AUDIT_KEY_FILES:
        try:
            head = head_of(alias)
        except DatabaseError:
            # A database that is down is told by the health answer; the other chain gets its anchor.
            continue
        if head is not None:
            lines.append(json.dumps(asdict(Anchor(alias, head.seq, head.hash, now.isoformat()))))
    _write(lines)
    return len(lines)


def _write(lines: list[str]) -> None:
    """Append whole lines, and wait until the disk has them."""
    if settings.AUDIT_ANCHOR == SYSLOG:
        for line in lines:
            syslog.syslog(syslog.LOG_NOTICE | syslog.LOG_AUTHPRIV, f"umsicht-audit {line}")
        return
    with os.fdopen(os.open(settings.AUDIT_ANCHOR, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640), "a") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())


def read_anchors(alias: str) -> list[Anchor]:
    """Return the anchors of a database from the file, oldest first; syslog is compared by its own operator."""
    if not settings.AUDIT_ANCHOR or settings.AUDIT_ANCHOR == SYSLOG:
        return []
    file = Path(settings.AUDIT_ANCHOR)
    if not file.exists():
        return []
    found = [Anchor(**json.loads(line)) for line in file.read_text().splitlines() if line.strip()]
    return [anchor for anchor in found if anchor.database == alias]


def age(now: datetime) -> float | None:
    """Return how many seconds ago the file was last written; None where there is none to look at."""
    if not settings.AUDIT_ANCHOR or settings.AUDIT_ANCHOR == SYSLOG:
        return None
    try:
        return now.timestamp() - Path(settings.AUDIT_ANCHOR).stat().st_mtime
    except OSError:
        return float("inf")
