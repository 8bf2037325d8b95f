"""Filters of a search: kind, topic, district and year, counted over what the reader may see."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Func, TextField

from pages.models import District, Topic

TOPIC, DISTRICT = "topic:", "district:"


@dataclass(frozen=True)
class Filters:
    """What a reader narrows hits by; empty means everything."""

    kind: str = ""
    topic: str = ""
    district: int | None = None
    year: int | None = None
    order: str = ""

    @property
    def count(self) -> int:
        """How many are set."""
        return sum(1 for value in (self.kind, self.topic, self.district, self.year) if value)

    @property
    def codes(self) -> set[str]:
        """What an entry must have of topics and districts."""
        found = {f"{TOPIC}{self.topic}"} if self.topic else set()
        return found | ({f"{DISTRICT}{self.district}"} if self.district else set())


@dataclass
class Facets:
    """Values that readers can narrow by, each with its number; a filter with one value is empty."""

    kinds: dict[str, int] = field(default_factory=dict)
    topics: list[tuple[Topic, int]] = field(default_factory=list)
    districts: list[tuple[District, int]] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)


class Codes(Func):
    """The topics and districts of an entry between blanks, read with the entry: a query of its own costs more."""

    template = "(SELECT GROUP_CONCAT(code, ' ') FROM search_entryfacet WHERE entry_id = %(expressions)s)"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Say it as PostgreSQL does."""
        return self.as_sql(compiler, connection, template=self.template.replace("GROUP_CONCAT", "STRING_AGG"), **extra)


def codes_of(entry: Any) -> list[str]:
    """Return the topics and districts of a candidate."""
    return entry.codes.split() if entry.codes else []


def matches(entry: Any, filters: Filters) -> bool:
    """Return whether an entry passes the chosen filters."""
    return (
        (not filters.kind or entry.kind == filters.kind)
        and (not filters.year or entry.year == filters.year)
        and filters.codes.issubset(codes_of(entry))
    )


def count(entries: list[Any], chosen: Filters, names: Any) -> Facets:
    """Count what the reader can narrow by; filters with one value are left out unless they are in force.

    `names` holds the topics and districts of the portal.
    """
    kinds = Counter(entry.kind for entry in entries)
    years = Counter(entry.year for entry in entries if entry.year)
    numbers = Counter(code for entry in entries for code in codes_of(entry))
    topics = [(row, numbers[f"{TOPIC}{row.slug}"]) for row in names.topics]
    districts = [(row, numbers[f"{DISTRICT}{row.number}"]) for row in names.districts]
    return Facets(
        dict(sorted(kinds.items(), key=lambda row: (-row[1], row[0]))) if len(kinds) > 1 or chosen.kind else {},
        _shown(topics, [row for row, _n in topics if row.slug == chosen.topic], by_number=True),
        _shown(districts, [row for row, _n in districts if row.number == chosen.district], by_number=False),
        dict(sorted(years.items(), reverse=True)) if len(years) > 1 or chosen.year else {},
    )


def _shown(rows: list[tuple[Any, int]], chosen: list[Any], *, by_number: bool) -> list[tuple[Any, int]]:
    """Return the values that occur, and the chosen one; nothing when there is no choice."""
    found = [row for row in rows if row[1] or row[0] in chosen]
    if len(found) < 2 and not chosen:
        return []
    return sorted(found, key=lambda row: (-row[1], str(row[0]))) if by_number else found
