"""The one rule on who may see what; every list, feed, search, file and page asks it."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import GroupPagePermission, Page

from pages.reach import Reach


def _read_roles(user: Any) -> None:
    """Keep a person's groups, and whether one of them opens the admin, on the person for the request: one query."""
    right = Permission.objects.filter(codename="access_admin", content_type__app_label="wagtailadmin")
    rows = user.groups.annotate(opens=Exists(right.filter(group=OuterRef("pk")))).values_list("name", "opens")
    found = sorted(rows)
    user._role_names, user._opens_admin = [name for name, _opens in found], any(opens for _name, opens in found)


def roles_of(user: Any) -> list[str]:
    """Return the names of a person's groups, kept on the person for the request."""
    if not hasattr(user, "_role_names"):
        _read_roles(user)
    return list(user._role_names)


def opens_admin(user: Any) -> bool:
    """Return whether a role of a person opens the admin; for menus, the admin itself asks for the right."""
    if not user.is_superuser and not hasattr(user, "_opens_admin"):
        _read_roles(user)
    return bool(user.is_superuser or user._opens_admin)


def _allowed(user: Any, prefix: str = "access__") -> Q:
    """Return the filter of what a person may see."""
    if not getattr(user, "is_authenticated", False):
        return Q(**{f"{prefix}reach": Reach.PUBLIC})
    if user.is_superuser:
        return Q(**{f"{prefix}reach__in": Reach.values})
    allowed = Q(**{f"{prefix}reach__in": [Reach.PUBLIC, Reach.STAFF]})
    for role in roles_of(user):
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
    return any(f"|{role}|" in access.roles for role in roles_of(user))


def _access_of(page: Page) -> Any:
    """Return the stored audience of a page, or None."""
    try:
        return page.access
    except ObjectDoesNotExist:
        return None


def can_choose_file(user: Any, file: Any) -> bool:
    """Return whether a person may choose this picture or document for a page: an editor's right on its collection."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    kind = file._meta.model_name
    return any(
        codename in {f"choose_{kind}", f"add_{kind}", f"change_{kind}"} and file.collection.path.startswith(path)
        for codename, path in _media_rights(user)
    )


def can_replace_file(user: Any, file: Any) -> bool:
    """Return whether a person may put another file in the place of this one.

    A file in public use changes live pages, so only those who may approve pages replace it; a superuser has no
    shortcut (editing design, section 4.1, trap 7).
    """
    if not file.is_public:
        return True
    rights = GroupPagePermission.objects.filter(group__user=user, permission__codename="lock_page")
    return bool(user.is_active and rights.exists())


def _media_rights(user: Any) -> list[tuple[str, str]]:
    """Return permission and path of collection of each media right; one query reads the person's groups with them."""
    if not hasattr(user, "_file_rights"):
        rows = Group.objects.filter(user=user).values_list(
            "name", "collection_permissions__permission__codename", "collection_permissions__collection__path"
        )
        user._role_names = sorted({name for name, _codename, _path in rows})
        user._file_rights = [(codename, path) for _name, codename, path in rows if codename]
    return list(user._file_rights)
