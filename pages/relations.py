"""Map links between pages to what the reader may see in the reader's language."""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import Reader


def localized(pages: Iterable[Page], reader: Reader, *, fallback: bool = False) -> list[Page]:
    """Return the pages in the reader's language that the reader may see, in the given order.

    Relations that both languages share hold the German page's id, so each is mapped by its translation key.
    With `fallback` a page without translation is returned as it is; its link says that it is German only.
    """
    keys = [page.translation_key for page in pages]
    return localized_keys(keys, reader, fallback=fallback)


def localized_ids(ids: Sequence[int], reader: Reader, *, fallback: bool = False) -> list[Page]:
    """Return the pages with these ids as `localized` does, with one more query."""
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    return localized_keys([keys[pk] for pk in ids if pk in keys], reader, fallback=fallback)


def localized_keys(keys: Sequence[Any], reader: Reader, *, fallback: bool = False) -> list[Page]:
    """Return the pages with these translation keys that the reader may see, in the given order."""
    if not keys:
        return []
    candidates = visible_to(reader.user, Page.objects.filter(translation_key__in=set(keys))).select_related("locale")
    if not fallback:
        candidates = candidates.filter(locale=reader.locale)
    found: dict[Any, Page] = {}
    for page in candidates.specific():
        if page.locale_id == reader.locale.pk or page.translation_key not in found:
            found[page.translation_key] = page
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def localized_one(page: Page | None, reader: Reader, *, fallback: bool = False) -> Page | None:
    """Return one page as `localized` does, or None."""
    return next(iter(localized([page], reader, fallback=fallback)), None) if page else None
