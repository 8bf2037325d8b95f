"""Who may do what with the room's own models, as Wagtail asks for it."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from home.models import BarrierReport


class ReportPolicy(ModelPermissionPolicy):
    """Reports come from the public form and go by themselves: the office reads and answers them only."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether a person may read or answer reports; nobody adds or deletes them here."""
        return action in {"view", "change"} and bool(super().user_has_permission(user, action))


register_permission_policy(BarrierReport, ReportPolicy(BarrierReport))
