"""Addresses of a page in both languages, the same for head, switch and sitemap."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page

from pages.permissions import visible_to


def alternates(page: Page, request: HttpRequest) -> dict[str, str]:
    """Return absolute addresses of the live public translations; `x-default` is German."""
    translations = visible_to(None, Page.objects.filter(translation_key=page.translation_key)).select_related("locale")
    urls = {
        found.locale.language_code: f"{settings.PUBLIC_URL}{found.get_url(request)}"
        for found in translations
        if getattr(page, "is_listed", True)
    }
    if settings.LANGUAGE_CODE in urls:
        urls["x-default"] = urls[settings.LANGUAGE_CODE]
    return urls
