"""The home pages of both sites."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home import context as show
from home import intranet
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage, Image, IntranetPage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules

ICONS = [
    ("edit_document", _("report")),
    ("person_search", _("search")),
    ("school", _("course")),
    ("forum", _("talk")),
    ("warning", _("warning")),
    ("call", _("telephone")),
    ("help", _("help")),
    ("support", _("protection")),
]


class QuickLinkBlock(blocks.StructBlock):
    """A link with a label of its own."""

    label = blocks.CharBlock(max_length=40, label=_("label"))
    page = blocks.PageChooserBlock(label=_("page"))


class QuickLinksBlock(blocks.StreamBlock):
    """Links of the home page, at most six; the first two are the large buttons."""

    link = QuickLinkBlock()

    class Meta:
        required = False
        max_num = 6


class QuickActionBlock(blocks.StructBlock):
    """A tile of the intranet home page."""

    label = blocks.CharBlock(max_length=30, label=_("label"))
    text = blocks.CharBlock(max_length=80, required=False, label=_("text"))
    page = blocks.PageChooserBlock(label=_("page"))
    icon = blocks.ChoiceBlock(choices=ICONS, required=False, label=_("icon"), search_index=False)


class QuickActionsBlock(blocks.StreamBlock):
    """Tiles of the intranet home page, at most eight; the first one is filled."""

    action = QuickActionBlock()

    class Meta:
        required = False
        max_num = 8


class PublicHomePage(BasePage):
    """Home page of the public site."""

    is_home = True
    hero = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("campaign on the home page"),
        help_text=_("Campaign or page in the dark band."),
    )
    hero_image = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("large photo"),
        help_text=_("Instead of the skyline."),
    )
    quick_links = StreamField(QuickLinksBlock(), blank=True, verbose_name=_("links"), help_text=_("At most six."))
    news_count = models.PositiveSmallIntegerField(
        _("reports shown"), default=3, validators=[MinValueValidator(3), MaxValueValidator(9)], help_text=_("3 to 9.")
    )

    max_count = 2
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "home.PortraitPage",
        "committees.CommitteeIndexPage",
        "committees.PartnershipIndexPage",
        "committees.PartnerIndexPage",
        "committees.ProjectIndexPage",
        "news.NewsIndexPage",
        "news.PressIndexPage",
        "news.CampaignIndexPage",
        "news.EventIndexPage",
        "home.FAQPage",
        "home.ContactPage",
        "home.SearchPage",
        "home.LegalPage",
        "home.StandardPage",
    ]
    template = "home/public_home_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["quick_links"], ["hero", "hero_image", "news_count"])
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [PageChooserPanel("hero"), FieldPanel("hero_image"), FieldPanel("news_count")], heading=_("Home page")
        ),
        FieldPanel("quick_links"),
        *BasePage.content_panels[3:],
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the office in schema.org terms."""
        return show.office_data(request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sections of the home page; each is looked up when its part is rendered."""
        context = super().get_context(request, *args, **kwargs)
        context.update(show.public_home(self, context["reader"]))
        return context


class IntranetHomePage(IntranetPage):
    """Home page of the intranet."""

    is_home = True
    quick_actions = StreamField(QuickActionsBlock(), blank=True, verbose_name=_("tiles"), help_text=_("At most eight."))
    notice = RichTextField(
        _("notice"), features=RICH_FEATURES, max_length=600, blank=True, help_text=_("Stands above everything.")
    )

    max_count = 2
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "home.IsmHomePage",
        "zemag_pages.ZemagStartPage",
        "training.TrainingIndexPage",
        "news.NewsIndexPage",
        "home.FAQPage",
        "home.ContactPage",
        "home.SearchPage",
        "home.LegalPage",
        "home.StandardPage",
        "home.RequestIndexPage",
    ]
    template = "home/intranet_home_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["quick_actions", "notice"], [])
    content_panels = [
        *IntranetPage.content_panels[:2],
        FieldPanel("quick_actions"),
        FieldPanel("notice"),
        *IntranetPage.content_panels[3:],
    ]

    class Meta:
        verbose_name = _("intranet home page")
        verbose_name_plural = _("intranet home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add tiles, open items, numbers and topics."""
        context = super().get_context(request, *args, **kwargs)
        context.update(intranet.intranet_home(self, context["reader"]))
        return context
