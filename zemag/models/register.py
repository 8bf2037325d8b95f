"""The register: entries that two people signed, and the persons that are compared."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.incidents import Incident, IntakePerson


class EntryState(models.TextChoices):
    """How far an entry is (ZeMAG design, section 6; settled decision 1)."""

    PROPOSED = "proposed", _("proposed")
    PROVISIONAL = "provisional", _("provisional")
    ACTIVE = "active", _("active")
    DUE_REVIEW = "due_review", _("being reviewed")
    RESTRICTED = "restricted", _("restricted")
    DELETED = "deleted", _("deleted")


SIGNED = (EntryState.ACTIVE, EntryState.DUE_REVIEW, EntryState.RESTRICTED)


class RegisterPerson(SealedRow):
    """A person that is compared; sealed: names, birth date, addresses with their date, nothing else."""

    class Meta:
        verbose_name = _("person of the register")
        verbose_name_plural = _("people of the register")


class RegisterEntry(SealedRow):
    """What is known of one incident; sealed: measures, neutral line, necessity, legal basis, trigger, place."""

    person = models.ForeignKey(RegisterPerson, models.PROTECT, related_name="entries")
    same_as = models.ForeignKey(
        RegisterPerson, models.SET_NULL, null=True, related_name="+", help_text="Joined with this person once signed."
    )
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="entries")
    intake = models.OneToOneField(
        IntakePerson, models.PROTECT, null=True, related_name="entry", help_text="Whom the report names."
    )
    state = models.CharField(max_length=12, choices=EntryState, default=EntryState.PROPOSED)
    level = models.PositiveSmallIntegerField()
    offences = models.JSONField(default=list)
    weapon = models.CharField(max_length=3, blank=True)
    setting = models.CharField(max_length=16, blank=True)
    occurred_month = models.CharField(max_length=7)
    is_minor = models.BooleanField(default=False)
    is_protected = models.BooleanField(default=False, help_text="Restricted, but shown to protect somebody else.")
    has_objection = models.BooleanField(default=False)
    proposed_by = models.UUIDField()
    provisional_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    second_approver = models.UUIDField(null=True)
    protection_by = models.UUIDField(null=True)
    provisional_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)
    delete_on = models.DateField()
    latest_delete_on = models.DateField(help_text="No extension goes beyond it.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("entry of the register")
        verbose_name_plural = _("entries of the register")
        indexes = [models.Index(fields=["state", "delete_on"], name="zemag_entry_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="zemag_entry_state_known"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="zemag_entry_level"),
            models.CheckConstraint(condition=~Q(approved_by=F("proposed_by")), name="zemag_entry_four_eyes"),
            models.CheckConstraint(
                condition=~Q(second_approver=F("proposed_by")) & ~Q(second_approver=F("approved_by")),
                name="zemag_entry_six_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SIGNED)
                | Q(approved_by__isnull=False, review_on__isnull=False, published_at__isnull=False),
                name="zemag_entry_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SIGNED) | Q(is_minor=False) | Q(second_approver__isnull=False),
                name="zemag_minor_has_two_approvers",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.PROVISIONAL) | Q(provisional_until__isnull=False, level=3),
                name="zemag_provisional_ends",
            ),
            models.CheckConstraint(
                condition=Q(is_protected=False) | Q(protection_by__isnull=False), name="zemag_protection_by_two"
            ),
            models.CheckConstraint(condition=Q(delete_on__lte=F("latest_delete_on")), name="zemag_entry_never_longer"),
        ]


class DecisionKind(models.TextChoices):
    """What was decided on an entry."""

    PROPOSED = "proposed", _("proposed")
    RETURNED = "returned", _("returned")
    PROVISIONAL = "provisional", _("published provisionally")
    APPROVED = "approved", _("approved")
    REVIEW = "review", _("put under review")
    KEPT = "kept", _("kept after review")
    EXTENDED = "extended", _("extended")
    RESTRICTED = "restricted", _("restricted")
    PROTECTION = "protection", _("shown to protect somebody")
    LIFTED = "lifted", _("restriction lifted")
    OBJECTED = "objected", _("objection received")
    REJECTED = "rejected", _("objection rejected")
    CORRECTED = "corrected", _("person corrected")
    DELETED = "deleted", _("deleted")


class EntryDecision(SealedRow):
    """Who decided what on an entry; sealed: reason. What needs two people is in force once `second` is there."""

    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=11, choices=DecisionKind)
    actor = models.UUIDField(null=True, help_text="Null for a period that ended.")
    second = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision on an entry")
        verbose_name_plural = _("decisions on entries")
        constraints = [
            models.CheckConstraint(condition=~Q(second=F("actor")), name="zemag_decision_two_people"),
        ]
