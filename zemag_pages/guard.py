"""What every screen of ZeMAG has in common: the right is checked in code, refusals are pages, nothing is kept.

A view below `screen` gets a `Visit`. Groups and `is_superuser` give nothing; an attempt without the right leaves a row
`deny` in the log. What cannot be answered is 503 with the telephone number, and never looks like an answer.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.crypto import Unreadable
from accounts.keys import KeyFileError
from accounts.mfa.required import is_enrolled
from accounts.permissions import staff
from accounts.stepup import stepup
from audit.services import LogUnavailable
from zemag import mails
from zemag.clocks import local_day
from zemag.models import Role
from zemag.services.errors import CannotAnswer, Denied, Refused
from zemag.services.ledger import transaction_of
from zemag.services.logbook import denials
from zemag_pages.answers import cannot_answer, refused
from zemag_pages.navigation import Rule, Visit, everybody, of_roles
from zemag_pages.rights import WITH_FACTOR, Rights, rights_of

View = Callable[..., HttpResponse]
FAULTS = (CannotAnswer, KeyFileError, LogUnavailable, Unreadable, DatabaseError)
READ, READ_AND_SEND, SEND = ("GET", "HEAD"), ("GET", "HEAD", "POST"), ("POST",)


def screen(
    name: str,
    *roles: Role,
    rule: Rule | None = None,
    factor: Rule | None = None,
    fresh: bool = False,
    methods: tuple[str, ...] = READ,
) -> Callable[[View], View]:
    """Return a decorator for a view that holders of one of `roles`, or whom `rule` lets in, may open.

    Without either it is for all staff. `factor` says who needs a second factor beside those whose role always does:
    supervisors and heads (settled decision 8), who report an attack without one. `fresh` asks anew who it is when that
    was more than 10 minutes ago (batch, decision, key turn); what was sent is kept. `name` stands in the row of the log
    of an attempt, never data.
    """
    allowed = rule or (of_roles(*roles) if roles else everybody)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer = lambda visit: view(request, visit, *args, **kwargs)  # noqa: E731
            response = _answered(request, answer, name, Door(allowed, factor or nobody, fresh))
            response["Cache-Control"] = "private, no-store"
            return response

        made: Any = csrf_protect(require_http_methods(list(methods))(guarded))
        # For the table of roles and routes in docs/zemag.md, which a test holds against this.
        made.opens = roles or allowed
        return cast(View, made)

    return decorate


@dataclass(frozen=True, slots=True)
class Door:
    """Who may open a screen, who needs a second factor for it beside the roles that always do, who is asked anew."""

    allowed: Rule
    factor: Rule
    fresh: bool


def nobody(rights: Rights) -> bool:
    """Nobody."""
    return False


def _answered(request: HttpRequest, view: Callable[[Visit], HttpResponse], name: str, door: Door) -> HttpResponse:
    """Check the right, then answer; each fault has its page."""
    actor, now, visit = staff(request), timezone.now(), None
    try:
        visit = Visit(actor, now, rights_of(actor, local_day(now)))
        with _denials(visit, name, door.allowed):
            if not door.allowed(visit.rights):
                raise Denied
        if (visit.rights.roles & WITH_FACTOR or door.factor(visit.rights)) and not is_enrolled(actor):
            return redirect("mfa_set_up")
        return (stepup(request) if door.fresh else None) or view(visit)
    except Refused as fault:
        return refused(request, visit, fault, now)
    except FAULTS as fault:
        _tell(fault, now)
        return cannot_answer(request)


def _tell(fault: Exception, now: datetime) -> None:
    """Tell those who can help, once an hour; where the database itself is down there is no room for a mail."""
    if isinstance(fault, DatabaseError):
        return
    with suppress(DatabaseError), transaction_of():
        mails.tell_of_fault(now)


def _denials(visit: Visit, name: str, allowed: Rule) -> AbstractContextManager[None]:
    """Return what logs an attempt without the right; what all staff may do is never refused here."""
    return nullcontext() if allowed is everybody else denials(visit.actor, visit.now, f"zemag.{name}")
