"""Questions before a visit and what was answered; what was typed is sealed under a key of its own."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.grants import TaskArea
from zemag.models.register import RegisterEntry


class InquiryKind(models.TextChoices):
    """How somebody asks."""

    SINGLE = "single", _("single inquiry")
    ADDRESS = "address", _("inquiry by address")
    BATCH = "batch", _("route")
    BREAK_GLASS = "break_glass", _("emergency inquiry")


class Purpose(models.TextChoices):
    """Why somebody asks; there is no other reason."""

    HOME_VISIT = "home_visit", _("home visit")
    ENFORCEMENT = "enforcement", _("enforcement")
    INSPECTION = "inspection", _("inspection")
    APPOINTMENT = "appointment", _("appointment")
    RESCUE = "rescue", _("rescue or emergency")
    PUBLIC_ORDER = "public_order", _("call for public order")
    YOUTH_HEALTH = "youth_health", _("visit of youth or health services")


class Outcome(models.TextChoices):
    """What a row was answered; only NONE says that there is no entry."""

    HIT = "hit", _("entry found")
    NONE = "none", _("no entry")
    NARROW = "narrow", _("possible entries, more details are needed")
    SUMMARY = "summary", _("possible entries, please call")
    NOT_CHECKED = "not_checked", _("not checked")


class Certainty(models.TextChoices):
    """How sure a hit is."""

    SURE = "sure", _("sure")
    POSSIBLE = "possible", _("possible")
    ADDRESS = "address", _("recorded at this address")


class Inquiry(SealedRow):
    """One question or one route; sealed: file number."""

    kind = models.CharField(max_length=11, choices=InquiryKind)
    actor = models.UUIDField()
    department = models.CharField(max_length=40)
    task_area = models.ForeignKey(TaskArea, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose)
    asked_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    request_key = models.UUIDField()
    typed_mark = models.CharField(max_length=64, help_text="Keyed mark of what was asked.")
    flags = models.JSONField(default=list, help_text="For data protection: self, surname, staff.")
    review_by = models.DateField(null=True, help_text="Emergency inquiries are looked at the next working day.")
    reviewed_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")
        indexes = [models.Index(fields=["actor", "kind", "asked_at"], name="zemag_inquiry_limit")]
        constraints = [
            models.UniqueConstraint(fields=["actor", "request_key"], name="zemag_one_inquiry_per_key"),
            models.CheckConstraint(
                condition=~Q(kind=InquiryKind.BREAK_GLASS) | Q(review_by__isnull=False), name="zemag_emergency_reviewed"
            ),
        ]


class InquiryItem(models.Model):
    """One row of an inquiry and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=11, choices=Outcome)
    planned_at = models.DateTimeField(null=True, help_text="Time of the visit, in a route that of the row.")

    class Meta:
        verbose_name = _("row of an inquiry")
        verbose_name_plural = _("rows of inquiries")
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="zemag_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="zemag_outcome_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InquiryInput(SealedRow):
    """What was typed in a row; sealed, for 30 days, for details and for an evaluation with two keys."""

    item = models.OneToOneField(InquiryItem, models.CASCADE, related_name="typed")
    delete_on = models.DateField()

    class Meta:
        verbose_name = _("typed row")
        verbose_name_plural = _("typed rows")


class InquiryHit(models.Model):
    """An entry that was shown for a row; `is_late` came after the answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(InquiryItem, models.CASCADE, related_name="hits")
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="+")
    certainty = models.CharField(max_length=8, choices=Certainty)
    is_late = models.BooleanField(default=False)
    found_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("hit")
        verbose_name_plural = _("hits")
        constraints = [models.UniqueConstraint(fields=["item", "entry"], name="zemag_hit_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Acknowledgement(SealedRow):
    """What somebody will do about a hit; sealed: the plan."""

    hit = models.OneToOneField(InquiryHit, models.CASCADE, related_name="acknowledgement")
    at = models.DateTimeField()
    is_cancelled = models.BooleanField(default=False, help_text="The visit does not take place.")

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")


class Experience(models.TextChoices):
    """How a visit went; which words somebody has for it stands in a report alone."""

    NO_INCIDENT = "no_incident", _("no incident")
    INCIDENT = "incident", _("incident")


class VisitFeedback(models.Model):
    """What somebody said of a visit after a hit: who, when, and whether something happened; it goes with its row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.OneToOneField(InquiryItem, models.CASCADE, related_name="feedback")
    by = models.UUIDField()
    at = models.DateTimeField()
    experience = models.CharField(max_length=11, choices=Experience)

    class Meta:
        verbose_name = _("feedback after a visit")
        verbose_name_plural = _("feedback after visits")
        constraints = [
            models.CheckConstraint(condition=Q(experience__in=Experience.values), name="zemag_experience_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Watch(SealedRow):
    """A row that is compared with each publication until the visit is over; sealed: what was asked."""

    item = models.OneToOneField(InquiryItem, models.CASCADE, related_name="watch")
    actor = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        indexes = [models.Index(fields=["until"], name="zemag_watch_until")]
