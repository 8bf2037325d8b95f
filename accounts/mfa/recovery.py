"""Recovery codes for the day the phone is gone: kept as keyed hashes, shown once, each good for one use."""

import hmac
import secrets

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts import keys
from accounts.models import User

COUNT, SIGNS, GROUP = 10, 12, 4
# No vowels, nothing that looks alike: codes form no words and are read from paper.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LONGEST = 64


def make(user: User) -> list[str]:
    """Return ten fresh codes in groups of four; earlier ones no longer count."""
    codes = ["".join(secrets.choice(ALPHABET) for _sign in range(SIGNS)) for _code in range(COUNT)]
    ring = keys.portal()["codes"]
    marks = [_mark(ring.key(ring.newest), user, code) for code in codes]
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, defaults={"data": {"marks": marks}}
    )
    return ["-".join(code[start : start + GROUP] for start in range(0, SIGNS, GROUP)) for code in codes]


def spend(user: User, code: str) -> Authenticator | None:
    """Return the factor that a code proves, and use the code up; None when it is wrong or was used before."""
    typed = "".join(sign for sign in code[:LONGEST].upper() if sign in ALPHABET)
    if len(typed) != SIGNS:
        return None
    possible = [_mark(key, user, typed) for key in keys.portal()["codes"].keys.values()]
    with transaction.atomic():
        # Locked on PostgreSQL; on SQLite transactions begin IMMEDIATE, so there is one writer at a time.
        factor = _of(user).select_for_update().first()
        marks = factor.data["marks"] if factor else []
        used = next((mark for mark in marks if any(hmac.compare_digest(mark, other) for other in possible)), None)
        if factor is None or used is None:
            return None
        factor.data = {"marks": [mark for mark in marks if mark != used]}
        factor.save(update_fields=["data"])
    return factor


def left(user: User) -> int:
    """Return how many codes are unused."""
    factor = _of(user).first()
    return len(factor.data["marks"]) if factor else 0


def _of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)


def _mark(key: bytes, user: User, code: str) -> str:
    """Return the keyed hash under which a code of this account is stored."""
    return hmac.digest(key, "\n".join((str(user.uuid), "recovery", code)).encode(), "sha256").hex()
