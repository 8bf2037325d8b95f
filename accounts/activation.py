"""Codes handed over on paper: issued by those who manage accounts, used once within 24 hours."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts import mails, paper, signals
from accounts.models import ActivationCode, Purpose, User
from accounts.permissions import can_issue_code

# Without signs that look alike on paper (0 O, 1 I L).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
VALID_FOR = timedelta(hours=24)
# Whose owner learns of it by mail; an invited person may not have read any mail yet.
TOLD = (Purpose.RESET, Purpose.MFA)


def issue(user: User, purpose: str, issuer: User | None) -> str:
    """Return a new code in groups of four; the code of this purpose before it ends. Raise PermissionDenied.

    Only the command line issues without a person (None).
    """
    if issuer is not None and not can_issue_code(issuer, user, purpose):
        raise PermissionDenied
    code = paper.fresh(ALPHABET)
    values = {"mark": paper.mark(user, purpose, code), "issuer": issuer, "used_at": None}
    with transaction.atomic():
        ActivationCode.objects.update_or_create(
            user=user, purpose=Purpose(purpose), defaults={**values, "issued_at": timezone.now()}
        )
        signals.code_issued.send(User, user=user, actor=issuer, result=purpose)
        if purpose in TOLD:
            mails.send(user, "code_issued", {"purpose": Purpose(purpose).label})
    return paper.grouped(code)


def redeem(user: User, purpose: str, code: str) -> bool:
    """Use a code up; return whether it was right, in time and unused. Of many at once exactly one succeeds.

    Codes written before a change of keys still count. Capitals, spaces and strokes do not matter.
    """
    typed = paper.read(code, ALPHABET)
    if not typed:
        return False
    now, marks = timezone.now(), paper.marks(user, purpose, typed)
    with transaction.atomic():
        # One conditional update: of two processes the second finds the row used.
        used = ActivationCode.objects.filter(
            user=user, purpose=purpose, mark__in=marks, used_at=None, issued_at__gt=now - VALID_FOR, issued_at__lte=now
        ).update(used_at=now)
        if used:
            signals.code_redeemed.send(User, user=user, result=purpose)
    return bool(used)


def erase_old_codes() -> int:
    """Erase codes that were used or are over; return how many."""
    over = ActivationCode.objects.filter(issued_at__lte=timezone.now() - VALID_FOR)
    return over.delete()[0] + ActivationCode.objects.exclude(used_at=None).delete()[0]
