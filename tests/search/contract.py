"""The contract of search: one table of questions with hits, order, counts and filters, the same on every engine."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.models import LoadedItem
from search.facets import Filters
from search.models import Entry
from search.service import find
from tests.search.questions import readers

TABLE = Path(__file__).parent / "queries.toml"
COMPARED = ("total", "keys", "missing", "kinds", "facets", "elsewhere")


@dataclass(frozen=True)
class Row:
    """A question, who asks it with which filters, and what the answer must be."""

    text: str
    reader: str
    language: str
    filters: dict[str, Any]
    answer: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.language} {self.reader} {self.text} {self.filters or ''}".strip()


def table() -> list[Row]:
    """Return the rows of the table."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))["query"]
    return [
        Row(row["text"], row["reader"], row["language"], row.get("filters", {}), {name: row[name] for name in COMPARED})
        for row in rows
    ]


def names() -> dict[str, str]:
    """Return the keys of entries with the names of their content files, which are the same on every database."""
    files = {row.object_id: row.key for row in LoadedItem.objects.filter(key__startswith="page:")}
    found = {}
    for entry in Entry.objects.all():
        file = files.get(entry.page_id, "page:?:?").split(":")[2]
        found[entry.key] = f"{file}#{entry.label}" if entry.anchor else file
    return found


def ask(row: Row, known: dict[str, str] | None = None) -> dict[str, Any]:
    """Return what a question of the table finds now: the first ten hits in order, counts and filters."""
    named = known or names()
    results = find(row.text, readers(row.language)[row.reader], Filters(**row.filters))
    facets = results.facets
    return {
        "total": results.total,
        "keys": [named[hit.entry.key] for hit in results.hits],
        "missing": list(results.hits[0].missing) if results.hits else [],
        "kinds": facets.kinds,
        "facets": [
            *(f"topic:{topic.slug} {number}" for topic, number in facets.topics),
            *(f"district:{district.number} {number}" for district, number in facets.districts),
        ],
        # Days of events are set when the content is loaded, so these are compared between engines only.
        "years": facets.years,
        "elsewhere": [named[hit.entry.key] for hit in results.elsewhere],
    }
