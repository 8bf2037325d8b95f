"""How rows hang together: what is hashed, with which key, and what a key is used for."""

import hashlib
import hmac
import json
from datetime import UTC
from functools import cache
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


def _plain(value: Any) -> Any:
    """Return a value of a row as both engines give it back."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if hasattr(value, "astimezone"):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)


def canonical(entry: Entry) -> bytes:
    """Return a row as it is hashed."""
    values = [FORMAT, *(_plain(getattr(entry, name)) for name in HASHED)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(entry: Entry, ring: KeyRing) -> str:
    """Return HMAC-SHA256(chain key, previous hash + row); raise UnknownKey."""
    return hmac.new(ring.key(entry.key_id), entry.prev_hash.encode() + canonical(entry), hashlib.sha256).hexdigest()
