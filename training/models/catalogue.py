"""What is taught, where and by whom: one row for both languages."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Room
from pages.stamps import touch

UNIT_MINUTES = 45
# Stamps of what lists courses, in both languages.
LISTS = ("list:de", "list:en")


class Named(models.Model):
    """A row with a name in both languages."""

    name_de = models.CharField(_("name (German)"), max_length=80, help_text=_("Name in German."))
    name_en = models.CharField(
        _("name (English)"), max_length=80, blank=True, help_text=_("Name in English; empty takes the German one.")
    )

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Name in the active language, German when there is no English one."""
        return (self.name_en if get_language() == "en" else "") or self.name_de


class TrainingTopic(Named):
    """A subject of training; seven are shipped."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Short name in addresses and imports."))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Low numbers stand first."))
    with_pe = models.BooleanField(
        _("with staff development"), default=False, help_text=_("Offered together with Personalentwicklung.")
    )

    class Meta:
        verbose_name = _("training topic")
        verbose_name_plural = _("training topics")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the topic and renew the lists that name it."""
        super().save(*args, **kwargs)
        touch(*LISTS)


class Course(models.Model):
    """A course: its rules, never its seats; pages in both languages lead to this one row."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(_("code"), max_length=20, unique=True, help_text=_("Short name, for example K-01."))
    title_de = models.CharField(_("title (German)"), max_length=120, help_text=_("Title in German."))
    title_en = models.CharField(
        _("title (English)"), max_length=120, blank=True, help_text=_("Title in English; empty takes the German one.")
    )
    topics = models.ManyToManyField(
        TrainingTopic, related_name="courses", verbose_name=_("topics"), help_text=_("At least one.")
    )
    units = models.PositiveSmallIntegerField(
        _("units"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text=_("Units of 45 minutes, 1 to 80."),
    )
    needs_approval = models.BooleanField(
        _("needs approval"), default=True, help_text=_("The supervisor approves each booking.")
    )
    one_active = models.BooleanField(
        _("one booking at a time"), default=True, help_text=_("A person holds one booking of this course at a time.")
    )
    min_attendance_percent = models.PositiveSmallIntegerField(
        _("attendance needed"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Percent of the time that make a full certificate."),
    )
    validity_months = models.PositiveSmallIntegerField(
        _("validity"),
        default=0,
        validators=[MaxValueValidator(120)],
        help_text=_("Months a certificate is valid; 0 has no end."),
    )
    content_version = models.PositiveIntegerField(default=1, editable=False)
    is_active = models.BooleanField(_("offered"), default=True, help_text=_("Off when no new dates are planned."))

    class Meta:
        verbose_name = _("course (booking rules)")
        verbose_name_plural = _("courses (booking rules)")
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=1, units__lte=80), name="training_course_units"),
            models.CheckConstraint(
                condition=Q(min_attendance_percent__gte=1, min_attendance_percent__lte=100),
                name="training_course_percent",
            ),
            models.CheckConstraint(condition=Q(validity_months__lte=120), name="training_course_validity"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the course and renew the pages that tell its rules."""
        super().save(*args, **kwargs)
        touch(*LISTS)

    @property
    def title(self) -> str:
        """Title in the active language, German when there is no English one."""
        return self.title_in(get_language() or "de")

    def title_in(self, language: str) -> str:
        """Return the title in a language, German when there is none."""
        return (self.title_en if language == "en" else "") or self.title_de


class Venue(models.Model):
    """A room of the city or a place elsewhere; how many people it holds and who can get in."""

    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, verbose_name=_("room"), help_text=_("Room of the city.")
    )
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Name of a place elsewhere."))
    address = models.CharField(_("address"), max_length=200, blank=True, help_text=_("Street, number, postcode."))
    capacity = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(500)], help_text=_("People it holds, 1 to 500.")
    )
    step_free = models.BooleanField(_("step-free"), default=False, help_text=_("Reached without a step."))
    induction_loop = models.BooleanField(_("induction loop"), default=False, help_text=_("For hearing aids."))
    accessible_toilet = models.BooleanField(
        _("accessible toilet"), default=False, help_text=_("A toilet for wheelchair users is near.")
    )
    directions = models.CharField(_("directions"), max_length=300, blank=True, help_text=_("How to get there."))

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=500), name="training_venue_capacity"),
            models.CheckConstraint(
                condition=Q(room__isnull=False, name="") | (Q(room__isnull=True) & ~Q(name="")),
                name="training_venue_room_or_name",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name and address, or room and building."""
        if self.room is not None:
            return str(self.room)
        return ", ".join(part for part in (self.name, self.address) if part)

    def clean(self) -> None:
        """Ask for a room of the city or a name, not both."""
        if bool(self.room_id) == bool(self.name):
            raise ValidationError({"name": _("Choose a room of the city or give a name, not both.")})


class Trainer(models.Model):
    """Somebody who teaches: a member of staff, or a person from elsewhere with name and e-mail address."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="trainer",
        verbose_name=_("account"),
        help_text=_("Account of a trainer who works for the city."),
    )
    own_name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Name of a trainer from elsewhere."))
    own_email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Address of a trainer from elsewhere."))
    organisation = models.CharField(_("organisation"), max_length=120, blank=True, help_text=_("Whom they work for."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Can be chosen for dates."))

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, own_name="", own_email="")
                | (Q(user__isnull=True) & ~Q(own_name="") & ~Q(own_email="")),
                name="training_trainer_account_or_name",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def name(self) -> str:
        """Name to show to staff."""
        return self.user.get_full_name() if self.user else self.own_name

    @property
    def email(self) -> str:
        """Address for mails."""
        return self.user.email if self.user else self.own_email

    @property
    def language(self) -> str:
        """Language of mails."""
        return self.user.language if self.user else "de"

    def clean(self) -> None:
        """Ask for an account or for name and address."""
        given: list[Any] = [self.own_name, self.own_email]
        if (self.user_id and any(given)) or (not self.user_id and not all(given)):
            raise ValidationError({"own_name": _("Choose an account, or give name and e-mail address.")})
