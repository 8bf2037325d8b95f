"""What every page shows beside its text: contacts, related pages, topics and contents list."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.text import slugify
from wagtail.models import Page

from pages.blocks.rows import contact_ids
from pages.reader import Reader
from pages.relations import localized_keys

if TYPE_CHECKING:
    from pages.models.base import BasePage

CONTENTS_FROM = 3


@dataclass(frozen=True)
class Contact:
    """A contact point in a role."""

    contact: Any
    role: str


@dataclass(frozen=True)
class Heading:
    """A section of the page."""

    text: str
    anchor: str


def contacts_of(page: "BasePage", reader: Reader) -> list[Contact]:
    """Return the contact points of a page that the reader may see."""
    ids = contact_ids(page.contacts)
    if not ids:
        return []
    model: Any = apps.get_model("pages.ContactPoint")
    points = model.objects.current() if reader.is_staff else model.objects.public()
    found = points.in_bulk(ids)
    roles = {row["value"]["contact"]: row["value"].get("role") or "" for row in page.contacts.raw_data}
    return [Contact(found[pk], roles[pk]) for pk in ids if pk in found]


def related_of(page: "BasePage", reader: Reader) -> list[Page]:
    """Return related pages in the reader's language that the reader may see."""
    rows = page.related_pages.order_by("sort_order")
    return localized_keys(list(rows.values_list("target__translation_key", flat=True)), reader)


def topics_of(page: "BasePage") -> list[Any]:
    """Return the topics of a page in the editors' order."""
    return [row.topic for row in page.page_topics.select_related("topic").order_by("sort_order")]


def contents_of(page: "BasePage") -> list[Heading]:
    """Return the sections of a page, from three sections on."""
    headings = [
        Heading(row["value"]["text"], slugify(row["value"]["text"]))
        for row in page.body.raw_data
        if row["type"] == "heading" and row["value"].get("level", "2") == "2"
    ]
    return headings if len(headings) >= CONTENTS_FROM else []


def questions_of(page: Any, reader: Reader) -> list[Any]:
    """Return the questions of a page's category that are meant for the reader's site."""
    if not page.faq_category_id:
        return []
    return list(
        page.faq_category.entries.filter(live=True, site__in=[reader.site_kind, "both"]).order_by("position", "pk")
    )
