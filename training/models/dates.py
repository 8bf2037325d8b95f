"""Dates of courses with their parts, trainers and the ledger of seats."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from training.models.catalogue import Course, Trainer, Venue

LANGUAGES = [("de", _("German")), ("en", _("English"))]
LONGEST_CAPACITY = 500


class DateState(models.TextChoices):
    """Stored states of a date (training design, section 4)."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    HELD = "held", _("held")
    ARCHIVED = "archived", _("archived")
    CALLED_OFF = "called_off", _("called off")


class Phase(models.TextChoices):
    """What a published date is right now; derived, never stored."""

    ANNOUNCED = "announced", _("booking opens later")
    OPEN = "open", _("open for booking")
    CLOSED = "closed", _("booking closed")
    RUNNING = "running", _("running")
    OVER = "over", _("over")


class Decision(models.TextChoices):
    """Whether a date with few bookings takes place."""

    UNDECIDED = "undecided", _("not decided")
    RUNS = "runs", _("takes place")


class CourseDate(models.Model):
    """One date of a course; only services write it, under the lock of its ledger."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="dates", verbose_name=_("course"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="de")
    state = models.CharField(_("state"), max_length=10, choices=DateState, default=DateState.DRAFT)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    registration_opens = models.DateTimeField(_("booking opens"))
    registration_closes = models.DateTimeField(_("booking closes"))
    cancel_until = models.DateTimeField(_("cancel until"))
    auto_promote_until = models.DateTimeField(_("confirm from the queue until"))
    promote_until = models.DateTimeField(_("offer from the queue until"))
    offer_hours = models.PositiveSmallIntegerField(
        _("hours for an offer"), default=24, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    approval_days = models.PositiveSmallIntegerField(
        _("working days for approval"), default=5, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    min_participants = models.PositiveSmallIntegerField(
        _("people needed"), default=0, validators=[MaxValueValidator(LONGEST_CAPACITY)]
    )
    decide_by = models.DateTimeField(_("decide by"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, default=Decision.UNDECIDED)
    registration_halted = models.BooleanField(_("booking halted"), default=False)
    quality_block = models.CharField(_("quality block"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    called_off_reason = models.CharField(_("reason for calling off"), max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("date of a course")
        verbose_name_plural = _("dates of courses")
        indexes = [
            models.Index(fields=["state", "starts_at"], name="training_date_state_start"),
            # The next date of each course: without it SQLite reads the coming dates anew
            # for every course in the catalogue.
            models.Index(fields=["course", "state", "starts_at"], name="training_date_next"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="training_date_start_before_end"),
            models.CheckConstraint(
                condition=Q(auto_promote_until__lte=F("promote_until"), promote_until__lte=F("starts_at")),
                name="training_date_promotion_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="called_off") | ~Q(called_off_reason=""), name="training_date_called_off_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DateSeats(models.Model):
    """The ledger of a date: every change of the date starts by writing `lock_version` here (training design, 5)."""

    date = models.OneToOneField(CourseDate, models.PROTECT, primary_key=True, related_name="seats")
    capacity = models.PositiveSmallIntegerField(_("seats"), default=0)
    wait_capacity = models.PositiveSmallIntegerField(_("places in the queue"), default=20)
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    next_wait_no = models.PositiveIntegerField(default=1, editable=False)
    lock_version = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("seats of a date")
        verbose_name_plural = _("seats of dates")
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("capacity")), name="training_seats_not_oversold"),
            models.CheckConstraint(condition=Q(seats_taken__gte=0), name="training_seats_not_negative"),
            models.CheckConstraint(
                condition=Q(capacity__gte=0, capacity__lte=LONGEST_CAPACITY), name="training_seats_capacity"
            ),
            models.CheckConstraint(condition=Q(wait_capacity__lte=1000), name="training_seats_wait_capacity"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def free(self) -> int:
        """How many seats are free."""
        return self.capacity - self.seats_taken


class CourseDatePart(models.Model):
    """A stretch of a date at one place or online; once published it is withdrawn, never deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.ForeignKey(CourseDate, models.PROTECT, related_name="parts")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, verbose_name=_("venue"))
    online_url = models.URLField(
        _("online at"), max_length=500, blank=True, validators=[URLValidator(schemes=["https"])]
    )
    is_withdrawn = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("part of a date")
        verbose_name_plural = _("parts of dates")
        constraints = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="training_part_start_before_end"),
            models.CheckConstraint(
                condition=Q(venue__isnull=False, online_url="")
                | Q(venue__isnull=True, online_url__startswith="https://"),
                name="training_part_venue_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def place(self) -> str:
        """Venue or link."""
        return self.venue.label if self.venue else self.online_url


class TrainerRole(models.TextChoices):
    """Who leads and who helps."""

    MAIN = "main", _("main trainer")
    ASSISTANT = "assistant", _("assistant")


class DateTrainer(models.Model):
    """A trainer of a date; once published removed, never deleted."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.ForeignKey(CourseDate, models.PROTECT, related_name="trainers")
    trainer = models.ForeignKey(Trainer, models.PROTECT, related_name="dates", verbose_name=_("trainer"))
    role = models.CharField(_("role"), max_length=10, choices=TrainerRole, default=TrainerRole.MAIN)
    is_removed = models.BooleanField(default=False, editable=False)
    ical_sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("trainer of a date")
        verbose_name_plural = _("trainers of dates")
        constraints = [models.UniqueConstraint(fields=["date", "trainer"], name="training_trainer_once_per_date")]

    def __str__(self) -> str:
        return f"#{self.pk}"
