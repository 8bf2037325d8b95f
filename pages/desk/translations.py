"""The desk's list of translations: what readers of English miss or read out of date."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from pages.desk.lists import Found, Item
from pages.models.base import TranslationWanted
from pages.translation_matrix import Row, State, german_pages, rows
from pages.translation_report import pages_of

OPEN = (State.OUTDATED, State.CHECK, State.ORPHAN)


def translations(user: Any) -> Found:
    """Return the pages whose English version is out of date, or required and missing."""
    return Found([row for row in rows(german_pages(pages_of(user))) if _is_open(row)], _items)


def _is_open(row: Row) -> bool:
    """Return whether somebody should work on a row."""
    required = row.german.wants_translation == TranslationWanted.REQUIRED
    return row.state in OPEN or (row.german.live and required and row.state in {State.MISSING, State.DRAFT})


def _items(found: Sequence[Row]) -> list[Item]:
    """Return rows as items; a click leads to the page that needs work."""
    items = []
    for row in found:
        missing = ngettext("%(count)d text missing", "%(count)d texts missing", row.missing) % {"count": row.missing}
        note = f"{row.state.label}, {missing}" if row.missing else str(row.state.label)
        page = row.english or row.german
        items.append(Item(row.german.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), note, None, "en"))
    return items
