"""The frame of a page as data: every part is computed when a template first uses it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.context import url_of
from home.models import Identity, IsmTopicPage, Navigation, SearchPage
from pages.alternates import translations_of
from pages.models import ContactPoint
from pages.permissions import opens_admin, visible_to
from pages.reader import INTRANET, Reader
from pages.relations import localized_map
from pages.slugs import BARRIER_FORM_SLUGS, FIXED_SLUGS


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb; the page itself has no address."""

    label: str
    url: str


@dataclass(frozen=True)
class MenuItem:
    """One entry of a menu."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Column:
    """One column of the footer."""

    title: str
    links: list[MenuItem]


@dataclass(frozen=True)
class LanguageLink:
    """The page in another language, or the nearest page above that exists in it."""

    code: str
    name: str
    url: str
    current: bool
    fallback: bool


def legal_links(language: str) -> dict[str, str]:
    """Return the absolute addresses of pages that every page links, without a database."""
    column = 0 if language == "de" else 1
    links = {
        kind.replace("-language", ""): f"{settings.PUBLIC_URL}/{language}/{slugs[column]}/"
        for kind, slugs in FIXED_SLUGS.items()
    }
    links["barrier"] = f"{settings.PUBLIC_URL}/{language}/{BARRIER_FORM_SLUGS[column]}/"
    return links


def ancestors_of(request: Any, page: Any) -> list[Page]:
    """Return the pages above a page from the home page on; looked up once per request."""
    known: dict[int, list[Page]] = request.__dict__.setdefault("_ancestors", {})
    if page.pk not in known:
        known[page.pk] = list(page.get_ancestors().filter(depth__gt=1).order_by("depth"))
    return known[page.pk]


def breadcrumbs_of(request: HttpRequest, page: Any) -> list[Crumb]:
    """Return the way from the home page to a page; closed or unpublished steps are left out."""
    if page is None or not page.pk:
        return []
    above = [step for step in ancestors_of(request, page) if step.live]
    crumbs = [Crumb(_("Home") if step.depth == 2 else step.title, step.get_url(request) or "") for step in above]
    return [*crumbs, Crumb(page.title, "")]


class Shell:
    """Names, menus, languages and links of the site that a request reads."""

    def __init__(self, request: HttpRequest, page: Any) -> None:
        self.request, self.page = request, page
        self.reader = Reader.of(request)
        self.kind = self.reader.site_kind
        self.language = self.reader.language

    @cached_property
    def identity(self) -> Identity:
        """Names, palette and banners of the site."""
        return Identity.for_request(self.request)

    @cached_property
    def navigation_settings(self) -> Navigation:
        """Menus of the site as editors keep them."""
        return Navigation.for_request(self.request)

    @cached_property
    def home_url(self) -> str:
        """Address of the home page in the reader's language."""
        return f"/{self.language}/"

    @property
    def is_home(self) -> bool:
        """Whether the page is the home page."""
        return bool(getattr(self.page, "is_home", False))

    @cached_property
    def _menu_pages(self) -> dict[int, Page]:
        """Pages of both menus in the reader's language, by the id that the setting holds."""
        return localized_map(self.navigation_settings.page_ids(), self.reader)

    def _item(self, row: Any) -> MenuItem | None:
        """Return a menu entry, or None when the reader may not see its page."""
        label = (row.get("label_en") if self.language == "en" else "") or row.get("label_de") or ""
        if row.get("url"):
            return MenuItem(label, row["url"])
        page = self._menu_pages.get(row.get("page") or 0)
        if page is None:
            return None
        here = self.page.path if self.page is not None and self.page.pk else ""
        current = here.startswith(page.path) if page.depth > 2 else here == page.path
        return MenuItem(label or page.menu_title, page.get_url(self.request) or "", current)

    @cached_property
    def navigation(self) -> list[MenuItem]:
        """Entries of the main menu."""
        return [item for item in map(self._item, self.navigation_settings.header_rows()) if item]

    @cached_property
    def footer_columns(self) -> list[Column]:
        """Columns of the footer; a column without visible links is left out."""
        columns = []
        for row in self.navigation_settings.footer_rows():
            title = (row["title_en"] if self.language == "en" else "") or row["title_de"]
            links = [item for item in map(self._item, row["links"]) if item]
            if links:
                columns.append(Column(title, links))
        return columns

    @cached_property
    def legal(self) -> dict[str, str]:
        """Addresses of imprint, privacy, accessibility, easy language, sign language and barrier form."""
        return legal_links(self.language)

    @property
    def staff_url(self) -> str:
        """Address of the intranet, where it asks strangers to sign in."""
        return f"{settings.INTRANET_URL}/{self.language}/"

    @property
    def service_links(self) -> list[MenuItem]:
        """Links at the very top of public pages."""
        return [
            MenuItem(_("Easy language"), self.legal["easy"]),
            MenuItem(_("Sign language"), self.legal["sign"]),
        ]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """Both languages; a missing translation leads to the nearest translated page above."""
        return [self._language_link(code) for code, _name in settings.LANGUAGES]

    def _language_link(self, code: str) -> LanguageLink:
        name = get_language_info(code)["name_local"].capitalize()
        if code == self.language:
            url = self.page.get_url(self.request) if self.page is not None and self.page.pk else self.request.path
            return LanguageLink(code, name, url or self.request.path, True, False)
        target, fallback = self._translation(code)
        return LanguageLink(code, name, target, False, fallback)

    def _translation(self, code: str) -> tuple[str, bool]:
        """Return the address in another language and whether it is only a page above."""
        if self.page is None or not self.page.pk:
            return self._untranslated_route(code)
        own = translations_of(self.page, self.request).get(code)
        if own is not None:
            return own.get_url(self.request) or f"/{code}/", False
        chain = [step.translation_key for step in [*ancestors_of(self.request, self.page), self.page]]
        pages = visible_to(self.reader.user, Page.objects.filter(translation_key__in=chain, locale__language_code=code))
        found = {page.translation_key: page for page in pages}
        for distance, key in enumerate(reversed(chain)):
            if key in found:
                return found[key].get_url(self.request) or f"/{code}/", distance > 0
        return f"/{code}/", True

    def _untranslated_route(self, code: str) -> tuple[str, bool]:
        """Return the address of a route that is no page in another language."""
        parts = self.request.path.split("/", 2)
        rest = parts[2] if len(parts) > 2 else ""
        swapped = dict(zip(BARRIER_FORM_SLUGS, reversed(BARRIER_FORM_SLUGS), strict=True))
        first, _sep, tail = rest.partition("/")
        return f"/{code}/{swapped.get(first, first)}/{tail}" if rest else f"/{code}/", False

    @cached_property
    def search_url(self) -> str:
        """Address of the search page of this site and language, or nothing when there is none."""
        if isinstance(self.page, SearchPage):
            return self.page.get_url(self.request) or ""
        return url_of(SearchPage, self.reader)

    @cached_property
    def contact(self) -> ContactPoint | None:
        """The contact point in the footer."""
        contact = self.identity.contact
        return contact if contact and contact.is_current and (contact.is_public or self.kind == INTRANET) else None

    @property
    def user(self) -> Any:
        """The person signed in on the intranet host, else None."""
        return self.reader.user if self.reader.is_staff else None

    @cached_property
    def alarm(self) -> dict[str, Any] | None:
        """The keys of the silent alarm, leading to its help page; nothing where staff have no such page."""
        if self.user is None:
            return None
        url = url_of(IsmTopicPage, self.reader, kind="alarm")
        return {"label": _("Silent alarm"), "url": url, "keys": (_("Ctrl"), "Alt", "H")} if url else None

    @property
    def initials(self) -> str:
        """Initials of the person signed in."""
        person = self.user
        return f"{person.first_name[:1]}{person.last_name[:1]}".upper() or "?" if person else ""

    @property
    def may_edit(self) -> bool:
        """Whether the person may open the editors' screens."""
        return bool(self.user and opens_admin(self.user))

    @property
    def sign_out_url(self) -> str:
        """Address of the sign-out form."""
        return reverse("account_logout")

    @property
    def security_url(self) -> str:
        """Address of the page about sign-ins and the second factor."""
        return reverse("mfa_index")
