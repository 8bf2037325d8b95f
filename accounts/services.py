"""What may be done with accounts; every service checks the right of the one who asks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts import mails, signals
from accounts.activation import erase_old_codes
from accounts.limits import erase_old_attempts, forget_failures, may_mail, normalised
from accounts.mfa.required import lacks_factor
from accounts.mfa.services import enrol_for_trying
from accounts.models import Department, User
from accounts.once import first_or_made
from accounts.permissions import can_add_account, can_change_account, can_lock_account
from accounts.roles import ROLES
from accounts.sessions import end_all
from accounts.sessions import erase_old as erase_old_sign_ins

DEMO_ENVIRONMENTS = {"dev", "test"}
DEMO_PASSWORD = "zum Ausprobieren am Rhein 2026"  # noqa: S105
# Known to everybody, for trying the portal alone; see `ensure_demo_accounts`.
DEMO_TOTP_SECRET = "MRXW4J3UEB2HE5LTOQQHI2DJOMQGWZLZ"  # noqa: S105
DEMO_NAMES = {
    "superuser": ("Alex", "Kölner"),
    "staff": ("Sam", "Berg"),
    "staff2": ("Toni", "Feld"),
    "editor": ("Kim", "Schreiber"),
    "approver": ("Robin", "Prüfer"),
    "approver2": ("Kaya", "Leser"),
    "press": ("Luca", "Blatt"),
    "translator": ("Mika", "Wort"),
    "committees": ("Noa", "Runde"),
    "ism": ("Jo", "Wacht"),
    "training_office": ("Charlie", "Kurs"),
    "trainer": ("Dani", "Übung"),
    "training_qa": ("Sascha", "Maß"),
    "site_admin": ("Uli", "Amt"),
    "technical_admin": ("Chris", "Werk"),
    "data_protection": ("Dominique", "Schutz"),
}


class AddressTaken(Exception):
    """There is an account with this address."""


class TooManyMails(Exception):
    """This account, or this address of the network, has had its mails of the hour."""


class NotInProduction(Exception):
    """Demo accounts never exist in production."""


def may_have_demo_accounts() -> bool:
    """Return whether this is a place to try the portal."""
    return settings.ENVIRONMENT in DEMO_ENVIRONMENTS


@transaction.atomic
def ensure_demo_accounts() -> list[User]:
    """Make invented accounts: one per role, two who approve, staff of two departments; never in production.

    Those who must have a second factor get the one that everybody knows.
    """
    if not may_have_demo_accounts():
        raise NotInProduction
    departments = list(Department.objects.order_by("pk")[:2])
    made = []
    for name, (first, last) in DEMO_NAMES.items():
        email = f"{name}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email, DEMO_PASSWORD, first_name=first, last_name=last)
        user.is_superuser = name == "superuser"
        user.department = departments[1 if name == "staff2" and len(departments) > 1 else 0] if departments else None
        user.save()
        # Two people approve: one who has written leaves the other to read.
        role = name.removesuffix("2")
        if role in ROLES:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        made.append(user)
    for user in User.objects.filter(email__in=[f"{name}@example.org" for name in DEMO_NAMES]):
        if lacks_factor(user):
            enrol_for_trying(user, DEMO_TOTP_SECRET)
    return made


def _require(allowed: bool) -> None:
    """Raise PermissionDenied unless something is allowed."""
    if not allowed:
        raise PermissionDenied


def create_account(
    *,
    actor: User,
    email: str,
    first_name: str,
    last_name: str,
    language: str = "de",
    department: Department | None = None,
    address: str = "",
    by_mail: bool = True,
    request_key: UUID | None = None,
) -> User:
    """Open an account without a password and mail its owner a link to choose one; raise AddressTaken.

    `address` is the network address of the one who asks; it is counted like a reset. Without a mail a code is handed
    over on paper. A form that was sent before (`request_key`) returns the account that it has opened.
    """
    _require(can_add_account(actor))
    values: dict[str, Any] = {
        "first_name": first_name,
        "last_name": last_name,
        "language": language,
        "department": department,
    }

    def make() -> User:
        user = User.objects.create_user(normalised(email), **values, request_key=request_key)
        signals.account_created.send(User, user=user, actor=actor)
        if by_mail:
            invite(user, address)
        return user

    try:
        return first_or_made(request_key, User.objects.all(), make)[0]
    except IntegrityError:
        raise AddressTaken from None


def invite(user: User, address: str) -> None:
    """Send the link within the limits of resets."""
    if not may_mail(user.email, address):
        raise TooManyMails
    mails.send_link(user, "invitation")


def lock(*, actor: User, user: User, now: datetime) -> None:
    """Lock an account: the next request of each of its sessions is refused, and no session comes back."""
    _require(can_lock_account(actor, user))
    if user.locked_at is not None:
        return
    with transaction.atomic():
        user.locked_at = now
        user.save(update_fields=["locked_at"])
        end_all(user)
        signals.account_locked.send(User, user=user, actor=actor)


def unlock(*, actor: User, user: User) -> None:
    """Unlock an account; its owner signs in anew."""
    _require(can_lock_account(actor, user))
    if user.locked_at is None:
        return
    with transaction.atomic():
        user.locked_at = None
        user.save(update_fields=["locked_at"])
        signals.account_unlocked.send(User, user=user, actor=actor)


def end_sessions(*, actor: User, user: User) -> None:
    """Sign a person out everywhere; everybody may do so for themselves."""
    _require(actor.pk == user.pk or can_change_account(actor, user))
    with transaction.atomic():
        end_all(user)
        signals.sessions_ended.send(User, user=user, actor=actor)


def choose_password(user: User, password: str) -> None:
    """Store a password that its owner chose: sessions end, the counters are emptied, the owner is told."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        end_all(user)
        forget_failures(user)
        mails.send(user, "password_changed")
        signals.password_changed.send(User, user=user)


def forgive(*, actor: User, user: User) -> None:
    """Let a person sign in again before the limits on guessing end."""
    _require(can_lock_account(actor, user))
    with transaction.atomic():
        forget_failures(user)
        signals.failures_forgotten.send(User, user=user, actor=actor)


def erase_expired() -> int:
    """Erase what is over: sessions, sign-ins, codes, counters, addresses; return how many counters went."""
    import_string(f"{settings.SESSION_ENGINE}.SessionStore").clear_expired()
    erase_old_codes()
    erase_old_sign_ins()
    return erase_old_attempts()
