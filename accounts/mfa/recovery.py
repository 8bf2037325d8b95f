"""Recovery codes for the day the phone is gone: kept as keyed hashes, shown once, each good for one use."""

import hmac

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from accounts import paper
from accounts.models import User

COUNT, PURPOSE = 10, "recovery"
# No vowels, nothing that looks alike: codes form no words and are read from paper.
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"


def make(user: User) -> list[str]:
    """Return ten fresh codes in groups of four; earlier ones no longer count."""
    codes = [paper.fresh(ALPHABET) for _code in range(COUNT)]
    marks = [paper.mark(user, PURPOSE, code) for code in codes]
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, defaults={"data": {"marks": marks}}
    )
    return [paper.grouped(code) for code in codes]


def spend(user: User, code: str) -> Authenticator | None:
    """Return the factor that a code proves, and use the code up; None when it is wrong or was used before."""
    typed = paper.read(code, ALPHABET)
    if not typed:
        return None
    possible = paper.marks(user, PURPOSE, typed)
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
