"""Codes that people read from paper: random signs in groups, taken however they are typed, stored as keyed hashes."""

import hmac
import secrets

from accounts import keys
from accounts.models import User

SIGNS, GROUP = 12, 4
LONGEST_TYPED = 64


def fresh(alphabet: str) -> str:
    """Return twelve random signs of an alphabet."""
    return "".join(secrets.choice(alphabet) for _sign in range(SIGNS))


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def read(typed: str, alphabet: str) -> str:
    """Return the code in what somebody typed, or nothing; capitals, spaces and strokes do not matter."""
    signs = "".join(sign for sign in typed[:LONGEST_TYPED].upper() if sign in alphabet)
    return signs if len(signs) == SIGNS else ""


def mark(user: User, purpose: str, code: str) -> str:
    """Return the keyed hash under which a code of this account and purpose is stored."""
    ring = keys.portal()["codes"]
    return _mark(ring.key(ring.newest), user, purpose, code)


def marks(user: User, purpose: str, code: str) -> list[str]:
    """Return the hashes that a code can be stored under: those written before a change of keys still count."""
    return [_mark(key, user, purpose, code) for key in keys.portal()["codes"].keys.values()]


def _mark(key: bytes, user: User, purpose: str, code: str) -> str:
    return hmac.digest(key, "\n".join((str(user.uuid), purpose, code)).encode(), "sha256").hex()
