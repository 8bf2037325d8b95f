"""Encryption of single values, bound to the row they belong to (security design, section 9).

A sealed value is `Z1`, the id of the key, a nonce of 12 bytes, ciphertext and tag of AES-256-GCM. Format, model and
primary key are associated data, so a value that was moved to another row does not open. Values are JSON, filled up
with spaces to a multiple of 256 bytes, so that lengths say little.
"""

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder

from accounts import keys
from accounts.keys import KeyRing, UnknownKey

FORMAT = b"Z1"
NONCE_BYTES, TAG_BYTES = 12, 16
BLOCK = 256
DECODER = json.JSONDecoder()
FAULTS = (InvalidTag, UnknownKey, ValueError, IndexError)


class Unreadable(Exception):
    """A sealed value was cut, changed, moved to another row, or its key is gone; it must never read as empty."""


def associated(label: str, pk: object) -> bytes:
    """Return what binds a value to its row: format, model label and primary key."""
    return b"\n".join((FORMAT, label.encode(), str(pk).encode()))


def seal_with(ring: KeyRing, value: Any, *, label: str, pk: object) -> bytes:
    """Return a JSON value sealed for one row with the newest key of a ring."""
    plain = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder).encode()
    plain += b" " * (-len(plain) % BLOCK)
    nonce = os.urandom(NONCE_BYTES)
    key_id = ring.newest.encode("ascii")
    head = FORMAT + bytes([len(key_id)]) + key_id + nonce
    return head + AESGCM(ring.key(ring.newest)).encrypt(nonce, plain, associated(label, pk))


def unseal_with(ring: KeyRing, sealed: bytes, *, label: str, pk: object) -> Any:
    """Return the value of one row, or raise Unreadable."""
    return Opener(ring).open(sealed, label=label, pk=pk)


class Opener:
    """Opens many values with the keys of a ring; each cipher is made once and lives as long as the opener."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._ciphers: dict[str, AESGCM] = {}

    def open(self, sealed: bytes, *, label: str, pk: object) -> Any:
        """Return the value of one row, or raise Unreadable."""
        try:
            return _value(self.plain(sealed, label=label, pk=pk))
        except ValueError:
            raise Unreadable(label) from None

    def plain(self, sealed: bytes, *, label: str, pk: object) -> bytes:
        """Return the JSON of one row as it was sealed, without what filled it up, or raise Unreadable."""
        try:
            key_id, nonce, ciphertext = _parts(bytes(sealed))
            return self._cipher(key_id).decrypt(nonce, ciphertext, associated(label, pk)).rstrip(b" ")
        except FAULTS:
            raise Unreadable(label) from None

    def _cipher(self, key_id: str) -> AESGCM:
        found = self._ciphers.get(key_id)
        if found is None:
            found = self._ciphers[key_id] = AESGCM(self._ring.key(key_id))
        return found


def unseal_once(key_id: str, key: bytes, sealed: bytes, *, label: str, pk: object) -> Any:
    """Return the value of one row that has a key of its own, as `unseal_with` does with a ring of that key alone."""
    try:
        found, nonce, ciphertext = _parts(bytes(sealed))
        if found != key_id:
            raise UnknownKey(found)
        # What fills the value up is taken away before it is read: it may be longer than the value.
        return _value(AESGCM(key).decrypt(nonce, ciphertext, associated(label, pk)).rstrip(b" "))
    except FAULTS:
        raise Unreadable(label) from None


def _value(plain: bytes) -> Any:
    """Return what JSON says; raise ValueError. As `json.loads`, which looks for blanks around it that are not there."""
    text = plain.decode()
    value, end = DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError("more than one value")
    return value


def key_id_of(sealed: bytes) -> str:
    """Return the id of the key that sealed a value; raise Unreadable when it is no sealed value."""
    try:
        return _parts(bytes(sealed))[0]
    except (ValueError, IndexError):
        raise Unreadable("format") from None


def _parts(sealed: bytes) -> tuple[str, bytes, bytes]:
    """Return key id, nonce and ciphertext, or raise ValueError."""
    if not sealed.startswith(FORMAT):
        raise ValueError("format")
    start = len(FORMAT) + 1
    end = start + sealed[len(FORMAT)]
    nonce, ciphertext = sealed[end : end + NONCE_BYTES], sealed[end + NONCE_BYTES :]
    if len(nonce) != NONCE_BYTES or len(ciphertext) < BLOCK + TAG_BYTES:
        raise ValueError("length")
    return sealed[start:end].decode("ascii"), nonce, ciphertext


def seal(purpose: str, value: Any, *, label: str, pk: object) -> bytes:
    """Return a JSON value sealed with the portal's key of a purpose."""
    return seal_with(keys.portal()[purpose], value, label=label, pk=pk)


def unseal(purpose: str, sealed: bytes, *, label: str, pk: object) -> Any:
    """Return a value sealed with the portal's key of a purpose, or raise Unreadable."""
    return unseal_with(keys.portal()[purpose], sealed, label=label, pk=pk)
