"""The one door to search: find what a reader may see, ranked the same on every engine."""

import math
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.models import Page

from pages.permissions import visible_to
from pages.reader import Reader
from search import facets, leaks, zero
from search.bets import Bet, bets_for
from search.candidates import Found, look_up, look_up_elsewhere
from search.facets import Facets, Filters
from search.highlight import excerpt, mark
from search.memory import Memory, in_language
from search.models import Entry
from search.ranking import Scored
from search.suggest import as_typed, did_you_mean

MAX_QUERY = 200
MIN_QUERY = 2
PER_PAGE = 10
# Under so many hits, pages that are there in the other language alone are shown too.
FEW = 5
# What a hit shows, and what the address of its page needs: tokens and numbers would be read for nothing.
SHOWN = (
    "key", "anchor", "site", "kind", "date", "label", "summary", "text",
    "page__title", "page__url_path",
)  # fmt: skip
OTHER_LANGUAGE = {"de": "en", "en": "de"}


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
    bets: list[Bet] = field(default_factory=list)
    facets: Facets = field(default_factory=Facets)


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
    if not chosen.count:
        results.bets = bets_for(found.question, found.memory.picks, reader)
    _show(results, found, reader, chosen, number)
    if results.total < FEW and not chosen.count:
        results.elsewhere = _elsewhere(results.query, reader, found.memory)
    if not found.has_all:
        results.better = did_you_mean(results.query, found.question, found.frequency, reader)
    if not (found.rows or results.bets or results.elsewhere or chosen.count):
        zero.note(results.query, found.question, reader)
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
    results.facets = facets.count(entries, chosen, found.memory)
    # What stands above is neither counted nor repeated.
    above = {bet.page.pk for bet in results.bets if bet.page is not None}
    rows = [row for row in found.rows if facets.matches(row[0], chosen)] if chosen.count else found.rows
    rows = [row for row in rows if row[0].anchor or row[0].page_id not in above]
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


def _elsewhere(query: str, reader: Reader, known: Memory) -> list[Hit]:
    """Return the best pages of the other language that have no live version in the reader's."""
    other = in_language(reader, OTHER_LANGUAGE.get(reader.language, ""), known)
    if other is None:
        return []
    found = look_up_elsewhere(query, reader, other, timezone.localdate(), known.version)
    return _hits(found.rows[:FEW], other, frozenset(found.question.tokens)) if found.rows else []


def _hits(rows: list[tuple[Any, Scored]], reader: Reader, asked: frozenset[str]) -> list[Hit]:
    """Return the shown hits; one that only the page rule refuses is dropped and logged (second lock)."""
    if not rows:
        return []
    # nosemgrep: page-query filtered by the page rule
    allowed = visible_to(reader.user, Page.objects.filter(pk__in={entry.page_id for entry, _scored in rows}))
    wanted = Entry.objects.filter(pk__in=[entry.pk for entry, _scored in rows], page_id__in=allowed.values("pk"))
    shown = wanted.select_related("page").only(*SHOWN).in_bulk()
    hits = []
    for entry, scored in rows:
        texted = shown.get(entry.pk)
        if texted is None:
            leaks.report(entry.key)
            continue
        text = excerpt(texted.text, texted.summary, asked, reader.language)
        hits.append(Hit(texted, texted.page, mark(texted.label, asked, reader.language), text, scored.missing))
    return hits
