"""Entries of the public sitemap, with the same language alternates as the pages themselves."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, Site

from pages.permissions import visible_to


@dataclass
class Entry:
    """One address with its alternates by language."""

    url: str
    changed: datetime | None
    alternates: dict[str, str] = field(default_factory=dict)


def public_pages(request: HttpRequest) -> list[Page]:
    """Return every live public page below the roots of the public site in both languages."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    # nosemgrep: tree-query home pages; what is below passes visible_to()
    roots = site.root_page.get_translations(inclusive=True).filter(live=True)
    pages: list[Page] = []
    for root in roots:
        found = visible_to(None, root.get_descendants(inclusive=True)).select_related("locale").order_by("path")
        pages.extend(page for page in found.specific() if page.is_listed)
    return pages


def alternates_of(pages: list[Page], request: HttpRequest) -> dict[object, dict[str, str]]:
    """Return the absolute addresses by translation key and language; `x-default` is German."""
    found: dict[object, dict[str, str]] = {}
    for page in pages:
        url = f"{settings.PUBLIC_URL}{page.get_url(request)}"
        found.setdefault(page.translation_key, {})[page.locale.language_code] = url
    for urls in found.values():
        if settings.LANGUAGE_CODE in urls:
            urls["x-default"] = urls[settings.LANGUAGE_CODE]
    return found


def entries(request: HttpRequest) -> list[Entry]:
    """Return the entries of the sitemap."""
    pages = public_pages(request)
    alternates = alternates_of(pages, request)
    return [
        Entry(
            alternates[page.translation_key][page.locale.language_code],
            page.last_published_at,
            alternates[page.translation_key],
        )
        for page in pages
    ]
