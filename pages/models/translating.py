"""What wagtail-localize translates on every page, and what is shared by both languages."""

from typing import Any

from wagtail_localize.fields import SynchronizedField, TranslatableField

BASE_TRANSLATABLE = [
    "title",
    "slug",
    "seo_title",
    "search_description",
    "nav_title",
    "lead",
    "body",
    "teaser_alt",
    "teaser_text",
    "contacts",
    "search_keywords",
]
BASE_SHARED = [
    "drawing",
    "teaser_image",
    "owner_department",
    "translation_wanted",
    "audience",
    "hide_from_search",
    "noindex",
    "show_exit",
    "show_in_menus",
    "page_topics",
    "related_pages",
    "tags",
]


def translation_rules(translated: list[str], shared: list[str]) -> list[Any]:
    """Return wagtail-localize's field rules for the base fields and those of a page type."""
    return [
        *[TranslatableField(name) for name in [*BASE_TRANSLATABLE, *translated]],
        *[SynchronizedField(name, overridable=False) for name in [*BASE_SHARED, *shared]],
    ]
