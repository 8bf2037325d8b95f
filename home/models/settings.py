"""Settings of each site: names, colours, menus and the ombuds office."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from pages.addresses import HTTP_ADDRESS, HttpURLField
from pages.fields import StreamField
from pages.models import ContactPoint, Image
from pages.models.snippets import Paired

# A path of the own host, not an address of another one that leaves out the scheme.
LOCAL_ADDRESS = re.compile(r"/(?!/)[\w/.?=&%#-]*")


class Palette(models.TextChoices):
    """Tested sets of colours."""

    RHINE = "rhine", _("Rhine (blue)")
    FOREST = "forest", _("Forest (green)")
    PLUM = "plum", _("Plum (violet)")


@register_setting(icon="home", order=10)
class Identity(Paired, BaseSiteSetting):
    """Names, colours and banners of a site."""

    select_related = ("contact", "logo")
    name_de = models.CharField(_("name (German)"), max_length=80, blank=True, help_text=_("Beside the mark."))
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True, help_text=_("Beside the mark."))
    short_name_de = models.CharField(_("short name (German)"), max_length=30, blank=True, help_text=_("On phones."))
    short_name_en = models.CharField(_("short name (English)"), max_length=30, blank=True, help_text=_("On phones."))
    subtitle_de = models.CharField(_("subtitle (German)"), max_length=60, blank=True, help_text=_("Below the name."))
    subtitle_en = models.CharField(_("subtitle (English)"), max_length=60, blank=True, help_text=_("Below the name."))
    logo = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Empty means the mark of the product."),
    )
    palette = models.CharField(
        _("colours"),
        max_length=10,
        choices=Palette,
        default=Palette.RHINE,
        help_text=_("All sets are tested for contrast."),
    )
    official_bar = models.BooleanField(
        _("official website bar"), default=False, help_text=_("Only an official website may show it.")
    )
    demo_banner = models.BooleanField(
        _("demo banner"), default=False, help_text=_("Says that the content is for trying.")
    )
    exit_url = HttpURLField(_("exit address"), blank=True, help_text=_("Neutral page to which the exit button leads."))
    contact = models.ForeignKey(
        ContactPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
        help_text=_("In the footer."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("name_de"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("short_name_de"), FieldPanel("short_name_en")]),
                FieldRowPanel([FieldPanel("subtitle_de"), FieldPanel("subtitle_en")]),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("palette"), FieldPanel("official_bar"), FieldPanel("demo_banner")],
            heading=_("Look"),
        ),
        FieldPanel("contact"),
        FieldPanel("exit_url"),
    ]

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identity")

    def __str__(self) -> str:
        return "identity"

    @property
    def shows_files_publicly(self) -> bool:
        """Whether everybody may load the logo: that of the public site."""
        return self.site.is_default_site

    @property
    def name(self) -> str:
        """Name in the active language."""
        return self.paired("name")

    @property
    def short_name(self) -> str:
        """Short name in the active language, else the name."""
        return self.paired("short_name") or self.name

    @property
    def subtitle(self) -> str:
        """Subtitle in the active language."""
        return self.paired("subtitle")


class LinkBlock(blocks.StructBlock):
    """A link in a menu, with a label in both languages."""

    label_de = blocks.CharBlock(max_length=40, required=False, label=_("label (German)"))
    label_en = blocks.CharBlock(max_length=40, required=False, label=_("label (English)"))
    page = blocks.PageChooserBlock(required=False, label=_("page"), help_text=_("The German page."))
    url = blocks.CharBlock(
        max_length=200, required=False, label=_("address"), help_text=_("Instead of a page; begins with https:// or /.")
    )

    class Meta:
        icon = "link"
        label = _("link")

    def clean(self, value: Any) -> Any:
        """Ask for exactly one target, and for a label where there is no page to take it from."""
        value = super().clean(value)
        errors: dict[str, Exception] = {}
        if bool(value["page"]) == bool(value["url"]):
            errors["page"] = ValidationError(_("Choose either a page or an address."))
        elif value["url"] and not value["label_de"]:
            errors["label_de"] = ValidationError(_("An address needs a label."))
        if value["url"] and not LOCAL_ADDRESS.fullmatch(value["url"]):
            try:
                HTTP_ADDRESS(value["url"])
            except ValidationError as refusal:
                errors["url"] = refusal
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class HeaderBlock(blocks.StreamBlock):
    """Main menu, at most seven links."""

    item = LinkBlock()

    class Meta:
        required = False
        max_num = 7


class LinksBlock(blocks.StreamBlock):
    """Links of a footer column, at most twelve."""

    item = LinkBlock()

    class Meta:
        max_num = 12


class ColumnBlock(blocks.StructBlock):
    """A column of the footer."""

    title_de = blocks.CharBlock(max_length=40, label=_("title (German)"))
    title_en = blocks.CharBlock(max_length=40, required=False, label=_("title (English)"))
    links = LinksBlock(label=_("links"))

    class Meta:
        icon = "list-ul"
        label = _("column")


class FooterBlock(blocks.StreamBlock):
    """Footer, at most four columns."""

    column = ColumnBlock()

    class Meta:
        required = False
        max_num = 4


@register_setting(icon="list-ul", order=20)
class Navigation(BaseSiteSetting):
    """Main menu and footer of a site."""

    header = StreamField(HeaderBlock(), blank=True, verbose_name=_("main menu"), help_text=_("At most seven links."))
    footer = StreamField(FooterBlock(), blank=True, verbose_name=_("footer"), help_text=_("At most four columns."))

    panels = [FieldPanel("header"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("navigation")
        verbose_name_plural = _("navigation")

    def __str__(self) -> str:
        return "navigation"

    def header_rows(self) -> list[dict[str, Any]]:
        """Return the links of the main menu as they are stored."""
        return [row["value"] for row in self.header.raw_data]

    def footer_rows(self) -> list[dict[str, Any]]:
        """Return the columns of the footer with their links as they are stored."""
        return [
            {**row["value"], "links": [link["value"] for link in row["value"]["links"]]} for row in self.footer.raw_data
        ]

    def page_ids(self) -> list[int]:
        """Return the ids of all pages in both menus."""
        links = [*self.header_rows(), *[link for column in self.footer_rows() for link in column["links"]]]
        return [link["page"] for link in links if link.get("page")]


@register_setting(icon="group", order=30)
class OmbudsOffice(Paired, BaseSiteSetting):
    """The office that settles disputes about barriers (BGG NRW § 10d)."""

    name_de = models.CharField(_("name (German)"), max_length=160, blank=True, help_text=_("Full name."))
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True, help_text=_("Full name."))
    text_de = models.TextField(
        _("text (German)"), max_length=1000, blank=True, help_text=_("Address, mailbox, procedure.")
    )
    text_en = models.TextField(
        _("text (English)"), max_length=1000, blank=True, help_text=_("Address, mailbox, procedure.")
    )

    class Meta:
        verbose_name = _("ombuds office")
        verbose_name_plural = _("ombuds office")

    def __str__(self) -> str:
        return "ombuds office"

    @property
    def name(self) -> str:
        """Name in the active language."""
        return self.paired("name")

    @property
    def text(self) -> str:
        """Text in the active language."""
        return self.paired("text")
