"""Committees, their members and how they work together."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from committees import context as show
from committees.blocks import AwardsBlock, ProductsBlock
from committees.models.rows import CommitteeForm
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage, District
from pages.models.translating import translation_rules

# Root, home page and index stand above; then three levels of committees.
MAX_DEPTH = 6


class CommitteeKind(models.TextChoices):
    """What a committee is."""

    KPR = "kpr", _("council on crime prevention")
    CONFERENCE = "conference", _("conference")
    EXPERT = "expert_group", _("expert group")
    WORKING = "working_group", _("working group")


class CommitteeIndexPage(BasePage):
    """List of all committees and councils."""

    subpage_types: ClassVar[list[str]] = ["committees.CommitteePage", "committees.DistrictCouncilPage"]
    max_count_per_parent = 1
    template = "committees/committee_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of committees")
        verbose_name_plural = _("lists of committees")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add committees by kind and the nine councils."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context["groups"] = SimpleLazyObject(lambda: show.committee_groups(reader))
        context["districts"] = SimpleLazyObject(lambda: show.district_tiles(reader))
        return context


class AbstractCommitteePage(BasePage):
    """What committees and district councils have in common."""

    kind = models.CharField(
        _("kind"), max_length=14, choices=CommitteeKind, default=CommitteeKind.EXPERT, help_text=_("What it is.")
    )
    short_name = models.CharField(_("short name"), max_length=40, blank=True, help_text=_("For example KPR."))
    founded_on = models.DateField(_("founded on"), null=True, blank=True, help_text=_("Day of foundation, if known."))
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, help_text=_("Year, when the day is not known.")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True, help_text=_("Empty while it works."))
    legal_basis = models.CharField(_("basis"), max_length=200, blank=True, help_text=_("Law, contract or decision."))
    mandate = RichTextField(
        _("mandate"), features=RICH_FEATURES, max_length=3000, blank=True, help_text=_("What it is there for.")
    )
    convened_by = models.CharField(_("convened by"), max_length=120, blank=True, help_text=_("Office, never a name."))
    chair_role = models.CharField(_("chaired by"), max_length=120, blank=True, help_text=_("Office, never a name."))
    interval_text = models.CharField(
        _("how often"), max_length=120, blank=True, help_text=_("For example: at least twice a year.")
    )
    products = StreamField(ProductsBlock(), blank=True, verbose_name=_("results"), help_text=_("What came out of it."))
    awards = StreamField(AwardsBlock(), blank=True, verbose_name=_("awards"), help_text=_("Awards with their date."))

    committee_translated: ClassVar[list[str]] = [
        "short_name",
        "legal_basis",
        "mandate",
        "convened_by",
        "chair_role",
        "interval_text",
        "products",
        "awards",
    ]
    committee_shared: ClassVar[list[str]] = ["founded_on", "founded_year", "ended_on", "members", "relations_out"]

    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("short_name")]),
                FieldRowPanel([FieldPanel("founded_on"), FieldPanel("founded_year"), FieldPanel("ended_on")]),
                FieldPanel("legal_basis"),
                FieldRowPanel([FieldPanel("convened_by"), FieldPanel("chair_role")]),
                FieldPanel("interval_text"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("mandate"),
        InlinePanel(
            "members",
            heading=_("Members"),
            label=_("member"),
            help_text=_("Organisations and offices, never names of persons. Untick “public” to keep a member back."),
        ),
        InlinePanel(
            "relations_out",
            heading=_("Works with"),
            label=_("relation"),
            help_text=_("Enter each relation once: the other body shows the reverse."),
        ),
        FieldPanel("products"),
        FieldPanel("awards"),
        *BasePage.content_panels[2:],
    ]

    base_form_class = CommitteeForm

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an end before the beginning; rows made by programs are held to the rules of the editor."""
        super().clean()
        for row in [*self.members.all(), *self.relations_out.all()]:
            row.clean()
        if self.founded_on and self.ended_on and self.ended_on < self.founded_on:
            raise ValidationError({"ended_on": _("The end lies before the foundation.")})

    @property
    def founded(self) -> str:
        """Day or year of foundation in words."""
        return show.day_or_year(self.founded_on, self.founded_year)

    @property
    def list_label(self) -> str:
        """What it is; that says more than its first topic."""
        return str(self.get_kind_display())

    @property
    def list_facts(self) -> str:
        """How often it meets."""
        return self.interval_text

    def list_keys(self) -> list[str]:
        """Renew the lists of committees."""
        return [f"list:committees:{self.locale.language_code}"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, members, relations in both directions and what stands below."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            facts=SimpleLazyObject(lambda: show.committee_facts(self)),
            members=SimpleLazyObject(lambda: show.members_of(self, timezone.localdate())),
            relations=SimpleLazyObject(lambda: show.relations_of(self, reader)),
            products=SimpleLazyObject(lambda: [str(row.value) for row in self.products]),
            awards=SimpleLazyObject(lambda: [row.value for row in self.awards]),
            children=SimpleLazyObject(lambda: show.children_of(self, reader)),
        )
        return context


class CommitteePage(AbstractCommitteePage):
    """A committee of the city; three levels at most."""

    parent_page_types: ClassVar[list[str]] = ["committees.CommitteeIndexPage", "committees.CommitteePage"]
    subpage_types: ClassVar[list[str]] = ["committees.CommitteePage"]
    template = "committees/committee_page.html"
    override_translatable_fields = translation_rules(
        AbstractCommitteePage.committee_translated, ["kind", *AbstractCommitteePage.committee_shared]
    )

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse a fourth level."""
        return super().can_create_at(parent) and parent.depth < MAX_DEPTH


class DistrictCouncilPage(AbstractCommitteePage):
    """The crime prevention council of one district."""

    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="councils",
        verbose_name=_("district"),
        help_text=_("One council for each district."),
    )

    kind = models.CharField(
        _("kind"), max_length=14, choices=CommitteeKind, default=CommitteeKind.KPR, help_text=_("What it is.")
    )

    parent_page_types: ClassVar[list[str]] = ["committees.CommitteeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "committees/district_council_page.html"
    override_translatable_fields = translation_rules(
        AbstractCommitteePage.committee_translated, ["kind", "district", *AbstractCommitteePage.committee_shared]
    )
    content_panels = [
        AbstractCommitteePage.content_panels[0],
        FieldPanel("district"),
        *AbstractCommitteePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("district council")
        verbose_name_plural = _("district councils")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Refuse more councils in a language than there are districts."""
        if not super().can_create_at(parent):
            return False
        return cls.objects.filter(locale_id=parent.locale_id).count() < District.objects.count()

    def clean(self) -> None:
        """Refuse a second council of the same district in the same language."""
        super().clean()
        if not self.district_id:
            return
        same = DistrictCouncilPage.objects.filter(district_id=self.district_id, locale_id=self.locale_id)
        if same.exclude(pk=self.pk).exists():
            raise ValidationError({"district": _("This district already has a council.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the district."""
        context = super().get_context(request, *args, **kwargs)
        context["district"] = SimpleLazyObject(lambda: self.district)
        return context
