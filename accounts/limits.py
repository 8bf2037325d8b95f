"""Limits on guessing: who is asked for, from where, how often, and what a locked person sees."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Attempt, AttemptKind, User

FAILURES_A_DAY = 50
RESETS_AN_HOUR_ACCOUNT, RESETS_AN_HOUR_ADDRESS = 3, 10
KEPT = timedelta(days=14)


def normalised(name: str) -> str:
    """Return an address as it is compared."""
    return name.strip().lower()


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return the address that is asked for: from the credentials, else from the form."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or ""
    if not name and request is not None:
        name = request.POST.get("login", "")
    return normalised(str(name))


def address_of(request: HttpRequest) -> str:
    """Return the client's address; proxies are believed only as far as TRUSTED_PROXIES says."""
    remote = request.META.get("REMOTE_ADDR", "")
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if not trusted or len(hops) < trusted:
        return remote
    return hops[-trusted]


def count(kind: str, key: str, since: timedelta) -> int:
    """Return how often something was tried within a time."""
    return Attempt.objects.filter(kind=kind, key=key, at__gte=timezone.now() - since).count()


def note(kind: str, key: str) -> None:
    """Store one try."""
    Attempt.objects.create(kind=kind, key=key[:254])


def is_spent(name: str) -> bool:
    """Return whether an account has had all its wrong passwords of the day."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Attempt.objects.filter(kind=AttemptKind.SIGN_IN, key=name, at__gte=start).count() >= FAILURES_A_DAY


def may_reset(name: str, address: str) -> bool:
    """Return whether one more reset may be sent, and count it; the answer to the person is the same."""
    hour = timedelta(hours=1)
    allowed = (
        count(AttemptKind.RESET_ACCOUNT, name, hour) < RESETS_AN_HOUR_ACCOUNT
        and count(AttemptKind.RESET_ADDRESS, address, hour) < RESETS_AN_HOUR_ADDRESS
    )
    if allowed:
        note(AttemptKind.RESET_ACCOUNT, name)
        note(AttemptKind.RESET_ADDRESS, address)
    return allowed


def warn_owner(name: str) -> None:
    """Tell the owner of an account once a day that somebody guesses."""
    owner = User.objects.filter(email=name, is_active=True).first()
    if owner is None or count(AttemptKind.WARNED, name, timedelta(days=1)):
        return
    note(AttemptKind.WARNED, name)
    with translation.override(owner.language):
        send_mail(
            _("Somebody tried to sign in with your address"),
            _("Wrong passwords were entered for your account several times. If it was not you, tell the office."),
            settings.DEFAULT_FROM_EMAIL,
            [owner.email],
        )


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """Answer 429 with the time to wait, and warn the owner."""
    warn_owner(username_of(request, credentials))
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "account/locked.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


def erase_old_attempts() -> int:
    """Erase tries after 14 days; return how many."""
    deleted, _rows = Attempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted
