"""Sessions of a person: noted when they open, shown to their owner, ended one by one or all at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts import signals
from accounts.marks import METHODS, OPENED, SEEN, STEPPED, over
from accounts.models import OpenedSession, User

KEPT = timedelta(days=30)
SHOWN = 10
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (("Edg", "Edge"), ("Firefox|FxiOS", "Firefox"), ("Chrom|CriOS", "Chrome"), ("Safari", "Safari"))


@dataclass
class Shown:
    """A sign-in as its owner sees it; `seen` is when an open session was last used."""

    row: OpenedSession
    seen: datetime | None
    is_here: bool


def browser_of(request: HttpRequest) -> str:
    """Return kind of browser and system in a few words, empty when nothing is known."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    kinds = (next((name for sign, name in signs if re.search(sign, agent)), "") for signs in (BROWSERS, SYSTEMS))
    return ", ".join(kind for kind in kinds if kind)


def note_opened(request: HttpRequest, user: User) -> None:
    """Write when, how and with what a session was opened; into the session, too, where step-up reads it."""
    records = get_authentication_records(request, user)
    methods = [str(record.get("type") or record.get("method")) for record in records]
    request.session[METHODS] = methods
    request.session[STEPPED] = timezone.now().timestamp()
    if not request.session.session_key:
        request.session.save()
    row = OpenedSession.objects.create(
        user=user,
        methods=" ".join(methods)[:60],
        browser=browser_of(request),
        session_key=request.session.session_key or "",
    )
    request.session[OPENED] = row.pk


def renew(request: HttpRequest) -> None:
    """Give a session a new id, so that one which was known before is worth nothing."""
    request.session.cycle_key()
    _follow(request)


def _follow(request: HttpRequest) -> None:
    """Write the present id of a session into its row."""
    rows = OpenedSession.objects.filter(pk=request.session.get(OPENED, 0))
    rows.update(session_key=request.session.session_key or "")


def shown_of(request: HttpRequest, user: User) -> list[Shown]:
    """Return the last sign-ins of a person, newest first, with the open sessions among them."""
    rows = list(user.opened_sessions.order_by("-at")[:SHOWN])
    here = request.session.session_key
    keys = [row.session_key for row in rows if row.session_key]
    stored = Session.objects.filter(pk__in=keys, expire_date__gt=timezone.now())
    seen = {session.pk: _last_use(session, user) for session in stored}
    return [Shown(row, seen.get(row.session_key), row.session_key == here) for row in rows]


def _last_use(session: Session, user: User) -> datetime | None:
    """Return when a session was last used; None when it would be refused."""
    held = session.get_decoded()
    proof = str(held.get(HASH_SESSION_KEY, ""))
    is_open = str(held.get(SESSION_KEY)) == str(user.pk) and constant_time_compare(proof, user.get_session_auth_hash())
    if not is_open or over(held, timezone.now().timestamp()):
        return None
    return datetime.fromtimestamp(float(held[SEEN]), UTC)


def end_all(user: User) -> None:
    """Make every session of an account worthless."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    user.opened_sessions.exclude(session_key="").update(session_key="")


def end_others(request: HttpRequest, user: User) -> None:
    """End all sessions of a person but this one, which goes on under a new id."""
    with transaction.atomic():
        end_all(user)
        signals.sessions_ended.send(User, user=user)
        go_on(request, user)


def go_on(request: HttpRequest, user: User) -> None:
    """After all sessions of a person have ended, go on in this one under a new id."""
    update_session_auth_hash(request, user)
    _follow(request)


def end_one(user: User, pk: int) -> bool:
    """End one session of a person; False when it is none of theirs or over."""
    row = user.opened_sessions.filter(pk=pk).exclude(session_key="").first()
    if row is None:
        return False
    with transaction.atomic():
        Session.objects.filter(pk=row.session_key).delete()
        OpenedSession.objects.filter(pk=row.pk).update(session_key="")
        signals.sessions_ended.send(User, user=user)
    return True


def erase_old() -> int:
    """Erase sign-ins older than 30 days; return how many."""
    return OpenedSession.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
