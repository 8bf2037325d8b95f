"""The one door to search: find what a reader may see, ranked the same on every engine."""

import logging
import math
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from modelsearch.backends import get_search_backend
from modelsearch.query import Or, PlainText
from wagtail.models import Page

from pages.models import Topic
from pages.permissions import visible_to
from pages.reader import INTRANET, Reader
from search.analysis import question
from search.highlight import excerpt, mark
from search.models import AudienceSet, Entry, EntryTopic

logger = logging.getLogger("search")

MAX_QUERY = 200
MIN_QUERY = 2
CANDIDATES = 200
PER_PAGE = 10
WEIGHTS = (("title", 5.0), ("t_keywords", 3.0), ("t_summary", 2.0), ("t_text", 1.0))


@dataclass(frozen=True)
class Filters:
    """What a reader narrows hits by; empty means everything."""

    kind: str = ""
    topic: str = ""
    year: int | None = None

    @property
    def count(self) -> int:
        """How many are set."""
        return sum(1 for value in (self.kind, self.topic, self.year) if value)


@dataclass
class Hit:
    """One page that was found."""

    entry: Entry
    page: Page
    title: SafeString
    excerpt: SafeString


@dataclass
class Results:
    """What a question found for one reader."""

    query: str
    was_cut: bool = False
    too_short: bool = False
    total: int = 0
    capped: bool = False
    number: int = 1
    pages: int = 1
    hits: list[Hit] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    topics: list[tuple[Topic, int]] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)


class NoSuchPage(LookupError):
    """The page number lies beyond the hits."""


def find(query: str, reader: Reader, filters: Filters | None = None, number: int = 1) -> Results:
    """Return the hits of a question that this reader may see, ten per page.

    More than 200 signs are cut and said so; fewer than two signs find nothing. Raises NoSuchPage.
    """
    chosen = filters or Filters()
    text = " ".join(query.split())
    results = Results(text[:MAX_QUERY], was_cut=len(text) > MAX_QUERY, number=number)
    asked = question(results.query, reader.language)
    results.too_short = len(results.query) < MIN_QUERY or not asked
    if results.too_short:
        return results
    ranked = _rank(_candidates(asked, reader), asked)
    results.capped = len(ranked) >= CANDIDATES
    topics = _topics_of(ranked)
    _count(results, ranked, topics)
    ranked = [entry for entry in ranked if _matches(entry, chosen, topics)]
    results.total = len(ranked)
    results.pages = max(1, math.ceil(len(ranked) / PER_PAGE))
    if not 1 <= number <= results.pages:
        raise NoSuchPage(number)
    shown = ranked[(number - 1) * PER_PAGE : number * PER_PAGE]
    results.hits = _hits(shown, reader, frozenset(asked))
    return results


def pages_of_kind(query: str, reader: Reader, kind: str) -> list[int]:
    """Return the ids of the pages of one kind that a question finds, best first, at most 200; for lists with filters.

    Fewer than two signs find nothing.
    """
    text = " ".join(query.split())[:MAX_QUERY]
    asked = question(text, reader.language)
    if len(text) < MIN_QUERY or not asked:
        return []
    return [entry.page_id for entry in _rank(_candidates(asked, reader, kind), asked)]


def entries_for(reader: Reader) -> QuerySet[Entry]:
    """Return the entries that this reader may find, in the reader's language."""
    audiences = [pk for pk, keys in AudienceSet.objects.values_list("pk", "keys") if _meets(keys, reader)]
    found = Entry.objects.filter(locale_id=reader.locale.pk, audience_id__in=audiences)
    return found if reader.site_kind == INTRANET else found.filter(site="public")


def _meets(keys: str, reader: Reader) -> bool:
    """Return whether an audience includes the reader."""
    if keys == "public":
        return True
    if not reader.is_staff:
        return False
    return keys == "staff" or reader.user.is_superuser or any(f"|{role}|" in keys for role in reader.roles)


def _candidates(asked: list[str], reader: Reader, kind: str = "") -> list[Entry]:
    """Return at most 200 entries that contain one of the tokens, re-read through the reader's filter."""
    allowed = entries_for(reader)
    if kind:
        allowed = allowed.filter(kind=kind)
    wanted = Or([PlainText(word) for word in asked]) if len(asked) > 1 else PlainText(asked[0])
    found = list(get_search_backend().search(wanted, allowed)[:CANDIDATES])
    return found


def _rank(entries: list[Entry], asked: list[str]) -> list[Entry]:
    """Return entries by rarity and place of the tokens; ties by newer date, then by key."""
    counted = [(entry, [Counter(getattr(entry, name).split()) for name, _weight in WEIGHTS]) for entry in entries]
    frequency = {word: sum(1 for _entry, fields in counted if any(words[word] for words in fields)) for word in asked}
    rarity = {word: math.log(1 + (len(entries) + 0.5) / (frequency[word] + 0.5)) for word in asked}

    def score(fields: list[Counter[str]]) -> float:
        total, found = 0.0, 0.0
        for word in asked:
            weight = sum(w * min(words[word], 4) for words, (_name, w) in zip(fields, WEIGHTS, strict=True))
            total += rarity[word] * weight / (1.2 + weight)
            found += rarity[word] if weight else 0.0
        return total * (0.5 + 0.5 * found / (sum(rarity.values()) or 1.0))

    scores = {entry.pk: score(fields) for entry, fields in counted}
    return sorted(
        entries, key=lambda entry: (-scores[entry.pk], -(entry.date.toordinal() if entry.date else 0), entry.pk)
    )


def _topics_of(entries: list[Entry]) -> dict[int, set[str]]:
    """Return the topics of each entry with one query."""
    found: dict[int, set[str]] = {}
    rows = EntryTopic.objects.filter(entry_id__in=[entry.pk for entry in entries])
    for entry_id, slug in rows.values_list("entry_id", "slug"):
        found.setdefault(entry_id, set()).add(slug)
    return found


def _matches(entry: Entry, filters: Filters, topics: dict[int, set[str]]) -> bool:
    """Return whether an entry passes the chosen filters."""
    return (
        (not filters.kind or entry.kind == filters.kind)
        and (not filters.year or entry.year == filters.year)
        and (not filters.topic or filters.topic in topics.get(entry.pk, set()))
    )


def _count(results: Results, entries: list[Entry], topics: dict[int, set[str]]) -> None:
    """Count what the reader can narrow by; filters with one value are left out."""
    kinds = Counter(entry.kind for entry in entries)
    years = Counter(entry.year for entry in entries if entry.year)
    slugs = Counter(slug for entry in entries for slug in topics.get(entry.pk, ()))
    results.kinds = dict(kinds.most_common()) if len(kinds) > 1 else {}
    results.years = dict(sorted(years.items(), reverse=True)) if len(years) > 1 else {}
    if len(slugs) > 1:
        found = Topic.objects.filter(slug__in=slugs)
        results.topics = sorted(((topic, slugs[topic.slug]) for topic in found), key=lambda row: (-row[1], str(row[0])))


def _hits(entries: list[Entry], reader: Reader, asked: frozenset[str]) -> list[Hit]:
    """Return the shown hits; one that only the page rule refuses is dropped and logged (second lock)."""
    pages = visible_to(reader.user, Page.objects.filter(pk__in=[entry.page_id for entry in entries])).in_bulk()
    hits = []
    for entry in entries:
        page = pages.get(entry.page_id)
        if page is None:
            logger.error("search.leak", extra={"key": f"page:{entry.page_id}"})
            continue
        text = excerpt(entry.text, entry.summary, asked, reader.language)
        hits.append(Hit(entry, page, mark(entry.label, asked, reader.language), text))
    return hits
