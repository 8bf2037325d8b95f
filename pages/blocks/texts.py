"""Blocks of running text."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pages.addresses import HttpURLBlock
from pages.fields import RICH_FEATURES


class HeadingBlock(blocks.StructBlock):
    """A heading of level 2 to 4."""

    text = blocks.CharBlock(max_length=120, label=_("heading"))
    level = blocks.ChoiceBlock(
        search_index=False,
        choices=[("2", _("section")), ("3", _("subsection")), ("4", _("small heading"))],
        default="2",
        label=_("level"),
    )

    class Meta:
        icon = "title"
        label = _("heading")
        description = _("Opens a section; levels may not be skipped.")
        template = "pages/blocks/heading.html"
        preview_value = {"text": _("How the council works"), "level": "2"}

    def get_context(self, value: Mapping[str, Any], parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the anchor of the heading."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["anchor"] = slugify(value["text"])
        return context


class ParagraphBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_FEATURES, **kwargs})

    class Meta:
        icon = "pilcrow"
        label = _("text")
        description = _("Paragraphs, lists and links.")
        template = "pages/blocks/paragraph.html"
        preview_value = _("<p>The council brings together people who work for a safe city.</p>")


class QuoteBlock(blocks.StructBlock):
    """A quotation with its source by office."""

    text = blocks.TextBlock(max_length=500, label=_("quotation"))
    source = blocks.CharBlock(
        max_length=120, required=False, label=_("source"), help_text=_("An office or function, never a name.")
    )

    class Meta:
        icon = "openquote"
        label = _("quotation")
        description = _("A sentence that stands out.")
        template = "pages/blocks/quote.html"
        preview_value = {"text": _("Safety begins with a conversation."), "source": _("Office of the council")}


class CalloutBlock(blocks.StructBlock):
    """A box that stands out."""

    kind = blocks.ChoiceBlock(
        search_index=False,
        choices=[("info", _("note")), ("warning", _("warning")), ("danger", _("danger")), ("success", _("good news"))],
        default="info",
        label=_("kind"),
    )
    text = blocks.RichTextBlock(features=RICH_FEATURES, label=_("text"))

    class Meta:
        icon = "help"
        label = _("box")
        description = _("A note, warning or danger in a box.")
        template = "pages/blocks/callout.html"
        preview_value = {"kind": "info", "text": _("<p>In an emergency always call 110.</p>")}


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    steps = blocks.ListBlock(blocks.TextBlock(max_length=300, label=_("step")), max_num=20, label=_("steps"))

    class Meta:
        icon = "list-ol"
        label = _("steps")
        description = _("What to do, one after the other.")
        template = "pages/blocks/steps.html"
        preview_value = {"steps": [_("Call 110."), _("Stay with the person."), _("Wait for the police.")]}


class KeyFigureBlock(blocks.StructBlock):
    """A number with its meaning and source."""

    value = blocks.CharBlock(max_length=20, label=_("figure"))
    label = blocks.CharBlock(max_length=80, label=_("meaning"))
    as_of = blocks.DateBlock(required=False, label=_("as of"))
    source = blocks.CharBlock(max_length=120, required=False, label=_("source"))

    class Meta:
        icon = "order"
        label = _("figure")


class KeyFiguresBlock(blocks.StructBlock):
    """Up to six figures side by side."""

    figures = blocks.ListBlock(KeyFigureBlock(), max_num=6, label=_("figures"))

    class Meta:
        icon = "order"
        label = _("key figures")
        description = _("Numbers that tell the story.")
        template = "pages/blocks/key_figures.html"
        preview_value = {
            "figures": [{"value": "9", "label": _("districts with a council"), "as_of": None, "source": ""}]
        }


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(max_length=300, label=_("question"))
    answer = blocks.RichTextBlock(features=RICH_FEATURES, max_length=3000, label=_("answer"))

    class Meta:
        icon = "help"
        label = _("question and answer")


class InterviewBlock(blocks.StructBlock):
    """An interview with an office."""

    person = blocks.CharBlock(max_length=120, label=_("office"), help_text=_("The office, never a name."))
    date = blocks.DateBlock(required=False, label=_("date"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, max_num=20, label=_("questions"))
    video_url = HttpURLBlock(required=False, label=_("video"), help_text=_("Address of a recording, shown as a link."))

    class Meta:
        icon = "comment"
        label = _("interview")
        description = _("Questions and answers.")
        template = "pages/blocks/interview.html"
        preview_value = {
            "person": _("Office of the council"),
            "date": None,
            "video_url": "",
            "questions": [{"question": _("What helps most?"), "answer": _("<p>To talk to each other early.</p>")}],
        }
