"""Checking a chain: every link, every month, the anchor outside, the triggers, the grants, the clock (promise S25)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from accounts.crypto import Unreadable, unseal_with
from accounts.keys import KeyRing, UnknownKey
from audit import grants, triggers
from audit.actions import RESTORE, SEGMENT_CLOSE, SEGMENT_OPEN
from audit.anchor import Anchor, read_anchors
from audit.chain import HASHED, derived, linked, ring_of
from audit.models import Entry
from audit.services import LABEL, delete_after

# Clocks are set right by seconds; more is a step that somebody has to explain.
CLOCK = timedelta(minutes=2)
CHUNK = 2_000


@dataclass(frozen=True)
class Finding:
    """What is wrong, and the number of the row where it begins (0: no row, the database itself)."""

    seq: int
    what: str


def verify(alias: str, now: datetime, segment: str = "") -> list[Finding]:
    """Return what is wrong with the chain of a database, by number of row; an empty list is a whole chain."""
    rows = Entry.objects.using(alias).order_by("seq")
    if segment:
        rows = rows.filter(segment=segment)
    ring = ring_of(alias)
    found = [Finding(0, f"trigger {name} is missing, off or changed") for name in triggers.missing(alias)]
    found += [Finding(0, what) for what in grants.wrong(alias)]
    restores = list(Entry.objects.using(alias).filter(action=RESTORE).order_by("seq"))
    seen = Seen(read_anchors(alias), restores)
    # Tuples, not objects: a million rows are read every night.
    for values in rows.values_list(*Line._fields).iterator(chunk_size=CHUNK):
        line = Line._make(values)
        found += [Finding(line.seq, what) for what in seen.take(line, ring)]
    if seen.before is not None and seen.before.at > now + CLOCK:
        found.append(Finding(seen.before.seq, "the last row lies in the future: the clock was set back"))
    if not segment:
        found += _against_anchor(alias, seen, now)
    return sorted(found, key=lambda finding: finding.seq)


class Line(NamedTuple):
    """A row of the log as it is checked: the columns of `HASHED` in their order, and how it hangs on the row before."""

    seq: int
    segment: str
    delete_after: date
    at: datetime
    actor: UUID | None
    role: str
    department: str
    task_area: str
    action: str
    purpose: str
    subject: str
    result: str
    client: str
    input_mac: str
    text: bytes
    key_id: str
    prev_hash: str
    hash: str


class Seen:
    """What was seen of a chain so far."""

    def __init__(self, anchors: list[Anchor], restores: list[Entry]) -> None:
        self.anchors: dict[int, list[Anchor]] = defaultdict(list)
        for anchor in anchors:
            self.anchors[anchor.seq].append(anchor)
        self.before: Line | None = None
        self.first = 0
        self.rows = 0
        # Known from the start: the end of a month may stand before the row that tells of the restore.
        self.restores = restores

    def take(self, entry: Line, ring: KeyRing) -> list[str]:
        """Look at the next row; return what is wrong with it."""
        found = self._link(entry)
        try:
            if linked(entry[: len(HASHED)], entry.prev_hash, ring.key(entry.key_id)) != entry.hash:
                found.append("the row was changed")
        except UnknownKey:
            found.append(f"the key {entry.key_id} is gone")
        if entry.seq in self.anchors and self._is_contradicted(entry):
            found.append("the anchor knows another row of this number")
        if entry.action == SEGMENT_CLOSE:
            found += self._close(entry, ring)
        self.before, self.rows = entry, self.rows + 1
        return found

    def explains(self, anchor: Anchor) -> bool:
        """Return whether what the anchor saw was lost by a restore that the log tells of, after that moment."""
        at = datetime.fromisoformat(anchor.at)
        return any(_restored_up_to(row) < anchor.seq and at <= row.at for row in self.restores)

    def _is_contradicted(self, entry: Line) -> bool:
        """Return whether the anchor once knew another row of this number, and no restore explains that."""
        return any(anchor.hash != entry.hash and not self.explains(anchor) for anchor in self.anchors[entry.seq])

    def _link(self, entry: Line) -> list[str]:
        """Compare a row with the one before it."""
        before, found = self.before, []
        if before is None or entry.segment != before.segment:
            self.rows = 0
            if entry.action != SEGMENT_OPEN:
                found.append("a month begins without its first row")
        if before is None:
            self.first = entry.seq
            return found
        if entry.seq != before.seq + 1:
            found.append(f"rows are missing after {before.seq}")
        elif entry.prev_hash != before.hash:
            found.append("the row does not follow the one before it")
        if entry.at < before.at - CLOCK:
            found.append("the clock went back")
        return found

    def _close(self, entry: Line, ring: KeyRing) -> Iterator[str]:
        """Compare the last row of a month with the rows that were there."""
        try:
            told = unseal_with(derived(ring, "text"), bytes(entry.text), label=LABEL, pk=entry.seq)
        except Unreadable:
            yield "the end of the month cannot be read"
            return
        if told["rows"] != self.rows or self.before is None or told["head"] != self.before.hash:
            yield "the month does not end with what was there"


def _restored_up_to(row: Entry) -> int:
    """Return the last row of the backup; of a new month, two rows stand before the one that tells."""
    told = row.subject.removeprefix("up to ")
    return int(told) if told.isdecimal() else row.seq - 1


def _against_anchor(alias: str, seen: Seen, now: datetime) -> Iterator[Finding]:
    """Compare both ends of the chain with what the anchor saw: a cut tail, and months deleted too early."""
    last = seen.before.seq if seen.before else 0
    today = now.astimezone(UTC).date()
    for anchor in read_anchors(alias):
        if anchor.seq > last and not seen.explains(anchor):
            yield Finding(last + 1, f"the anchor saw row {anchor.seq}, which is gone")
            return
        if anchor.seq < seen.first and delete_after(anchor.at[:7]) >= today:
            yield Finding(anchor.seq, "rows were deleted before their time")
            return
