"""Links to pages in rich text: in the reader's language, and only to what the reader may see."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from pages.reader import Reader, current
from pages.relations import localized_map

LINK = re.compile(r"<a [^>]*linktype=.page.[^>]*>")
TARGET = re.compile(r"""\bid=\\*["'](\d+)""")


def served_page(reader: Reader) -> Any:
    """Return the page that the request asks for, or None."""
    route = getattr(reader.request, "_wagtail_route_for_request", None)
    return route.page if route else None


def linked_in(page: Any) -> list[int]:
    """Return the ids of the pages that the text of a page links."""
    tags = LINK.findall(str(list(page.body.raw_data))) if hasattr(page, "body") else []
    return [int(match[1]) for tag in tags if (match := TARGET.search(tag))]


class PageLinkHandler(LinkHandler):
    """Expand `<a linktype="page" id="…">`; the id is the German page's in every language."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        """Return the model that the links name."""
        return Page

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Iterator[tuple[type[Page], str, str, str]]:
        """Tell the index of references which page a link uses, as core's handler does."""
        if attrs.get("id"):
            yield cls.get_model(), attrs["id"], "", ""

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        """Return the opening tag of one link."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags; a link to nothing the reader may see becomes plain text."""
        ids = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        reader = current()
        unknown = [pk for pk in ids if pk not in reader.links]
        if unknown:
            if not reader.links:
                # The first link of a page: look up all links of its text together.
                unknown = list({*unknown, *linked_in(served_page(reader))})
            found = localized_map(unknown, reader, fallback=True)
            reader.links.update({pk: found.get(pk) for pk in unknown})
        numbers = [int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0 for attrs in attrs_list]
        return [cls._tag(reader.links.get(number), reader) for number in numbers]

    @staticmethod
    def _tag(page: Page | None, reader: Reader) -> str:
        """Return one opening tag; a German target on an English page says so to screen readers."""
        if page is None:
            return "<a>"
        hreflang = f' hreflang="{page.locale.language_code}"' if page.locale_id != reader.locale.pk else ""
        return f'<a href="{escape(page.get_url(reader.request))}"{hreflang}>'
