"""Offences and measures as editors change them, in versions; what the product brings holds until one is released."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.catalogue import HIGHEST, OFFENCES
from zemag.models.base import SealedRow
from zemag.models.letters import TemplateState

IN_FORCE_ONCE = [TemplateState.RELEASED, TemplateState.REPLACED]
LONGEST_CODE = 30


def _rules(name: str) -> list[models.BaseConstraint]:
    """Return what the database refuses for either table; `name` stands in the names of its rules."""
    return [
        models.CheckConstraint(condition=Q(state__in=TemplateState.values), name=f"zemag_{name}_state"),
        models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name=f"zemag_{name}_two_people"),
        models.CheckConstraint(
            condition=~Q(state__in=[TemplateState.RELEASED, TemplateState.RETURNED])
            | Q(proposed_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            name=f"zemag_{name}_decided",
        ),
        models.CheckConstraint(
            condition=Q(state__in=IN_FORCE_ONCE, version__isnull=False)
            | (~Q(state__in=IN_FORCE_ONCE) & Q(version__isnull=True)),
            name=f"zemag_{name}_version",
        ),
        models.UniqueConstraint(fields=["code", "version"], name=f"zemag_one_{name}_per_version"),
        models.UniqueConstraint(
            fields=["code"], condition=Q(state=TemplateState.PROPOSED), name=f"zemag_one_{name}_proposed"
        ),
        models.UniqueConstraint(
            fields=["code"], condition=Q(state=TemplateState.RELEASED), name=f"zemag_one_{name}_released"
        ),
        models.UniqueConstraint(fields=["proposed_by", "request_key"], name=f"zemag_one_{name}_per_key"),
    ]


class KindVersion(SealedRow):
    """One version of an offence or a measure; R12 proposes, R3 releases. Sealed: the words, why they were returned.

    What comes with the product stands in `zemag.catalogue` and `zemag.labels`; a row without a proposer keeps it once
    others replace it.
    """

    code = models.CharField(max_length=LONGEST_CODE)
    version = models.PositiveSmallIntegerField(null=True, help_text="Given by the release.")
    base = models.PositiveSmallIntegerField(help_text="Version in force when this was proposed; 0 for what is new.")
    state = models.CharField(max_length=9, choices=TemplateState, default=TemplateState.PROPOSED)
    is_active = models.BooleanField(default=True, help_text="Offered where something new is written.")
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        abstract = True


class OffenceType(KindVersion):
    """Words of an offence, and whether new reports offer it.

    Level and prosecution are the law's (ZeMAG design, section 7): they stand in `zemag.catalogue.OFFENCES` alone.
    """

    class Meta:
        verbose_name = _("offence")
        verbose_name_plural = _("offences")
        constraints = [
            models.CheckConstraint(condition=Q(code__in=sorted(OFFENCES)), name="zemag_offence_code"),
            *_rules("offence"),
        ]


class Measure(KindVersion):
    """Words and level of a measure, and whether new entries and plans offer it; editors add own ones."""

    level = models.PositiveSmallIntegerField(help_text="From which level of danger on it fits, 1 to 3.")

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=HIGHEST), name="zemag_measure_level"),
            models.CheckConstraint(condition=~Q(code=""), name="zemag_measure_code"),
            *_rules("measure"),
        ]
