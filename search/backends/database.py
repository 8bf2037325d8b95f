"""Find candidates in the database: one join of full-text index and entry, on SQLite and PostgreSQL."""

import itertools
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from search.backends.wanted import CANDIDATES, Scope, Wanted, read
from search.models import Entry

INDEX, FTS = "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"
SQLITE_WHERE = (
    "wagtailsearch_indexentry_fts MATCH %s",
    "wagtailsearch_indexentry.id = wagtailsearch_indexentry_fts.rowid",
    "wagtailsearch_indexentry.content_type_id = %s",
    "search_entry.id = CAST(wagtailsearch_indexentry.object_id AS INTEGER)",
)
# Each token looks for its rows alone, in a subquery that stays one (OFFSET 0): the indexes answer. Joined, a planner
# may read the table once for all tokens, not knowing that this unpacks the vectors of every row. Bits
# say which tokens a row holds. What is held and what a reader may see are grouped, not joined: a planner that knows no
# numbers yet would join them one by one.
POSTGRES_EACH = """
WITH held (id, weight) AS (
    SELECT indexed.object_id::bigint, sum(sought.weight * indexed.times)
    FROM (VALUES {tokens}) AS sought (bit, weight, token) CROSS JOIN LATERAL (
        SELECT object_id, content_type_id, title, body, CASE WHEN title @@ sought.token THEN 5 ELSE 1 END AS times
        FROM wagtailsearch_indexentry WHERE title @@ sought.token OR body @@ sought.token OFFSET 0
    ) AS indexed
    WHERE indexed.content_type_id = %s
        AND (%s::text IS NULL OR NOT (indexed.title || indexed.body) @@ to_tsquery('simple', %s))
    GROUP BY indexed.object_id HAVING {alternatives}
)
SELECT id FROM (
    SELECT id, weight, NULL AS key FROM held UNION ALL SELECT pk, NULL, key FROM ({allowed}) AS seen
) AS either GROUP BY id HAVING count(weight) > 0 AND count(key) > 0 ORDER BY sum(weight) DESC, max(key) LIMIT {most}
"""
POSTGRES_SOUGHT = "(%s::bigint, %s::float, to_tsquery('simple', %s))"
POSTGRES_FITS = "bit_or(sought.bit) & %s = %s"


class DatabaseEngine:
    """The engine that every installation has; others fall back to it."""

    name = "database"

    def find(self, wanted: Wanted, allowed: QuerySet[Entry], scope: Scope, fields: Iterable[str]) -> list[Any]:
        """Return these fields of at most 200 of the allowed entries that hold what is wanted, in any order."""
        # A queryset remembers no vendor; the tables stand beside the entries, in the same database.
        on = self._on_sqlite if connections[allowed.db].vendor == "sqlite" else one_of_each
        try:
            sql, params = on(wanted, allowed)
        except EmptyResultSet:
            # No audience includes the reader, as before the first page is indexed.
            return []
        # Only the best are read whole: sorting thousands of rows with their texts would cost more than finding them.
        # nosemgrep: raw-query the ids of the query above, which is filtered by reader
        rows = Entry.objects.using(allowed.db).filter(pk__in=RawSQL(sql, params))  # noqa: S611  # nosec B611
        return read(rows, fields)

    def _on_sqlite(self, wanted: Wanted, allowed: QuerySet[Entry]) -> tuple[str, list[Any]]:
        # nosemgrep: raw-query one join with the index, on a queryset that is filtered by reader
        found = allowed.extra(  # noqa: S610  # nosec B610
            tables=[INDEX, FTS], where=list(SQLITE_WHERE), params=[match(wanted), _content_type()]
        )
        # nosemgrep: raw-query only names the rank of the rows above
        rank = RawSQL("bm25(wagtailsearch_indexentry_fts, 0, 1, 5)", ())
        return _best(found.order_by(rank.asc(), "key"))


def _best(found: QuerySet[Entry]) -> tuple[str, list[Any]]:
    """Return the query for the ids of the best 200, and its values. Raises EmptyResultSet."""
    sql, params = found.values("pk")[:CANDIDATES].query.get_compiler(using=found.db).as_sql()
    return sql, list(params)


def _content_type() -> int:
    return int(ContentType.objects.get_for_model(Entry).pk)


def match(wanted: Wanted) -> str:
    """Return a flat FTS5 query; tokens hold letters and digits only, so nothing needs to be escaped."""
    groups = [" OR ".join(_fts_group(row) for row in group) for group in wanted.groups]
    joined = " AND ".join(f"({group})" for group in groups)
    out = " OR ".join(f'"{token}"' for token in wanted.excluded)
    return "{title body} : (" + (f"({joined}) NOT ({out})" if out else joined) + ")"


def _fts_group(tokens: tuple[str, ...]) -> str:
    return "(" + " AND ".join(f'"{token}"' for token in tokens) + ")"


def one_of_each(wanted: Wanted, allowed: QuerySet[Entry]) -> tuple[str, list[Any]]:
    """Return the PostgreSQL query for the ids of the best 200 that hold an alternative of each group, and its values.

    Rare tokens weigh more, and those in titles five times as much. Raises EmptyResultSet.
    """
    tokens = dict.fromkeys(token for group in wanted.groups for row in group for token in row)
    bits = {token: 1 << place for place, token in enumerate(tokens)}
    sought = [(bit, wanted.weight_of(token), f"'{token}'") for token, bit in bits.items()]
    masks = [sum(bits[token] for token in set(row)) for group in wanted.groups for row in group]
    out = " | ".join(f"'{token}'" for token in wanted.excluded) or None
    seen, params = allowed.order_by().values("pk", "key").query.get_compiler(using=allowed.db).as_sql()
    sql = POSTGRES_EACH.format(
        tokens=", ".join([POSTGRES_SOUGHT] * len(sought)),
        alternatives=" AND ".join(f"({' OR '.join([POSTGRES_FITS] * len(group))})" for group in wanted.groups),
        allowed=seen,
        most=CANDIDATES,
    )
    given = [*itertools.chain(*sought), _content_type(), out, out, *(mask for mask in masks for _side in range(2))]
    return sql, [*given, *params]
