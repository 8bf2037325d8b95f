"""Parts of a report: people hurt, later texts, the supervisor's part, and the notice to the reported person."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.incidents import Incident, IntakePerson
from zemag.models.owed import (
    DEFERRED_WHOLE,
    GIVEN_UP_WAS_ASKED,
    KNOWN_DELIVERY,
    RETURNED_HAS_A_DAY,
    TWO_PEOPLE,
    Owed,
)


class Victim(SealedRow):
    """Somebody who was hurt; sealed: name, injury, off work. Supervisor and legal unit alone read it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="victims")

    class Meta:
        verbose_name = _("affected person")
        verbose_name_plural = _("affected people")


class TextKind(models.TextChoices):
    """What a later text is."""

    SUPPLEMENT = "supplement", _("supplement")
    QUESTION = "question", _("question")
    ANSWER = "answer", _("answer")
    REASON = "reason", _("reason")
    NO_ENTRY = "no_entry", _("why no entry was made")


class Supplement(SealedRow):
    """A text that was added; what was sent never changes. Sealed: text."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="supplements")
    person = models.ForeignKey(
        IntakePerson, models.PROTECT, null=True, related_name="texts", help_text="Of whom it tells, if of one alone."
    )
    kind = models.CharField(max_length=10, choices=TextKind)
    author = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("supplement")
        verbose_name_plural = _("supplements")


class StatementState(models.TextChoices):
    """How far the supervisor is (settled decision 2)."""

    OPEN = "open", _("open")
    CONTACTED = "contacted", _("contact made")
    STATED = "stated", _("statement given")
    PASSED = "passed", _("passed to the substitute")


class SupervisorStatement(SealedRow):
    """The supervisor's part; sealed: statement."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="statement")
    supervisor = models.UUIDField()
    substitute = models.UUIDField(null=True)
    state = models.CharField(max_length=9, choices=StatementState, default=StatementState.OPEN)
    contact_due = models.DateTimeField()
    statement_due = models.DateTimeField()
    contacted_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("statement of a supervisor")
        verbose_name_plural = _("statements of supervisors")


class SupportState(models.TextChoices):
    """What became of an offer of help."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DECLINED = "declined", _("not wanted")


class SupportContact(models.Model):
    """An offer of help by code of `zemag.catalogue`, its day and what became of it; never its content or a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="support")
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=8, choices=SupportState, default=SupportState.OPEN)
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("offer of help")
        verbose_name_plural = _("offers of help")
        indexes = [models.Index(fields=["state", "due_on"], name="zemag_support_due")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SupportState.values), name="zemag_support_state"),
            models.CheckConstraint(
                condition=Q(state=SupportState.OPEN, decided_at=None)
                | ~Q(state=SupportState.OPEN) & Q(decided_at__isnull=False),
                name="zemag_support_decided",
            ),
            models.UniqueConstraint(fields=["incident", "kind"], name="zemag_one_support_per_kind"),
        ]

    def __str__(self) -> str:
        return self.kind


class Notice(Owed):
    """The notice to a reported person: letter, deferral by two people, or destruction by its day. Sealed: reason."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notices")
    person = models.OneToOneField(IntakePerson, models.PROTECT, related_name="notice")

    class Meta:
        verbose_name = _("notice to a person")
        verbose_name_plural = _("notices to people")
        constraints = [
            models.CheckConstraint(condition=TWO_PEOPLE, name="zemag_deferral_two_people"),
            models.CheckConstraint(condition=DEFERRED_WHOLE, name="zemag_deferral_whole"),
            models.CheckConstraint(condition=KNOWN_DELIVERY, name="zemag_notice_delivery"),
            models.CheckConstraint(condition=RETURNED_HAS_A_DAY, name="zemag_returned_has_a_day"),
            models.CheckConstraint(condition=GIVEN_UP_WAS_ASKED, name="zemag_undeliverable_was_asked"),
        ]
