"""Reports of attacks and what belongs to them; nothing here is ever searched by enquirers."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow


class IncidentState(models.TextChoices):
    """How far a report is (ZeMAG design, section 5; settled decision 2)."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    TRIAGE = "triage", _("being examined")
    NEEDS_INFO = "needs_info", _("question to the reporter")
    LEGAL_PENDING = "legal_pending", _("with the legal unit")
    TRIGGER_RECORDED = "trigger_recorded", _("complaint, application or house ban recorded")
    DECLINED = "declined", _("declined by the legal unit")
    ENTRY_PROPOSED = "entry_proposed", _("entry proposed")
    STATISTICS_ONLY = "statistics_only", _("statistics only")
    DUPLICATE = "duplicate", _("duplicate")
    CLOSED = "closed", _("closed")


class Grade(models.TextChoices):
    """How sure it is who the person is."""

    DOCUMENT = "A", _("identity document")
    FILES = "B", _("own files")
    STATEMENT = "C", _("own statement or a third party who knows the person")
    GUESS = "D", _("guess")


class NumberCounter(models.Model):
    """The last number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of reports")
        verbose_name_plural = _("counters of reports")

    def __str__(self) -> str:
        return str(self.year)


class Incident(SealedRow):
    """A report; sealed: when and where exactly, the seven W texts, consequences, reactions, telephone."""

    # Null, not empty: a draft has none, and only given numbers must differ.
    number = models.CharField(max_length=9, null=True, unique=True)  # noqa: DJ001
    state = models.CharField(max_length=16, choices=IncidentState, default=IncidentState.DRAFT)
    level = models.PositiveSmallIntegerField(default=0)
    department = models.CharField(max_length=40, blank=True)
    setting = models.CharField(max_length=16, blank=True)
    occasion = models.CharField(max_length=16, blank=True)
    occurred_month = models.CharField(max_length=7, blank=True)
    is_anonymous = models.BooleanField(default=False)
    is_short = models.BooleanField(default=False)
    reporter = models.UUIDField(null=True)
    request_key = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="When the next step is due.")
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="duplicates")
    support_reminders = models.BooleanField(default=True, help_text="Whether talks are called to mind.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index(fields=["state", "due_at"], name="zemag_incident_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=IncidentState.values), name="zemag_incident_state"),
            models.CheckConstraint(condition=Q(level__lte=3), name="zemag_incident_level"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(reporter__isnull=True), name="zemag_anonymous_has_no_reporter"
            ),
            models.CheckConstraint(
                condition=Q(state=IncidentState.DRAFT) | Q(number__isnull=False, submitted_at__isnull=False),
                name="zemag_sent_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=IncidentState.DUPLICATE) | Q(duplicate_of__isnull=False),
                name="zemag_duplicate_names_first",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="zemag_no_duplicate_of_itself"),
            models.UniqueConstraint(fields=["reporter", "request_key"], name="zemag_one_report_per_key"),
            models.UniqueConstraint(
                fields=["request_key"], condition=Q(reporter__isnull=True), name="zemag_one_anonymous_report_per_key"
            ),
        ]


class IncidentOffence(models.Model):
    """One offence of a report, by code of `zemag.catalogue`."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="offences")
    code = models.CharField(max_length=2)
    weapon = models.CharField(max_length=3, blank=True)
    use = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name = _("offence of an incident")
        verbose_name_plural = _("offences of incidents")

    def __str__(self) -> str:
        return self.code


class Entitled(SealedRow):
    """A person or body that can apply for prosecution, with its own clock (StGB § 77b(3)); sealed: name, source."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="entitled")
    known_on = models.DateField()
    is_confirmed = models.BooleanField(default=False)
    last_day = models.DateField()

    class Meta:
        verbose_name = _("person entitled to apply")
        verbose_name_plural = _("people entitled to apply")


class Trigger(models.TextChoices):
    """What the legal unit records."""

    COMPLAINT = "complaint", _("complaint")
    APPLICATION = "application", _("application for prosecution")
    HOUSE_BAN = "house_ban", _("house ban")


class FiledBy(models.TextChoices):
    """Who filed it."""

    BODY = "body", _("the city")
    EMPLOYEE = "employee", _("the employee")


class LegalSteps(models.QuerySet["LegalStep"]):
    """Steps of the legal unit, as they are asked for."""

    def about(self, person: "IntakePerson | None") -> Self:
        """Return what tells of a person: all of the case but house bans against others whom the report names."""
        return self.filter(Q(person=None) | Q(person=person)) if person is not None else self


class LegalStep(SealedRow):
    """A step of the legal unit; sealed: reference. `person` is against whom a house ban was pronounced."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Trigger)
    filed_by = models.CharField(max_length=8, choices=FiledBy)
    filed_on = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_by = models.UUIDField()
    person = models.ForeignKey("zemag.IntakePerson", models.SET_NULL, null=True, related_name="steps")

    objects = LegalSteps.as_manager()

    class Meta:
        verbose_name = _("legal step")
        verbose_name_plural = _("legal steps")


# How many people a report can name (ZeMAG design, section 8).
MOST_PEOPLE = 5


class PersonOutcome(models.TextChoices):
    """What was decided about a reported person; empty as long as nothing is."""

    PUBLISHED = "published", _("entry in the register")
    NOT_PUBLISHED = "not_published", _("no entry")
    DECLINED = "declined", _("declined by the legal unit")


class IntakePerson(SealedRow):
    """A reported person, never searchable; sealed: names, birth date, address, file number, description."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="people")
    position = models.PositiveSmallIntegerField(default=1, help_text="In the order of the report, from 1.")
    outcome = models.CharField(max_length=13, choices=PersonOutcome, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
    is_clearly_adult = models.BooleanField(default=False)
    recorded_on = models.DateField()
    named_by = models.UUIDField(null=True, help_text="Who added the person; empty for whom the report names itself.")
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reported person")
        verbose_name_plural = _("reported people")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "position"], name="zemag_person_position_once"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_PEOPLE), name="zemag_person_at_most_five"
            ),
            models.CheckConstraint(condition=Q(outcome__in=["", *PersonOutcome.values]), name="zemag_person_outcome"),
        ]
