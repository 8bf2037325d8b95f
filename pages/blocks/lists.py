"""Blocks that show other pages, contacts and questions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from pages import listings
from pages.blocks.media import DownloadsBlock, ImageBlock
from pages.blocks.rows import ContactRowBlock
from pages.blocks.samples import SampleBlock, filled_category, public_contact, public_page
from pages.blocks.table import TableBlock
from pages.blocks.texts import ParagraphBlock
from pages.reader import Reader
from pages.relations import localized_one

Context = dict[str, Any]


def reader_of(parent_context: Context | None) -> Reader:
    """Return the reader of the page that shows the block; a stranger when nothing is known."""
    return Reader.of(parent_context.get("request") if parent_context else None)


class TeaserBlock(SampleBlock, blocks.StructBlock):
    """One page as a card."""

    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        icon = "doc-full"
        label = _("teaser")
        description = _("One page as a card.")
        template = "pages/blocks/teaser.html"

    def sample(self) -> Any:
        """Show a page."""
        found = public_page()
        return found and {"page": found}

    def get_context(self, value: Mapping[str, Any], parent_context: Context | None = None) -> Context:
        """Add the page in the reader's language, or nothing when the reader may not see it."""
        context: Context = super().get_context(value, parent_context=parent_context)
        context["target"] = localized_one(value["page"], reader_of(parent_context))
        return context


class ListingBlock(blocks.StructBlock):
    """Pages of a kind, for example the latest news of a topic."""

    kind = blocks.ChoiceBlock(search_index=False, choices=listings.choices, label=_("kind"))
    topic = SnippetChooserBlock("pages.Topic", required=False, label=_("topic"))
    limit = blocks.IntegerBlock(min_value=1, max_value=12, default=3, label=_("how many"))
    sort = blocks.ChoiceBlock(
        search_index=False, choices=[("date", _("by date")), ("title", _("by title"))], default="date", label=_("order")
    )

    class Meta:
        icon = "list-ul"
        label = _("list of pages")
        description = _("The newest pages of a kind.")
        template = "pages/blocks/listing.html"
        preview_value = {"kind": "news", "topic": None, "limit": 3, "sort": "date"}

    def get_context(self, value: Mapping[str, Any], parent_context: Context | None = None) -> Context:
        """Add the pages the reader may see."""
        context: Context = super().get_context(value, parent_context=parent_context)
        context["entries"] = listings.entries(
            value["kind"], reader_of(parent_context), topic=value["topic"], limit=value["limit"], sort=value["sort"]
        )
        return context


class ContactsBlock(SampleBlock, blocks.StructBlock):
    """Contact points in the text."""

    contacts = blocks.ListBlock(ContactRowBlock(), max_num=8, label=_("contacts"))

    class Meta:
        icon = "group"
        label = _("contacts")
        description = _("Contact points with telephone and mailbox.")
        template = "pages/blocks/contacts.html"

    def sample(self) -> Any:
        """Show a contact point."""
        found = public_contact()
        return found and {"contacts": [{"contact": found, "role": ""}]}

    def get_context(self, value: Mapping[str, Any], parent_context: Context | None = None) -> Context:
        """Add the contact points the reader may see."""
        context: Context = super().get_context(value, parent_context=parent_context)
        public = not reader_of(parent_context).is_staff
        context["rows"] = [
            row
            for row in value["contacts"]
            if row["contact"] and row["contact"].is_current and (row["contact"].is_public or not public)
        ]
        return context


class FAQListBlock(SampleBlock, blocks.StructBlock):
    """The questions of one category."""

    category = SnippetChooserBlock("pages.FAQCategory", label=_("category"))

    class Meta:
        icon = "help"
        label = _("questions")
        description = _("All questions of a category with their answers.")
        template = "pages/blocks/faq_list.html"

    def sample(self) -> Any:
        """Show a category."""
        found = filled_category()
        return found and {"category": found}

    def get_context(self, value: Mapping[str, Any], parent_context: Context | None = None) -> Context:
        """Add the entries meant for the reader's site."""
        context: Context = super().get_context(value, parent_context=parent_context)
        site = reader_of(parent_context).site_kind
        context["entries"] = list(
            value["category"].entries.filter(live=True, site__in=[site, "both"]).order_by("position", "pk")
        )
        return context


class AccordionContentBlock(blocks.StreamBlock):
    """What stands in an item of an accordion."""

    paragraph = ParagraphBlock()
    table = TableBlock()
    image = ImageBlock()
    downloads = DownloadsBlock()


class AccordionItemBlock(blocks.StructBlock):
    """One item that opens."""

    title = blocks.CharBlock(max_length=120, label=_("title"))
    content = AccordionContentBlock(label=_("content"))

    class Meta:
        icon = "arrow-down"
        label = _("item")


class AccordionBlock(blocks.StructBlock):
    """Items that open one by one; all open in print."""

    items = blocks.ListBlock(AccordionItemBlock(), max_num=20, label=_("items"))

    class Meta:
        icon = "list-ul"
        label = _("accordion")
        description = _("Long text in parts that open.")
        template = "pages/blocks/accordion.html"
        preview_value = {"items": [{"title": _("Who may come?"), "content": [("paragraph", _("<p>Everybody.</p>"))]}]}
