"""Key files: who may read them, what a line means, and which key writes (security design, section 9)."""

import base64
import binascii
import os
import secrets
import stat
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32
LONGEST_ID = 16
PORTAL_PURPOSES = ("mfa", "codes", "chain", "need")
READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFileError(Exception):
    """A key file cannot be used; the message is one line that names the file and what is wrong, never a key."""


class UnknownKey(Exception):
    """No key of this purpose and id is in the file."""


@dataclass(frozen=True)
class KeyRing:
    """The keys of one purpose by id; `newest` is the id that writes, older ones still read."""

    keys: dict[str, bytes]
    newest: str

    def key(self, key_id: str) -> bytes:
        """Return a key by its id, or raise UnknownKey."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise UnknownKey(key_id) from None


def parse(text: str, name: str) -> dict[str, KeyRing]:
    """Return the rings of a key file by purpose; lines are purpose, id and base64, `#` starts a remark."""
    found: dict[str, dict[str, bytes]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        purpose, key_id, key = _line(line, f"{name}, line {number}")
        if any(key_id in keys for keys in found.values()):
            raise KeyFileError(f"{name}, line {number}: the id {key_id} stands there twice.")
        found.setdefault(purpose, {})[key_id] = key
    return {purpose: KeyRing(keys, list(keys)[-1]) for purpose, keys in found.items()}


def _line(line: str, place: str) -> tuple[str, str, bytes]:
    """Return purpose, id and key of one line."""
    parts = line.split()
    if len(parts) != 3 or not parts[1].isascii() or not parts[1].isalnum() or len(parts[1]) > LONGEST_ID:
        raise KeyFileError(f"{place}: a line is purpose, id (up to {LONGEST_ID} letters and digits) and base64.")
    try:
        key = base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileError(f"{place}: this is no base64.") from None
    if len(key) != KEY_BYTES:
        raise KeyFileError(f"{place}: a key has {KEY_BYTES} bytes, this one has {len(key)}.")
    return parts[0], parts[1], key


def read(file: Path, purposes: tuple[str, ...]) -> dict[str, KeyRing]:
    """Return the rings of a file that only its owner can read and that has a key for each purpose."""
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(f"The key file {file} cannot be read ({type(fault).__name__}).") from None
    if mode & READABLE_BY_OTHERS:
        raise KeyFileError(f"The key file {file} is open to others; its mode must be 0400.")
    rings = parse(text, f"The key file {file}")
    missing = [purpose for purpose in purposes if purpose not in rings]
    if missing:
        raise KeyFileError(f"The key file {file} has no key for: {', '.join(missing)}.")
    return rings


@cache
def portal() -> dict[str, KeyRing]:
    """Return the rings of PORTAL_KEY_FILE; read once per process."""
    return read(Path(settings.PORTAL_KEY_FILE), PORTAL_PURPOSES)


def new_lines(purposes: tuple[str, ...], taken: frozenset[str] = frozenset()) -> str:
    """Return one line with a fresh key for each purpose."""
    lines = []
    for purpose in purposes:
        key_id = secrets.token_hex(4)
        while key_id in taken:
            key_id = secrets.token_hex(4)
        lines.append(f"{purpose} {key_id} {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
    return "".join(lines)


def write(file: Path, text: str) -> None:
    """Put a new key file where none is, readable by its owner alone, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    finally:
        draft.unlink()


def ensure(file: Path, purposes: tuple[str, ...]) -> None:
    """Make a key file for trying the portal, once; several processes may ask at the same time."""
    if not file.exists():
        try:
            write(file, new_lines(purposes))
        except FileExistsError:
            # Another process was faster; its keys are as good.
            return
