"""What was tried, so that limits outlive a restart and count for every process."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AttemptKind(models.TextChoices):
    """What was tried."""

    CHECKING = "checking", _("password being checked")
    PASSWORD = "password", _("wrong password")
    RESET_ACCOUNT = "reset_account", _("reset or invitation of an account")
    RESET_ADDRESS = "reset_address", _("reset or invitation from an address")
    CODE_ACCOUNT = "code_account", _("code tried for an account")
    CODE_ADDRESS = "code_address", _("code tried from an address")
    MFA = "mfa", _("code of the second factor")
    REPORT = "report", _("barrier reported from an address")
    CERTIFICATE = "certificate", _("certificate checked")
    WARNED = "warned", _("owner warned")


class Attempt(models.Model):
    """One try; its key is a keyed hash, so that the table names nobody. Erased after two days."""

    kind = models.CharField(max_length=14, choices=AttemptKind)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["kind", "key", "at"], name="accounts_attempt_lookup")]

    def __str__(self) -> str:
        return f"#{self.pk}"
