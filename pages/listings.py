"""Registry through which rooms offer lists of their pages to rooms that do not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.functional import Promise
from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import Reader
from pages.rows import rows

Source = Callable[[Reader], QuerySet[Any]]


@dataclass(frozen=True)
class Listing:
    """A kind of pages: its label, the queryset of one reader and the field that dates it."""

    label: str | Promise
    source: Source
    date_field: str


_registry: dict[str, Listing] = {}


def register(kind: str, label: str | Promise, source: Source, *, date_field: str = "first_published_at") -> None:
    """Offer a kind of pages; `source` returns the pages before the audience rule is applied."""
    _registry[kind] = Listing(label, source, date_field)


def choices() -> list[tuple[str, Any]]:
    """Return kinds and labels for editors."""
    return sorted(((kind, listing.label) for kind, listing in _registry.items()), key=lambda row: row[0])


def queryset(kind: str, reader: Reader) -> QuerySet[Any]:
    """Return the live pages of a kind that the reader may see, in the reader's language."""
    listing = _registry[kind]
    return visible_to(reader.user, listing.source(reader)).filter(locale=reader.locale)


def entries(kind: str, reader: Reader, *, topic: Any = None, limit: int = 3, sort: str = "date") -> list[Page]:
    """Return at most `limit` pages of a kind; an unknown kind gives none."""
    if kind not in _registry:
        return []
    pages = queryset(kind, reader)
    if topic is not None:
        pages = pages.filter(page_topics__topic=topic)
    order = f"-{_registry[kind].date_field}" if sort == "date" else "title"
    return list(rows(pages).order_by(order, "pk")[:limit])


def related_to(kind: str, page: Page, reader: Reader, limit: int = 6) -> list[Page]:
    """Return pages of a kind that name this page among their related pages, in either language of both."""
    if kind not in _registry:
        return []
    # nosemgrep: page-query keys; the list passes visible_to()
    keys = Page.objects.filter(related_pages__target__translation_key=page.translation_key)
    if not hasattr(page, "_types_that_name_it"):
        # Most pages are named by one or two types: asking once spares the queries of all other kinds.
        vars(page)["_types_that_name_it"] = set(keys.values_list("content_type", flat=True))
    found = queryset(kind, reader)
    if ContentType.objects.get_for_model(found.model).pk not in vars(page)["_types_that_name_it"]:
        return []
    found = found.filter(translation_key__in=keys.values("translation_key"))
    return list(rows(found).order_by(f"-{_registry[kind].date_field}", "pk")[:limit])
