"""Codes of an app: secrets sealed for their account, each code good for one use in all processes (RFC 6238)."""

import base64
import time
from collections.abc import Iterator
from datetime import timedelta

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.crypto import seal, unseal
from accounts.models import TotpUse, User

PURPOSE, LABEL, PENDING = "mfa", "mfa.Authenticator", "mfa.pending"
KEPT = timedelta(hours=1)


def new_secret() -> str:
    """Return a fresh secret as apps take it: 160 bits in base 32."""
    return generate_totp_secret()


def sealed(user: User, secret: str, label: str = LABEL) -> str:
    """Return a secret sealed for one account, as text."""
    return base64.b64encode(seal(PURPOSE, secret, label=label, pk=user.uuid)).decode()


def opened(user: User, text: str, label: str = LABEL) -> str:
    """Return the secret of one account, or raise Unreadable."""
    return str(unseal(PURPOSE, base64.b64decode(text), label=label, pk=user.uuid))


def fitting_step(secret: str, code: str) -> int | None:
    """Return the period whose code this is: the present one, the one before or the one after; None when none fits."""
    typed = "".join(code.split())
    return next((step for step in _steps() if constant_time_compare(typed, _code_of(secret, step))), None)


def code_now(secret: str) -> str:
    """Return the code that an app shows at this moment."""
    return _code_of(secret, int(time.time()) // app_settings.TOTP_PERIOD)


def spend(user: User, code: str) -> Authenticator | None:
    """Return the factor that a code proves, and use the code up; None when it is wrong or was used before."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    step = fitting_step(opened(user, factor.data["secret"]), code) if factor else None
    return factor if step is not None and use_up(user, step) else None


def use_up(user: User, step: int) -> bool:
    """Note that the code of a period was used; False when it was before, in whichever process."""
    return TotpUse.objects.get_or_create(user=user, step=step)[1]


def erase_old() -> int:
    """Erase marks older than an hour, whose codes are long over; return how many."""
    return TotpUse.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _steps() -> Iterator[int]:
    now, tolerance = int(time.time()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE
    yield from range(now - tolerance, now + tolerance + 1)


def _code_of(secret: str, step: int) -> str:
    return str(format_hotp_value(hotp_value(secret, step)))
