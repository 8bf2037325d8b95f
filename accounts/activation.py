"""Codes handed over on paper: issued by those who manage accounts, used once within 24 hours."""

import hmac
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import keys, mails, signals
from accounts.models import ActivationCode, Purpose, User
from accounts.permissions import can_issue_code

# Without signs that look alike on paper (0 O, 1 I L).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SIGNS, GROUP = 12, 4
VALID_FOR = timedelta(hours=24)
LONGEST_TYPED = 64
# Whose owner learns of it by mail; an invited person may not have read any mail yet.
TOLD = (Purpose.RESET, Purpose.MFA)


def issue(user: User, purpose: str, issuer: User | None) -> str:
    """Return a new code in groups of four; the code of this purpose before it ends. Raise PermissionDenied.

    Only the command line issues without a person (None).
    """
    if issuer is not None and not can_issue_code(issuer, user, purpose):
        raise PermissionDenied
    code = "".join(secrets.choice(ALPHABET) for _sign in range(SIGNS))
    ring = keys.portal()["codes"]
    values = {"mark": _mark(ring.key(ring.newest), user, purpose, code), "issuer": issuer, "used_at": None}
    with transaction.atomic():
        ActivationCode.objects.update_or_create(
            user=user, purpose=Purpose(purpose), defaults={**values, "issued_at": timezone.now()}
        )
        signals.code_issued.send(User, user=user, actor=issuer, result=purpose)
        if purpose in TOLD:
            mails.send(user, "code_issued", {"purpose": Purpose(purpose).label})
    return "-".join(code[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def redeem(user: User, purpose: str, code: str) -> bool:
    """Use a code up; return whether it was right, in time and unused. Of many at once exactly one succeeds.

    Codes written before a change of keys still count. Capitals, spaces and strokes do not matter.
    """
    typed = "".join(sign for sign in code[:LONGEST_TYPED].upper() if sign in ALPHABET)
    if len(typed) != SIGNS:
        return False
    now = timezone.now()
    marks = [_mark(key, user, purpose, typed) for key in keys.portal()["codes"].keys.values()]
    with transaction.atomic():
        # One conditional update: of two processes the second finds the row used.
        used = ActivationCode.objects.filter(
            user=user, purpose=purpose, mark__in=marks, used_at=None, issued_at__gt=now - VALID_FOR, issued_at__lte=now
        ).update(used_at=now)
        if used:
            signals.code_redeemed.send(User, user=user, result=purpose)
    return bool(used)


def _mark(key: bytes, user: User, purpose: str, code: str) -> str:
    """Return the keyed hash under which a code of this account and purpose is stored."""
    return hmac.digest(key, "\n".join((str(user.uuid), purpose, code)).encode(), "sha256").hex()


def erase_old_codes() -> int:
    """Erase codes that were used or are over; return how many."""
    over = ActivationCode.objects.filter(issued_at__lte=timezone.now() - VALID_FOR)
    return over.delete()[0] + ActivationCode.objects.exclude(used_at=None).delete()[0]
