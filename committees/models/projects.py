"""Projects: prevention, congresses, campaigns, research and EU projects."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from committees import context as show
from committees.listing import ProjectListing
from committees.models.organisations import Organisation
from pages.addresses import HttpURLBlock
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage
from pages.models.translating import translation_rules


class ProjectKind(models.TextChoices):
    """What a project is."""

    PREVENTION = "prevention", _("prevention")
    CONGRESS = "congress", _("congress")
    CAMPAIGN = "campaign", _("campaign")
    ACTION_DAY = "action_day", _("action day")
    RESEARCH = "research", _("research")
    EU = "eu", _("EU project")
    SECURITY = "security", _("security")


class ProjectStatus(models.TextChoices):
    """How far a project is."""

    IDEA = "idea", _("planned")
    RUNNING = "running", _("running")
    DONE = "done", _("completed")
    STOPPED = "stopped", _("stopped")


STATE_KINDS = {"idea": "info", "running": "success", "done": "", "stopped": "warning"}


class LinkBlock(blocks.StructBlock):
    """A link to another website."""

    label = blocks.CharBlock(max_length=120, label=_("label"))
    url = HttpURLBlock(label=_("address"))


class LinksBlock(blocks.StreamBlock):
    """Links to other websites."""

    link = LinkBlock()

    class Meta:
        required = False


class ProjectIndexPage(BasePage):
    """List of all projects."""

    subpage_types: ClassVar[list[str]] = ["committees.ProjectPage"]
    max_count_per_parent = 1
    template = "committees/project_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of projects")
        verbose_name_plural = _("lists of projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list."""
        context = super().get_context(request, *args, **kwargs)
        context.update(ProjectListing(ProjectPage.objects.all(), context["reader"], request).context())
        return context


class ProjectPage(BasePage):
    """One project."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=ProjectKind, default=ProjectKind.PREVENTION, help_text=_("What it is.")
    )
    status = models.CharField(
        _("status"), max_length=8, choices=ProjectStatus, default=ProjectStatus.RUNNING, help_text=_("How far it is.")
    )
    start = models.DateField(_("start"), null=True, blank=True, help_text=_("First day, if known."))
    end = models.DateField(_("end"), null=True, blank=True, help_text=_("Last day, if known."))
    programme = models.CharField(_("programme"), max_length=120, blank=True, help_text=_("Funding programme."))
    grant_number = models.CharField(_("grant number"), max_length=40, blank=True, help_text=_("Number of the grant."))
    funding_note = models.CharField(_("funding"), max_length=300, blank=True, help_text=_("Who pays for it."))
    lead_organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
        help_text=_("Organisation that leads the project."),
    )
    area = models.CharField(_("area"), max_length=200, blank=True, help_text=_("Where it works."))
    goals = RichTextField(
        _("goals"), features=RICH_FEATURES, max_length=3000, blank=True, help_text=_("What it is for.")
    )
    links = StreamField(LinksBlock(), blank=True, verbose_name=_("links"), help_text=_("To other websites."))

    parent_page_types: ClassVar[list[str]] = ["committees.ProjectIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "committees/project_page.html"
    override_translatable_fields = translation_rules(
        ["funding_note", "area", "goals", "links"],
        ["kind", "status", "start", "end", "programme", "grant_number", "lead_organisation", "partners"],
    )
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("lead_organisation"),
                FieldPanel("area"),
                FieldRowPanel([FieldPanel("programme"), FieldPanel("grant_number")]),
                FieldPanel("funding_note"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("goals"),
        InlinePanel(
            "partners",
            heading=_("Partners"),
            label=_("partner"),
            help_text=_("Who takes part, in this order, and with which role."),
        ),
        FieldPanel("links"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})

    @property
    def list_label(self) -> str:
        """What it is, where there is no topic."""
        return super().list_label or str(self.get_kind_display())

    @property
    def state_label(self) -> str:
        """How far it is."""
        return str(self.get_status_display())

    @property
    def state_kind(self) -> str:
        """Look of the state."""
        return STATE_KINDS[self.status]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, partners and links."""
        context = super().get_context(request, *args, **kwargs)
        context.update(
            facts=SimpleLazyObject(lambda: show.project_facts(self)),
            partners=SimpleLazyObject(
                lambda: list(self.partners.select_related("organisation").order_by("sort_order"))
            ),
            links=SimpleLazyObject(lambda: [row.value for row in self.links]),
        )
        return context


class ProjectPartner(Orderable):
    """An organisation and its role in a project."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation"), help_text=_("Partner.")
    )
    role_de = models.CharField(_("role (German)"), max_length=160, blank=True, help_text=_("What it does there."))
    role_en = models.CharField(_("role (English)"), max_length=160, blank=True, help_text=_("What it does there."))

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def role(self) -> str:
        """Role in the active language."""
        return show.paired(self, "role")
