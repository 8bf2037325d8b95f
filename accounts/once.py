"""A form that is sent twice makes one row and shows the first answer (security design, section 12).

A creating form carries a key that was made when it was opened; the table of the row that it makes holds the key under
UNIQUE. Whatever makes the row stands in one transaction, so that a repeat finds all of it or nothing.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.db import IntegrityError, models, transaction

M = TypeVar("M", bound=models.Model)


class RequestKeyField(forms.UUIDField):
    """The hidden key of a form, made anew each time an empty form is shown."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"initial": uuid4, **kwargs})


def first_or_made(
    key: UUID | None,
    rows: "models.QuerySet[M]",
    make: Callable[[], M],
    refusals: tuple[type[Exception], ...] = (),
) -> tuple[M, bool]:
    """Return the row of this key among `rows`, else what `make` makes, and whether it was made now.

    `refusals` are what `make` raises once the first sending has done its work; of two that run at the same time the
    second meets them, or UNIQUE, and gets the row of the first. Without such a row they are raised.
    """
    first = _first(key, rows)
    if first is not None:
        return first, False
    told: tuple[type[Exception], ...] = (IntegrityError, *refusals)
    try:
        with transaction.atomic(using=rows.db):
            return make(), True
    except told:
        first = _first(key, rows)
        if first is None:
            raise
        return first, False


def _first(key: UUID | None, rows: "models.QuerySet[M]") -> M | None:
    """Return the row that a form with this key has made."""
    return rows.filter(request_key=key).first() if key is not None else None
