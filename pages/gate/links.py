"""Findings on links: what they lead to exists, is live, and is nothing that only staff can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.text import slugify
from wagtail.models import Page, Site

from pages.gate.findings import Finding
from pages.gate.spots import TARGET, TEXT, URL, Spot, links_in
from pages.models.media import Document
from pages.reach import Reach


@dataclass(frozen=True)
class _Target:
    """What the gate knows of a linked page."""

    title: str
    live: bool
    open: bool


@dataclass(frozen=True)
class _Link:
    """A link to a page, by its id or by an address of this portal."""

    path: tuple[str, ...]
    page: int | None = None
    url: str = ""


def check(obj: Any, spots: list[Spot], *, public: bool) -> Iterator[Finding]:
    """Yield what is wrong with the links of a text; `public` says whether everybody can read it."""
    yield from _missing_choices(spots)
    yield from _anchors(obj, spots)
    links = list(_links(spots))
    known = _look_up(links)
    for link in links:
        if link.url and urlsplit(link.url).hostname == settings.INTRANET_HOST:
            if public:
                yield Finding("link_closed", link.path, {"url": link.url})
            continue
        yield from _of_page(
            link, known.get(link.page or link.url), closed_is_wrong=public and not _for_staff(obj, link)
        )


def _of_page(link: _Link, target: _Target | None, *, closed_is_wrong: bool) -> Iterator[Finding]:
    if target is None:
        yield Finding("link_missing", link.path)
    elif closed_is_wrong and not target.open:
        yield Finding("link_intranet", link.path, {"title": target.title})
    elif not target.live:
        yield Finding("link_unpublished", link.path, {"title": target.title})


def _for_staff(obj: Any, link: _Link) -> bool:
    """Return whether readers see this link as "staff only", without the title of the page (content design 12.2)."""
    return link.path[0] in getattr(obj, "staff_only_links", ())


def _links(spots: Iterable[Spot]) -> Iterator[_Link]:
    for spot in spots:
        if spot.kind == TARGET and spot.value and spot.model and issubclass(spot.model, Page):
            yield _Link(spot.path, page=int(spot.value))
        elif spot.kind == URL and is_own(spot.value):
            yield _Link(spot.path, url=spot.value)
        elif spot.kind == TEXT:
            for link in links_in(spot.value):
                if link.get("linktype") == "page":
                    yield _Link(spot.path, page=int(link["id"]) if link.get("id", "").isdigit() else 0)
                elif is_own(link.get("href", "")):
                    yield _Link(spot.path, url=link["href"])


def is_own(url: str) -> bool:
    """Return whether an address that was typed leads to a page of this portal."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.hostname in {settings.PUBLIC_HOST, settings.INTRANET_HOST}


def _look_up(links: list[_Link]) -> dict[int | str, _Target]:
    """Return what is known of all linked pages, by id and by address."""
    found: dict[int | str, _Target] = {}
    ids = {link.page for link in links if link.page}
    paths = _paths_of({link.url for link in links if link.url})
    if not ids and not paths:
        return found
    pages = Page.objects.filter(pk__in=ids) | Page.objects.filter(url_path__in=set(paths.values()))
    by_path = {}
    for pk, path, title, live, reach in pages.values_list("pk", "url_path", "title", "live", "access__reach"):
        found[pk] = by_path[path] = _Target(title, live, reach == Reach.PUBLIC)
    found.update({url: by_path[path] for url, path in paths.items() if path in by_path})
    # An address that is no page's (a feed, a form, a file) is the program's own.
    own = _Target("", live=True, open=True)
    found.update({url: own for url in {link.url for link in links} - set(paths) if url})
    return found


def _paths_of(urls: set[str]) -> dict[str, str]:
    """Return the stored paths of the addresses of public pages: `/de/x/` stands below the German home page."""
    if not urls:
        return {}
    site = Site.objects.filter(is_default_site=True).select_related("root_page__locale").first()
    if site is None:
        return {}
    homes = {page.locale.language_code: page.url_path for page in site.root_page.get_translations(inclusive=True)}
    paths = {}
    for url in urls:
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
        if parts and parts[0] in homes and "." not in parts[-1]:
            paths[url] = homes[parts[0]] + "".join(f"{part}/" for part in parts[1:])
    return paths


def _missing_choices(spots: list[Spot]) -> Iterator[Finding]:
    """Yield choices of snippets, pictures and documents that do not exist any more."""
    chosen: dict[Any, list[Spot]] = {}
    for spot in spots:
        if spot.kind == TEXT:
            for link in links_in(spot.value):
                if link.get("linktype") == "document" and link.get("id", "").isdigit():
                    chosen.setdefault(Document, []).append(Spot(TARGET, spot.path, int(link["id"]), Document))
        elif spot.kind == TARGET and spot.required and not spot.value:
            yield Finding("link_missing", spot.path)
        elif spot.kind == TARGET and spot.value and spot.model and not issubclass(spot.model, Page):
            chosen.setdefault(spot.model, []).append(spot)
    for model, places in chosen.items():
        there = set(model._default_manager.filter(pk__in={spot.value for spot in places}).values_list("pk", flat=True))
        yield from (Finding("link_missing", spot.path) for spot in places if int(spot.value) not in there)


def _anchors(obj: Any, spots: list[Spot]) -> Iterator[Finding]:
    """Yield links to a heading of the same page that has no such heading."""
    wanted = [
        (spot.path, link["href"][1:])
        for spot in spots
        if spot.kind == TEXT
        for link in links_in(spot.value)
        if link.get("href", "").startswith("#")
    ]
    if not wanted or not hasattr(obj, "body"):
        return
    anchors = {slugify(row["value"].get("text") or "") for row in obj.body.get_prep_value() if row["type"] == "heading"}
    for path, anchor in wanted:
        if anchor and anchor not in anchors:
            yield Finding("anchor_missing", path, {"anchor": anchor})
