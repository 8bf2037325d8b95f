"""Bookings and their log; both are written by services alone."""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from training.models.catalogue import Course
from training.models.dates import LANGUAGES, CourseDate


class Status(models.TextChoices):
    """How far a booking is (training design, section 4)."""

    REQUESTED = "requested", _("approval requested")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("seat offered")
    CONFIRMED = "confirmed", _("booked")
    CANCELLED = "cancelled", _("cancelled")
    REFUSED = "refused", _("refused")
    DECLINED = "declined", _("offer declined")
    EXPIRED = "expired", _("expired")
    REBOOKED = "rebooked", _("rebooked")
    DATE_CANCELLED = "date_cancelled", _("date called off")
    ATTENDED = "attended", _("attended")
    PARTIAL = "partial", _("attended in part")
    NO_SHOW = "no_show", _("not there")
    EXCUSED = "excused", _("excused")


class Place(models.TextChoices):
    """What a booking holds."""

    SEAT = "seat", _("seat")
    QUEUE = "queue", _("place in the queue")
    NONE = "none", _("nothing")


ACTIVE = (Status.REQUESTED, Status.WAITING, Status.OFFERED, Status.CONFIRMED)
RESULTS = (Status.ATTENDED, Status.PARTIAL, Status.NO_SHOW, Status.EXCUSED)
SEATED_RESULTS = (Status.ATTENDED, Status.PARTIAL)
FINAL = tuple(status for status in Status if status not in ACTIVE)
_STATUS_FITS_PLACE = (
    Q(status=Status.REQUESTED, place__in=[Place.SEAT, Place.QUEUE])
    | Q(status=Status.WAITING, place=Place.QUEUE)
    | Q(status__in=[Status.OFFERED, Status.CONFIRMED], place=Place.SEAT)
    | Q(status__in=list(FINAL), place=Place.NONE)
)


class Booking(models.Model):
    """One person's booking of one date; final states stay final, booking again makes a new row."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.ForeignKey(CourseDate, models.PROTECT, related_name="bookings")
    course = models.ForeignKey(Course, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="bookings", help_text="Null once old."
    )
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="de")
    status = models.CharField(_("state"), max_length=14, choices=Status)
    place = models.CharField(max_length=5, choices=Place)
    wait_no = models.PositiveIntegerField(null=True)
    request_key = models.UUIDField()
    exclusive = models.BooleanField(default=True)
    approval_until = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    offer_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    is_late = models.BooleanField(default=False)
    ical_sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes = [
            models.Index(fields=["date", "status"], name="training_booking_date_status"),
            models.Index(fields=["status", "approval_until"], name="training_booking_approval"),
            models.Index(fields=["status", "offer_until"], name="training_booking_offer"),
        ]
        constraints = [
            models.CheckConstraint(condition=_STATUS_FITS_PLACE, name="training_status_fits_place"),
            models.CheckConstraint(
                condition=~Q(place=Place.QUEUE) | Q(wait_no__isnull=False), name="training_queue_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED) | Q(offer_until__isnull=False), name="training_offer_has_end"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.REQUESTED) | Q(approval_until__isnull=False),
                name="training_request_has_end",
            ),
            models.UniqueConstraint(fields=["date", "wait_no"], name="training_one_number_per_date"),
            models.UniqueConstraint(fields=["person", "request_key"], name="training_one_booking_per_key"),
            models.UniqueConstraint(
                fields=["date", "person"], condition=Q(status__in=list(ACTIVE)), name="training_one_active_per_date"
            ),
            models.UniqueConstraint(
                fields=["course", "person"],
                condition=Q(status__in=list(ACTIVE), exclusive=True),
                name="training_one_active_per_course",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_active(self) -> bool:
        """Whether something can still happen to it before the date is over."""
        return self.status in ACTIVE

    @property
    def holds_seat(self) -> bool:
        """Whether it takes one of the seats."""
        return self.place == Place.SEAT


class AppendOnly(Exception):
    """The log of training is only added to; `training.services.retention` alone removes names from it."""


class EventQuerySet(models.QuerySet["TrainingEvent"]):
    """Rows of the log: no update, no deletion."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly

    def without_names(self) -> int:
        """Take people and reasons out of these rows (settled.md 19); return how many."""
        return super().update(actor=None, reason="")


class TrainingEvent(models.Model):
    """One thing that happened to a date or a booking; the log of training, append-only."""

    date = models.ForeignKey(CourseDate, models.PROTECT, related_name="events")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="events")
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    old_status = models.CharField(max_length=14, blank=True)
    new_status = models.CharField(max_length=14, blank=True)
    old_place = models.CharField(max_length=5, blank=True)
    new_place = models.CharField(max_length=5, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of training")
        verbose_name_plural = _("events of training")
        indexes = [models.Index(fields=["date", "kind"], name="training_event_date_kind")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that is there."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly


class Heartbeat(models.Model):
    """When the tick of training last came through."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
