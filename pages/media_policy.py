"""Who may change and delete pictures and documents: what the public reads is not taken away by one editor alone."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from pages.permissions import can_replace_file


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule by collection, and: only people who may approve pages delete a file in public use.

    A deleted file changes live pages as much as a replaced one (editing design, section 4.1, trap 7).
    """

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Return whether a person may do one of the actions with this file."""
        asked = set(actions)
        if "delete" in asked and not can_replace_file(user, instance):
            # Wagtail counts "delete" as "change"; what is asked for besides stays as it is.
            asked.discard("delete")
        return bool(asked) and bool(super().user_has_any_permission_for_instance(user, asked, instance))
