"""The stock SQLite search, which a lone quotation mark does not break; importable on SQLite alone."""

from typing import Any

from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend


class QuietSQLiteBackend(SQLiteSearchBackend):
    """The stock backend, in which a quotation mark is no syntax: FTS5 answers a lone one with an error."""

    def _search(self, query_compiler_class: Any, query: Any, model_or_queryset: Any, **kwargs: Any) -> Any:
        """Search for the words without their quotation marks."""
        # Nothing but marks becomes a sign that finds nothing: an empty search would be no result set of the model.
        words = (query.replace('"', " ").strip() or "%") if isinstance(query, str) and '"' in query else query
        return super()._search(query_compiler_class, words, model_or_queryset, **kwargs)
