"""Evaluating the access log with two keys: data protection asks, the staff council agrees (section 11)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow


class EvaluationState(models.TextChoices):
    """How far it is; whether its time is over is asked when it is used."""

    REQUESTED = "requested", _("waits for the staff council")
    CONFIRMED = "confirmed", _("confirmed by the staff council")
    DECLINED = "declined", _("declined by the staff council")


class LogEvaluation(SealedRow):
    """One evaluation; sealed: reason and what is looked for. The rows themselves are read anew each time."""

    state = models.CharField(max_length=9, choices=EvaluationState, default=EvaluationState.REQUESTED)
    begins_on = models.DateField()
    ends_on = models.DateField()
    requested_by = models.UUIDField()
    requested_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("evaluation of the log")
        verbose_name_plural = _("evaluations of the log")
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("requested_by")), name="zemag_evaluation_two_people"),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.REQUESTED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="zemag_evaluation_decided",
            ),
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="zemag_evaluation_period"),
            models.UniqueConstraint(fields=["requested_by", "request_key"], name="zemag_one_evaluation_per_key"),
        ]
