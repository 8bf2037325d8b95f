"""Make, renew and remove entries; the only place that writes them."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from modelsearch import index
from wagtail.models import Page

from pages.models import BasePage, PageAccess
from pages.reach import Reach
from pages.texts import search_text, search_words
from search.analysis import tokens
from search.models import AudienceSet, Entry, EntryTopic

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


def kind_of(page: Page) -> str:
    """Return the kind of a page as readers filter by it."""
    return KINDS.get(page._meta.model_name or "", "page")


def date_of(page: Any) -> Any:
    """Return the day that dates a page, or None for pages without one."""
    for name in ("date", "released_at", "start"):
        value = getattr(page, name, None)
        if value is not None:
            return timezone.localdate(value) if hasattr(value, "tzinfo") and value.tzinfo else value
    return None


def index_page(page_id: int) -> None:
    """Bring the entry of a page up to date; a page that may not be found loses its entry. Can run twice."""
    # nosemgrep: page-query the index holds all; answers are filtered by reader
    page = Page.objects.filter(pk=page_id).select_related("locale", "access").first()
    specific = page.specific if page is not None else None
    if not isinstance(specific, BasePage) or not specific.live or specific.hide_from_search or page is None:
        remove([page_id])
        return
    access = PageAccess.objects.filter(pk=page_id).first()
    if access is None or access.key == "":
        remove([page_id])
        return
    with transaction.atomic():
        _write(specific, access)


def _write(page: BasePage, access: PageAccess) -> None:
    """Store the entry and its index row."""
    language, day = page.locale.language_code, date_of(page)
    text, keywords = search_text(page), search_words(page)
    entry, _created = Entry.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "site": "public" if access.reach == Reach.PUBLIC else "intranet",
            "locale": page.locale,
            "audience": AudienceSet.objects.get_or_create(keys=access.key)[0],
            "kind": kind_of(page),
            "date": day,
            "year": day.year if day else None,
            "label": page.title[:255],
            "summary": page.summary[:300],
            "text": text,
            "title": " ".join(tokens(page.title, language)),
            "t_keywords": " ".join(tokens(keywords, language)),
            "t_summary": " ".join(tokens(page.lead, language)),
            "t_text": " ".join(tokens(text, language)),
            "indexed_at": timezone.now(),
        },
    )
    EntryTopic.objects.filter(entry=entry).delete()
    slugs = page.page_topics.values_list("topic__slug", flat=True)
    EntryTopic.objects.bulk_create([EntryTopic(entry=entry, slug=slug) for slug in dict.fromkeys(slugs)])
    index.insert_or_update_object(entry)


def remove(page_ids: list[int]) -> None:
    """Remove entries and their index rows, in the caller's transaction."""
    for entry in Entry.objects.filter(page_id__in=page_ids):
        index.remove_object(entry)
        entry.delete()


def follow_audience(page_ids: list[int]) -> None:
    """Store changed audiences of entries in the transaction that changed the pages'."""
    rows = {access.pk: access for access in PageAccess.objects.filter(pk__in=page_ids)}
    for entry in Entry.objects.filter(page_id__in=page_ids).select_related("audience"):
        access = rows.get(entry.page_id)
        if access is None or not access.key:
            remove([entry.page_id])
        elif entry.audience.keys != access.key:
            entry.audience = AudienceSet.objects.get_or_create(keys=access.key)[0]
            entry.site = "public" if access.reach == Reach.PUBLIC else "intranet"
            entry.save(update_fields=["audience", "site"])
            index.insert_or_update_object(entry)


def rebuild() -> int:
    """Index every live page; return how many entries there are."""
    # nosemgrep: page-query the index holds all; answers are filtered by reader
    live = set(Page.objects.filter(live=True, depth__gt=1).values_list("pk", flat=True))
    remove([pk for pk in Entry.objects.values_list("page_id", flat=True) if pk not in live])
    for page_id in sorted(live):
        index_page(page_id)
    return Entry.objects.count()
