"""Partner cities, police, networks, universities and associations."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from committees import context as show
from committees.listing import PartnerListing
from committees.models.organisations import Organisation
from pages import listings
from pages.blocks.texts import InterviewBlock
from pages.fields import StreamField
from pages.models import BasePage
from pages.models.translating import translation_rules


class PartnerKind(models.TextChoices):
    """What a partner is."""

    CITY = "city", _("city")
    POLICE = "police", _("police")
    MINISTRY = "ministry", _("ministry")
    NETWORK = "network", _("network")
    UNIVERSITY = "university", _("university")
    ASSOCIATION = "association", _("association")
    EU_PROJECT = "eu_project", _("EU project")


class FunctionBlock(blocks.StructBlock):
    """A task in the partnership."""

    title = blocks.CharBlock(max_length=120, label=_("function"))
    since = blocks.CharBlock(max_length=20, required=False, label=_("since"), help_text=_("Year or month."))
    until = blocks.CharBlock(max_length=20, required=False, label=_("until"), help_text=_("Year or month."))


class FunctionsBlock(blocks.StreamBlock):
    """Tasks in the partnership."""

    function = FunctionBlock()

    class Meta:
        required = False


class ObjectivesBlock(blocks.StreamBlock):
    """What the partners want, at most five."""

    objective = blocks.CharBlock(max_length=200, label=_("objective"))

    class Meta:
        required = False
        max_num = 5


class NetworksBlock(blocks.StreamBlock):
    """Networks to which a partner belongs."""

    network = blocks.PageChooserBlock("committees.PartnerPage", label=_("network"))

    class Meta:
        required = False


class OneInterviewBlock(blocks.StreamBlock):
    """At most one interview."""

    interview = InterviewBlock()

    class Meta:
        required = False
        max_num = 1


class PartnerIndexPage(BasePage):
    """List of all partners."""

    subpage_types: ClassVar[list[str]] = ["committees.PartnerPage"]
    max_count_per_parent = 1
    template = "committees/partner_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of partners")
        verbose_name_plural = _("lists of partners")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(PartnerListing(PartnerPage.objects.all(), context["reader"], request).context())
        return context


class PartnerPage(BasePage):
    """One partner with its interview and everything that relates to it."""

    kind = models.CharField(
        _("kind"), max_length=12, choices=PartnerKind, default=PartnerKind.CITY, help_text=_("What it is.")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="partner_pages",
        verbose_name=_("organisation"),
        help_text=_("One partner page for each organisation and language."),
    )
    member_since = models.CharField(_("partner since"), max_length=20, blank=True, help_text=_("Year or month."))
    functions = StreamField(FunctionsBlock(), blank=True, verbose_name=_("functions"), help_text=_("Tasks, by office."))
    networks = StreamField(NetworksBlock(), blank=True, verbose_name=_("networks"), help_text=_("Memberships."))
    objectives = StreamField(ObjectivesBlock(), blank=True, verbose_name=_("objectives"), help_text=_("At most five."))
    interview = StreamField(OneInterviewBlock(), blank=True, verbose_name=_("interview"), help_text=_("One interview."))

    parent_page_types: ClassVar[list[str]] = ["committees.PartnerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "committees/partner_page.html"
    override_translatable_fields = translation_rules(
        ["functions", "objectives", "interview"], ["kind", "organisation", "member_since", "networks"]
    )
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("organisation")]), FieldPanel("member_since")],
            heading=_("At a glance"),
        ),
        FieldPanel("functions"),
        FieldPanel("networks"),
        FieldPanel("objectives"),
        FieldPanel("interview"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def clean(self) -> None:
        """Refuse a second page of the same organisation in the same language."""
        super().clean()
        if not self.organisation_id:
            return
        same = PartnerPage.objects.filter(organisation_id=self.organisation_id, locale_id=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"organisation": _("This organisation already has a page.")})

    @property
    def list_label(self) -> str:
        """What it is, where there is no topic."""
        return super().list_label or str(self.get_kind_display())

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the organisation in schema.org terms."""
        data = {"@type": "Organization", "name": self.title, "description": self.summary}
        if self.organisation and self.organisation.url:
            data["url"] = self.organisation.url
        return data

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, networks and the news, events and campaigns that relate to this partner."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            facts=SimpleLazyObject(lambda: show.partner_facts(self)),
            organisation=SimpleLazyObject(lambda: self.organisation),
            objectives=SimpleLazyObject(lambda: [str(row.value) for row in self.objectives]),
            functions=SimpleLazyObject(lambda: [row.value for row in self.functions]),
            networks=SimpleLazyObject(lambda: show.networks_of(self, reader)),
            news=SimpleLazyObject(lambda: listings.related_to("news-all", self, reader)),
            events=SimpleLazyObject(lambda: listings.related_to("events", self, reader)),
            campaigns=SimpleLazyObject(lambda: listings.related_to("campaigns", self, reader)),
        )
        return context
