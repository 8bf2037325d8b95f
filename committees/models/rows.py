"""Rows of committees: who belongs to them and how they work together."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from committees.models.organisations import Organisation
from pages.page_form import BasePageForm


class RelationKind(models.TextChoices):
    """How a committee works with another one."""

    WORKS_FOR = "works_for", _("works for")
    STEERS = "steers", _("steers")
    SUPPORTS = "supports", _("supports")


class CommitteeMember(Orderable):
    """An organisation that belongs to a committee; by office, never by name."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("organisation"), help_text=_("Member.")
    )
    role_de = models.CharField(_("role (German)"), max_length=120, blank=True, help_text=_("Office or task."))
    role_en = models.CharField(_("role (English)"), max_length=120, blank=True, help_text=_("Office or task."))
    voting = models.BooleanField(_("may vote"), default=True, help_text=_("Has a vote."))
    guest = models.BooleanField(_("guest"), default=False, help_text=_("Takes part without being a member."))
    since = models.DateField(_("since"), null=True, blank=True, help_text=_("First day."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day."))
    is_public = models.BooleanField(_("is public"), default=True, help_text=_("May be shown to everybody."))

    class Meta(Orderable.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Refuse a last day before the first."""
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day lies before the first.")})


class CommitteeRelation(Orderable):
    """How one committee works with another; shown on both pages from one row."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="relations_out")
    kind = models.CharField(_("kind"), max_length=10, choices=RelationKind, help_text=_("How they work together."))
    target = models.ForeignKey(
        Page, models.CASCADE, related_name="relations_in", verbose_name=_("committee"), help_text=_("The other one.")
    )

    panels = [
        FieldPanel("kind"),
        PageChooserPanel("target", ["committees.CommitteePage", "committees.DistrictCouncilPage"]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [models.UniqueConstraint(fields=["page", "target"], name="committees_related_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def clean(self) -> None:
        """Refuse a committee that works with itself, and circles of the same kind."""
        if self.target_id and self.page_id:
            refuse_circle(self.page, self.target, self.kind)


def refuse_circle(page: Page, target: Page, kind: str) -> None:
    """Raise ValidationError when a committee would work with itself or a circle of one kind would be closed.

    Translations of a committee are the same committee, so translation keys are compared.
    """
    if page.translation_key == target.translation_key:
        raise ValidationError({"target": _("A committee cannot work with itself.")})
    if leads_back(target.translation_key, page.translation_key, kind):
        raise ValidationError({"target": _("This would close a circle: the other committee already leads here.")})


def leads_back(start: uuid.UUID, goal: uuid.UUID, kind: str) -> bool:
    """Return whether relations of a kind lead from one committee to another."""
    seen: set[uuid.UUID] = set()
    open_keys = {start}
    while open_keys:
        if goal in open_keys:
            return True
        seen |= open_keys
        found = CommitteeRelation.objects.filter(page__translation_key__in=open_keys, kind=kind)
        open_keys = set(found.values_list("target__translation_key", flat=True)) - seen
    return False


class CommitteeForm(BasePageForm):
    """Form of committees: looks at each relation together with the page on which it stands."""

    def clean(self) -> dict[str, Any]:
        """Say beside a relation when it leads to the page itself or closes a circle."""
        cleaned = super().clean()
        formset = self.formsets.get("relations_out")
        if formset is None or not formset.is_valid():
            return cleaned
        for form in formset.forms:
            target, kind = form.cleaned_data.get("target"), form.cleaned_data.get("kind")
            if form in formset.deleted_forms or target is None or not kind:
                continue
            try:
                refuse_circle(self.instance, target, kind)
            except ValidationError as refusal:
                form.add_error(None, refusal)
        return cleaned
