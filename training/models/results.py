"""What comes of a booking: attendance, certificate; and what a person needs to take part."""

from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.models.bookings import Booking
from training.models.dates import LANGUAGES, CourseDatePart

LONGEST_PART_MINUTES = 720


def private_storage() -> FileSystemStorage:
    """Return the folder of private files of training; only views of this room open it."""
    return FileSystemStorage(location=settings.MEDIA_ROOT / "training", base_url=None)


class Presence(models.TextChoices):
    """What the trainer notes for a part."""

    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("excused")


class AttendanceMark(models.Model):
    """How long a person was there in one part."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="marks")
    part = models.ForeignKey(CourseDatePart, models.PROTECT, related_name="marks")
    presence = models.CharField(max_length=8, choices=Presence)
    minutes = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(LONGEST_PART_MINUTES)])
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            models.UniqueConstraint(fields=["booking", "part"], name="training_one_mark_per_part"),
            models.CheckConstraint(condition=Q(minutes__lte=LONGEST_PART_MINUTES), name="training_mark_minutes"),
            models.CheckConstraint(
                condition=Q(presence=Presence.PRESENT) | Q(minutes=0), name="training_mark_minutes_of_present"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CertificateKind(models.TextChoices):
    """Full, or of attendance in part."""

    FULL = "full", _("certificate of attendance")
    PARTIAL = "partial", _("certificate of partial attendance")


class CertificateState(models.TextChoices):
    """Whether it still counts."""

    VALID = "valid", _("valid")
    WITHDRAWN = "withdrawn", _("withdrawn")


class CertificateCounter(models.Model):
    """The last number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of certificates")
        verbose_name_plural = _("counters of certificates")

    def __str__(self) -> str:
        return str(self.year)


class Certificate(models.Model):
    """What a person took part in; its file is made by the tick, outside every lock."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="certificate")
    kind = models.CharField(max_length=7, choices=CertificateKind)
    number = models.CharField(max_length=13, unique=True)
    code = models.CharField(max_length=10, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    holder_name = models.CharField(max_length=161)
    holder_surname = models.CharField(max_length=80)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=9, choices=CertificateState, default=CertificateState.VALID)
    file = models.FileField(storage=private_storage, upload_to="certificates", max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="de")

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number


class Need(models.Model):
    """What a person needs to take part, sealed (it may reveal health data); erased 14 days after the date."""

    booking = models.OneToOneField(Booking, models.PROTECT, primary_key=True, related_name="need")
    sealed = models.BinaryField()
    share_with_trainer = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Qualifiable(models.Model):
    """Private file of a trainer's qualification (settled.md 22)."""

    file = models.FileField(
        _("document"),
        storage=private_storage,
        upload_to="qualifications",
        max_length=120,
        blank=True,
        help_text=_("PDF; seen by the quality reviewers only."),
    )

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and its file."""
        if self.file:
            self.file.delete(save=False)
        return super().delete(*args, **kwargs)
