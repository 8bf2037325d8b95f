"""Limits on guessing passwords that hold for any number of parallel tries (security design, section 4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import mails
from accounts.limits import DAY, address_of, count, key_of, take, username_of
from accounts.models import Attempt, AttemptKind, User

FAILURES_A_DAY = 50
# A check takes 3 seconds in the queue and 0.2 for the hash; older marks are of processes that died.
LONGEST_CHECK = timedelta(seconds=60)


class TooManyTries(Exception):
    """An account is closed to guesses until a moment."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


@dataclass
class Try:
    """One sign-in on its way: the rows that stand for it, and how it ended."""

    rows: list[Attempt] = field(default_factory=list)
    failure: Attempt | None = None
    is_wrong: bool = False


_current: ContextVar[Try | None] = ContextVar("sign_in_try", default=None)


@contextmanager
def trying() -> Iterator[Try]:
    """Keep a try counted until it has ended and axes has noted its failure; a right or unchecked one is forgotten."""
    attempt = Try()
    token = _current.set(attempt)
    try:
        yield attempt
    finally:
        _current.reset(token)
        if attempt.failure is not None and not attempt.is_wrong:
            attempt.rows.append(attempt.failure)
        Attempt.objects.filter(pk__in=[row.pk for row in attempt.rows]).delete()


def reserve(request: HttpRequest, credentials: dict[str, Any]) -> None:
    """Take a place among the tries of account and address and of the account's day, or raise TooManyTries.

    Asked by the backend after axes has let the try pass. Axes counts a failure when it has happened; tries that are
    being checked at this moment are counted here, first, so that none falls between the two.
    """
    name, address = username_of(request, credentials), address_of(request)
    attempt = _current.get() or Try()
    now = timezone.now()
    here = key_of(name, address)
    attempt.rows.append(Attempt.objects.create(kind=AttemptKind.CHECKING, key=here))
    running = count(AttemptKind.CHECKING, here, now - LONGEST_CHECK)
    if running + AxesProxyHandler.get_failures(request, credentials) > get_failure_limit(request, credentials):
        raise TooManyTries(locked_until(name, address))
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    attempt.failure = take(AttemptKind.PASSWORD, key_of(name), FAILURES_A_DAY, today)
    if attempt.failure is None:
        warn_owner(name)
        raise TooManyTries(today + DAY)


def locked_until(name: str, address: str) -> datetime:
    """Return when axes will let an account be tried again from an address."""
    tried = AccessAttempt.objects.filter(username=name, ip_address=address).aggregate(Max("attempt_time"))
    return (tried["attempt_time__max"] or timezone.now()) + settings.AXES_COOLOFF_TIME


def warn_owner(name: str) -> None:
    """Tell the owner of an account that somebody guesses, once a day."""
    owner = User.objects.filter(email=name, is_active=True).first()
    if owner is not None and take(AttemptKind.WARNED, key_of(name), 1, timezone.now() - DAY):
        mails.send(owner, "guessed")


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """Return the answer of the door, which says until when it is closed; anything else becomes a bare 429."""
    return response if response.status_code == 429 else HttpResponse(status=429)
