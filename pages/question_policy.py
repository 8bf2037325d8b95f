"""Who may take a question off the site: what readers see is not deleted by somebody who may not release it."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class QuestionPolicy(ModelPermissionPolicy):
    """Wagtail's rule by model, and: a question that was ever public is deleted by people who may approve it.

    An editor deletes drafts that were never published (editing design, section 2).
    """

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Return whether a person may do this with this question."""
        was_public = instance.live or instance.first_published_at
        if action == "delete" and was_public and not self.user_has_permission(user, "publish"):
            return False
        return bool(self.user_has_permission(user, action))
