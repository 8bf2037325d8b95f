"""The one rule on who may see what; every list, feed, search, file and page asks it."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from wagtail.models import Page

from pages.reach import Reach


def _roles_of(user: Any) -> list[str]:
    """Return the names of a person's groups, kept on the person for the request."""
    if not hasattr(user, "_role_names"):
        user._role_names = sorted(user.groups.values_list("name", flat=True))
    return list(user._role_names)


def _allowed(user: Any, prefix: str = "access__") -> Q:
    """Return the filter of what a person may see."""
    if not getattr(user, "is_authenticated", False):
        return Q(**{f"{prefix}reach": Reach.PUBLIC})
    if user.is_superuser:
        return Q(**{f"{prefix}reach__in": Reach.values})
    allowed = Q(**{f"{prefix}reach__in": [Reach.PUBLIC, Reach.STAFF]})
    for role in _roles_of(user):
        allowed |= Q(**{f"{prefix}reach": Reach.ROLES, f"{prefix}roles__contains": f"|{role}|"})
    return allowed


def visible_to(user: Any, queryset: QuerySet[Any]) -> Any:
    """Return the live pages of a queryset that this person may see; strangers see public pages only."""
    return queryset.filter(_allowed(user), live=True)


def can_view(user: Any, page: Page) -> bool:
    """Return whether a person may see this page; a page without stored audience is seen by nobody."""
    access = _access_of(page)
    if access is None:
        return False
    if access.reach == Reach.PUBLIC:
        return True
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    if access.reach == Reach.STAFF or user.is_superuser:
        return True
    return any(f"|{role}|" in access.roles for role in _roles_of(user))


def _access_of(page: Page) -> Any:
    """Return the stored audience of a page, or None."""
    try:
        return page.access
    except ObjectDoesNotExist:
        return None
