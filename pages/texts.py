"""The text of a page as people search it: title, lead, blocks, alternative texts, functions of contacts."""

from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from wagtail.fields import RichTextField, StreamField

from pages.blocks.rows import contact_ids
from pages.models.snippets import ContactPoint

if TYPE_CHECKING:
    from pages.models.base import BasePage

MAX_TEXT = 50_000
NEVER = {"contacts"}


def search_text(page: "BasePage") -> str:
    """Return the running text of a page, at most 50,000 signs; no names of persons, no live figures."""
    parts: list[str] = [page.lead]
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and field.name not in NEVER:
            value = getattr(page, field.name)
            parts.extend(str(part) for part in field.stream_block.get_searchable_content(value))
        elif isinstance(field, RichTextField):
            parts.append(strip_tags(getattr(page, field.name) or ""))
    if page.teaser_image is not None:
        parts.append(page.teaser_alt or page.teaser_image.default_alt_text)
    parts.extend(str(point) for point in ContactPoint.objects.filter(pk__in=contact_ids(page.contacts)))
    return " ".join(" ".join(parts).split())[:MAX_TEXT]


def search_words(page: "BasePage") -> str:
    """Return the words editors added: search words, topics with synonyms and tags; at most 600 signs."""
    topics = [row.topic for row in page.page_topics.select_related("topic")]
    parts = [page.search_keywords, *[f"{topic} {topic.synonyms}" for topic in topics], *page.tags.names()]
    return " ".join(parts)[:600]
