"""Who has read what went live."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from pages.publishing import NotApproved, digest_of


class ApprovalKind(models.TextChoices):
    """How a text was allowed to go live."""

    FOUR_EYES = "four_eyes", _("read by a second person")
    EMERGENCY = "emergency", _("emergency, to be read afterwards")
    DEMO = "demo", _("content to try the portal with")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Approvals that are asked for and added to, never changed."""

    def to_be_read(self) -> "ApprovalQuerySet":
        """Return emergencies that nobody else has read yet, the oldest first."""
        return self.filter(kind=ApprovalKind.EMERGENCY, second_look=None).order_by("created_at")

    def update(self, **kwargs: Any) -> int:
        """Raise NotApproved: an approval stays as it was given."""
        raise NotApproved("An approval is never changed.")

    def delete(self) -> Any:
        """Raise NotApproved: an approval stays."""
        raise NotApproved("An approval is never deleted.")

    def covers(self, revision: Any) -> bool:
        """Return whether exactly this content of this revision was approved."""
        return self.filter(revision_id=revision.pk, digest=digest_of(revision.content)).exists()


class Approval(models.Model):
    """That a revision may go live: who said so, who had written it, and a digest of what was read.

    Never changed or deleted (editing design, section 4.2); only the link to the revision goes when that is purged.
    """

    revision = models.OneToOneField(Revision, models.SET_NULL, null=True, related_name="approval")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=10, choices=ApprovalKind)
    # Ids, not relations: who wrote a text stays known when the account is gone.
    authors = models.JSONField(default=list)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    # Of the form in which somebody publishes alone.
    request_key = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        default_permissions = ()
        permissions = [("publish_alone", _("Can publish alone in an emergency"))]
        indexes = [models.Index(fields=["content_type", "object_id"], name="pages_approval_object")]
        constraints = [models.UniqueConstraint(fields=["approver", "request_key"], name="pages_one_approval_per_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new approval; raise NotApproved for one that exists."""
        if not self._state.adding:
            raise NotApproved("An approval is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raise NotApproved: an approval stays."""
        raise NotApproved("An approval is never deleted.")


class SecondLook(models.Model):
    """That another reader has read afterwards what went live in an emergency."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="second_look")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")

    def __str__(self) -> str:
        return f"{self.approval_id}"
