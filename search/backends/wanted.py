"""What an engine is asked for, in no engine's language."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from search.analysis.queries import Question
from search.facets import Codes
from search.models import Entry
from search.ranking import Stats

CANDIDATES = 200
# "Enough": with fewer hits that hold all words, those with some are taken too.
ENOUGH = 10
COMMON = 0.2
MAX_TOKENS = 60
MAX_SOME = 18

Group = tuple[tuple[str, ...], ...]


class EngineFault(Exception):
    """The search server gave no answer that can be used."""


@dataclass(frozen=True)
class Wanted:
    """Groups of alternatives: an entry has one alternative of each group, with all its tokens, and nothing excluded.

    `frequency` says in how many entries a token stands, for an engine that does not count itself.
    """

    groups: tuple[Group, ...]
    excluded: tuple[str, ...] = ()
    frequency: Mapping[str, int] = field(default_factory=dict)

    def weight_of(self, token: str) -> float:
        """Return how much a token says: less, the more entries hold it."""
        return 1 / math.log(2 + self.frequency.get(token, 0))


@dataclass(frozen=True)
class Scope:
    """Which entries may be found: the reader's language, site and audiences."""

    locale_id: int
    audiences: tuple[int, ...]
    is_public_only: bool


def read(rows: QuerySet[Entry], fields: Iterable[str]) -> list[Any]:
    """Return candidates as rows of these fields and of the codes they are filtered by, with one query."""
    return list(rows.annotate(codes=Codes("pk")).values_list(*fields, "codes", named=True))


def all_of(question: Question, frequency: Mapping[str, int]) -> Wanted:
    """Return the first step: every concept in one of its meanings; at most 60 tokens."""
    groups: list[Group] = []
    left = MAX_TOKENS
    for concept in question.concepts:
        rows: list[tuple[str, ...]] = []
        for row in concept.alternatives:
            if rows and len(row.tokens) > left - (len(question.concepts) - len(groups)):
                break
            rows.append(row.tokens)
            left -= len(row.tokens)
        groups.append(tuple(rows))
    return Wanted(tuple(groups), question.excluded, frequency)


def some_of(question: Question, frequency: dict[str, int], stats: Stats) -> Wanted | None:
    """Return the second step: one of the rarer tokens, at most eighteen, those that were typed before synonyms.

    None when none occurs anywhere. What stands in no more than twice as many entries as are enough is rare.
    """
    tokens = [token for token in question.tokens if frequency.get(token)]
    rare = [token for token in tokens if frequency[token] <= max(2 * ENOUGH, stats.entries * COMMON)] or tokens
    typed = {token for concept in question.concepts for row in concept.alternatives[:2] for token in row.tokens}
    rarest = sorted(rare, key=lambda token: (token not in typed, frequency[token], token))[:MAX_SOME]
    return Wanted((tuple((token,) for token in rarest),), question.excluded, frequency) if rarest else None
