"""Make, renew and remove entries; the only place that writes them."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from modelsearch import index
from wagtail.models import Page

from pages import stamps
from pages.models import BasePage, PageAccess
from pages.reach import Reach
from pages.texts import search_text, search_words
from search import server
from search.analysis.lexicon import Lexicon
from search.analysis.tokens import analyse
from search.analysis.words import ANALYSIS
from search.frequencies import NOTHING, change, share_of
from search.lexicons import lexicon_of
from search.models import AudienceSet, Entry, EntryFacet
from search.ranking import pack

# Page types by which hits are filtered; everything else is a page.
KINDS = {
    "newspage": "news",
    "pressreleasepage": "press",
    "campaignpage": "campaign",
    "eventpage": "event",
    "committeepage": "committee",
    "districtcouncilpage": "committee",
    "partnerpage": "partner",
    "partnershippage": "partner",
    "projectpage": "project",
    "coursepage": "course",
    "faqpage": "faq",
}
SOURCE = ("label", "summary", "keywords", "text")
# Raised when something changed that searches keep in memory: audiences, numbers, lexicon.
STAMP = "search"


def kind_of(page: Page) -> str:
    """Return the kind of a page as readers filter by it."""
    return KINDS.get(page._meta.model_name or "", "page")


def date_of(page: Any, names: tuple[str, ...] = ("date", "released_at", "start")) -> Any:
    """Return the day that dates a page, or None for pages without one."""
    for name in names:
        value = getattr(page, name, None)
        if value is not None:
            return timezone.localdate(value) if hasattr(value, "tzinfo") and value.tzinfo else value
    return None


def key_of(page_id: int) -> str:
    """Return the key of a page's own entry."""
    return f"page:{page_id}"


def index_page(page_id: int) -> None:
    """Bring the entry of a page up to date; a page that may not be found loses its entry. Can run twice."""
    # nosemgrep: page-query the index holds all; answers are filtered by reader
    page = Page.objects.filter(pk=page_id).select_related("locale", "access").first()
    values = source_of(page)
    if page is None or values is None:
        remove([page_id])
        return
    store(key_of(page_id), page, values)


def store(key: str, page: Page, values: dict[str, Any]) -> None:
    """Write an entry with its tokens, its share of the numbers and its index row."""
    with transaction.atomic():
        entry = write_source(key, page, values)
        write_tokens(entry, lexicon_of(entry.locale_id))


def source_of(page: Page | None) -> dict[str, Any] | None:
    """Return what an entry says of a page, or None for a page that may not be found."""
    specific = page.specific if page is not None else None
    if page is None or not isinstance(specific, BasePage) or not specific.live or specific.hide_from_search:
        return None
    access = PageAccess.objects.filter(pk=page.pk).first()
    if access is None or access.key == "":
        return None
    day = date_of(specific)
    return {
        "site": site_of(access),
        "locale_id": page.locale_id,
        "audience": audience_of(access.key),
        "kind": kind_of(specific),
        # Pages that only lead on stand behind those that answer.
        "is_index": (specific._meta.model_name or "").endswith(("indexpage", "homepage")),
        "date": day,
        "year": day.year if day else None,
        "end": date_of(specific, ("end",)),
        "label": specific.title[:255],
        "summary": specific.summary[:300],
        "keywords": search_words(specific),
        "text": search_text(specific),
        "facets": facets_of(specific),
    }


def facets_of(page: Any) -> list[str]:
    """Return the codes of the topics and districts of a page; rooms above say `district` or `districts`."""
    topics = [f"topic:{slug}" for slug in page.page_topics.values_list("topic__slug", flat=True)]
    districts = list(page.districts.all()) if hasattr(page, "districts") else []
    one = getattr(page, "district", None)
    numbers = [f"district:{row.number}" for row in [*districts, *([one] if one else [])]]
    return list(dict.fromkeys([*topics, *numbers]))


def site_of(access: PageAccess) -> str:
    """Return the site on which readers find a page."""
    return "public" if access.reach == Reach.PUBLIC else "intranet"


def audience_of(keys: str) -> AudienceSet:
    """Return the row of an audience; a new one is announced to searches."""
    audience, is_new = AudienceSet.objects.get_or_create(keys=keys)
    if is_new:
        stamps.touch(STAMP)
    return audience


def write_source(key: str, page: Page, values: dict[str, Any]) -> Entry:
    """Store what an entry says; its tokens stay as they were until they are made anew."""
    row = {name: value for name, value in values.items() if name != "facets"}
    entry = Entry.objects.filter(key=key).select_related("audience").first()
    before = share_of(entry)
    if entry is None:
        entry = Entry(key=key, indexed_at=timezone.now())
    entry.page = page
    for name, value in row.items():
        setattr(entry, name, value)
    entry.save()
    change(entry.locale_id, before, share_of(entry) if before != NOTHING or entry.analysis else NOTHING)
    EntryFacet.objects.filter(entry=entry).delete()
    EntryFacet.objects.bulk_create([EntryFacet(entry=entry, code=code) for code in values["facets"]])
    return entry


def digest_of(entry: Entry) -> str:
    """Return a digest of everything that tokens are made of."""
    made = hashlib.sha256()
    for name in SOURCE:
        made.update(getattr(entry, name).encode() + b"\0")
    return made.hexdigest()


def make_tokens(entry: Entry, lexicon: Lexicon) -> bool:
    """Fill in the tokens of an entry without storing it; return whether anything differs."""
    language = entry.locale.language_code
    fields = [analyse(getattr(entry, name), language, lexicon) for name in SOURCE]
    title, summary, keywords, text = fields
    packed = json.dumps(pack([title, keywords, summary, text]), separators=(",", ":"))
    names = ("title", "t_summary", "t_keywords", "t_text")
    wanted: dict[str, Any] = dict(zip(names, [" ".join(tokens) for tokens in fields], strict=True))
    wanted["counts"] = packed
    wanted |= {"n_title": len(title), "n_keywords": len(keywords), "n_summary": len(summary), "n_text": len(text)}
    wanted |= {"digest": digest_of(entry), "analysis": ANALYSIS, "lexicon": lexicon.version}
    changed = any(getattr(entry, name) != value for name, value in wanted.items() if name != "lexicon")
    for name, value in wanted.items():
        setattr(entry, name, value)
    return changed


def write_tokens(entry: Entry, lexicon: Lexicon) -> None:
    """Make and store the tokens of one entry, its share of the numbers and its index row."""
    before = share_of(entry) if entry.analysis else NOTHING
    make_tokens(entry, lexicon)
    entry.indexed_at = timezone.now()
    entry.save()
    change(entry.locale_id, before, share_of(entry))
    index.insert_or_update_object(entry)
    server.queue(entry.pk)
    stamps.touch(STAMP)


def remove(page_ids: list[int]) -> None:
    """Remove the entries that open these pages, with their index rows, in the caller's transaction."""
    remove_entries(Entry.objects.filter(page_id__in=page_ids))


def remove_entries(gone: QuerySet[Entry]) -> None:
    """Remove entries and their index rows, in the caller's transaction."""
    for entry in gone.select_related("audience"):
        index.remove_object(entry)
        server.queue(entry.pk)
        change(entry.locale_id, share_of(entry), NOTHING)
        entry.delete()
        stamps.touch(STAMP)


def follow_audience(page_ids: list[int]) -> None:
    """Store changed audiences of entries in the transaction that changed the pages'."""
    rows = {access.pk: access for access in PageAccess.objects.filter(pk__in=page_ids)}
    for entry in Entry.objects.filter(page_id__in=page_ids).select_related("audience"):
        access = rows.get(entry.page_id)
        if access is None or not access.key:
            remove([entry.page_id])
        elif entry.audience.keys != access.key:
            before = share_of(entry)
            entry.audience = audience_of(access.key)
            entry.site = site_of(access)
            entry.indexed_at = timezone.now()
            entry.save(update_fields=["audience", "site", "indexed_at"])
            change(entry.locale_id, before, share_of(entry))
            index.insert_or_update_object(entry)
            server.queue(entry.pk)
            stamps.touch(STAMP)
