"""Rank what an engine found, the same for every engine; needs no database (search design, section 7)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from search.analysis.queries import PARTLY, Concept, Question

# Weight and dependence on the length of title, search words, summary and text.
WEIGHTS = (6.0, 2.0, 4.0, 1.0)
LENGTH = (0.3, 0.0, 0.3, 0.75)
SATURATION = 4.0
BASE = 100
# Share of the score that depends on how much of the question was found.
COVERAGE = 0.5
INSIDE = 1.1
TITLED = 0.3
MIN_FACTOR, MAX_FACTOR = 0.8, 1.45
OLD_AFTER_DAYS = 3 * 365


class Ranked(Protocol):
    """What the ranking reads of an entry."""

    key: str
    site: str
    kind: str
    is_index: bool
    date: day | None
    end: day | None
    title: str
    counts: str
    n_title: int
    n_keywords: int
    n_summary: int
    n_text: int


@dataclass(frozen=True)
class Place:
    """Where and when a question is asked."""

    today: day
    is_inside: bool = False


@dataclass(frozen=True)
class Stats:
    """Number of entries that a reader could find, and mean lengths of their four fields."""

    entries: int = 0
    means: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)


class Scored(NamedTuple):
    """An entry with its score and the words of the question that it lacks."""

    score: float
    missing: tuple[str, ...]


def pack(fields: Iterable[list[str]]) -> dict[str, int]:
    """Return for each token its numbers in the four fields as one integer, each cut at 99."""
    packed: dict[str, int] = {}
    for place, tokens in enumerate(fields):
        step = BASE ** (len(WEIGHTS) - 1 - place)
        for token, number in Counter(tokens).items():
            packed[token] = packed.get(token, 0) + min(number, BASE - 1) * step
    return packed


@lru_cache(maxsize=4096)
def unpack(number: int) -> tuple[int, int, int, int]:
    """Return how often a token stands in title, search words, summary and text."""
    rest, text = divmod(number, BASE)
    rest, summary = divmod(rest, BASE)
    title, keywords = divmod(rest, BASE)
    return title, keywords, summary, text


def rarity(frequency: Mapping[str, int], stats: Stats, token: str) -> float:
    """Return how much a token tells: 0 for one in every entry, more for rare ones."""
    df = min(frequency.get(token, 0), stats.entries)
    return math.log(1 + (stats.entries - df + 0.5) / (df + 0.5))


def strength(number: int, entry: Ranked, stats: Stats) -> float:
    """Return 0 to 1: how strongly an entry stands for a token, by place and number, and the lengths of its fields."""
    if number < BASE:
        # Most tokens stand in the text alone.
        total = WEIGHTS[3] * number / (1 - LENGTH[3] + LENGTH[3] * entry.n_text / max(stats.means[3], 1.0))
        return total / (SATURATION + total)
    total = 0.0
    lengths = (entry.n_title, entry.n_keywords, entry.n_summary, entry.n_text)
    for count, weight, b, length, mean in zip(unpack(number), WEIGHTS, LENGTH, lengths, stats.means, strict=True):
        if count:
            total += weight * count / (1 - b + b * length / max(mean, 1.0))
    return total / (SATURATION + total)


def score(entry: Ranked, question: Question, frequency: Mapping[str, int], stats: Stats, place: Place) -> Scored:
    """Return the score of an entry and the words it lacks."""
    return Scorer(question, frequency, stats, place)(entry)


class Scorer:
    """Scores entries for one question; what does not depend on the entry is reckoned once."""

    def __init__(self, question: Question, frequency: Mapping[str, int], stats: Stats, place: Place) -> None:
        self.stats, self.place = stats, place
        self.asked = frozenset(question.tokens)
        self.tells = [_told(concept, _tells(concept, frequency, stats)) for concept in question.concepts]
        self.most = sum(told.most for told in self.tells)
        self.marks = [(token, f'"{token}":', len(token) + 3) for token in question.tokens]

    def __call__(self, entry: Ranked) -> Scored:
        """Return the score of an entry and the words it lacks."""
        counts, strong = entry.counts, {}
        for token, mark, width in self.marks:
            start = counts.find(mark)
            if start >= 0:
                strong[token] = strength(number_at(counts, start + width), entry, self.stats)
        total, found, missing = 0.0, 0.0, []
        for told in self.tells:
            if told.tokens.isdisjoint(strong):
                missing.append(told.word)
                continue
            value, is_whole = _value(told.rows, strong)
            total += value
            if is_whole:
                found += told.most
            else:
                found += told.most * PARTLY if value else 0.0
                missing.append(told.word)
        covered = (1 - COVERAGE) + COVERAGE * found / self.most if self.most else 1.0
        return Scored(total * covered * _factor(entry, self.asked, self.place), tuple(missing))


def number_at(counts: str, start: int) -> int:
    """Return the packed number at a place of the stored text of all; reading all of it would cost more."""
    end = counts.find(",", start)
    return int(counts[start : end if end >= 0 else -1])


def _tells(concept: Concept, frequency: Mapping[str, int], stats: Stats) -> dict[str, float]:
    """Return how much each token of a concept tells; a rare synonym tells no more than the word that was typed.

    A word that stands in any question tells little.
    """
    typed = [rarity(frequency, stats, token) for token in concept.alternatives[0].tokens]
    most = max(typed) if any(frequency.get(token) for token in concept.alternatives[0].tokens) else math.inf
    return {token: min(rarity(frequency, stats, token), most) * concept.weight for token in concept.tokens}


# Each alternative: its tokens with their worth, and its weight.
Rows = list[tuple[list[tuple[str, float]], float]]


@dataclass(frozen=True)
class Told:
    """What the scoring of every entry needs of a concept: `most` is what its first alternative tells at most."""

    word: str
    most: float
    rows: Rows
    tokens: frozenset[str]


def _told(concept: Concept, tells: Mapping[str, float]) -> Told:
    rows = [([(token, tells[token]) for token in row.tokens], row.weight) for row in concept.alternatives]
    most = max(tells[token] for token in concept.alternatives[0].tokens)
    return Told(concept.word, most, rows, frozenset(concept.tokens))


def _value(rows: Rows, strong: Mapping[str, float]) -> tuple[float, bool]:
    """Return the worth of the best alternative, and whether one is there with all its parts."""
    best, is_whole = 0.0, False
    for tokens, weight in rows:
        total, number = 0.0, 0
        for token, worth in tokens:
            if token in strong:
                total += worth * strong[token]
                number += 1
        if not number:
            continue
        mean = total / len(tokens) * weight
        if number == len(tokens):
            is_whole = True
        else:
            mean *= PARTLY
        if mean > best:
            best = mean
    return best, is_whole


def _factor(entry: Ranked, asked: frozenset[str], place: Place) -> float:
    """Return 0.8 to 1.45 by what kind of page it is."""
    factor = 1.0
    words = entry.title.split()
    if not asked.isdisjoint(words):
        # The more of a title was asked for, the more the page is about the question.
        titled = set(words)
        factor *= 1 + TITLED * len(titled & asked) / len(titled)
    if place.is_inside and entry.site != "public":
        # Staff who ask inside mean their own rules and courses first.
        factor *= INSIDE
    if entry.is_index:
        factor *= 0.95
    last = entry.end or entry.date
    if entry.kind == "event" and last is not None and last < place.today:
        factor *= 0.85
    if entry.kind in {"news", "press"} and entry.date is not None and (place.today - entry.date).days > OLD_AFTER_DAYS:
        factor *= 0.9
    return min(MAX_FACTOR, max(MIN_FACTOR, factor))


Row = TypeVar("Row", bound=Ranked)


def order(rows: Iterable[tuple[Row, Scored]]) -> list[tuple[Row, Scored]]:
    """Return rows, the best first; ties by newer date, then by key."""
    return sorted(
        rows,
        key=lambda row: (-round(row[1].score, 9), -(row[0].date.toordinal() if row[0].date else 0), row[0].key),
    )
