"""One row per access; no foreign key, as people are named by uuid from either database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One link of the chain (ZeMAG design, section 11). The database refuses to change it, see `audit.triggers`."""

    seq = models.BigIntegerField(primary_key=True)
    segment = models.CharField(max_length=7, help_text="Month in UTC, as 2026-11.")
    delete_after = models.DateField(help_text="End of the following year; the database refuses to delete it earlier.")
    at = models.DateTimeField()
    actor = models.UUIDField(null=True, help_text="`accounts.User.uuid`, null for the portal itself.")
    role = models.CharField(max_length=40, blank=True)
    department = models.CharField(max_length=40, blank=True)
    task_area = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=40)
    purpose = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60, blank=True, help_text="Model and id of what was seen or changed.")
    result = models.CharField(max_length=40, blank=True)
    client = models.CharField(max_length=20, blank=True)
    input_mac = models.CharField(max_length=64, blank=True, help_text="Keyed mark of what was typed.")
    text = models.BinaryField(default=bytes, help_text="Reference and free text, sealed.")
    key_id = models.CharField(max_length=16)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        indexes = [
            models.Index(fields=["action", "at"], name="audit_action_at"),
            models.Index(fields=["segment"], name="audit_segment"),
        ]

    def __str__(self) -> str:
        return f"#{self.seq}"
