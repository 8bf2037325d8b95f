"""Quality assurance: who may teach what, and which contents were reviewed (training design, section 8)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.models.catalogue import Course, Trainer, TrainingTopic
from training.models.results import Qualifiable


class TrainerQualification(Qualifiable):
    """A proof that a trainer showed."""

    trainer = models.ForeignKey(
        Trainer,
        models.PROTECT,
        related_name="qualifications",
        verbose_name=_("trainer"),
        help_text=_("Whose qualification it is."),
    )
    kind = models.CharField(_("kind"), max_length=80, help_text=_("For example licence of a coach."))
    valid_until = models.DateField(_("valid until"), null=True, blank=True, help_text=_("Empty has no end."))

    class Meta:
        verbose_name = _("qualification of a trainer")
        verbose_name_plural = _("qualifications of trainers")

    def __str__(self) -> str:
        return f"#{self.pk}"


class TrainerApproval(models.Model):
    """A trainer may teach a topic until a day; approved by somebody else."""

    trainer = models.ForeignKey(
        Trainer, models.PROTECT, related_name="approvals", verbose_name=_("trainer"), help_text=_("Who may teach.")
    )
    topic = models.ForeignKey(
        TrainingTopic, models.PROTECT, related_name="approvals", verbose_name=_("topic"), help_text=_("What.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by"))
    on = models.DateField(_("approved on"))
    valid_until = models.DateField(_("valid until"), help_text=_("Last day."))
    with_pe = models.BooleanField(
        _("with staff development"), default=False, help_text=_("Agreed with Personalentwicklung.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True, help_text=_("What it rests on."))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("approval of a trainer")
        verbose_name_plural = _("approvals of trainers")
        indexes = [models.Index(fields=["trainer", "topic", "valid_until"], name="training_approval_lookup")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Nobody approves themselves."""
        if self.trainer_id and self.trainer.user_id and self.trainer.user_id == self.by_id:
            raise ValidationError(_("Nobody approves themselves."))


class ReviewResult(models.TextChoices):
    """What a review of contents found."""

    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")


class ContentReview(models.Model):
    """A version of a course's contents was reviewed by somebody who does not teach it."""

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="reviews", verbose_name=_("course"), help_text=_("What was reviewed.")
    )
    version = models.PositiveIntegerField(_("version"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    date = models.DateField(_("reviewed on"))
    result = models.CharField(_("result"), max_length=6, choices=ReviewResult, help_text=_("What it found."))
    next_due = models.DateField(_("next review"), help_text=_("Day of the next review."))

    class Meta:
        verbose_name = _("review of contents")
        verbose_name_plural = _("reviews of contents")

    def __str__(self) -> str:
        return f"#{self.pk}"
