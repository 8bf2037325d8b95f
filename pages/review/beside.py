"""Two versions of a text beside each other, piece by piece, with what was added and what was taken away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from pages.review.pieces import Piece, pieces_of

WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
# Longer texts are compared line by line: word by word would take too long for a screen.
MOST_WORDS = 3_000


class Change(models.TextChoices):
    """What happened to a piece."""

    NEW = "new", _("new")
    REMOVED = "removed", _("removed")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    SAME = "same", _("unchanged")


@dataclass(frozen=True)
class Part:
    """Some words, and whether they are `same`, added (`new`) or `removed`."""

    text: str
    change: Change = Change.SAME


@dataclass(frozen=True)
class Row:
    """One piece in both versions; for a translation the left side is the German text."""

    label: str
    left: list[Part]
    right: list[Part]
    change: Change


@dataclass(frozen=True)
class Comparison:
    """What is to be read."""

    rows: list[Row]
    is_translation: bool
    is_new: bool
    german: Any = None

    @property
    def changed(self) -> list[Row]:
        """The rows that have to be read: what differs from the live text."""
        return [row for row in self.rows if row.change != Change.SAME]

    @property
    def unchanged(self) -> list[Row]:
        """The rows that are as they were."""
        return [row for row in self.rows if row.change == Change.SAME and (row.left or row.right)]


def compare(live: Any, proposed: Any) -> Comparison:
    """Compare a proposed text with the live one (None when there is none), and show German beside a translation."""
    german = german_of(proposed)
    old = pieces_of(live) if live is not None else {}
    new = pieces_of(proposed)
    source = pieces_of(german) if german is not None else None
    rows = list(_rows(old, new, source, is_new=live is None))
    return Comparison(rows, is_translation=german is not None, is_new=live is None, german=german)


def german_of(obj: Any) -> Any:
    """Return the stored German page of a page in another language, or None."""
    if not isinstance(obj, Page) or obj.locale.language_code == settings.LANGUAGE_CODE:
        return None
    german = Locale.objects.filter(language_code=settings.LANGUAGE_CODE).first()
    page = Page.objects.filter(translation_key=obj.translation_key, locale=german).first() if german else None
    return page.specific if page else None


def _rows(
    old: dict[str, Piece], new: dict[str, Piece], source: dict[str, Piece] | None, *, is_new: bool
) -> Iterator[Row]:
    """Return a row for each piece of either version, in the order of the new one."""
    moved = _moved(list(old), list(new))
    for key in _in_order(old, new):
        before, after = old.get(key), new.get(key)
        piece = after or before
        was, now = (side.text if side else "" for side in (before, after))
        change = _change(was, now)
        if change == Change.SAME and key in moved:
            change = Change.MOVED
        if not was and not now and not (source and key in source):
            continue
        left, right = ([Part(now)], [Part(now)]) if was == now else marked(was, now)
        if is_new:
            left, right = [], [Part(now)]
        if source is not None:
            left = [Part(source[key].text)] if key in source else []
            right = right if is_new else _both(was, now)
        yield Row(piece.label if piece else "", left, right, change)


def _change(was: str, now: str) -> Change:
    """Return what happened between two texts."""
    if was == now:
        return Change.SAME
    if not was:
        return Change.NEW
    return Change.CHANGED if now else Change.REMOVED


def _in_order(old: dict[str, Piece], new: dict[str, Piece]) -> list[str]:
    """Return the keys of both: those of the new version, and what was removed where it stood."""
    keys, place = list(new), 0
    for key in old:
        if key in new:
            place = keys.index(key) + 1
        else:
            keys.insert(place, key)
            place += 1
    return keys


def _moved(old: list[str], new: list[str]) -> set[str]:
    """Return the keys of what stands elsewhere than before."""
    before = [key for key in old if key in set(new)]
    after = [key for key in new if key in set(old)]
    if before == after:
        return set()
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return set(before) - {key for block in kept for key in before[block.a : block.a + block.size]}


def _steps(was: str, now: str) -> Iterator[tuple[str, str, str]]:
    """Return how one text becomes the other: kind of step, words before, words after."""
    one, two = WORDS.findall(was), WORDS.findall(now)
    if len(one) + len(two) > MOST_WORDS:
        one, two = was.splitlines(keepends=True), now.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        yield kind, "".join(one[a:b]), "".join(two[c:d])


def marked(was: str, now: str) -> tuple[list[Part], list[Part]]:
    """Return both texts, the old one with what was taken away, the new one with what was added."""
    left, right = [], []
    for kind, before, after in _steps(was, now):
        if before:
            left.append(Part(before, Change.SAME if kind == "equal" else Change.REMOVED))
        if after:
            right.append(Part(after, Change.SAME if kind == "equal" else Change.NEW))
    return left, right


def _both(was: str, now: str) -> list[Part]:
    """Return one text with what was taken away and what was added."""
    parts = []
    for kind, before, after in _steps(was, now):
        if kind == "equal":
            parts.append(Part(after))
            continue
        if before:
            parts.append(Part(before, Change.REMOVED))
        if after:
            parts.append(Part(after, Change.NEW))
    return parts
