"""Changes of accounts by those who manage them; each is logged, and nobody changes their own rights."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, ProtectedError

from accounts import mails, signals
from accounts.limits import normalised
from accounts.models import ActivationCode, User
from accounts.permissions import can_change_account, can_delete_account, can_lock_account
from accounts.services import AddressTaken

# Fields that decide what a person may do or see.
RIGHTS = frozenset({"is_active", "department"})


# Rooms whose rows belong to the account and go with it: codes, second factor, sessions.
OWN = frozenset({"account", "accounts", "mfa", "usersessions"})


class InUse(Exception):
    """Something refers to the account, so it is locked and never deleted."""


def change_account(*, actor: User, user: User, fields: list[str]) -> None:
    """Store changed fields of an account; raise PermissionDenied for one's own rights and for superusers."""
    own = actor.pk == user.pk and not RIGHTS.isdisjoint(fields)
    if own or not can_change_account(actor, user):
        raise PermissionDenied
    if fields:
        with transaction.atomic():
            user.save(update_fields=fields)
            signals.account_changed.send(User, user=user, actor=actor, text=sorted(fields))


def change_address(*, actor: User, user: User, email: str) -> None:
    """Give an account another e-mail address and tell the old one; raise AddressTaken (settled.md E13)."""
    if not can_lock_account(actor, user):
        raise PermissionDenied
    old, new = user.email, normalised(email)
    if old == new:
        return
    try:
        with transaction.atomic():
            user.email = new
            user.save(update_fields=["email"])
            # What the sign-in library noted about the old address, and codes on paper that nobody asked for now.
            EmailAddress.objects.filter(user=user).delete()
            ActivationCode.objects.filter(user=user).delete()
            signals.address_changed.send(User, user=user, actor=actor, text=[old, new])
            mails.send(user, "address_changed", to=old)
    except IntegrityError:
        user.email = old
        raise AddressTaken from None


def delete_account(*, actor: User, user: User) -> None:
    """Delete an account that nothing refers to; raise InUse for every other."""
    if not can_delete_account(actor, user):
        raise PermissionDenied
    with transaction.atomic():
        if any(_refers(relation, user) for relation in User._meta.related_objects):
            raise InUse
        signals.account_deleted.send(User, user=user, actor=actor)
        try:
            user.delete()
        except ProtectedError:
            # Relations without a way back are not among those above.
            raise InUse from None


def _refers(relation: Any, user: User) -> bool:
    """Return whether a row of another table names an account; what belongs to the account itself does not count."""
    model = relation.related_model
    if relation.on_delete is CASCADE and model._meta.app_label in OWN:
        return False
    field = relation.field.name
    return bool(model._base_manager.filter(**{field: user}).exists())
