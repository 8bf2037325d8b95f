"""Reports of barriers and what becomes of them (BGG NRW § 10b, BITVNRW § 5)."""

import uuid
from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

INTERIM_DAYS, FINAL_DAYS, KEPT_DAYS = 14, 42, 365


class ReportState(models.TextChoices):
    """How far the answer is."""

    NEW = "new", _("new")
    INTERIM = "interim", _("interim answer sent")
    ANSWERED = "answered", _("answered")


class BarrierReport(models.Model):
    """What somebody could not read or use; erased twelve months later."""

    request_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    text = models.TextField(_("what does not work"), max_length=4000)
    email = models.EmailField(_("e-mail address"), blank=True)
    address = models.CharField(_("page"), max_length=400, blank=True)
    language = models.CharField(_("language"), max_length=2, default="de")
    state = models.CharField(_("state"), max_length=8, choices=ReportState, default=ReportState.NEW)
    reply = models.TextField(_("answer"), max_length=4000, blank=True)
    created_at = models.DateTimeField(_("received at"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("barrier report")
        verbose_name_plural = _("barrier reports")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def interim_due(self) -> date:
        """Day on which an interim answer is due."""
        return (timezone.localtime(self.created_at) + timedelta(days=INTERIM_DAYS)).date()

    @property
    def final_due(self) -> date:
        """Day on which the answer is due."""
        return (timezone.localtime(self.created_at) + timedelta(days=FINAL_DAYS)).date()

    @property
    def is_late(self) -> bool:
        """Whether a due day has passed without its answer."""
        today = timezone.localdate()
        if self.state == ReportState.NEW:
            return today > self.interim_due
        return self.state == ReportState.INTERIM and today > self.final_due
