"""What every object with drafts must keep: its live row changes by an approved publication alone."""

from typing import Any

from django.db import transaction

from pages.models.approvals import Approval
from pages.publishing import NotApproved, is_writing_live, writing_live

# What Wagtail itself keeps in the row: neither text nor place of a text.
BOOKKEEPING = frozenset(
    {
        "path",
        "depth",
        "numchild",
        "url_path",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_by",
        "locked_at",
        "owner",
        "alias_of",
        "wagtail_admin_comments",
        "position",
    }
)


class ApprovedMixin:
    """Refuses to publish a revision without an approval, and to write other content into a live row."""

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Publish or schedule a revision; raise NotApproved when nobody else has read exactly this content."""
        if not Approval.objects.covers(revision):
            raise NotApproved(f"({revision.pk})")
        publisher: Any = super()
        with transaction.atomic(), writing_live():
            return publisher.publish(revision, *args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; raise NotApproved when that would change what is live (settled question E1).

        `save_target`, copying, aliases and creating live rows come here without passing `publish()`. A live row may be
        taken down as it stands, but not be written over in the same step: Wagtail's copy screen of snippets does that.
        """
        fields = kwargs.get("update_fields")
        if not is_writing_live() and (fields is None or not set(fields) <= BOOKKEEPING):
            stored = self._live_row()
            changes_it = stored is not None and _content(stored) != _content(self)
            if changes_it or (stored is None and getattr(self, "live", False)):
                raise NotApproved(f"({self})")
        saver: Any = super()
        return saver.save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Save a revision; one that is under review or approved is never written over (settled question E3)."""
        overwritten = kwargs.get("overwrite_revision")
        if overwritten is not None and (
            overwritten.task_states.exists() or Approval.objects.filter(revision=overwritten).exists()
        ):
            kwargs["overwrite_revision"] = None
        saver: Any = super()
        return saver.save_revision(*args, **kwargs)

    def _live_row(self) -> Any:
        """Return the stored row if it is live."""
        row: Any = self
        return type(row)._base_manager.filter(pk=row.pk, live=True).first() if row.pk else None


def _content(row: Any) -> dict[str, Any]:
    """Return what readers see of an object, with its child rows."""
    return {key: value for key, value in row.serializable_data().items() if key not in BOOKKEEPING}
