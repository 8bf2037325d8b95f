"""Press releases with numbers that are given once and never again."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

from news import context as show
from news import numbers
from news.listing import PressListing
from pages.fields import RICH_FEATURES, StreamField
from pages.models import BasePage, ContactPoint
from pages.models.base import TranslationWanted
from pages.models.translating import translation_rules


class StatementBlock(blocks.StructBlock):
    """What an office said."""

    function = blocks.CharBlock(max_length=120, label=_("office"), help_text=_("The office, never a name."))
    text = blocks.TextBlock(max_length=600, label=_("text"))


class StatementsBlock(blocks.StreamBlock):
    """What offices said."""

    quote = StatementBlock()

    class Meta:
        required = False


class PressNumber(models.Model):
    """The number of a press release, shared by both languages; given at first publication, never reused."""

    translation_key = models.UUIDField(unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("press number")
        verbose_name_plural = _("press numbers")
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="news_press_number_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.serial:03d}"


class NumberFormat(models.TextChoices):
    """How the number of a press release is written on the page; the address always has the year first."""

    YEAR_FIRST = "year_first", "2026-017"
    SERIAL_FIRST = "serial_first", "017/2026"
    SERIAL_SHORT = "serial_short", "17/2026"


@register_setting(icon="doc-full-inverse")
class PressSettings(BaseSiteSetting):
    """How press releases are numbered and what stands below each."""

    number_format = models.CharField(
        _("number format"),
        max_length=20,
        choices=NumberFormat.choices,
        default=NumberFormat.YEAR_FIRST,
        help_text=_("How the number is written on the page. The address always has the year first."),
    )

    boilerplate_de = RichTextField(
        _("about the office (German)"), features=RICH_FEATURES, blank=True, help_text=_("Below each press release.")
    )
    boilerplate_en = RichTextField(
        _("about the office (English)"), features=RICH_FEATURES, blank=True, help_text=_("Below each press release.")
    )
    contact = models.ForeignKey(
        ContactPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("press contact"),
        help_text=_("Used where a press release names none."),
    )

    class Meta:
        verbose_name = _("press")
        verbose_name_plural = _("press")

    def __str__(self) -> str:
        return "press"


class PressIndexPage(BasePage):
    """List of all press releases."""

    subpage_types: ClassVar[list[str]] = ["news.PressReleasePage"]
    max_count_per_parent = 1
    template = "news/press_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of press releases")
        verbose_name_plural = _("lists of press releases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list and the press contact."""
        context = super().get_context(request, *args, **kwargs)
        # nosemgrep: page-query lists pass visible_to()
        found = PressReleasePage.objects.child_of(self)
        context.update(PressListing(found, context["reader"], request).context())
        context["press_contact"] = SimpleLazyObject(lambda: show.press_contact(None, request))
        return context


class PressReleasePage(BasePage):
    """One press release; its address never changes once it was published."""

    released_at = models.DateTimeField(_("released at"), default=timezone.now, help_text=_("Day and time of release."))
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True, help_text=_("Below the title."))
    press_contact = models.ForeignKey(
        ContactPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("press contact"),
        help_text=_("Empty means the press contact of the settings."),
    )
    quotes = StreamField(StatementsBlock(), blank=True, verbose_name=_("quotations"), help_text=_("By office."))

    parent_page_types: ClassVar[list[str]] = ["news.PressIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/press_release_page.html"
    default_translation_wanted = TranslationWanted.NONE
    override_translatable_fields = translation_rules(["subtitle", "quotes"], ["released_at", "press_contact"])
    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("subtitle"),
        *BasePage.content_panels[1:2],
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("released_at"), FieldPanel("press_contact")])], heading=_("At a glance")
        ),
        FieldPanel("quotes"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def clean(self) -> None:
        """Refuse a new address once the release was published; a draft from before may lack the number."""
        super().clean()
        stored = PressReleasePage.objects.filter(pk=self.pk, first_published_at__isnull=False) if self.pk else None
        before = stored.values_list("slug", flat=True).first() if stored is not None else None
        if before is None:
            return
        if before != numbers.address(self.number, self.slug):
            raise ValidationError({"slug": _("The address of a published press release never changes.")})
        self.slug = before

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Give the number in the transaction that publishes first, and put it in front of the address."""
        if self.live and self.released_at and not self.alias_of_id:
            number = numbers.give(self.translation_key, timezone.localtime(self.released_at).year)
            self.slug = numbers.address(number, self.slug)
        return super().save(*args, **kwargs)

    @property
    def number(self) -> str:
        """Number of the release, nothing before its first publication."""
        return numbers.of(self.translation_key)

    @property
    def list_date(self) -> Any:
        """Day of release in the portal's time zone."""
        moment: datetime = self.released_at
        return timezone.localtime(moment).date()

    @property
    def list_facts(self) -> str:
        """The subtitle."""
        return self.subtitle

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the release in schema.org terms."""
        return show.article_data(self, request, self.list_date)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add number, contact and what stands below."""
        context = super().get_context(request, *args, **kwargs)
        context.update(
            number=SimpleLazyObject(lambda: self.number),
            facts=SimpleLazyObject(lambda: show.press_facts(self, request)),
            press_contact=SimpleLazyObject(lambda: show.press_contact(self.press_contact, request)),
            # A function, not a lazy object: rich text is searched by a pattern, which takes plain strings only.
            boilerplate=lambda: show.boilerplate(request),
        )
        return context
