"""Writing the log: a row before the answer, in the transaction of what it tells of; and deleting whole months."""

import hmac
from datetime import UTC, date, datetime
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Max, QuerySet

from accounts.crypto import seal_with
from accounts.keys import KeyFileError
from accounts.models import User
from audit.actions import RETENTION, SEGMENT_CLOSE, SEGMENT_OPEN, known
from audit.chain import derived, hash_of, ring_of
from audit.models import Entry

# Key of the advisory lock; a lock inside the trigger failed most of many inserts at once (settled.md E14).
LOCK = 0x756D7369
LABEL = "audit.Entry"


class LogUnavailable(Exception):
    """The row could not be written, so there is no answer (503)."""


def segment_of(moment: datetime) -> str:
    """Return the month of a moment, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m")


def delete_after(segment: str) -> date:
    """Return the end of the year that follows a month (ZeMAG design, section 11)."""
    return date(int(segment[:4]) + 1, 12, 31)


def record(
    *, using: str, action: str, now: datetime, actor: User | None = None, text: Any = None, **fields: str
) -> Entry:
    """Append one row and return it; raise LogUnavailable when that fails, UnknownAction for a wrong word.

    `text` is what nobody may read in the table (reference, reason): any JSON value, stored sealed. `typed` among the
    fields is what was asked for; only its keyed mark is stored. Other fields are columns of `Entry`.
    """
    values = {"action": known(action), "actor": actor.uuid if actor else None, **fields}
    department = actor.department if actor else None
    if department is not None:
        values.setdefault("department", department.key)
    try:
        with transaction.atomic(using=using):
            _lock(using)
            head = _change_of_month(using, now, head_of(using))
            return _append(using, now, head, text, values)
    except (DatabaseError, KeyFileError) as fault:
        raise LogUnavailable(type(fault).__name__) from fault


def _lock(using: str) -> None:
    """Let one writer at a time reach the head of the chain; SQLite does so by IMMEDIATE transactions."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def head_of(using: str) -> Entry | None:
    """Return the last row of a chain."""
    return Entry.objects.using(using).order_by("-seq").first()


def _change_of_month(using: str, now: datetime, head: Entry | None) -> Entry:
    """Close the month that is over and open the one that has begun; return the head then.

    A clock that goes back opens nothing: the rows stay in the month of the head.
    """
    segment = segment_of(now)
    if head is not None and head.segment >= segment:
        return head
    if head is not None:
        rows = Entry.objects.using(using).filter(segment=head.segment).count()
        closing = {"action": SEGMENT_CLOSE, "subject": head.segment, "result": str(rows)}
        head = _append(using, now, head, {"rows": rows, "head": head.hash}, closing, segment=head.segment)
    return _append(using, now, head, None, {"action": SEGMENT_OPEN, "subject": segment}, segment=segment)


def _append(
    using: str, now: datetime, head: Entry | None, text: Any, values: dict[str, Any], segment: str = ""
) -> Entry:
    """Write the row after the head."""
    ring = ring_of(using)
    segment = segment or (head.segment if head else segment_of(now))
    typed = values.pop("typed", "")
    entry = Entry(
        seq=head.seq + 1 if head else 1,
        segment=segment,
        delete_after=delete_after(segment),
        at=now,
        key_id=ring.newest,
        prev_hash=head.hash if head else "",
        **values,
    )
    if typed:
        marks = derived(ring, "input")
        entry.input_mac = hmac.digest(marks.key(marks.newest), typed.encode(), "sha256").hex()
    if text is not None:
        entry.text = seal_with(derived(ring, "text"), text, label=LABEL, pk=entry.seq)
    entry.hash = hash_of(entry, ring)
    entry.save(using=using, force_insert=True)
    return entry


def expired(*, using: str, now: datetime) -> QuerySet[Entry]:
    """Return the rows of months whose time is over."""
    return Entry.objects.using(using).filter(delete_after__lt=now.astimezone(UTC).date())


def delete_expired(*, using: str, now: datetime) -> int:
    """Delete the months whose time is over, oldest first and whole, and log that; return the number of rows."""
    over = expired(using=using, now=now)
    if not over.exists():
        return 0
    with transaction.atomic(using=using):
        _lock(using)
        # The month that was open is closed first, so that its last row goes with it.
        _change_of_month(using, now, head_of(using))
        last = over.aggregate(last=Max("seq"))["last"]
        record(using=using, action=RETENTION, now=now, result="deleted", subject=f"up to {last}")
        return over.filter(seq__lte=last).delete()[0]
