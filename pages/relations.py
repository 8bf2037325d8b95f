"""Map links between pages to what the reader may see in the reader's language."""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import Reader


def localized_map(ids: Iterable[int], reader: Reader, *, fallback: bool = False) -> dict[int, Page]:
    """Return what the reader sees instead of each of these pages, by their ids; what is closed is left out."""
    keys = dict(Page.objects.filter(pk__in=set(ids)).values_list("pk", "translation_key"))
    by_key = {page.translation_key: page for page in localized_keys(list(keys.values()), reader, fallback=fallback)}
    return {pk: by_key[key] for pk, key in keys.items() if key in by_key}


def localized_ids(ids: Sequence[int], reader: Reader, *, whole: bool = False) -> list[Page]:
    """Return the pages with these ids as `localized_keys` does, with one more query."""
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    return localized_keys([keys[pk] for pk in ids if pk in keys], reader, whole=whole)


def localized_keys(keys: Sequence[Any], reader: Reader, *, fallback: bool = False, whole: bool = False) -> list[Page]:
    """Return the pages in the reader's language that the reader may see, in the given order.

    Relations that both languages share hold the German page's id, so each is mapped by its translation key.
    With `fallback` a page without translation is returned as it is; its link says that it is German only.
    A link needs title and address alone; `whole` also loads the fields of the page types, one query per type.
    """
    if not keys:
        return []
    candidates = visible_to(reader.user, Page.objects.filter(translation_key__in=set(keys))).select_related("locale")
    if not fallback:
        candidates = candidates.filter(locale=reader.locale)
    found: dict[Any, Page] = {}
    for page in candidates.specific(defer=not whole):
        if page.locale_id == reader.locale.pk or page.translation_key not in found:
            found[page.translation_key] = page
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def localized_one(page: Page | None, reader: Reader) -> Page | None:
    """Return one page as `localized_keys` does, with all its fields, or None."""
    return next(iter(localized_keys([page.translation_key], reader, whole=True)), None) if page else None
