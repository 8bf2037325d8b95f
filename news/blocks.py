"""Rows of campaigns and events."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.addresses import HttpURLBlock
from pages.drawings import DRAWINGS

LANGUAGES = [("de", _("German")), ("en", _("English")), ("both", _("German and English"))]
TOOLKIT_KINDS = [
    ("poster", _("poster")),
    ("flyer", _("leaflet")),
    ("social", _("picture for social media")),
    ("video", _("video")),
    ("text", _("text")),
]


class ProtagonistBlock(blocks.StructBlock):
    """A person by job, with a quotation; a photo needs consent with an end."""

    job = blocks.CharBlock(max_length=80, label=_("job"), help_text=_("The job, never a name."))
    quote = blocks.TextBlock(max_length=400, label=_("quotation"))
    image = ImageChooserBlock(required=False, label=_("photo"))
    consent_until = blocks.DateBlock(
        required=False, label=_("consent until"), help_text=_("Afterwards the person disappears from the page.")
    )
    drawing = blocks.ChoiceBlock(search_index=False, choices=DRAWINGS, required=False, label=_("drawing"))

    class Meta:
        icon = "user"
        label = _("person")

    def clean(self, value: Any) -> Any:
        """Ask for the end of consent when there is a photo."""
        value = super().clean(value)
        if value["image"] and not value["consent_until"]:
            error = ValidationError(_("Until when has the person agreed to the photo?"))
            raise blocks.StructBlockValidationError(block_errors={"consent_until": error})
        return value


class ProtagonistsBlock(blocks.StreamBlock):
    """People of a campaign."""

    person = ProtagonistBlock()

    class Meta:
        required = False
        max_num = 12


class ToolkitItemBlock(blocks.StructBlock):
    """A file that others may use."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    kind = blocks.ChoiceBlock(search_index=False, choices=TOOLKIT_KINDS, default="poster", label=_("kind"))
    document = DocumentChooserBlock(required=False, label=_("document"))
    image = ImageChooserBlock(required=False, label=_("picture"))
    language = blocks.ChoiceBlock(search_index=False, choices=LANGUAGES, default="de", label=_("language"))
    note = blocks.CharBlock(max_length=160, required=False, label=_("note"))

    class Meta:
        icon = "download"
        label = _("file")

    def clean(self, value: Any) -> Any:
        """Ask for exactly one file."""
        value = super().clean(value)
        if bool(value["document"]) == bool(value["image"]):
            error = ValidationError(_("Choose either a document or a picture."))
            raise blocks.StructBlockValidationError(block_errors={"document": error})
        return value


class ToolkitBlock(blocks.StreamBlock):
    """Files that others may use, at most twenty."""

    item = ToolkitItemBlock()

    class Meta:
        required = False
        max_num = 20


class ChannelBlock(blocks.StructBlock):
    """Where to follow a campaign."""

    name = blocks.CharBlock(max_length=80, label=_("name"))
    url = HttpURLBlock(label=_("address"))


class ChannelsBlock(blocks.StreamBlock):
    """Where to follow a campaign."""

    channel = ChannelBlock()

    class Meta:
        required = False


class EventsBlock(blocks.StreamBlock):
    """Events of a campaign."""

    event = blocks.PageChooserBlock("news.EventPage", label=_("event"))

    class Meta:
        required = False


class StationBlock(blocks.StructBlock):
    """A stand at an action day."""

    provider = blocks.CharBlock(max_length=120, label=_("who"))
    title = blocks.CharBlock(max_length=120, label=_("title"))
    text = blocks.TextBlock(max_length=400, required=False, label=_("text"))


class StationsBlock(blocks.StreamBlock):
    """Stands of an action day."""

    station = StationBlock()

    class Meta:
        required = False


class ProgrammeItemBlock(blocks.StructBlock):
    """A point of the programme."""

    time = blocks.CharBlock(max_length=20, label=_("time"), help_text=_("For example 10:30."))
    title = blocks.CharBlock(max_length=160, label=_("title"))


class ProgrammeBlock(blocks.StreamBlock):
    """Programme of an event."""

    item = ProgrammeItemBlock()

    class Meta:
        required = False


class PlaceBlock(blocks.StructBlock):
    """Where an event takes place."""

    name = blocks.CharBlock(max_length=120, label=_("place"))
    address = blocks.CharBlock(max_length=200, required=False, label=_("address"))
    access = blocks.CharBlock(
        max_length=300, required=False, label=_("access"), help_text=_("Steps, lift, induction loop, interpreter.")
    )


class PlacesBlock(blocks.StreamBlock):
    """One place."""

    place = PlaceBlock()

    class Meta:
        required = False
        max_num = 1
