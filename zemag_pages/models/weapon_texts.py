"""Texts of the weapons catalogue as editors change them; they hold nothing of a case."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.catalogue import WEAPONS
from zemag.models import TemplateState

# Signs of each part in each language.
LONGEST = {"text": 500, "law": 300, "words": 200, "notice": 500, "distance": 500}
LONGEST_REASON = 2_000
IN_FORCE_ONCE = [TemplateState.RELEASED, TemplateState.REPLACED]


class WeaponText(models.Model):
    """Texts of one class of `zemag.catalogue.WEAPONS`; R12 proposes, R3 releases (ZeMAG design, sections 3 and 13).

    The texts that come with the product stand in `weapons/catalogue.toml`; a row without a proposer keeps them once
    others replace them. People are named by `accounts.User.uuid`, as everywhere in ZeMAG.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=3, help_text="Class of the catalogue.")
    version = models.PositiveSmallIntegerField(null=True, help_text="Given by the release.")
    base = models.PositiveSmallIntegerField(help_text="Version in force when this was proposed.")
    state = models.CharField(max_length=9, choices=TemplateState, default=TemplateState.PROPOSED)
    text_de = models.CharField(max_length=LONGEST["text"])
    text_en = models.CharField(max_length=LONGEST["text"])
    law_de = models.CharField(max_length=LONGEST["law"])
    law_en = models.CharField(max_length=LONGEST["law"])
    words_de = models.CharField(max_length=LONGEST["words"])
    words_en = models.CharField(max_length=LONGEST["words"])
    notice_de = models.CharField(max_length=LONGEST["notice"])
    notice_en = models.CharField(max_length=LONGEST["notice"])
    distance_de = models.CharField(max_length=LONGEST["distance"])
    distance_en = models.CharField(max_length=LONGEST["distance"])
    is_active = models.BooleanField(default=True, help_text="Offered in the catalogue and in reports.")
    reason = models.CharField(max_length=LONGEST_REASON, blank=True, help_text="Why it was returned.")
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("text of the weapons catalogue")
        verbose_name_plural = _("texts of the weapons catalogue")
        constraints = [
            models.CheckConstraint(condition=Q(code__in=sorted(WEAPONS)), name="zemag_weapon_code"),
            models.CheckConstraint(condition=Q(state__in=TemplateState.values), name="zemag_weapon_state"),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="zemag_weapon_two_people"),
            models.CheckConstraint(
                condition=~Q(state__in=[TemplateState.RELEASED, TemplateState.RETURNED])
                | Q(proposed_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="zemag_weapon_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_FORCE_ONCE, version__isnull=False)
                | (~Q(state__in=IN_FORCE_ONCE) & Q(version__isnull=True)),
                name="zemag_weapon_version",
            ),
            models.UniqueConstraint(fields=["code", "version"], name="zemag_one_weapon_per_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=TemplateState.PROPOSED), name="zemag_one_weapon_proposed"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=TemplateState.RELEASED), name="zemag_one_weapon_released"
            ),
            models.UniqueConstraint(fields=["proposed_by", "request_key"], name="zemag_one_weapon_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version or self.state}"
