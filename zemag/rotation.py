"""Exchanging the key of the installation: each row's key is wrapped anew, its content stays (promise S23).

The new key is added to the file first (`manage.py keys_new FILE --add --purpose kek`): it writes from then on, the
older one still reads. The work goes in batches, each a transaction of its own, and takes up where it was broken off,
because a wrapped key names the key that wrapped it.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps

from accounts.crypto import Opener, Unreadable, key_id_of
from accounts.keys import KeyRing
from zemag import sealing
from zemag.models import RecordKey, SealedRow
from zemag.services import logbook
from zemag.services.ledger import transaction_of

BATCH = 500
FIRST = uuid.UUID(int=0)


@dataclass
class Rewrapped:
    """How many keys were wrapped anew, which could not be opened, and how many there are by the key that wraps them."""

    done: int = 0
    unreadable: list[uuid.UUID] = field(default_factory=list)
    wrapped_by: Counter[str] = field(default_factory=Counter)


def rewrap(now: datetime) -> Rewrapped:
    """Wrap every key with the newest key of the installation; raise KeyFileError, LogUnavailable, DatabaseError."""
    kek, result = sealing.rings()["kek"], Rewrapped()
    with transaction_of():
        logbook.write("keys", actor=None, now=now, result="begun", subject=f"kek {kek.newest}")
    after: uuid.UUID | None = FIRST
    while after is not None:
        after = _batch(after, kek, result)
    result.wrapped_by = _counted()
    with transaction_of():
        text = {"done": result.done, "unreadable": len(result.unreadable)}
        logbook.write("keys", actor=None, now=now, result="done", subject=f"kek {kek.newest}", text=text)
    return result


def _batch(after: uuid.UUID, kek: KeyRing, result: Rewrapped) -> uuid.UUID | None:
    """Wrap the next keys anew; return the last of them, None at the end.

    Locked by their row, so that none is destroyed in between and comes back; what another process holds is waited for.
    """
    with transaction_of():
        rows = list(RecordKey.objects.select_for_update().filter(record__gt=after).order_by("record")[:BATCH])
        opener, labels = Opener(kek), _labels()
        for row in rows:
            wrapped = bytes(row.wrapped)
            if _wrapped_by(wrapped) == kek.newest:
                continue
            found = _opened(row.record, wrapped, opener, labels)
            if found is None:
                result.unreadable.append(row.record)
                continue
            label, key = found
            made = sealing.wrap(kek, key, sealing.owner_of(label, row.record))
            RecordKey.objects.filter(pk=row.record).update(wrapped=made)
            result.done += 1
    return rows[-1].record if rows else None


def _labels() -> list[str]:
    """Return the models whose rows are sealed."""
    return [model._meta.label for model in apps.get_app_config("zemag").get_models() if issubclass(model, SealedRow)]


def _opened(record: uuid.UUID, wrapped: bytes, opener: Opener, labels: Sequence[str]) -> tuple[str, bytes] | None:
    """Return the model of a key, which is bound to it and stands nowhere beside it, and the key."""
    for label in labels:
        try:
            return label, sealing.unwrap(opener, wrapped, sealing.owner_of(label, record))
        except Unreadable:
            continue
    return None


def _wrapped_by(wrapped: bytes) -> str:
    try:
        return key_id_of(wrapped)
    except Unreadable:
        return "broken"


def _counted() -> Counter[str]:
    """Return how many keys each key of the installation wraps."""
    rows = RecordKey.objects.values_list("wrapped", flat=True)
    return Counter(_wrapped_by(bytes(wrapped)) for wrapped in rows.iterator(chunk_size=BATCH))
