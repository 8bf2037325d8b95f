"""Panels of the page editor that advise: what makes a text in easy language hard to read."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from pages.easy_language import Hint, hints

SHOWN = 30
ENDS = re.compile(r"</(?:p|li|h[1-6])>|<br\s*/?>")


def words_of(value: Any) -> Iterator[str]:
    """Yield the sentences of a stored body: each paragraph and each point of a list by itself."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in {"id", "type"}:
                yield from words_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from words_of(part)
    elif isinstance(value, str):
        yield from (text for part in ENDS.split(value) if (text := strip_tags(part).strip()))


def hints_of(page: Any) -> list[Hint]:
    """Return the hints for the title, lead and text of a page."""
    return [hint for text in [page.title, page.lead, *words_of(page.body.get_prep_value())] for hint in hints(text)]


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
