"""Rank what an engine found, the same for every engine; needs no database (search design, section 7)."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as day
from functools import lru_cache
from typing import Protocol, TypeVar

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


@dataclass(frozen=True)
class Scored:
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


def strength(number: int, lengths: tuple[int, int, int, int], stats: Stats) -> float:
    """Return 0 to 1: how strongly an entry stands for a token, by place and number."""
    total = 0.0
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
        self.question, self.stats, self.place = question, stats, place
        self.tells = [_told(concept, _tells(concept, frequency, stats)) for concept in question.concepts]
        self.marks = [(token, f'"{token}":') for token in question.tokens]
        # Two hundred candidates share few numbers and lengths, so most strengths are known already.
        self.strengths: dict[tuple[int, tuple[int, int, int, int]], float] = {}

    def __call__(self, entry: Ranked) -> Scored:
        """Return the score of an entry and the words it lacks."""
        lengths = (entry.n_title, entry.n_keywords, entry.n_summary, entry.n_text)
        counts, strong = entry.counts, {}
        for token, mark in self.marks:
            number = number_in(counts, mark)
            if number:
                strong[token] = self._strength(number, lengths)
        return self._sum(entry, strong)

    def _strength(self, number: int, lengths: tuple[int, int, int, int]) -> float:
        known = self.strengths.get((number, lengths))
        if known is None:
            known = self.strengths[number, lengths] = strength(number, lengths, self.stats)
        return known

    def _sum(self, entry: Ranked, strong: Mapping[str, float]) -> Scored:
        total, found, asked, missing = 0.0, 0.0, 0.0, []
        for word, most, rows in self.tells:
            value, is_whole = _value(rows, strong)
            total += value
            asked += most
            found += most if is_whole else most * PARTLY if value else 0.0
            if not is_whole:
                missing.append(word)
        covered = (1 - COVERAGE) + COVERAGE * found / asked if asked else 1.0
        return Scored(total * covered * _factor(entry, self.question, self.place), tuple(missing))


def number_in(counts: str, mark: str) -> int:
    """Return the packed number of one token in the stored text of all, or 0; reading all of it would cost more."""
    start = counts.find(mark)
    if start < 0:
        return 0
    start += len(mark)
    end = counts.find(",", start)
    return int(counts[start : end if end >= 0 else -1])


def _tells(concept: Concept, frequency: Mapping[str, int], stats: Stats) -> dict[str, float]:
    """Return how much each token of a concept tells; a rare synonym tells no more than the word that was typed."""
    typed = [rarity(frequency, stats, token) for token in concept.alternatives[0].tokens]
    most = max(typed) if any(frequency.get(token) for token in concept.alternatives[0].tokens) else math.inf
    return {token: min(rarity(frequency, stats, token), most) for token in concept.tokens}


# A concept's word, what its first alternative tells at most, and each alternative: tokens with their worth, weight.
Told = tuple[str, float, list[tuple[list[tuple[str, float]], float]]]


def _told(concept: Concept, tells: Mapping[str, float]) -> Told:
    """Return what the scoring of every entry needs of a concept."""
    rows = [([(token, tells[token]) for token in row.tokens], row.weight) for row in concept.alternatives]
    return concept.word, max(tells[token] for token in concept.alternatives[0].tokens), rows


def _value(rows: list[tuple[list[tuple[str, float]], float]], strong: Mapping[str, float]) -> tuple[float, bool]:
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


def _factor(entry: Ranked, question: Question, place: Place) -> float:
    """Return 0.8 to 1.15 by what kind of page it is."""
    factor = 1.0
    titled = set(entry.title.split())
    if titled:
        # The more of a title was asked for, the more the page is about the question.
        factor *= 1 + TITLED * len(titled.intersection(question.tokens)) / len(titled)
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
