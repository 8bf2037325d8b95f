"""Cells of the leak matrix: who asks for which address, on which host, with which verb, and what must not come back."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from pages.models import Document
from pages.publishing import writing_live
from tests.factories import ImageFactory, intranet_home, public_home
from training.models import CoursePage, TrainingIndexPage

VERBS = ("get", "head", "post", "options")
LANGUAGES = ("de", "en")
MARK = "kanarienvogel"
HOSTS = {"public": "localhost:8000", "intranet": "intranet.localhost:8000"}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass
class Canaries:
    """Closed things, each with the mark in what it holds and never in its address."""

    pages: list[Page] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    image: Any = None
    document: Any = None
    hidden_from_staff: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """One question of the matrix."""

    persona: str
    host: str
    verb: str
    path: str


def _address(page: Page) -> str:
    language, _sep, rest = page.url_path.split("-", 1)[1].partition("/")
    return f"/{language}/{rest}"


def _add(found: Canaries, parent: Page, page: Page, *, hidden: bool = True, live: bool = True) -> Page:
    page.locale, page.live = parent.locale, live
    page.lead = page.search_description = f"{MARK} {page.slug}"
    with writing_live():
        Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision()
    found.pages.append(page)
    found.addresses.append(_address(page))
    if hidden:
        found.hidden_from_staff.append(page.title)
    return page


def make_canaries() -> Canaries:
    """Make closed pages in every state and language, and private files that closed pages use."""
    found, now = Canaries(), timezone.now()
    found.image = ImageFactory(title=f"{MARK} Bild")
    found.document = Document.objects.create(
        title=f"{MARK} Datei", file=SimpleUploadedFile("probe.txt", f"{MARK} Inhalt".encode())
    )
    for language in LANGUAGES:
        inside, outside = intranet_home(language), public_home(language)
        lists = NewsIndexPage.objects.filter(locale=inside.locale).descendant_of(inside).first() or inside
        names = {"date": now.date(), "teaser_image": found.image}
        _add(found, lists, NewsPage(title=f"{MARK} für alle {language}", slug="probe-1", **names), hidden=False)
        _add(found, lists, NewsPage(title=f"{MARK} Rolle {language}", slug="probe-2", audience=["ism"], **names))
        _add(found, outside, StandardPage(title=f"{MARK} Entwurf {language}", slug="probe-3"), live=False)
        planned = StandardPage(title=f"{MARK} geplant {language}", slug="probe-4", go_live_at=now.replace(year=2099))
        _add(found, outside, planned, live=False)
        over = StandardPage(title=f"{MARK} vorbei {language}", slug="probe-5", expired=True)
        _add(found, outside, over, live=False)
        courses = TrainingIndexPage.objects.get(locale=inside.locale)
        closed = _add(found, courses, CoursePage(title=f"{MARK} verschoben {language}", slug="probe-6"))
        Page.move(closed, outside, pos="last-child")
        closed.refresh_from_db()
        found.addresses.append(_address(closed))
    rendition = found.image.get_rendition("fill-100x100")
    found.files = [f"/media/{name}" for name in (found.image.file.name, found.document.file.name, rendition.file.name)]
    found.files += [f"/documents/{found.document.pk}/probe.txt", f"/images/x/{found.image.pk}/original/"]
    return found


def values_of(found: Canaries) -> Callable[[re.Match[str]], str]:
    """Return what fills the parameters of a route: the ids of closed things."""
    page = found.pages[0]
    values = {"image_id": found.image.pk, "document_id": found.document.pk, "revision_id": page.latest_revision_id}
    values |= {"app_label": "news", "model_name": "newspage", "content_type_app_name": "news"}
    values |= {"content_type_model_name": "newspage", "page_path": found.addresses[0].split("/", 2)[2].strip("/")}
    return lambda match: str(values.get(match[1] or match[2], page.pk))


def clean(pattern: str) -> str:
    """Return the text of a route without the signs of regular expressions at its ends."""
    return re.sub(r"^\^|\\?Z$|\$$|\\A|\(\?:|\|.*\)(?=/$)", "", pattern).replace("\\", "")


def routes(urlconf: str, found: Canaries) -> list[str]:
    """Return an address for every route of a URL module, with the ids of closed things in its parameters."""
    fill = values_of(found)
    return sorted({PARAMETER.sub(fill, text) for text in _walk(get_resolver(urlconf).url_patterns, "/")})


def _walk(patterns: Iterable[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        text = str(pattern.pattern)
        languages = LANGUAGES if text == f"{settings.LANGUAGE_CODE}/" else ("",)
        for language in languages:
            part = f"{language}/" if language else clean(text)
            if isinstance(pattern, URLResolver):
                yield from _walk(pattern.url_patterns, prefix + part)
            elif isinstance(pattern, URLPattern):
                yield prefix + part


def lists_and_machines() -> list[str]:
    """Return every page of the portal, what machines read of it, and searches for the mark."""
    found = []
    for page in Page.objects.filter(depth__gt=1).specific():
        address = _address(page)
        found.append(address)
        if isinstance(page, NewsIndexPage):
            found += [f"{address}feed.xml", f"{address}feed.json"]
        if page.specific_class.__name__ == "SearchPage":
            found += [f"{address}?q={MARK}", f"{address}?q={MARK}+bild"]
        if page.specific_class.__name__.endswith("IndexPage"):
            found.append(f"{address}?q={MARK}")
        if page.specific_class.__name__ == "EventIndexPage":
            found.append(f"{address}calendar.ics")
    return [*found, "/sitemap.xml", "/robots.txt"]


def client_of(persona: str, host: str) -> Client:
    """Return a client of a person on a host; a session is carried to the public host too."""
    client = Client(HTTP_HOST=HOSTS[host], SERVER_PORT="8000", raise_request_exception=False)
    if persona != "stranger":
        client.force_login(User.objects.get(email=f"{persona}@example.org"), backend="accounts.backends.LocalBackend")
    return client


def cells(found: Canaries) -> Iterator[Cell]:
    """Return the matrix: strangers everywhere with every verb; others wherever something may be hidden from them."""
    own = [*found.addresses, *found.files]
    reading = sorted({*lists_and_machines(), *own})
    yield from _of_strangers(found, reading)
    for persona in ("staff", "editor", "superuser"):
        yield from (Cell(persona, "public", "get", path) for path in reading)
        yield from (Cell(persona, "public", verb, path) for path in own for verb in VERBS[1:])
    yield from (Cell("staff", "intranet", "get", path) for path in reading)
    admin = [path for path in routes(settings.ROOT_URLCONF, found) if path.startswith("/admin/")]
    yield from (Cell("staff", "intranet", verb, path) for path in [*own, *admin] for verb in ("get", "options"))


def _of_strangers(found: Canaries, reading: list[str]) -> Iterator[Cell]:
    for host, urlconf in (("public", settings.PUBLIC_URLCONF), ("intranet", settings.ROOT_URLCONF)):
        for path in sorted({*reading, *routes(urlconf, found)}):
            yield from (Cell("stranger", host, verb, path) for verb in VERBS)


def leak_of(cell: Cell, client: Client, found: Canaries) -> str:
    """Return what leaks in the answer to a cell, or nothing."""
    response = getattr(client, cell.verb)(cell.path)
    if response.status_code >= 500:
        return f"{cell}: {response.status_code}"
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = body + repr(sorted(response.items())).encode()
    if cell.persona == "staff" and cell.host == "intranet":
        return f"{cell}: title" if any(title.encode() in said for title in found.hidden_from_staff) else ""
    if MARK.encode() in said and f"q={MARK}" not in cell.path:
        return f"{cell}: mark"
    if MARK.encode() in said.replace(f"q={MARK}".encode(), b"").replace(f'value="{MARK}'.encode(), b"") and any(
        title.encode() in said for title in (page.title for page in found.pages)
    ):
        return f"{cell}: title"
    if cell.path in found.addresses and response.status_code not in ({404} if cell.host == "public" else {302}):
        return f"{cell}: {response.status_code} instead of the answer to a missing page"
    return ""


def leaks(questions: Iterable[Cell], found: Canaries) -> tuple[list[str], int]:
    """Ask every cell; return what leaks and how many cells there were."""
    clients: dict[tuple[str, str], Client] = {}
    result, number = [], 0
    for cell in questions:
        key = (cell.persona, cell.host)
        if key not in clients:
            clients[key] = client_of(*key)
        number += 1
        leak = leak_of(cell, clients[key], found)
        if leak:
            result.append(leak)
    return result, number
