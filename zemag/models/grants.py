"""Who may do what in ZeMAG: rows of this database alone, never groups or flags of accounts (design, section 3)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles that are granted; R1 is everybody, R2 and R7 follow from accounts, R11 is a role of the portal."""

    QUALITY = "R3", _("quality staff")
    LEGAL = "R4", _("legal unit")
    ENQUIRER = "R5", _("enquirer")
    COORDINATOR = "R6", _("coordinator of a department")
    STATISTICS = "R8", _("statistics")
    DATA_PROTECTION = "R9", _("data protection")
    STAFF_COUNCIL = "R10", _("staff council")
    EDITOR = "R12", _("editor of texts")


class GrantState(models.TextChoices):
    """How far a grant is; whether it counts today is `zemag.permissions`' question."""

    REQUESTED = "requested", _("requested")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")


class TaskArea(models.Model):
    """What staff of a department do outside, with the risk assessment that lets them ask."""

    code = models.SlugField(max_length=60, unique=True)
    name_de = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    department = models.CharField(max_length=40)
    risk_reference = models.CharField(max_length=60)
    risk_date = models.DateField()
    level = models.PositiveSmallIntegerField()
    single = models.BooleanField(default=True)
    address = models.BooleanField(default=False)
    batch = models.BooleanField(default=False)
    break_glass = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("task area")
        verbose_name_plural = _("task areas")
        constraints = [models.CheckConstraint(condition=Q(level__lte=3), name="zemag_area_level")]

    def __str__(self) -> str:
        return self.code


class Grant(models.Model):
    """One right of one person, for a time; people are named by `accounts.User.uuid`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField()
    role = models.CharField(max_length=3, choices=Role)
    is_lead = models.BooleanField(default=False)
    department = models.CharField(max_length=40, blank=True)
    task_area = models.ForeignKey(TaskArea, models.PROTECT, null=True, related_name="grants")
    state = models.CharField(max_length=9, choices=GrantState, default=GrantState.REQUESTED)
    requested_by = models.UUIDField()
    approver = models.UUIDField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    recertify_by = models.DateField()
    used_on = models.DateField()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        indexes = [models.Index(fields=["user", "state"], name="zemag_grant_user")]
        constraints = [
            models.CheckConstraint(condition=~Q(approver=F("user")), name="zemag_grant_not_by_oneself"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="zemag_grant_begins_first"),
            models.CheckConstraint(
                condition=~Q(state=GrantState.ACTIVE) | Q(approver__isnull=False), name="zemag_grant_has_approver"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ENQUIRER) | Q(task_area__isnull=False), name="zemag_enquirer_has_area"
            ),
            models.CheckConstraint(condition=Q(is_lead=False) | Q(role=Role.QUALITY), name="zemag_lead_is_quality"),
            models.UniqueConstraint(
                fields=["user", "role", "department", "task_area"],
                condition=~Q(state=GrantState.ENDED),
                name="zemag_grant_once_per_area",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "department"],
                condition=~Q(state=GrantState.ENDED) & Q(task_area__isnull=True),
                name="zemag_grant_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ProfileState(models.TextChoices):
    """How far a legal profile is."""

    PROPOSED = "proposed", _("proposed")
    RELEASED = "released", _("released")
    REPLACED = "replaced", _("replaced")


class LegalProfile(models.Model):
    """Thresholds and periods that the law and the impact assessment set; R3 proposes, R9 releases."""

    version = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=ProfileState, default=ProfileState.PROPOSED)
    values = models.JSONField(default=dict)
    proposed_by = models.UUIDField()
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("legal profile")
        verbose_name_plural = _("legal profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ProfileState.RELEASED), name="zemag_one_profile_released"
            ),
            models.CheckConstraint(condition=~Q(released_by=F("proposed_by")), name="zemag_profile_two_people"),
            models.CheckConstraint(
                condition=Q(state=ProfileState.PROPOSED) | Q(released_by__isnull=False), name="zemag_profile_released"
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
