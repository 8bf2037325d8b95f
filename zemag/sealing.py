"""Sealing of rows: a data key per record, wrapped by the key of the installation (security design, section 9)."""

import base64
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.crypto import Opener, Unreadable, seal_with, unseal_once
from accounts.keys import KEY_BYTES, KeyFileError, KeyRing, read
from zemag import erasures
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


def owner_of(label: str, record: object) -> str:
    """Return what binds a key to its record."""
    return f"{label} {record}"


def wrap(kek: KeyRing, key: bytes, owner: str) -> bytes:
    """Return the key of a record, sealed with the newest key of the installation."""
    return seal_with(kek, base64.b64encode(key).decode(), label=WRAPPED, pk=owner)


def unwrap(kek: Opener, wrapped: bytes, owner: str) -> bytes:
    """Return the key of a record; raise Unreadable."""
    # What was sealed is a JSON text of letters and signs of base64: what stands between its quotes.
    return base64.b64decode(kek.plain(wrapped, label=WRAPPED, pk=owner).strip(b'"'))


class _Keys:
    """Unwraps keys of records; when one is wrapped by a key that this process does not know, the file is read again.

    So both keys count while they are exchanged (`zemag.rotation`), and no process has to start anew.
    """

    def __init__(self) -> None:
        self._kek = rings()["kek"]
        self._opener = Opener(self._kek)

    def of(self, wrapped: bytes, owner: str) -> bytes:
        """Return the key of a record; raise Unreadable."""
        try:
            return unwrap(self._opener, wrapped, owner)
        except Unreadable:
            newer = _read_again(self._kek)
            if newer is None:
                raise
            self._kek, self._opener = newer, Opener(newer)
        return unwrap(self._opener, wrapped, owner)


def _read_again(kek: KeyRing) -> KeyRing | None:
    """Return the ring as it stands in the file now, if that holds other keys than this process knows."""
    try:
        found = read(Path(settings.ZEMAG_KEY_FILE), PURPOSES)["kek"]
    except KeyFileError:
        return None
    if found == kek:
        return None
    _read.cache_clear()
    return found


def seal(row: SealedRow, value: Any) -> None:
    """Put a JSON value into a row and store its key when it has none; the caller saves the row."""
    owner = owner_of(row._meta.label, row.pk)
    stored = RecordKey.objects.filter(pk=row.pk).first()
    if stored is None:
        key = os.urandom(KEY_BYTES)
        RecordKey.objects.create(pk=row.pk, wrapped=wrap(rings()["kek"], key, owner))
    else:
        key = _Keys().of(bytes(stored.wrapped), owner)
    row.sealed = seal_with(KeyRing({OWN: key}, OWN), value, label=row._meta.label, pk=row.pk)


def unseal(row: SealedRow) -> Any:
    """Return the value of a row; raise Unreadable when it or its key was changed or is gone."""
    return unseal_all([row])[0]


def in_pieces(records: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    """Give ids in pieces that every engine takes in one question."""
    for start in range(0, len(records), PIECE):
        yield records[start : start + PIECE]


def _wrapped_keys(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, bytes]:
    """Return the wrapped keys that are there."""
    found: dict[uuid.UUID, bytes] = {}
    for piece in in_pieces(records):
        rows = RecordKey.objects.filter(pk__in=piece).values_list("record", "wrapped")
        found.update((record, bytes(wrapped)) for record, wrapped in rows)
    return found


def unseal_all(rows: Sequence[SealedRow]) -> list[Any]:
    """Return the values of rows in their order; one that cannot be read raises Unreadable for all."""
    return list(unseal_each([(row._meta.label, row.pk, bytes(row.sealed)) for row in rows]))


def unseal_each(rows: Sequence[tuple[str, uuid.UUID, bytes]]) -> Iterator[Any]:
    """Give the values of model, id and content, one after the other, so that nobody has to keep them all.

    Raise Unreadable at the first that cannot be read.
    """
    keys, unwrapper = _wrapped_keys([pk for _label, pk, _sealed in rows]), _Keys()
    for label, pk, sealed in rows:
        wrapped, record = keys.get(pk), str(pk)
        if wrapped is None:
            raise Unreadable(label)
        key = unwrapper.of(wrapped, owner_of(label, record))
        yield unseal_once(OWN, key, sealed, label=label, pk=record)


def destroy(rows: Iterable[SealedRow], *, is_erased: bool = True) -> None:
    """Destroy keys and contents of rows; nothing brings them back, no backup either (`zemag.erasures`).

    `is_erased` is False for what lives on in another row: a restore must not end it.
    """
    gone = list(rows)
    for row in gone:
        RecordKey.objects.filter(pk=row.pk).delete()
        type(row)._default_manager.filter(pk=row.pk).update(sealed=b"")
        row.sealed = b""
    if is_erased:
        erasures.note((row._meta.label, row.pk) for row in gone)
