"""What was sent when the session was over, sealed with a key that only the browser has."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeptInput(models.Model):
    """Fields of one form (security design, sections 3 and 12); unreadable to the server, erased after 30 minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser = models.CharField(max_length=64, help_text="Mark of the browser's key, for the limit of three.")
    path = models.CharField(max_length=2_000)
    sealed = models.BinaryField(max_length=1_100_000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kept input")
        verbose_name_plural = _("kept inputs")
        indexes = [models.Index(fields=["browser", "created_at"], name="accounts_kept_browser")]

    def __str__(self) -> str:
        return str(self.pk)
