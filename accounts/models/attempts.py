"""What was tried, so that guessing has limits that outlive a restart."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AttemptKind(models.TextChoices):
    """What was tried."""

    SIGN_IN = "sign_in", _("failed sign-in")
    RESET_ACCOUNT = "reset_account", _("password reset of an account")
    RESET_ADDRESS = "reset_address", _("password reset from an address")
    WARNED = "warned", _("owner warned")


class Attempt(models.Model):
    """One try; erased after 14 days."""

    kind = models.CharField(max_length=14, choices=AttemptKind)
    key = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["kind", "key", "at"], name="accounts_attempt_lookup")]

    def __str__(self) -> str:
        return f"#{self.pk}"
