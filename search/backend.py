"""Wagtail's database search for the editors' screens, which survives a lone quotation mark on SQLite."""

from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as stock_backend
from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend


class QuietSQLiteBackend(SQLiteSearchBackend):
    """The stock backend, in which a quotation mark is no syntax: FTS5 answers a lone one with an error."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        """Search for the words without their quotation marks."""
        words = query.replace('"', " ").strip() if isinstance(query, str) else query
        return super()._search(query_compiler_class, words, model_or_queryset, **kwargs)


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend of the database in use; the name is the one that modelsearch looks for."""
    return QuietSQLiteBackend(params) if connection.vendor == "sqlite" else stock_backend(params)
