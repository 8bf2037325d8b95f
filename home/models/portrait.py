"""The office, its three focus areas and their topics."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home import context as show
from pages.blocks.texts import KeyFigureBlock
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules


class KeyPointsBlock(blocks.StreamBlock):
    """What a focus area does, at most ten points."""

    point = blocks.StructBlock(
        [
            ("text", blocks.CharBlock(max_length=120, label=_("point"))),
            ("page", blocks.PageChooserBlock(required=False, label=_("page"))),
        ],
        icon="list-ul",
        label=_("point"),
    )

    class Meta:
        required = False
        max_num = 10


class PressPagesBlock(blocks.StreamBlock):
    """Pages of the press."""

    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        required = False


class FiguresBlock(blocks.StreamBlock):
    """Figures of a topic, at most six."""

    figure = KeyFigureBlock()

    class Meta:
        required = False
        max_num = 6


class PortraitPage(BasePage):
    """The office: since when, for whom, with whom."""

    founded = models.DateField(_("founded"), null=True, blank=True, help_text=_("First day of the month."))
    staff_protected = models.PositiveIntegerField(
        _("staff protected"), null=True, blank=True, help_text=_("How many people work for the city.")
    )
    mission = RichTextField(
        _("mission"), features=RICH_FEATURES, max_length=2000, blank=True, help_text=_("What the office is there for.")
    )

    subpage_types: ClassVar[list[str]] = ["home.FocusAreaPage", "home.StandardPage"]
    max_count_per_parent = 1
    template = "home/portrait_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["mission"], ["founded", "staff_protected"])
    content_panels = [
        *BasePage.content_panels[:2],
        FieldRowPanel([FieldPanel("founded"), FieldPanel("staff_protected")]),
        FieldPanel("mission"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the office in schema.org terms."""
        return show.office_data(request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add focus areas, cooperation partners and figures."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            focus_areas=SimpleLazyObject(lambda: show.focus_areas(reader)),
            partners=SimpleLazyObject(lambda: show.cooperation_partners(reader)),
            key_figures=SimpleLazyObject(lambda: show.portrait_figures(self)),
        )
        return context


class FocusAreaPage(BasePage):
    """One of the three focus areas."""

    number = models.PositiveSmallIntegerField(_("number"), default=1, help_text=_("1 to 3."))
    short_name = models.CharField(_("short name"), max_length=20, blank=True, help_text=_("For example KPR."))
    key_points = StreamField(KeyPointsBlock(), blank=True, verbose_name=_("key points"), help_text=_("At most ten."))
    press = StreamField(PressPagesBlock(), blank=True, verbose_name=_("press"), help_text=_("Press releases on it."))
    counterpart = models.ForeignKey(
        Page,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page for staff"),
        help_text=_("Page of the intranet; shown as “staff only”, never with its title."),
    )

    parent_page_types: ClassVar[list[str]] = ["home.PortraitPage"]
    subpage_types: ClassVar[list[str]] = ["home.TopicPage", "home.StandardPage"]
    max_count_per_parent = 3
    staff_only_links = ("counterpart",)
    template = "home/focus_area_page.html"
    default_translation_wanted = TranslationWanted.REQUIRED
    override_translatable_fields = translation_rules(["short_name", "key_points"], ["number", "press", "counterpart"])
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("short_name")]),
                PageChooserPanel("counterpart", "home.IsmHomePage"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("key_points"),
        FieldPanel("press"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")

    def clean(self) -> None:
        """Refuse numbers beyond three and a second area with the same number."""
        super().clean()
        if not 1 <= self.number <= 3:
            raise ValidationError({"number": _("There are three focus areas: 1, 2 and 3.")})
        same = FocusAreaPage.objects.filter(number=self.number, locale_id=self.locale_id).exclude(pk=self.pk)
        if same.exists():
            raise ValidationError({"number": _("Another focus area already has this number.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add topics, press and the way for staff."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context.update(
            children=SimpleLazyObject(lambda: show.children_of(self, reader)),
            press=SimpleLazyObject(lambda: show.chosen_pages(self.press, reader)),
            counterpart_url=SimpleLazyObject(lambda: show.counterpart_url(self, reader)),
        )
        return context


class TopicPage(BasePage):
    """A topic of a focus area with figures and their sources."""

    key_figures = StreamField(FiguresBlock(), blank=True, verbose_name=_("key figures"), help_text=_("At most six."))

    parent_page_types: ClassVar[list[str]] = ["home.FocusAreaPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/topic_page.html"
    override_translatable_fields = translation_rules(["key_figures"], [])
    content_panels = [*BasePage.content_panels[:2], FieldPanel("key_figures"), *BasePage.content_panels[2:]]

    class Meta:
        verbose_name = _("topic page")
        verbose_name_plural = _("topic pages")
