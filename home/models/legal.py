"""Imprint, privacy notice and accessibility statement."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from home import context as show
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage, ContactPoint
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules
from pages.slugs import FIXED_SLUGS


class LegalKind(models.TextChoices):
    """Which legal page it is."""

    IMPRINT = "imprint", _("imprint")
    PRIVACY = "privacy", _("privacy notice")
    ACCESSIBILITY = "accessibility", _("accessibility statement")


class Conformity(models.TextChoices):
    """How far the site meets the rules (decision (EU) 2018/1523)."""

    FULL = "full", _("fully accessible")
    PARTIAL = "partial", _("partly accessible")
    NONE = "none", _("not accessible")


class Method(models.TextChoices):
    """How it was checked."""

    SELF = "self", _("checked by the office itself")
    EXTERNAL = "external", _("checked by others")


REASONS = [
    ("incompatible", _("does not meet the rules yet")),
    ("disproportionate", _("would be a disproportionate burden")),
    ("out_of_scope", _("is not covered by the rules")),
]


class BarrierValue(blocks.StructValue):
    """A barrier with its reason in words."""

    @property
    def reason_label(self) -> str:
        """Return the reason in words."""
        return str(dict(REASONS).get(self["reason"], ""))


class BarrierBlock(blocks.StructBlock):
    """Something that is not accessible, why, and what helps instead."""

    content = blocks.CharBlock(max_length=300, label=_("content"))
    reason = blocks.ChoiceBlock(search_index=False, choices=REASONS, default="incompatible", label=_("reason"))
    alternative = blocks.CharBlock(max_length=300, required=False, label=_("what helps instead"))

    class Meta:
        value_class = BarrierValue
        label = _("barrier")


class BarriersBlock(blocks.StreamBlock):
    """What is not accessible."""

    barrier = BarrierBlock()

    class Meta:
        required = False


class LegalPage(BasePage):
    """One legal page of each kind; its address is fixed, since error pages link it without a database."""

    kind = models.CharField(_("kind"), max_length=14, choices=LegalKind, help_text=_("One page of each kind."))
    scope = models.CharField(_("applies to"), max_length=200, blank=True, help_text=_("Websites it is about."))
    status = models.CharField(
        _("conformity"), max_length=8, choices=Conformity, blank=True, help_text=_("Accessibility statement only.")
    )
    barriers = StreamField(BarriersBlock(), blank=True, verbose_name=_("barriers"), help_text=_("What is missing."))
    method = models.CharField(_("method"), max_length=8, choices=Method, blank=True, help_text=_("How it was checked."))
    created_on = models.DateField(_("drawn up on"), null=True, blank=True, help_text=_("Day of the first version."))
    checked_on = models.DateField(_("last checked on"), null=True, blank=True, help_text=_("At least once a year."))
    feedback_contact = models.ForeignKey(
        ContactPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("feedback contact"),
        help_text=_("Whom to tell about barriers."),
    )
    enforcement = RichTextField(
        _("ombuds procedure"), features=RICH_FEATURES, max_length=2000, blank=True, help_text=_("BGG NRW § 10d.")
    )

    subpage_types: ClassVar[list[str]] = []
    template = "home/legal_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(
        ["scope", "barriers", "enforcement"],
        ["kind", "status", "method", "created_on", "checked_on", "feedback_contact"],
    )
    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("kind"),
        *BasePage.content_panels[1:],
        MultiFieldPanel(
            [
                FieldPanel("scope"),
                FieldRowPanel([FieldPanel("status"), FieldPanel("method")]),
                FieldRowPanel([FieldPanel("created_on"), FieldPanel("checked_on")]),
                FieldPanel("barriers"),
                FieldPanel("feedback_contact"),
                FieldPanel("enforcement"),
            ],
            heading=_("Accessibility statement"),
        ),
    ]
    STATEMENT_PARTS: ClassVar[tuple[str, ...]] = (
        "status",
        "method",
        "created_on",
        "checked_on",
        "feedback_contact",
        "enforcement",
    )
    # Eleven months: a statement is to be looked at once a year, and somebody needs time for it.
    CHECKED_WITHIN = timedelta(days=334)

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")

    def clean(self) -> None:
        """Refuse a second page of a kind, another address, and to publish a statement without its mandatory parts."""
        super().clean()
        errors: dict[str, Any] = {}
        if self._has_twin():
            errors["kind"] = _("There is already a page of this kind.")
        fixed = FIXED_SLUGS.get(self.kind)
        if fixed and self.slug not in fixed:
            errors["slug"] = _("This page is always found at “%(german)s” or “%(english)s”.") % {
                "german": fixed[0],
                "english": fixed[1],
            }
        if self.kind == LegalKind.ACCESSIBILITY and not self.is_kept_as_draft:
            message = _("The statement needs this part (BGG NRW § 10b).")
            errors.update({part: message for part in self.missing_parts()})
        if errors:
            raise ValidationError(errors)

    def missing_parts(self) -> list[str]:
        """Return the fields that the law asks for and that are empty: of a statement, or the text of other kinds."""
        parts = self.STATEMENT_PARTS if self.kind == LegalKind.ACCESSIBILITY else ("body",)
        return [part for part in parts if self._lacks(part)]

    def _lacks(self, part: str) -> bool:
        """Return whether a part is empty; the rich text editor sends an empty paragraph for nothing."""
        value = getattr(self, part)
        return not (strip_tags(value).strip() if isinstance(value, str) else value)

    def _has_twin(self) -> bool:
        """Return whether the same site and language already has a page of this kind."""
        parent = self.get_parent() if self.pk else getattr(self, "_cached_parent_obj", None)
        # nosemgrep: page-query twins are looked for among all pages
        same = LegalPage.objects.filter(kind=self.kind, locale_id=self.locale_id).exclude(pk=self.pk)
        return same.child_of(parent).exists() if parent is not None else False

    def is_overdue(self, today: date) -> bool:
        """Return whether the statement was not checked for more than eleven months."""
        return self.checked_on is not None and today - self.checked_on > self.CHECKED_WITHIN

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the statement shows."""
        context = super().get_context(request, *args, **kwargs)
        context["statement"] = self.kind == LegalKind.ACCESSIBILITY
        context["ombuds"] = SimpleLazyObject(lambda: show.ombuds_office(request))
        return context
