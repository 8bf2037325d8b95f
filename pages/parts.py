"""Many rows in parts, so that nothing is held open while each is looked at and written."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def in_parts(rows: QuerySet[Any], size: int = 100) -> Iterator[Any]:
    """Give rows in the order of their ids, each part by a query of its own.

    An open cursor would keep SQLite's state of its first row: a write after somebody else's commit then fails at once.
    """
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield from part
        last = part[-1].pk
