"""What may be done with second factors: set up, removed by their owner or by those who may, codes made anew."""

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import mails, signals
from accounts.activation import redeem
from accounts.mfa import recovery, totp
from accounts.mfa.required import is_enrolled, is_required
from accounts.models import Purpose, User
from accounts.permissions import can_lock_account
from accounts.sessions import end_all


class WrongPaperCode(Exception):
    """The code that is handed over in person is wrong, over, or used."""


@transaction.atomic
def enrol(user: User, secret: str, step: int, paper_code: str = "") -> list[str]:
    """Set up a factor and return its recovery codes; raise WrongPaperCode. The owner is mailed.

    `step` is the period whose code proved that the app knows the secret; that code is used up. Accounts that must
    have a factor need a code of the technical administration each time (security design, section 4).
    """
    if is_required(user) and not redeem(user, Purpose.MFA, paper_code):
        raise WrongPaperCode
    _store(user, secret)
    totp.use_up(user, step)
    codes = recovery.make(user)
    end_all(user)
    signals.second_factor_added.send(User, user=user)
    mails.send(user, "second_factor_added")
    return codes


def _store(user: User, secret: str) -> None:
    """Write the sealed secret."""
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": totp.sealed(user, secret)}}
    )
    user.has_second_factor = True


def enrol_for_trying(user: User, secret: str) -> None:
    """Set up a known factor for an account of demo or test data; callers make sure that this is no production."""
    _store(user, secret)


def new_recovery_codes(user: User) -> list[str]:
    """Return fresh recovery codes of an account that has a factor, else raise PermissionDenied; the owner is mailed."""
    if not is_enrolled(user):
        raise PermissionDenied
    with transaction.atomic():
        codes = recovery.make(user)
        signals.recovery_codes_made.send(User, user=user)
        mails.send(user, "recovery_codes_made")
    return codes


def can_reset_factor(actor: User, user: User) -> bool:
    """Return whether somebody may take another person's factor away."""
    return actor.has_perm("accounts.reset_mfa") and can_lock_account(actor, user)


def remove(*, actor: User, user: User) -> None:
    """Take a factor away, with its recovery codes; all sessions end and the owner is mailed; else PermissionDenied.

    Owners do so when their account need not have one; those who may reset factors do it for others.
    """
    allowed = not is_required(user) if actor.pk == user.pk else can_reset_factor(actor, user)
    if not allowed:
        raise PermissionDenied
    with transaction.atomic():
        if not Authenticator.objects.filter(user=user).delete()[0]:
            return
        user.has_second_factor = False
        end_all(user)
        signals.second_factor_removed.send(User, user=user, actor=actor)
        mails.send(user, "second_factor_removed")
