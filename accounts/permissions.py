"""Who is staff, and who may do what with accounts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import Purpose, User


def staff(request: HttpRequest) -> User:
    """Return the visitor as a member of staff, or raise PermissionDenied."""
    if isinstance(request.user, User) and request.user.is_active:
        return request.user
    raise PermissionDenied


def can_add_account(user: User) -> bool:
    """Return whether somebody may open accounts."""
    return user.has_perm("accounts.add_user")


def can_change_account(user: User, account: User) -> bool:
    """Return whether somebody may change an account; superusers are changed by superusers only."""
    return user.has_perm("accounts.change_user") and (user.is_superuser or not account.is_superuser)


def can_lock_account(user: User, account: User) -> bool:
    """Return whether somebody may lock or unlock an account; nobody locks themselves out."""
    return user.pk != account.pk and can_change_account(user, account)


def can_delete_account(user: User, account: User) -> bool:
    """Return whether somebody may delete an account; whether it is free to go is the service's question."""
    return user.has_perm("accounts.delete_user") and can_lock_account(user, account)


def can_issue_code(issuer: User, account: User, purpose: str) -> bool:
    """Return whether somebody may hand over a code; nobody issues one to themselves (security design, section 4)."""
    if purpose == Purpose.MFA and not issuer.has_perm("accounts.reset_mfa"):
        return False
    return can_lock_account(issuer, account)
