"""Who may open the screens of accounts and of roles."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import User
from accounts.permissions import can_change_account, can_delete_account


class AccountPolicy(ModelPermissionPolicy):
    """Accounts are changed and deleted one by one, as the rules of the room `accounts` say."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Return whether somebody may do something with one account."""
        rules = {"change": can_change_account, "delete": can_delete_account}
        return rules[action](user, instance) if action in rules else self.user_has_permission(user, action)


class SuperuserPolicy(ModelPermissionPolicy):
    """What a role may do is changed by superusers only."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether somebody is an active superuser."""
        return bool(user.is_active and user.is_superuser)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Return whether somebody is an active superuser."""
        return self.user_has_permission(user, "change")


def register() -> None:
    """Register both policies."""
    register_permission_policy(User, AccountPolicy(User))
    register_permission_policy(Group, SuperuserPolicy(Group))
