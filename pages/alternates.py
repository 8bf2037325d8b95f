"""Addresses of a page in both languages, the same for head, switch and sitemap."""

from typing import Any

from django.conf import settings
from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import Reader


def translations_of(page: Page, request: Any) -> dict[str, Page]:
    """Return the page in each language in which the reader may see it; looked up once per request."""
    known: dict[int, dict[str, Page]] = request.__dict__.setdefault("_translations", {})
    if page.pk not in known:
        # nosemgrep: page-query passes visible_to() below
        same = Page.objects.filter(translation_key=page.translation_key).select_related("locale")
        found = visible_to(Reader.of(request).user, same)
        known[page.pk] = {other.locale.language_code: other for other in found}
    return known[page.pk]


def alternates(page: Page, request: Any) -> dict[str, str]:
    """Return absolute addresses of the live translations of a public page; `x-default` is German."""
    if not getattr(page, "is_listed", True):
        return {}
    found = translations_of(page, request)
    urls = {code: f"{settings.PUBLIC_URL}{other.get_url(request)}" for code, other in found.items()}
    if settings.LANGUAGE_CODE in urls:
        urls["x-default"] = urls[settings.LANGUAGE_CODE]
    return urls
