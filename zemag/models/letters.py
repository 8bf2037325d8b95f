"""Letters as they were made, and the versions of the words they are made from."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.incidents import Incident, IntakePerson
from zemag.models.requests import SubjectRequest


class LetterKind(models.TextChoices):
    """What a letter is (ZeMAG design, section 16); T10 is not built."""

    ENTRY = "T1a", _("notice of an entry")
    EXAMINED = "T1b", _("notice of a report under examination")
    ACCESS = "T2", _("access")
    INTERIM = "T3", _("interim message")
    OBJECTION = "T4", _("decision on an objection")
    ERASURE = "T5", _("notice of an erasure")
    RECTIFICATION = "T6", _("notice of a rectification")
    DEFERRAL = "T7", _("memo: notice deferred")
    PROSECUTION = "T8", _("application for prosecution")
    HOUSE_BAN = "T9", _("house ban")
    REPORTER = "T11", _("message to the reporter")
    RESTRICTION = "T12", _("notice of a restriction")


class Letter(SealedRow):
    """A letter about a report or a request; sealed: the document. It goes when nothing of the person is left."""

    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="letters")
    person = models.ForeignKey(
        IntakePerson, models.PROTECT, null=True, related_name="letters", help_text="About whom it is."
    )
    request = models.ForeignKey(SubjectRequest, models.PROTECT, null=True, related_name="letters")
    kind = models.CharField(max_length=3, choices=LetterKind)
    template_version = models.PositiveSmallIntegerField(help_text="Version of the words.")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    sent_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="zemag_letter_kind"),
            models.CheckConstraint(
                condition=Q(incident__isnull=False, request__isnull=True)
                | Q(incident__isnull=True, request__isnull=False),
                name="zemag_letter_of_one",
            ),
        ]


class TemplateState(models.TextChoices):
    """How far words of a letter are."""

    PROPOSED = "proposed", _("waits for release")
    RELEASED = "released", _("in force")
    REPLACED = "replaced", _("replaced")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("a newer proposal took its place")


class LetterTemplate(SealedRow):
    """Words of one kind of letter; R12 proposes, R3 releases. Sealed: the words, and why they were returned.

    The words that come with the product stand in files; a row without a proposer keeps them once others replace them.
    """

    kind = models.CharField(max_length=3, choices=LetterKind)
    version = models.PositiveSmallIntegerField(null=True, help_text="Given by the release.")
    base = models.PositiveSmallIntegerField(help_text="Version in force when this was proposed.")
    state = models.CharField(max_length=9, choices=TemplateState, default=TemplateState.PROPOSED)
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("words of a letter")
        verbose_name_plural = _("words of letters")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="zemag_template_kind"),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="zemag_template_two_people"),
            models.CheckConstraint(
                condition=~Q(state__in=[TemplateState.RELEASED, TemplateState.RETURNED])
                | Q(proposed_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="zemag_template_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TemplateState.RELEASED, TemplateState.REPLACED], version__isnull=False)
                | (~Q(state__in=[TemplateState.RELEASED, TemplateState.REPLACED]) & Q(version__isnull=True)),
                name="zemag_template_version",
            ),
            models.UniqueConstraint(fields=["kind", "version"], name="zemag_one_template_per_version"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state=TemplateState.PROPOSED), name="zemag_one_template_proposed"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state=TemplateState.RELEASED), name="zemag_one_template_released"
            ),
            models.UniqueConstraint(fields=["proposed_by", "request_key"], name="zemag_one_template_per_key"),
        ]
