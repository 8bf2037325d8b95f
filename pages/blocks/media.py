"""Blocks with pictures, files and links."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.addresses import HttpURLBlock
from pages.blocks.samples import SampleBlock, public_document, public_image
from pages.fields import RICH_FEATURES
from pages.reader import Reader
from pages.relations import localized_one


class ImageBlock(SampleBlock, blocks.StructBlock):
    """A picture with alternative text or the word that it is decorative."""

    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        required=False, max_length=200, label=_("alternative text"), help_text=_("Empty means the text of the picture.")
    )
    decorative = blocks.BooleanBlock(required=False, label=_("decorative here"))
    caption = blocks.CharBlock(required=False, max_length=200, label=_("caption"))

    class Meta:
        icon = "image"
        label = _("picture")
        description = _("A picture with caption; the credit comes from the picture.")
        template = "pages/blocks/image.html"

    def sample(self) -> Any:
        """Show a picture."""
        found = public_image()
        return found and {"image": found, "alt": "", "decorative": False, "caption": ""}

    def clean(self, value: Any) -> Any:
        """Ask for alternative text at the place of use when the picture has none."""
        value = super().clean(value)
        image = value["image"]
        if not value["decorative"] and not value["alt"] and not image.alt_de:
            raise blocks.StructBlockValidationError(
                block_errors={"alt": ValidationError(_("Describe the picture, or tick “decorative here”."))}
            )
        return value


class VideoLinkBlock(blocks.StructBlock):
    """A link to a recording, never an embed."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    url = HttpURLBlock(label=_("address"))
    duration = blocks.CharBlock(max_length=10, required=False, label=_("duration"), help_text=_("For example 2:30."))
    poster = ImageChooserBlock(required=False, label=_("poster"))
    transcript = blocks.RichTextBlock(features=RICH_FEATURES, required=False, label=_("transcript"))

    class Meta:
        icon = "media"
        label = _("video link")
        description = _("Leads to a video elsewhere; nothing is loaded from there.")
        template = "pages/blocks/video_link.html"
        preview_value = {
            "title": _("Clip against discrimination"),
            "url": "https://example.org/clip",
            "duration": "2:30",
        }


class DownloadsBlock(SampleBlock, blocks.StructBlock):
    """Files to download, with type, size and language."""

    documents = blocks.ListBlock(DocumentChooserBlock(label=_("document")), max_num=20, label=_("documents"))

    class Meta:
        icon = "download"
        label = _("downloads")
        description = _("Files with type, size and language.")
        template = "pages/blocks/downloads.html"

    def sample(self) -> Any:
        """Show a document."""
        found = public_document()
        return found and {"documents": [found]}


class ButtonBlock(blocks.StructBlock):
    """A button that leads to a page or an address."""

    label = blocks.CharBlock(max_length=60, label=_("label"))
    page = blocks.PageChooserBlock(required=False, label=_("page"))
    url = HttpURLBlock(required=False, label=_("address"))

    class Meta:
        icon = "link"
        label = _("button")
        description = _("One action.")
        template = "pages/blocks/button.html"
        preview_value = {"label": _("Contact us"), "page": None, "url": "https://example.org"}

    def clean(self, value: Any) -> Any:
        """Ask for exactly one target."""
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Choose either a page or an address."))}
            )
        return value

    def get_context(self, value: Mapping[str, Any], parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the page in the reader's language, or nothing when the reader may not see it."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        reader = Reader.of(parent_context.get("request") if parent_context else None)
        context["target"] = localized_one(value["page"], reader)
        return context


class MapLinkBlock(blocks.StructBlock):
    """A place as text with address, never a map from elsewhere."""

    label = blocks.CharBlock(max_length=80, label=_("place"))
    address = blocks.TextBlock(max_length=300, label=_("address"))
    url = HttpURLBlock(required=False, label=_("map address"), help_text=_("Leads to a map elsewhere."))

    class Meta:
        icon = "site"
        label = _("place")
        description = _("A place with its address.")
        template = "pages/blocks/map_link.html"
        preview_value = {
            "label": _("District town hall Kalk"),
            "address": "Kalker Hauptstraße 247\n51103 Köln",
            "url": "",
        }
