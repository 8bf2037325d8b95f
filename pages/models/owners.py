"""What is stored about each page beside its text: who answers for it, and what the gate found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from accounts.models import Department


class PageOwner(models.Model):
    """The department that answers for a page, inherited from the nearest page above that names one."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="owner_row")
    department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="+")

    # Derived rows: they use nothing themselves.
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("effective owner")
        verbose_name_plural = _("effective owners")

    def __str__(self) -> str:
        return f"#{self.pk}"


class PageFindings(models.Model):
    """What the gate found on a live page when it last looked; `refused_at` when a scheduled version was refused."""

    page = models.OneToOneField(Page, models.CASCADE, primary_key=True, related_name="findings")
    blocking = models.PositiveSmallIntegerField(default=0)
    rows = models.JSONField(default=list)
    refused_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        verbose_name = _("findings")
        verbose_name_plural = _("findings")
        indexes = [models.Index(fields=["blocking"], name="pages_findings_blocking")]

    def __str__(self) -> str:
        return f"#{self.pk}"
