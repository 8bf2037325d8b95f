"""Ask the engine for candidates in two steps: all words first, then some, and keep what the reader may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from pages.reader import INTRANET, Reader
from search import engines
from search.analysis.queries import Question, folded, shorten, understand
from search.backends.wanted import CANDIDATES, ENOUGH, Scope, Wanted, all_of, some_of
from search.memory import Memory, recall, scope_of
from search.models import Entry, Token
from search.ranking import Place, Scored, Scorer, order

NEEDED = (
    "pk", "key", "page_id", "anchor", "site", "kind", "is_index", "date", "end", "year", "title",
    "counts", "n_title", "n_keywords", "n_summary", "n_text",
)  # fmt: skip
# Read of candidates only where words must stand in a fixed order.
WRITTEN = ("label", "summary", "text")


@dataclass(frozen=True)
class Found:
    """Ranked entries, as rows of what ranking and filters need, with the words each lacks."""

    question: Question
    rows: list[tuple[Any, Scored]]
    frequency: dict[str, int]
    memory: Memory
    capped: bool = False

    @property
    def has_all(self) -> bool:
        """Whether at least one entry holds every word."""
        return any(not scored.missing for _entry, scored in self.rows)


def entries_for(reader: Reader, memory: Memory | None = None) -> QuerySet[Entry]:
    """Return the entries that this reader may find, in the reader's language."""
    known = memory or recall(reader)
    site = {} if reader.site_kind == INTRANET else {"site": "public"}
    return Entry.objects.filter(locale_id=reader.locale.pk, audience_id__in=known.ids_for(reader), **site)


def frequencies(tokens: tuple[str, ...], reader: Reader) -> dict[str, int]:
    """Return in how many entries each token stands, as far as the reader may know."""
    rows = Token.objects.filter(locale_id=reader.locale.pk, token__in=tokens)
    return dict(rows.values_list("token", "df_" + scope_of(reader)))


def look_up(text: str, reader: Reader, today: date, kind: str = "") -> Found:
    """Return ranked entries for a text, of one kind or all, from the engine that answers; the same on all of them."""
    memory = recall(reader)
    question = understand(text, reader.language, memory.lexicon)
    if not question.concepts:
        return Found(question, [], {}, memory)
    frequency = frequencies(question.tokens, reader)
    question = shorten(question, frequency)
    allowed = entries_for(reader, memory)
    if kind:
        allowed = allowed.filter(kind=kind)
    stats, place = memory.stats_for(reader), Place(today, reader.site_kind == INTRANET)
    found = _two_steps(question, allowed, frequency, memory, reader)
    score = Scorer(question, frequency, stats, place)
    scored = [(entry, score(entry)) for entry in found]
    return Found(question, order(scored), frequency, memory, capped=len(found) >= CANDIDATES)


def look_up_elsewhere(text: str, reader: Reader, other: Reader, today: date, version: int) -> Found:
    """Return entries of another language that hold all words and have no live version in the reader's own."""
    memory = recall(other, version)
    question = understand(text, other.language, memory.lexicon)
    if not question.concepts:
        return Found(question, [], {}, memory)
    frequency = frequencies(question.tokens, other)
    question = shorten(question, frequency)
    # nosemgrep: page-query only asks which pages are translated; what is shown is filtered by reader
    translated = Page.objects.filter(live=True, locale_id=reader.locale.pk).values("translation_key")
    answered = Entry.objects.filter(locale_id=reader.locale.pk).exclude(anchor="").values("anchor")
    untranslated = Q(anchor="") & ~Q(page__translation_key__in=translated) | ~Q(anchor="") & ~Q(anchor__in=answered)
    allowed = entries_for(other, memory).filter(untranslated)
    scope = Scope(other.locale.pk, tuple(memory.ids_for(other)), other.site_kind != INTRANET)
    stats, place = memory.stats_for(other), Place(today, other.site_kind == INTRANET)
    found = _ask(all_of(question, frequency), allowed, scope, question)
    score = Scorer(question, frequency, stats, place)
    scored = [(row, score(row)) for row in found]
    return Found(question, order(scored), frequency, memory)


def _two_steps(
    question: Question, allowed: QuerySet[Entry], frequency: dict[str, int], memory: Memory, reader: Reader
) -> list[Any]:
    """Return entries with all words and, when they are few, with some."""
    scope = Scope(reader.locale.pk, tuple(memory.ids_for(reader)), reader.site_kind != INTRANET)
    found = _ask(all_of(question, frequency), allowed, scope, question)
    if len(found) >= ENOUGH or len(question.tokens) < 2:
        return found
    second = some_of(question, frequency, memory.stats_for(reader))
    if second is None:
        return found
    known = {entry.pk for entry in found}
    return [*found, *(row for row in _ask(second, allowed, scope, question) if row.pk not in known)]


def _ask(wanted: Wanted, allowed: QuerySet[Entry], scope: Scope, question: Question) -> list[Any]:
    """Return what the engine finds; words in a fixed order are looked for in the stored text."""
    fields = (*NEEDED, *WRITTEN) if question.phrases else NEEDED
    found = engines.find(wanted, allowed, scope, fields)
    if not question.phrases:
        return found
    return [entry for entry in found if _holds(entry, question.phrases)]


def _holds(entry: Any, phrases: tuple[str, ...]) -> bool:
    text = f" {folded(' . '.join((entry.label, entry.summary, entry.text)))} "
    return all(f" {phrase} " in text for phrase in phrases)
