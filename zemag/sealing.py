"""Sealing of rows: a data key per record, wrapped by the key of the installation (security design, section 9)."""

import base64
import os
import uuid
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.crypto import Unreadable, seal_with, unseal_with
from accounts.keys import KEY_BYTES, KeyRing, read
from zemag.models.base import RecordKey, SealedRow

PURPOSES = ("kek", "chain", "input")
WRAPPED = "zemag.RecordKey"
# The id that stands in the sealed value; each record has one key.
OWN = "r1"
PIECE = 900


@cache
def _read(file: Path) -> dict[str, KeyRing]:
    """Return the rings of a file; read once per process, and again as long as it cannot be read."""
    return read(file, PURPOSES)


def rings() -> dict[str, KeyRing]:
    """Return the rings of ZEMAG_KEY_FILE; raise KeyFileError."""
    return _read(Path(settings.ZEMAG_KEY_FILE))


def _owner(row: SealedRow) -> str:
    """Return what binds a key to its record."""
    return f"{row._meta.label} {row.pk}"


def _open_key(row: SealedRow, wrapped: bytes, kek: KeyRing) -> KeyRing:
    """Return the ring of one record; raise Unreadable."""
    found = unseal_with(kek, wrapped, label=WRAPPED, pk=_owner(row))
    return KeyRing({OWN: base64.b64decode(found)}, OWN)


def seal(row: SealedRow, value: Any) -> None:
    """Put a JSON value into a row and store its key when it has none; the caller saves the row."""
    kek = rings()["kek"]
    stored = RecordKey.objects.filter(pk=row.pk).first()
    if stored is None:
        ring = KeyRing({OWN: os.urandom(KEY_BYTES)}, OWN)
        text = base64.b64encode(ring.key(OWN)).decode()
        RecordKey.objects.create(pk=row.pk, wrapped=seal_with(kek, text, label=WRAPPED, pk=_owner(row)))
    else:
        ring = _open_key(row, bytes(stored.wrapped), kek)
    row.sealed = seal_with(ring, value, label=row._meta.label, pk=row.pk)


def unseal(row: SealedRow) -> Any:
    """Return the value of a row; raise Unreadable when it or its key was changed or is gone."""
    return unseal_all([row])[0]


def _wrapped_keys(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """Return the wrapped keys that are there, asked for in pieces that every engine takes."""
    found: dict[uuid.UUID, bytes] = {}
    for start in range(0, len(records), PIECE):
        rows = RecordKey.objects.filter(pk__in=records[start : start + PIECE])
        found.update((record, bytes(wrapped)) for record, wrapped in rows.values_list("record", "wrapped"))
    return found


def unseal_all(rows: Sequence[SealedRow]) -> list[Any]:
    """Return the values of rows in their order; one that cannot be read raises Unreadable for all."""
    kek = rings()["kek"]
    keys = _wrapped_keys([row.pk for row in rows])
    found = []
    for row in rows:
        if row.pk not in keys:
            raise Unreadable(row._meta.label)
        ring = _open_key(row, keys[row.pk], kek)
        found.append(unseal_with(ring, bytes(row.sealed), label=row._meta.label, pk=row.pk))
    return found


def destroy(rows: Iterable[SealedRow]) -> None:
    """Destroy keys and contents of rows; nothing brings them back."""
    for row in rows:
        RecordKey.objects.filter(pk=row.pk).delete()
        type(row)._default_manager.filter(pk=row.pk).update(sealed=b"")
        row.sealed = b""
