"""How rows hang together: what is hashed, with which key, and what a key is used for."""

import hmac
import json
from collections.abc import Sequence
from datetime import UTC
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.keys import KeyFileError, KeyRing, read
from audit.models import Entry

# Everything of a row but its hash, in this order; a new column comes at the end, with a new format.
HASHED = (
    "seq",
    "segment",
    "delete_after",
    "at",
    "actor",
    "role",
    "department",
    "task_area",
    "action",
    "purpose",
    "subject",
    "result",
    "client",
    "input_mac",
    "text",
    "key_id",
)
FORMAT = "A1"
_VALUES = attrgetter(*HASHED)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@cache
def _ring(file: Path) -> KeyRing:
    """Return the chain keys of a key file; read once per process."""
    return read(file, ("chain",))["chain"]


def ring_of(alias: str) -> KeyRing:
    """Return the chain keys of a database; raise KeyFileError when it has none."""
    file = settings.AUDIT_KEY_FILES.get(alias)
    if file is None:
        raise KeyFileError(f"The log of the database {alias} has no key file.")
    return _ring(Path(file))


def derived(ring: KeyRing, use: str) -> KeyRing:
    """Return keys for another use, so that one key never serves two algorithms."""
    keys = {key_id: hmac.digest(key, f"audit {use}".encode(), "sha256") for key_id, key in ring.keys.items()}
    return KeyRing(keys, ring.newest)


def linked(values: Sequence[Any], before: str, key: bytes) -> str:
    """Return HMAC-SHA256(chain key, previous hash + row) of the values of a row in the order of `HASHED`.

    Each value is written as both engines give it back. A million rows are checked each night: hence one line by place
    instead of a look at every value.
    """
    seq, segment, after, at, actor, *words, text, key_id = values
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    who = None if actor is None else str(actor)
    row = _ENCODER.encode([FORMAT, seq, segment, str(after), moment, who, *words, bytes(text).hex(), key_id])
    return hmac.digest(key, f"{before}{row}".encode(), "sha256").hex()


def hash_of(entry: Entry, ring: KeyRing) -> str:
    """Return the hash that belongs to a row; raise UnknownKey."""
    return linked(_VALUES(entry), entry.prev_hash, ring.key(entry.key_id))
