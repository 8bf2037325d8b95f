"""Which accounts must have a second factor; rooms add rules, and each request asks them anew."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User

_MANAGES = {"permissions__codename": "change_user", "permissions__content_type__app_label": "accounts"}
# Rules by name, each about accounts.User (security design, section 4: R9, R11, superusers, user managers).
_rules: dict[str, Q] = {
    "superuser": Q(is_superuser=True),
    "stored": Q(mfa_required=True),
    "roles": Q(groups__name__in=["technical_admin", "data_protection"]),
    "manages_by_group": Q(**{f"groups__{name}": value for name, value in _MANAGES.items()}),
    "manages_alone": Q(**{f"user_{name}": value for name, value in _MANAGES.items()}),
}


def require(name: str, rule: Q) -> None:
    """Add a rule of another room, or replace the one of this name; called when apps are ready.

    What stands in another database sets `mfa_required` of the account instead.
    """
    _rules[name] = rule


def with_factors(users: QuerySet[User]) -> QuerySet[User]:
    """Return accounts that carry `has_second_factor` and `needs_second_factor`, without a query of their own."""
    rule = Q()
    for part in _rules.values():
        rule |= part
    enrolled = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    marks = {
        "has_second_factor": Exists(enrolled),
        "needs_second_factor": Exists(User.objects.filter(rule, pk=OuterRef("pk"))),
    }
    return users.annotate(**marks)


def _read(user: User) -> User:
    """Return an account that carries both marks."""
    return user if hasattr(user, "needs_second_factor") else with_factors(User.objects.filter(pk=user.pk)).get()


def is_required(user: User) -> bool:
    """Return whether an account must have a second factor."""
    return bool(_read(user).needs_second_factor)


def is_enrolled(user: User) -> bool:
    """Return whether an account has a second factor."""
    return bool(_read(user).has_second_factor)


def lacks_factor(user: Any) -> bool:
    """Return whether an account must have a second factor and has none: it sees only enrolment."""
    return isinstance(user, User) and is_required(user) and not is_enrolled(user)


def is_held_back(user: Any) -> bool:
    """Return the same for the person of a request, never asking the database: whoever is held back reads nothing."""
    return bool(getattr(user, "needs_second_factor", False)) and not user.has_second_factor
