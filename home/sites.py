"""The two sites, their languages and home pages."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.models import Identity, IntranetHomePage, Navigation, OmbudsOffice, PublicHomePage
from news.models import PressSettings
from pages.publishing import writing_live

HTTPS_PORT, HTTP_PORT = 443, 80


@transaction.atomic
def setup_sites() -> None:
    """Make both languages, the four home pages and the two sites of the addresses in the settings; repeatable."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES]
    _remove_stock_page()
    # nosemgrep: page-query set-up of the tree
    root = Page.objects.get(depth=1)
    public = _home_pages(PublicHomePage, "public", settings.WAGTAIL_SITE_NAME, root, locales)
    intranet = _home_pages(IntranetHomePage, "intranet", "Intranet", root, locales)
    _site(settings.PUBLIC_URL, "public", public, is_default=True)
    _site(settings.INTRANET_URL, "intranet", intranet, is_default=False)
    for site in Site.objects.all():
        for model in (Identity, Navigation, OmbudsOffice, PressSettings):
            # Made now, so that no reader's request has to write the missing row.
            model.for_site(site)


def _remove_stock_page() -> None:
    """Remove the welcome page that Wagtail's first migration makes."""
    # nosemgrep: page-query set-up of the tree
    for page in Page.objects.filter(depth=2, content_type__app_label="wagtailcore", content_type__model="page"):
        Site.objects.filter(root_page=page).delete()
        page.delete()


def _home_pages(
    model: type[PublicHomePage] | type[IntranetHomePage], slug: str, title: str, root: Page, locales: list[Locale]
) -> Page:
    """Make the home page of each language below the root; return the German one."""
    german = None
    for locale in locales:
        page = model.objects.filter(locale=locale).first()
        if page is None:
            key: dict[str, Any] = {"translation_key": german.translation_key} if german else {}
            page = model(title=title, slug=f"{slug}-{locale.language_code}", locale=locale, **key)
            with writing_live():
                # An empty home page is the frame of a site, not a text; whatever is written on it is approved.
                root.add_child(instance=page)
            root.refresh_from_db()
        german = german or page
    assert german is not None
    return german


def _site(url: str, name: str, root_page: Page, *, is_default: bool) -> None:
    """Make or correct the site of one address."""
    parts = urlsplit(url)
    port = parts.port or (HTTPS_PORT if parts.scheme == "https" else HTTP_PORT)
    wanted = {"hostname": parts.hostname or "", "port": port, "site_name": name, "is_default_site": is_default}
    site = Site.objects.filter(root_page=root_page).first()
    if site is None:
        Site.objects.create(root_page=root_page, **wanted)
    elif any(getattr(site, field) != value for field, value in wanted.items()):
        for field, value in wanted.items():
            setattr(site, field, value)
        site.save()
