"""Wagtail's database search for the editors' screens, on SQLite the one that survives a lone quotation mark."""

from typing import Any

from django.db import connection
from django.utils.module_loading import import_string
from modelsearch.backends.database import SearchBackend as stock_backend


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the backend of the database in use; the name is the one that modelsearch looks for."""
    if connection.vendor != "sqlite":
        return stock_backend(params)
    # The model behind it exists on SQLite alone, so its module is loaded only there.
    return import_string("search.backends.quiet_sqlite.QuietSQLiteBackend")(params)
