"""Panels of the page editor that advise: what makes a text in easy language hard to read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from pages.easy_language import Hint, hints

SHOWN = 30


def hints_of(page: Any) -> list[Hint]:
    """Return the hints for the title, lead and text of a page."""
    body = page.body.stream_block.get_searchable_content(page.body)
    return [hint for text in [page.title, page.lead, *map(str, body)] for hint in hints(text)]


class EasyLanguagePanel(HelpPanel):
    """Lists the hints of the text as it was last saved; shown for pages in easy language alone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"template": "home/easy_language_panel.html", "heading": _("Easy language"), **kwargs})

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one page."""

        def is_shown(self) -> bool:
            """Return whether the page is written in easy language and was saved before."""
            return bool(super().is_shown() and self.instance.pk and self.instance.register == "easy_language")

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the hints; the first thirty are enough to go on with."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = hints_of(self.instance)
            return {**context, "hints": found[:SHOWN], "count": len(found)}
