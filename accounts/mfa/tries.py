"""Trying a code within the limits: five in five minutes per account, wherever they come from (security design, 4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Min
from django.utils import timezone

from accounts import mails, signals
from accounts.guessing import TooManyTries
from accounts.limits import DAY, key_of, take
from accounts.mfa import recovery, totp
from accounts.models import Attempt, AttemptKind, User

TRIES, WINDOW = 5, timedelta(minutes=5)


class Place:
    """A try among the five; it counts unless it turned out right."""

    is_right = False


@contextmanager
def trying_code(user: User) -> Iterator[Place]:
    """Take a place among the tries of an account, or raise TooManyTries; a right try is forgotten."""
    key, now = key_of("mfa", str(user.uuid)), timezone.now()
    attempt = take(AttemptKind.MFA, key, TRIES, now - WINDOW)
    if attempt is None:
        _tell(user)
        first = Attempt.objects.filter(kind=AttemptKind.MFA, key=key, at__gte=now - WINDOW).aggregate(Min("at"))
        raise TooManyTries((first["at__min"] or now) + WINDOW)
    place = Place()
    yield place
    if place.is_right:
        attempt.delete()


def check(user: User, code: str) -> Authenticator | None:
    """Return the factor that a code from the app or from the list proves, used up; raise TooManyTries."""
    with trying_code(user) as place:
        factor = totp.spend(user, code) or recovery.spend(user, code)
        place.is_right = factor is not None
    if factor is not None and factor.type == Authenticator.Type.RECOVERY_CODES:
        signals.recovery_code_used.send(User, user=user)
        mails.send(user, "recovery_code_used", {"left": recovery.left(user)})
    return factor


def _tell(user: User) -> None:
    """Tell the owner once a day: whoever guesses here knows the password already."""
    if take(AttemptKind.WARNED, key_of("mfa", user.email), 1, timezone.now() - DAY):
        signals.codes_guessed.send(User, user=user)
        mails.send(user, "codes_guessed")
