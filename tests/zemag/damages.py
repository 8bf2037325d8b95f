"""Ways in which a sealed row is broken or made to look like another one, each of them undone afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model

from zemag import sealing
from zemag.models import IntakePerson, RecordKey

Row = Any


def _sealed(row: Row, value: bytes) -> None:
    type(row).objects.filter(pk=row.pk).update(sealed=value)


def _wrapped(row: Row, value: bytes) -> None:
    RecordKey.objects.filter(pk=row.pk).update(wrapped=value)


def _key(row: Row) -> bytes:
    return bytes(RecordKey.objects.get(pk=row.pk).wrapped)


def flipped(row: Row) -> None:
    """Turn one bit."""
    _sealed(row, bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1]))


def other_content(row: Row) -> None:
    """Seal something that is no person and no entry."""
    sealing.seal(row, {"names": [["Jörg", "???"]]})
    row.save()


def moved(row: Row, other: Model) -> None:
    """Put content and key of another row in the place of its own."""
    there: Row = other
    _sealed(row, bytes(there.sealed))
    _wrapped(row, _key(there))


DAMAGES: dict[str, Callable[[Row], object]] = {
    "flipped": flipped,
    "emptied": lambda row: _sealed(row, b""),
    "cut": lambda row: _sealed(row, bytes(row.sealed)[:-16]),
    "in clear": lambda row: _sealed(row, b'{"names": [["Karl", "Klar"]], "birth": null, "addresses": []}'),
    "key gone": lambda row: RecordKey.objects.filter(pk=row.pk).delete(),
    "key cut": lambda row: _wrapped(row, _key(row)[:-1]),
    "key of another row": lambda row: _wrapped(row, _key(type(row).objects.exclude(pk=row.pk).first())),
    "moved from another row": lambda row: moved(row, type(row).objects.exclude(pk=row.pk).first()),
    "moved from another model": lambda row: moved(row, IntakePerson.objects.first()),
    "other content": other_content,
}


@contextmanager
def damaged(row: Row, damage: str) -> Iterator[None]:
    """Break a row for a while."""
    sealed, wrapped = bytes(row.sealed), _key(row)
    DAMAGES[damage](row)
    try:
        yield
    finally:
        _sealed(row, sealed)
        RecordKey.objects.update_or_create(record=row.pk, defaults={"wrapped": wrapped})
        row.refresh_from_db()
