"""Campaigns with people, toolkit, dates and press."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from accounts.models import Department
from news import context as show
from news.blocks import ChannelsBlock, EventsBlock, ProtagonistsBlock, ToolkitBlock
from news.listing import CampaignListing
from pages.fields import StreamField
from pages.models import BasePage, Image
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules


class AfterEnd(models.TextChoices):
    """What happens with a campaign after its end."""

    KEEP = "keep", _("stays in the list")
    ARCHIVE = "archive", _("moves to past campaigns")


PLANNED, RUNNING, ENDED = "planned", "running", "ended"
STATES = {PLANNED: _("Planned"), RUNNING: _("Running"), ENDED: _("Ended")}
STATE_KINDS = {PLANNED: "info", RUNNING: "success", ENDED: ""}


class CampaignIndexPage(BasePage):
    """List of all campaigns."""

    subpage_types: ClassVar[list[str]] = ["news.CampaignPage"]
    max_count_per_parent = 1
    template = "news/campaign_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of campaigns")
        verbose_name_plural = _("lists of campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add running, planned and past campaigns."""
        context = super().get_context(request, *args, **kwargs)
        listing = CampaignListing(CampaignPage.objects.child_of(self), context["reader"], request)
        context.update(listing.context())
        context["past_entries"] = SimpleLazyObject(listing.past)
        return context


class CampaignPage(BasePage):
    """One campaign; its state follows from its dates and is never stored."""

    motto = models.CharField(_("motto"), max_length=120, blank=True, help_text=_("Above the people."))
    hashtag = models.CharField(_("hashtag"), max_length=40, blank=True, help_text=_("With #."))
    start = models.DateField(_("start"), default=timezone.localdate, help_text=_("First day."))
    end = models.DateField(_("end"), null=True, blank=True, help_text=_("Last day; empty means open."))
    organisers = ParentalManyToManyField(
        Department, blank=True, related_name="+", verbose_name=_("organisers"), help_text=_("Departments behind it.")
    )
    hero_image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("large photo"),
        help_text=_("In the head of the page; without one the drawing stands there."),
    )
    protagonists = StreamField(
        ProtagonistsBlock(), blank=True, verbose_name=_("people"), help_text=_("By job, never by name.")
    )
    toolkit = StreamField(ToolkitBlock(), blank=True, verbose_name=_("toolkit"), help_text=_("At most 20 files."))
    channels = StreamField(ChannelsBlock(), blank=True, verbose_name=_("channels"), help_text=_("Where to follow it."))
    events = StreamField(EventsBlock(), blank=True, verbose_name=_("dates"), help_text=_("Events of the campaign."))
    after_end = models.CharField(
        _("after the end"), max_length=8, choices=AfterEnd, default=AfterEnd.ARCHIVE, help_text=_("What happens then.")
    )

    parent_page_types: ClassVar[list[str]] = ["news.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/campaign_page.html"
    override_translatable_fields = translation_rules(
        ["motto", "protagonists", "toolkit", "channels"],
        ["hashtag", "start", "end", "organisers", "hero_image", "events", "after_end"],
    )
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("after_end")]),
                FieldRowPanel([FieldPanel("motto"), FieldPanel("hashtag")]),
                FieldPanel("organisers"),
                FieldPanel("hero_image"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("protagonists"),
        FieldPanel("toolkit"),
        FieldPanel("channels"),
        FieldPanel("events"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})

    @property
    def wants_translation(self) -> str:
        """A running campaign needs its English version."""
        if self.translation_wanted:
            return self.translation_wanted
        running = self.state(timezone.localdate()) == RUNNING
        return TranslationWanted.REQUIRED if running else TranslationWanted.OPTIONAL

    def state(self, today: date) -> str:
        """Return planned, running or ended on this day in Europe/Berlin."""
        if today < self.start:
            return PLANNED
        return ENDED if self.end and today > self.end else RUNNING

    @property
    def state_label(self) -> str:
        """State of today in words."""
        return str(STATES[self.state(timezone.localdate())])

    @property
    def state_kind(self) -> str:
        """Look of the state."""
        return STATE_KINDS[self.state(timezone.localdate())]

    @property
    def list_facts(self) -> str:
        """When it runs."""
        return show.period(self.start, self.end)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, people whose consent holds, toolkit, dates and press."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            state_label=self.state_label,
            state_kind=self.state_kind,
            facts=SimpleLazyObject(lambda: show.campaign_facts(self)),
            protagonists=SimpleLazyObject(lambda: show.people_of(self, timezone.localdate())),
            toolkit=SimpleLazyObject(lambda: show.toolkit_of(self)),
            channels=SimpleLazyObject(lambda: [row.value for row in self.channels]),
            events=SimpleLazyObject(lambda: show.events_of(self, reader)),
            press=SimpleLazyObject(lambda: show.press_of(self, reader)),
        )
        return context
