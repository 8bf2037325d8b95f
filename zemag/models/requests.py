"""Requests of people about their own data (GDPR Art. 15 to 18 and 21), and the cases that belong to them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.incidents import Incident, IntakePerson


class RequestKind(models.TextChoices):
    """What somebody asks for."""

    ACCESS = "access", _("access (Art. 15)")
    RECTIFICATION = "rectification", _("rectification (Art. 16)")
    ERASURE = "erasure", _("erasure (Art. 17)")
    RESTRICTION = "restriction", _("restriction (Art. 18)")
    OBJECTION = "objection", _("objection (Art. 21)")


class IntakeWay(models.TextChoices):
    """How a request came in."""

    LETTER = "letter", _("by letter")
    MAIL = "mail", _("by e-mail")
    PERSON = "person", _("in person")


class Identity(models.TextChoices):
    """How it was made sure who asks; no copy of a document is ever kept."""

    DOCUMENT = "document", _("identity document looked at, no copy made")
    FILES = "files", _("compared with own files")
    ELECTRONIC = "electronic", _("electronic identity or signed e-mail")
    KNOWN = "known", _("known in person, or an employee with an account")


class RequestState(models.TextChoices):
    """How far a request is (ZeMAG design, section 16)."""

    RECEIVED = "received", _("received")
    IDENTIFIED = "identified", _("identity checked")
    COLLECTED = "collected", _("data collected")
    DRAFTED = "drafted", _("answer drafted")
    LOOKED = "looked", _("looked at by data protection")
    DONE = "done", _("carried out")
    LETTER = "letter", _("letter made")
    SENT = "sent", _("answered")


class RequestResult(models.TextChoices):
    """What the answer says; empty until it is known."""

    FOUND = "found", _("data found")
    NONE = "none", _("nothing stored")
    REFUSED = "refused", _("request refused")
    GRANTED = "granted", _("granted")
    REJECTED = "rejected", _("not granted")


# What two people have to decide, whoever they are; objections have their own rule (uninvolved in the entry).
FOUR_EYES = (RequestKind.RECTIFICATION, RequestKind.ERASURE)


class SubjectRequest(SealedRow):
    """A request; sealed: who asks, address, words, identity check, what was collected, the draft of the answer."""

    number = models.CharField(max_length=14, unique=True)
    kind = models.CharField(max_length=13, choices=RequestKind)
    way = models.CharField(max_length=6, choices=IntakeWay)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    result = models.CharField(max_length=8, choices=RequestResult, blank=True)
    received_on = models.DateField(help_text="The month of Art. 12(3) counts from this day.")
    due_on = models.DateField()
    is_extended = models.BooleanField(default=False)
    account = models.UUIDField(null=True, help_text="The employee who asks about own data.")
    request_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    taken_by = models.UUIDField()
    drafted_by = models.UUIDField(null=True)
    looked_by = models.UUIDField(null=True)
    carried_by = models.UUIDField(null=True)
    sent_on = models.DateField(null=True)
    rest_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="rests",
        help_text="The request of whose answer this is what had to be held back.",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of people")
        indexes = [models.Index(fields=["state", "due_on"], name="zemag_request_due")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="zemag_request_kind"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="zemag_request_state"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.SENT) | Q(sent_on__isnull=False) & ~Q(result=""),
                name="zemag_request_answered",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=FOUR_EYES) | ~Q(carried_by=F("drafted_by")), name="zemag_request_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(looked_by=F("drafted_by")), name="zemag_request_looked_at_by_another"),
        ]


class RequestCase(models.Model):
    """A person of a report who is the one who asks, as somebody of the quality staff has settled."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="cases")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="requests")
    person = models.ForeignKey(IntakePerson, models.PROTECT, related_name="requests")
    is_held = models.BooleanField(
        default=False, help_text="Held back from the answer, as the notice to the person is deferred."
    )

    class Meta:
        verbose_name = _("case of a request")
        verbose_name_plural = _("cases of requests")
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="zemag_request_person_once")]

    def __str__(self) -> str:
        return str(self.pk)
