"""Links to pages in rich text: in the reader's language, and only to what the reader may see."""

from typing import Any

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from pages.reader import Reader, current
from pages.relations import localized_keys


class PageLinkHandler(LinkHandler):
    """Expand `<a linktype="page" id="…">`; the id is the German page's in every language."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        """Return the model that the links name."""
        return Page

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        """Return the opening tag of one link."""
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags; a link to nothing the reader may see becomes plain text."""
        ids = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
        reader = current()
        pages = {page.translation_key: page for page in localized_keys(list(set(keys.values())), reader, fallback=True)}
        return [cls._tag(pages.get(keys.get(int(attrs.get("id") or 0))), reader) for attrs in attrs_list]

    @staticmethod
    def _tag(page: Page | None, reader: Reader) -> str:
        """Return one opening tag; a German target on an English page says so to screen readers."""
        if page is None:
            return "<a>"
        foreign = page.locale.language_code != reader.language
        hreflang = f' hreflang="{page.locale.language_code}"' if foreign else ""
        return f'<a href="{escape(page.get_url(reader.request))}"{hreflang}>'
