"""The fixed tables S1 to S8: what stands in each, and how a figure appears where figures are protected (section 12).

All tables of a year share its total, and levels 2 and 3 are the sums of their directorates: a tree, so that what a
reader can work out is known exactly. Months stand before their year does; what they show is not changed any more.
"""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zemag.catalogue import HIGHEST, OFFENCES, SETTINGS, WEAPON_GROUPS
from zemag.models import StatTable
from zemag.statistics.facts import NOTHING, Facts, counted
from zemag.statistics.suppression import SMALLEST, Shown, Sum, at_first, given_away, suppressed

ALL, OTHER = "all", "other"
GRAVE = (2, 3)
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a table; `column` is a level in S4 and empty elsewhere."""

    table: StatTable
    row: str
    column: str
    value: int
    shown: Shown


def month_cells(number: int) -> list[Cell]:
    """Return the one figure of a month."""
    return [Cell(StatTable.MONTH, ALL, "", number, at_first(number))]


def _name(table: StatTable, row: str, column: str = "") -> str:
    return SEPARATOR.join((table, row, column))


TOTAL = _name(StatTable.LEVEL, ALL)


@dataclass
class _Year:
    """The figures of a year with what ties them together."""

    figures: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    fixed: dict[str, Shown] = field(default_factory=dict)

    def split(self, total: str, table: StatTable, parts: Mapping[str, int], column: str = "") -> None:
        """Add a table whose figures add up to `total`."""
        self.figures |= {_name(table, row, column): number for row, number in parts.items()}
        self.sums.append(Sum(total, tuple(_name(table, row, column) for row in parts)))


def year_cells(
    facts: Facts, months: Mapping[str, tuple[int, Shown]], directorates: Mapping[str, str] | None = None
) -> list[Cell]:
    """Return all tables of a year.

    `months` are its figures by month as they stand, `directorates` leads from a department to its directorate.
    """
    year = _Year({TOTAL: sum(facts.values())})
    for month, (number, shown) in months.items():
        year.figures[month], year.fixed[month] = number, shown
    year.sums.append(Sum(TOTAL, tuple(months)))
    by_level = counted(facts, "level")
    year.split(TOTAL, StatTable.LEVEL, {str(level): by_level[str(level)] for level in range(HIGHEST + 1)})
    for table, name, rows in (
        (StatTable.OFFENCE, "offence", [*OFFENCES, NOTHING]),
        (StatTable.SETTING, "setting", SETTINGS),
        (StatTable.WEAPON, "weapon", [*WEAPON_GROUPS, NOTHING]),
    ):
        numbers = counted(facts, name)
        year.split(TOTAL, table, {row: numbers[row] for row in dict.fromkeys([*rows, *sorted(numbers)])})
    _departments(year, counted(facts, "department"))
    if directorates:
        _directorates(year, facts, directorates)
    seen = suppressed(year.figures, year.sums, year.fixed)
    return [_cell(name, number, seen[name]) for name, number in year.figures.items() if name not in months]


def _cell(name: str, value: int, shown: Shown) -> Cell:
    table, row, column = name.split(SEPARATOR)
    return Cell(StatTable(table), row, column, value, shown)


def _departments(year: _Year, numbers: Mapping[str, int]) -> None:
    """Add the departments; small ones stand as "other" where figures are protected, and alone where they are exact."""
    pool = pooled(numbers)
    listed = {row: number for row, number in sorted(numbers.items()) if row not in pool}
    if not pool:
        year.split(TOTAL, StatTable.DEPARTMENT, listed)
        return
    parts = {row: numbers[row] for row in pool}
    year.split(TOTAL, StatTable.DEPARTMENT, {**listed, OTHER: sum(parts.values())})
    year.split(_name(StatTable.DEPARTMENT, OTHER), StatTable.DEPARTMENT, parts)
    year.fixed |= {_name(StatTable.DEPARTMENT, row): Shown.POOLED for row in parts}


def pooled(numbers: Mapping[str, int]) -> list[str]:
    """Return the departments that stand as "other": all small ones, and as many more as it takes to hide them."""
    order = sorted(numbers, key=lambda row: (numbers[row], row))
    pool = [row for row in order if numbers[row] < SMALLEST]
    rest = [row for row in order if row not in pool]
    while pool and rest and _shows_too_much({row: numbers[row] for row in pool}):
        pool.append(rest.pop(0))
    return pool


def _shows_too_much(parts: Mapping[str, int]) -> bool:
    """Whether the sum of a pool is small itself or tells of one of its parts."""
    total = sum(parts.values())
    figures = {**parts, "": total}
    shown = {**dict.fromkeys(parts, Shown.POOLED), "": at_first(total)}
    return total < SMALLEST or bool(given_away(figures, shown, [Sum("", tuple(parts))]))


def _directorates(year: _Year, facts: Facts, directorates: Mapping[str, str]) -> None:
    """Add levels 2 and 3 by directorate; what belongs to none has a row of its own."""
    for level in GRAVE:
        parts = dict.fromkeys([*sorted(set(directorates.values())), NOTHING], 0)
        for fact, number in facts.items():
            if fact.level == level:
                parts[directorates.get(fact.department, NOTHING)] += number
        year.split(_name(StatTable.LEVEL, str(level)), StatTable.DIRECTORATE, parts, str(level))


@dataclass(frozen=True, slots=True)
class Process:
    """What happened in a quarter; days are counted from the receipt of the report."""

    contact_days: Sequence[int] = ()
    contacts_late: int = 0
    notice_days: Sequence[int] = ()
    notices_late: int = 0
    applications: int = 0
    lapsed: int = 0
    inquiries: int = 0
    hits: int = 0


def process_cells(told: Process) -> list[Cell]:
    """Return the figures of a quarter; a median appears from five cases on (settled decision Z10)."""
    pairs = {
        "contacts": (len(told.contact_days), "contacts_late", told.contacts_late),
        "notices": (len(told.notice_days), "notices_late", told.notices_late),
        "applications": (told.applications, "lapsed", told.lapsed),
        "inquiries": (told.inquiries, "hits", told.hits),
    }
    cells: list[Cell] = []
    for whole, (number, part, inside) in pairs.items():
        figures = {whole: number, part: inside, ALL: number - inside}
        # What is left of the whole stands in no table, but a reader can subtract.
        shown = suppressed(figures, [Sum(whole, (part, ALL))], {ALL: Shown.HIDDEN})
        cells += [Cell(StatTable.PROCESS, name, "", figures[name], shown[name]) for name in (whole, part)]
    for name, days in (("contact_median", told.contact_days), ("notice_median", told.notice_days)):
        if days:
            cells.append(Cell(StatTable.PROCESS, name, "", _median(days), _of_enough(days)))
    return cells


def _median(days: Iterable[int]) -> int:
    """Return the median in whole days; half a day counts as one."""
    return math.ceil(statistics.median(days))


def _of_enough(days: Sequence[int]) -> Shown:
    return Shown.PLAIN if len(days) >= SMALLEST else Shown.HIDDEN
