"""Reading a route that was pasted or exported: refused whole when it cannot be trusted, else row by row (section 9)."""

import csv
import datetime
import io
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from zemag.asking import Asked, Question, read_question
from zemag.clocks import LOCAL
from zemag.services.errors import BatchRefused

MOST_ROWS, MOST_BYTES, LONGEST_REFERENCE = 60, 64 * 1024, 40
COLUMNS = ("ref", "family", "given", "birthdate", "street", "no", "time")
NEEDED = frozenset(("family", "birthdate"))
DELIMITERS = ";,\t"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A row as read: what is asked, or the reason why it cannot be (a code whose text stands elsewhere)."""

    number: int
    reference: str
    asked: Asked | None
    reason: str = ""
    planned_at: datetime.datetime | None = None


def read_route(data: bytes, today: datetime.date) -> list[RouteRow]:
    """Return the rows of a route; raise BatchRefused with `why` as a code, and then no row may be checked."""
    text = _decoded(data)
    rows = _table(text)
    head = [cell.strip().casefold() for cell in rows[0]] if rows else []
    unknown, missing = set(head) - set(COLUMNS), NEEDED - set(head)
    if missing or unknown or len(head) != len(set(head)):
        raise BatchRefused(why="birthdate" if "birthdate" in missing else "columns")
    body = [(number, cells) for number, cells in enumerate(rows[1:], 1) if any(cell.strip() for cell in cells)]
    if not body:
        raise BatchRefused(why="empty")
    if len(body) > MOST_ROWS:
        raise BatchRefused(why="rows")
    return [_row(number, head, cells, today) for number, cells in body]


def _decoded(data: bytes) -> str:
    """Return the text: UTF-8, else Windows-1252; binary data and more than 64 KiB are refused."""
    if len(data) > MOST_BYTES:
        raise BatchRefused(why="size")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise BatchRefused(why="binary") from None
    if _CONTROL.search(text):
        raise BatchRefused(why="binary")
    return text


def _table(text: str) -> list[list[str]]:
    """Return the cells; the sign that divides most cells of the head is the delimiter."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BatchRefused(why="columns") from None
    while rows and not any(cell.strip() for cell in rows[0]):
        rows.pop(0)
    return rows


def _row(number: int, head: list[str], cells: list[str], today: datetime.date) -> RouteRow:
    """Read one row; whatever is wrong with it becomes its reason, and it is not checked."""
    found = dict(zip(head, (cell.strip() for cell in cells), strict=False))
    reference = found.get("ref", "")
    reference = reference[:LONGEST_REFERENCE] if reference.isprintable() else ""
    if len(cells) != len(head):
        return RouteRow(number, reference, None, "cells")
    planned = _planned(found.get("time", ""), today)
    if found.get("time") and planned is None:
        return RouteRow(number, reference, None, "time")
    birth = found["birthdate"]
    question = Question(
        family=found["family"],
        given=found.get("given", ""),
        birth=birth,
        birth_unknown=not birth,
        street=found.get("street", ""),
        number=found.get("no", ""),
    )
    try:
        asked = read_question(question, today)
    except ValidationError as fault:
        return RouteRow(number, reference, None, sorted(fault.message_dict)[0], planned)
    return RouteRow(number, reference, asked, "", planned)


def _planned(text: str, today: datetime.date) -> datetime.datetime | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    return datetime.datetime.combine(today, datetime.time(int(found[1]), int(found[2])), LOCAL)
