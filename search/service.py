"""The one door to search: find what a reader may see, ranked the same on every engine."""

import math
from collections import Counter
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.models import Topic
from pages.permissions import visible_to
from pages.reader import Reader
from search import leaks
from search.candidates import Found, look_up, look_up_elsewhere
from search.highlight import excerpt, mark
from search.memory import in_language
from search.models import Entry, EntryTopic
from search.ranking import Scored
from search.suggest import as_typed, did_you_mean

MAX_QUERY = 200
MIN_QUERY = 2
PER_PAGE = 10
# Under so many hits, pages that are there in the other language alone are shown too.
FEW = 5
OTHER_LANGUAGE = {"de": "en", "en": "de"}


@dataclass(frozen=True)
class Filters:
    """What a reader narrows hits by; empty means everything."""

    kind: str = ""
    topic: str = ""
    year: int | None = None
    order: str = ""

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
    missing: tuple[str, ...] = ()


@dataclass
class Results:
    """What a question found for one reader."""

    query: str
    was_cut: bool = False
    too_short: bool = False
    was_shortened: bool = False
    understood: tuple[str, ...] = ()
    has_all: bool = True
    better: str = ""
    total: int = 0
    capped: bool = False
    number: int = 1
    pages: int = 1
    hits: list[Hit] = field(default_factory=list)
    elsewhere: list[Hit] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    topics: list[tuple[Topic, int]] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)


def find(query: str, reader: Reader, filters: Filters | None = None, number: int = 1) -> Results:
    """Return the hits of a question that this reader may see, ten per page; a page past the end gives the last.

    More than 200 signs are cut and said so; fewer than two signs find nothing.
    """
    chosen = filters or Filters()
    text = " ".join(query.split())
    results = Results(text[:MAX_QUERY], was_cut=len(text) > MAX_QUERY)
    if len(results.query) < MIN_QUERY:
        results.too_short = True
        return results
    found = look_up(results.query, reader, timezone.localdate())
    results.understood = tuple(concept.word for concept in found.question.concepts)
    results.was_shortened = found.question.was_cut
    results.capped = found.capped
    results.has_all = found.has_all
    _show(results, found, reader, chosen, number)
    if results.total < FEW and not chosen.count:
        results.elsewhere = _elsewhere(results.query, reader)
    if not found.has_all:
        results.better = did_you_mean(results.query, found.question, found.frequency, reader)
    return results


def pages_of_kind(query: str, reader: Reader, kind: str) -> list[int]:
    """Return the ids of the pages of one kind that a question finds, best first, at most 200; for lists with filters.

    Fewer than two signs find nothing.
    """
    text = " ".join(query.split())[:MAX_QUERY]
    if len(text) < MIN_QUERY:
        return []
    return [entry.page_id for entry, _scored in look_up(text, reader, timezone.localdate(), kind).rows]


def _show(results: Results, found: Found, reader: Reader, chosen: Filters, number: int) -> None:
    """Fill in filters, counts and the hits of one page."""
    entries = [entry for entry, _scored in found.rows]
    topics = _topics_of(entries)
    _count(results, entries, topics, chosen)
    rows = [(entry, scored) for entry, scored in found.rows if _matches(entry, chosen, topics)]
    if chosen.order == "date":
        rows.sort(key=lambda row: (-(row[0].date.toordinal() if row[0].date else 0), row[0].key))
    results.total = len(rows)
    results.pages = max(1, math.ceil(len(rows) / PER_PAGE))
    results.number = min(max(number, 1), results.pages)
    shown = rows[(results.number - 1) * PER_PAGE : results.number * PER_PAGE]
    results.hits = _hits(shown, reader, frozenset(found.question.tokens))
    for hit in results.hits:
        hit.missing = tuple(as_typed(word, results.query) for word in hit.missing)
    results.total -= len(shown) - len(results.hits)


def _elsewhere(query: str, reader: Reader) -> list[Hit]:
    """Return the best pages of the other language that have no live version in the reader's."""
    other = in_language(reader, OTHER_LANGUAGE.get(reader.language, ""))
    if other is None:
        return []
    found = look_up_elsewhere(query, reader, other, timezone.localdate())
    return _hits(found.rows[:FEW], other, frozenset(found.question.tokens)) if found.rows else []


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


def _count(results: Results, entries: list[Entry], topics: dict[int, set[str]], chosen: Filters) -> None:
    """Count what the reader can narrow by; filters with one value are left out unless they are in force."""
    kinds = Counter(entry.kind for entry in entries)
    years = Counter(entry.year for entry in entries if entry.year)
    slugs = Counter(slug for entry in entries for slug in topics.get(entry.pk, ()))
    results.kinds = dict(kinds.most_common()) if len(kinds) > 1 or chosen.kind else {}
    results.years = dict(sorted(years.items(), reverse=True)) if len(years) > 1 or chosen.year else {}
    if len(slugs) > 1 or chosen.topic:
        found = Topic.objects.filter(slug__in={*slugs, chosen.topic})
        results.topics = sorted(((topic, slugs[topic.slug]) for topic in found), key=lambda row: (-row[1], str(row[0])))


def _hits(rows: list[tuple[Entry, Scored]], reader: Reader, asked: frozenset[str]) -> list[Hit]:
    """Return the shown hits; one that only the page rule refuses is dropped and logged (second lock)."""
    allowed = visible_to(reader.user, Page.objects.all())
    wanted = Entry.objects.filter(pk__in=[entry.pk for entry, _scored in rows], page_id__in=allowed.values("pk"))
    shown = wanted.select_related("page").in_bulk()
    hits = []
    for entry, scored in rows:
        texted = shown.get(entry.pk)
        if texted is None:
            leaks.report(entry.key)
            continue
        text = excerpt(texted.text, texted.summary, asked, reader.language)
        hits.append(Hit(entry, texted.page, mark(entry.label, asked, reader.language), text, scored.missing))
    return hits
