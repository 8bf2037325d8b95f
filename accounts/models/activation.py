"""Codes handed over on paper: to open an account, to choose a new password, to set up a second factor."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What a code is for."""

    INVITE = "invite", _("open the account")
    RESET = "reset", _("choose a new password")
    MFA = "mfa", _("set up the second factor")


class ActivationCode(models.Model):
    """One code of an account (security design, section 3); only its keyed hash is stored. Used once, within 24 hours.

    There is one row per account and purpose: a new code takes the place of the one before.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="activation_codes")
    purpose = models.CharField(max_length=8, choices=Purpose)
    mark = models.CharField(max_length=64)
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("activation code")
        verbose_name_plural = _("activation codes")
        constraints = [models.UniqueConstraint(fields=["user", "purpose"], name="accounts_one_code_per_purpose")]

    def __str__(self) -> str:
        return f"#{self.pk}"
