"""Letters as they were made: the sealed document, its kind, and the version of the words it was made from."""

from django.db import models
from django.db.models import Q
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
