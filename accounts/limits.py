"""Counters in the database: who is asked for, from where, and how often."""

import ipaddress
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Attempt, AttemptKind, User

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RESETS_AN_HOUR_ACCOUNT, RESETS_AN_HOUR_ADDRESS = 3, 10
REPORTS_AN_HOUR = 20
CHECKS_AN_HOUR = 10
KEPT, ADDRESSES_KEPT = timedelta(days=2), timedelta(days=14)
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  # nosec B104


def normalised(name: str) -> str:
    """Return an e-mail address as it is compared."""
    return name.strip().lower()


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the account that is asked for: from the credentials, else from the form (settled.md E4)."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or ""
    if not name and request is not None:
        name = request.POST.get("login", "")
    return normalised(str(name))


def address_of(request: HttpRequest) -> str:
    """Return the client's address; what proxies say is believed only as far as TRUSTED_PROXIES goes."""
    found = request.META.get("REMOTE_ADDR", "")
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        found = hops[-trusted]
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return UNKNOWN_ADDRESS


def key_of(*parts: str) -> str:
    """Return the keyed hash under which something is counted."""
    return salted_hmac("accounts.limits", "\n".join(parts), algorithm="sha256").hexdigest()


def count(kind: AttemptKind, key: str, since: datetime) -> int:
    """Return how often something was tried since a moment."""
    return Attempt.objects.filter(kind=kind, key=key, at__gte=since).count()


def take(kind: AttemptKind, key: str, limit: int, since: datetime) -> Attempt | None:
    """Note one try and return it, or None when the limit is spent.

    The row is written before it is counted: of many that come at once, in any number of processes, never more than
    the limit pass, because the last of them to be written sees all the others.
    """
    attempt = Attempt.objects.create(kind=kind, key=key)
    if count(kind, key, since) > limit:
        attempt.delete()
        return None
    return attempt


def may_mail(name: str, address: str) -> bool:
    """Return whether one more reset or invitation may be mailed, and count it (3/h per account, 10/h per address)."""
    return _may(AttemptKind.RESET_ACCOUNT, AttemptKind.RESET_ADDRESS, name, address)


def may_report(address: str) -> bool:
    """Return whether one more barrier may be reported from an address, and count it (20/h: offices share one)."""
    return take(AttemptKind.REPORT, key_of(address), REPORTS_AN_HOUR, timezone.now() - HOUR) is not None


def may_try_code(name: str, address: str) -> bool:
    """Return whether one more code from paper may be tried, and count it (3/h per account, 10/h per address)."""
    return _may(AttemptKind.CODE_ACCOUNT, AttemptKind.CODE_ADDRESS, name, address)


def may_check_certificate(user: User) -> bool:
    """Return whether one more certificate may be checked by somebody, and count it (10/h)."""
    return take(AttemptKind.CERTIFICATE, key_of(str(user.pk)), CHECKS_AN_HOUR, timezone.now() - HOUR) is not None


def _may(by_account: AttemptKind, by_address: AttemptKind, name: str, address: str) -> bool:
    """Count one try for an account and for an address; return whether neither limit is spent."""
    since = timezone.now() - HOUR
    of_account = take(by_account, key_of(name), RESETS_AN_HOUR_ACCOUNT, since)
    if of_account is None:
        return False
    if take(by_address, key_of(address), RESETS_AN_HOUR_ADDRESS, since) is None:
        of_account.delete()
        return False
    return True


def forget_failures(user: User) -> None:
    """Let a person sign in again who has had too many wrong passwords."""
    AccessAttempt.objects.filter(username=user.email).delete()
    kinds = (AttemptKind.PASSWORD, AttemptKind.CODE_ACCOUNT)
    Attempt.objects.filter(kind__in=kinds, key=key_of(user.email)).delete()


def erase_old_attempts() -> int:
    """Erase own counters after two days and the addresses that axes keeps after 14; return how many rows."""
    now = timezone.now()
    own, _rows = Attempt.objects.filter(at__lt=now - KEPT).delete()
    axes, _rows = AccessAttempt.objects.filter(attempt_time__lt=now - ADDRESSES_KEPT).delete()
    return own + axes
