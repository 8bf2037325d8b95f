"""Hiding small numbers: no figure from 0 to 4 can be worked out from everything that is shown (ZeMAG design, 12).

Shown are figures of 5 and more, rounded to 5; 0 to 4 is shown as "<5". Sums tie figures together (a year is the sum of
its months, of its departments, of its levels). What a reader can work out is a range for each figure: ranges are
narrowed along the sums until nothing changes. The sums form a tree, so these ranges are exact. A figure of 0 to 4 must
leave at least three of the five values open; otherwise further figures are hidden, the smallest first, at last the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALLEST, ROUNDED, LEAST_OPEN = 5, 5, 3
ENDLESS = 10**9


class Shown(StrEnum):
    """How a figure appears."""

    ROUNDED = "rounded"
    SMALL = "small"
    HIDDEN = "hidden"
    # Stands in no protected table: a part of "other departments", of which a reader knows at most that it is small.
    POOLED = "pooled"
    # No number of cases: a median of enough of them.
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` is the sum of `parts`; all are names of figures."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a reader has to hold possible."""

    low: int
    high: int

    def narrowed(self, low: int, high: int) -> "Range":
        """Return what is left of this range."""
        return Range(max(self.low, low), min(self.high, high))


def rounded(value: int) -> int:
    """Return a figure of 5 or more, rounded to 5."""
    return max(SMALLEST, ROUNDED * ((value + ROUNDED // 2) // ROUNDED))


def published(value: int, shown: Shown) -> str:
    """Return what stands in the table."""
    if shown is Shown.ROUNDED:
        return str(rounded(value))
    if shown is Shown.PLAIN:
        return str(value)
    return f"<{SMALLEST}" if shown is Shown.SMALL else "–"


def seen(value: int, shown: Shown) -> Range:
    """Return the range that a shown figure gives away by itself."""
    if shown is Shown.SMALL or (shown is Shown.POOLED and value < SMALLEST):
        return Range(0, SMALLEST - 1)
    if shown in (Shown.HIDDEN, Shown.POOLED):
        return Range(0, ENDLESS)
    middle = rounded(value)
    return Range(max(SMALLEST, middle - ROUNDED // 2), middle + ROUNDED // 2)


def ranges(figures: Mapping[str, int], shown: Mapping[str, Shown], sums: Sequence[Sum]) -> dict[str, Range]:
    """Return what a reader can work out for each figure from everything that is shown."""
    known = {name: seen(value, shown[name]) for name, value in figures.items()}
    changed = True
    while changed:
        changed = False
        for one in sums:
            for name, found in _worked_out(one, known):
                if found != known[name]:
                    known[name], changed = found, True
    return known


def _worked_out(one: Sum, known: Mapping[str, Range]) -> Iterator[tuple[str, Range]]:
    """Return what one sum says of each of its figures."""
    low, high = sum(known[part].low for part in one.parts), sum(known[part].high for part in one.parts)
    total = known[one.total].narrowed(low, high)
    yield one.total, total
    for part in one.parts:
        own = known[part]
        yield part, own.narrowed(total.low - (high - own.high), total.high - (low - own.low))


def given_away(figures: Mapping[str, int], shown: Mapping[str, Shown], sums: Sequence[Sum]) -> list[str]:
    """Return the small figures of which a reader can exclude too many values, whether they are shown or hidden."""
    known = ranges(figures, shown, sums)
    return [
        name
        for name, value in sorted(figures.items())
        if value < SMALLEST and min(known[name].high, SMALLEST - 1) - known[name].low + 1 < LEAST_OPEN
    ]


def at_first(value: int) -> Shown:
    """Return how a figure appears by itself, before what ties it to others is looked at."""
    return Shown.ROUNDED if value >= SMALLEST else Shown.SMALL


def suppressed(
    figures: Mapping[str, int], sums: Sequence[Sum], fixed: Mapping[str, Shown] | None = None
) -> dict[str, Shown]:
    """Return how each figure is shown so that none from 0 to 4 is given away.

    `fixed` holds figures of which that is decided: they stand in a table already, or appear nowhere.
    """
    settled = fixed or {}
    shown = {name: settled.get(name) or at_first(value) for name, value in figures.items()}
    while open_ones := given_away(figures, shown, sums):
        if not _hide_more(open_ones[0], figures, shown, sums, settled):
            # Nothing beside it is left to hide, so that figure itself says nothing at all.
            shown |= {name: Shown.HIDDEN for name in figures if name not in settled}
            break
    return shown


def _hide_more(
    name: str,
    figures: Mapping[str, int],
    shown: dict[str, Shown],
    sums: Sequence[Sum],
    settled: Mapping[str, Shown],
) -> bool:
    """Hide one more figure that ties `name` down: the smallest beside it, then the sum."""
    for one in sums:
        if name not in (one.total, *one.parts):
            continue
        beside = [part for part in one.parts if part != name and part not in settled]
        visible = [part for part in beside if shown[part] is Shown.ROUNDED]
        if visible:
            shown[min(visible, key=lambda part: (figures[part], part))] = Shown.HIDDEN
            return True
        for other in (one.total, *beside):
            if other != name and other not in settled and shown[other] is not Shown.HIDDEN:
                shown[other] = Shown.HIDDEN
                return True
    if name not in settled and shown[name] is not Shown.HIDDEN:
        shown[name] = Shown.HIDDEN
        return True
    return False
