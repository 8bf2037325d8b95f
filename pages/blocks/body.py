"""The body of a page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.blocks.lists import AccordionBlock, ContactsBlock, FAQListBlock, ListingBlock, TeaserBlock
from pages.blocks.media import ButtonBlock, DownloadsBlock, ImageBlock, MapLinkBlock, VideoLinkBlock
from pages.blocks.table import TableBlock
from pages.blocks.texts import (
    CalloutBlock,
    HeadingBlock,
    InterviewBlock,
    KeyFiguresBlock,
    ParagraphBlock,
    QuoteBlock,
    StepsBlock,
)

TEXT, MEDIA, LISTS = _("Text"), _("Pictures and files"), _("Lists")


class BodyBlock(blocks.StreamBlock):
    """At most sixty blocks; headings skip no level."""

    heading = HeadingBlock(group=TEXT)
    paragraph = ParagraphBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    callout = CalloutBlock(group=TEXT)
    steps = StepsBlock(group=TEXT)
    key_figures = KeyFiguresBlock(group=TEXT)
    table = TableBlock(group=TEXT)
    interview = InterviewBlock(group=TEXT)
    accordion = AccordionBlock(group=TEXT)
    image = ImageBlock(group=MEDIA)
    video_link = VideoLinkBlock(group=MEDIA)
    downloads = DownloadsBlock(group=MEDIA)
    button = ButtonBlock(group=MEDIA)
    map_link = MapLinkBlock(group=MEDIA)
    teaser = TeaserBlock(group=LISTS)
    listing = ListingBlock(group=LISTS)
    contacts = ContactsBlock(group=LISTS)
    faq_list = FAQListBlock(group=LISTS)

    class Meta:
        max_num = 60
        required = False

    def clean(self, value: Any) -> Any:
        """Refuse a heading that skips a level."""
        value = super().clean(value)
        before = 1
        for index, child in enumerate(value):
            if child.block_type != "heading":
                continue
            level = int(child.value["level"])
            if level > before + 1:
                message = _("This heading skips a level. Choose level %(level)d or higher up.") % {"level": before + 1}
                error = blocks.StructBlockValidationError(block_errors={"level": ValidationError(message)})
                raise blocks.StreamBlockValidationError(block_errors={index: error})
            before = level
        return value
