"""What proves a person beside the password, once; and which sessions a person has opened."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TotpUse(models.Model):
    """A time step whose code was used; the same code opens nothing a second time. Erased after an hour."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.BigIntegerField(help_text="Number of the period of 30 seconds since 1970.")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("used code")
        verbose_name_plural = _("used codes")
        constraints = [models.UniqueConstraint(fields=["user", "step"], name="accounts_totp_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class OpenedSession(models.Model):
    """A sign-in, shown to its owner; no network address is kept. Erased after 30 days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opened_sessions")
    at = models.DateTimeField(default=timezone.now)
    methods = models.CharField(max_length=60, blank=True, help_text="What was asked: password, totp, recovery_codes.")
    browser = models.CharField(max_length=40, blank=True, help_text="Kind of browser and system, never its version.")
    session_key = models.CharField(max_length=40, blank=True, help_text="Empty when the session was ended.")

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        indexes = [
            models.Index(fields=["user", "-at"], name="accounts_opened_of"),
            models.Index(fields=["session_key"], name="accounts_opened_key"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
