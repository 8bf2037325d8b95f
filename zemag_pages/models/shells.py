"""Page shells of ZeMAG: texts, help and questions; never case data."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pages.context import questions_of
from pages.fields import RICH_FEATURES, StreamField
from pages.models import FAQCategory, IntranetPage
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules
from zemag_pages.blocks import SafetyBodyBlock, emergency_numbers

CHILDREN = [
    f"zemag_pages.Zemag{name}Page"
    for name in ("Report", "Inquiry", "Inbox", "Edit", "Statistics", "Weapons", "Departments", "Faq")
]


class AbstractZemagPage(IntranetPage):
    """What all ZeMAG shells have in common."""

    intro = RichTextField(
        _("introduction"), features=RICH_FEATURES, max_length=2000, blank=True, help_text=_("On top.")
    )
    help = StreamField(SafetyBodyBlock(), blank=True, verbose_name=_("help"), help_text=_("Beside the function."))
    faq_category = models.ForeignKey(
        FAQCategory,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("questions"),
        help_text=_("Questions shown below."),
    )
    body = StreamField(SafetyBodyBlock(), blank=True, verbose_name=_("text"), help_text=_("At most 60 blocks."))

    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str] | None] = ["zemag_pages.ZemagStartPage"]
    max_count_per_parent = 1
    override_translatable_fields = translation_rules(["intro", "help"], ["faq_category"])
    content_panels = [
        *IntranetPage.content_panels[:2],
        FieldPanel("intro"),
        *IntranetPage.content_panels[2:],
        FieldPanel("help"),
        FieldPanel("faq_category"),
    ]

    class Meta:
        abstract = True

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the one template of all shells; Wagtail gives each class a template of its own otherwise."""
        return "zemag_pages/zemag_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add questions and emergency numbers."""
        context = super().get_context(request, *args, **kwargs)
        reader = context["reader"]
        context["faq_entries"] = SimpleLazyObject(lambda: questions_of(self, reader))
        context["emergency_numbers"] = emergency_numbers()
        return context


class ZemagStartPage(AbstractZemagPage):
    """Entrance of ZeMAG."""

    subpage_types: ClassVar[list[str]] = CHILDREN
    # The room above names this page as child of the intranet home page.
    parent_page_types: ClassVar[list[str] | None] = None
    may_use_slugs = frozenset({"zemag"})
    default_translation_wanted = TranslationWanted.REQUIRED

    class Meta:
        verbose_name = _("ZeMAG: start")
        verbose_name_plural = _("ZeMAG: start")


class ZemagReportPage(AbstractZemagPage):
    """Report an attack."""

    class Meta:
        verbose_name = _("ZeMAG: report")
        verbose_name_plural = _("ZeMAG: report")


class ZemagInquiryPage(AbstractZemagPage):
    """Ask before a visit."""

    class Meta:
        verbose_name = _("ZeMAG: inquiry")
        verbose_name_plural = _("ZeMAG: inquiry")


class ZemagInboxPage(AbstractZemagPage):
    """Inbox of the quality staff."""

    class Meta:
        verbose_name = _("ZeMAG: inbox")
        verbose_name_plural = _("ZeMAG: inbox")


class ZemagEditPage(AbstractZemagPage):
    """Desk of the quality staff."""

    class Meta:
        verbose_name = _("ZeMAG: edit")
        verbose_name_plural = _("ZeMAG: edit")


class ZemagStatisticsPage(AbstractZemagPage):
    """Anonymous statistics."""

    class Meta:
        verbose_name = _("ZeMAG: statistics")
        verbose_name_plural = _("ZeMAG: statistics")


class ZemagWeaponsPage(AbstractZemagPage):
    """Catalogue of weapons."""

    class Meta:
        verbose_name = _("ZeMAG: catalogue of weapons")
        verbose_name_plural = _("ZeMAG: catalogue of weapons")


class ZemagDepartmentsPage(AbstractZemagPage):
    """Departments that take part."""

    class Meta:
        verbose_name = _("ZeMAG: departments")
        verbose_name_plural = _("ZeMAG: departments")


class ZemagFaqPage(AbstractZemagPage):
    """Questions on ZeMAG."""

    default_translation_wanted = TranslationWanted.REQUIRED

    class Meta:
        verbose_name = _("ZeMAG: questions")
        verbose_name_plural = _("ZeMAG: questions")
