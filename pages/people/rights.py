"""Which roles somebody may give to others: those whose rights they have themselves (security design, section 5)."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission

from accounts import signals
from accounts.models import User
from accounts.permissions import can_change_account
from accounts.roles import ROLES
from pages.models import FourEyesTask, PageAccess


def givable_groups(actor: User) -> QuerySet[Group]:
    """Return the roles that somebody may give: all for superusers, else those within their own rights."""
    groups = Group.objects.order_by("name")
    if actor.is_superuser:
        return groups
    own = set(actor.groups.values_list("pk", flat=True))
    return groups.filter(pk__in=[group.pk for group in groups if group.pk in own or _is_within(group, actor)])


def _is_within(group: Group, actor: User) -> bool:
    """Return whether a role holds nothing that somebody does not have."""
    wanted = {f"{app}.{name}" for app, name in group.permissions.values_list("content_type__app_label", "codename")}
    if not wanted and group.name in ROLES:
        # What such a role may do is decided by its name alone.
        return False
    if not wanted <= actor.get_all_permissions() or _decides(group):
        return False
    own = actor.groups.all()
    return _covers(GroupPagePermission, "page_id", group, own) and _covers(
        GroupCollectionPermission, "collection_id", group, own
    )


def _covers(model: Any, place: str, group: Group, own: QuerySet[Group]) -> bool:
    """Return whether somebody's own roles have every right on a place that a role has."""
    rows = model.objects.values_list(place, "permission_id")
    return set(rows.filter(group=group)) <= set(rows.filter(group__in=own))


def _decides(group: Group) -> bool:
    """Return whether a role reads for reviews or sees pages that are closed to others."""
    tasks = (FourEyesTask.objects.filter(groups=group), GroupApprovalTask.objects.filter(groups=group))
    return (
        any(found.exists() for found in tasks) or PageAccess.objects.filter(roles__contains=f"|{group.name}|").exists()
    )


def give_groups(*, actor: User, user: User, groups: QuerySet[Group]) -> None:
    """Give an account the chosen roles among those that somebody may give; its other roles stay.

    Raise PermissionDenied for superusers, for one's own roles and for a role that somebody may not give.
    """
    givable = givable_groups(actor)
    chosen, current = set(groups), set(user.groups.all())
    own = actor.pk == user.pk and not actor.is_superuser
    if own or not can_change_account(actor, user) or not chosen <= set(givable):
        raise PermissionDenied
    given, taken = chosen - current, (current & set(givable)) - chosen
    if not given and not taken:
        return
    with transaction.atomic():
        user.groups.add(*given)
        user.groups.remove(*taken)
        text = {"given": sorted(group.name for group in given), "taken": sorted(group.name for group in taken)}
        signals.groups_changed.send(User, user=user, actor=actor, text=text)
