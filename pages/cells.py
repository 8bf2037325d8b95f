"""Cells of tables for spreadsheets, which run what begins like a formula."""

from datetime import datetime
from typing import Any

from django.utils.encoding import force_str

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(value: Any) -> Any:
    """Return a cell as text that no program runs; numbers, dates and empty cells stay what they are."""
    if value is None or isinstance(value, bool | int | float | datetime):
        return value
    text = force_str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
