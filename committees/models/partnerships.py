"""Partnerships: police, city and others who work together at a place."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from committees import context as show
from committees.listing import PartnershipListing
from committees.models.organisations import Organisation
from pages.models import BasePage, District
from pages.models.translating import translation_rules


class PartnershipIndexPage(BasePage):
    """List of all partnerships."""

    subpage_types: ClassVar[list[str]] = ["committees.PartnershipPage"]
    max_count_per_parent = 1
    template = "committees/partnership_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of partnerships")
        verbose_name_plural = _("lists of partnerships")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(PartnershipListing(PartnershipPage.objects.all(), context["reader"], request).context())
        return context


class PartnershipPage(BasePage):
    """One partnership with its partners and place."""

    since = models.DateField(_("since"), null=True, blank=True, help_text=_("First day, if known."))
    area = models.CharField(_("area"), max_length=200, blank=True, help_text=_("Where it works."))
    districts = ParentalManyToManyField(
        District, blank=True, verbose_name=_("districts"), help_text=_("Districts in which it works.")
    )
    hours = models.CharField(_("hours"), max_length=200, blank=True, help_text=_("When it is on the way or open."))

    parent_page_types: ClassVar[list[str]] = ["committees.PartnershipIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "committees/partnership_page.html"
    override_translatable_fields = translation_rules(["area", "hours"], ["since", "districts", "partners"])
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("since"), FieldPanel("hours")]), FieldPanel("area"), FieldPanel("districts")],
            heading=_("At a glance"),
        ),
        InlinePanel(
            "partners",
            heading=_("Partners"),
            label=_("partner"),
            help_text=_("Who takes part, in this order, and with which task."),
        ),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")

    @property
    def list_facts(self) -> str:
        """Where it works."""
        return self.area

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, partners and districts."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            facts=SimpleLazyObject(lambda: show.partnership_facts(self)),
            partners=SimpleLazyObject(
                lambda: list(self.partners.select_related("organisation").order_by("sort_order"))
            ),
            districts=SimpleLazyObject(lambda: show.districts_of(self, reader)),
        )
        return context


class PartnershipPartner(Orderable):
    """An organisation and its task in a partnership."""

    page = ParentalKey(PartnershipPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"), help_text=_("Partner.")
    )
    task_de = models.CharField(_("task (German)"), max_length=160, blank=True, help_text=_("What it does there."))
    task_en = models.CharField(_("task (English)"), max_length=160, blank=True, help_text=_("What it does there."))

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def task(self) -> str:
        """Task in the active language."""
        return show.paired(self, "task")
