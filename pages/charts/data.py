"""The numbers of a chart; small cells are hidden here, before anything is drawn, listed or exported."""

import csv
import io
from dataclasses import dataclass, replace

from django.utils.formats import number_format

from pages.cells import guarded

Value = int | None
SMALLEST = 5


@dataclass(frozen=True)
class Series:
    """One row of numbers with its name; `words` stand in the place of numbers that are not shown, else a dash."""

    label: str
    values: tuple[Value, ...]
    words: tuple[str, ...] = ()

    def word(self, index: int) -> str:
        """Return a number as its reader writes it, or what stands in its place."""
        value = self.values[index]
        return self.words[index] if value is None and self.words else number(value)

    def cell(self, index: int) -> str | int:
        """Return a number for a file, or what stands in its place; nothing for a dash."""
        value = self.values[index]
        return value if value is not None else (self.words[index] if self.words else "")


@dataclass(frozen=True)
class Chart:
    """A finding in one sentence and the numbers behind it; None stands for a number that is not shown.

    `kind` is `bar` (series side by side), `lying` (the same with long names), `stacked` or `line`. `total` stands in
    the place of sums that do not follow from the numbers shown, `extra` in table and file alone, `note` below them.
    """

    kind: str
    finding: str
    summary: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    total: Series | None = None
    extra: tuple[Series, ...] = ()
    note: str = ""

    def totals(self) -> list[Value]:
        """Return the sum of each category; None where a number is not shown."""
        columns = zip(*[row.values for row in self.series], strict=True)
        return [None if None in column else sum(value or 0 for value in column) for column in columns]

    def sums(self) -> Series:
        """Return the totals as a row: those that were given, or the sums of what is shown."""
        return self.total or Series("", tuple(self.totals()))

    def columns(self) -> tuple[Series, ...]:
        """Return what stands beside the categories in table and file."""
        return (*self.series, *((self.total,) if self.total else ()), *self.extra)

    def drawn(self) -> "Chart":
        """Return the categories that have something to draw; lying bars leave out the others, the table does not."""
        if self.kind != "lying":
            return self
        kept = [index for index in range(len(self.categories)) if any(row.values[index] for row in self.series)]
        rows = tuple(
            Series(row.label, tuple(row.values[index] for index in kept), tuple(row.word(index) for index in kept))
            for row in self.series
        )
        return replace(self, categories=tuple(self.categories[index] for index in kept), series=rows)

    def csv(self) -> str:
        """Return the numbers as a table for spreadsheets; hidden numbers stay empty."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        writer.writerow([guarded(label) for label in (self.unit, *[row.label for row in self.columns()])])
        for index, category in enumerate(self.categories):
            writer.writerow([guarded(category), *[row.cell(index) for row in self.columns()]])
        return out.getvalue()


def protect(chart: Chart) -> Chart:
    """Hide every number below 5, and a second one wherever the rest of a row or column would tell a single hidden one.

    Source: look design, section 9.
    """
    cells = [
        [None if value is not None and value < SMALLEST else value for value in row.values] for row in chart.series
    ]
    while _hide_second(cells):
        pass
    rows = tuple(Series(row.label, tuple(values)) for row, values in zip(chart.series, cells, strict=True))
    return replace(chart, series=rows)


def _hide_second(cells: list[list[Value]]) -> bool:
    """Hide one more number where a line has exactly one hidden number; return whether there was such a line."""
    height, width = len(cells), len(cells[0]) if cells else 0
    lines = [[(row, column) for column in range(width)] for row in range(height)]
    lines += [[(row, column) for row in range(height)] for column in range(width)]
    for line in lines:
        shown = [(value, row, column) for row, column in line if (value := cells[row][column]) is not None]
        if len(line) > 1 and len(shown) == len(line) - 1:
            # Rather where the crossing line has a single hidden number too: both lines are then served by one cell.
            _alone, _value, row, column = min((_hidden(cells, line, r, c) != 1, value, r, c) for value, r, c in shown)
            cells[row][column] = None
            return True
    return False


def _hidden(cells: list[list[Value]], line: list[tuple[int, int]], row: int, column: int) -> int:
    """Return how many numbers are hidden in the line that crosses `line` at a cell."""
    upright = line[0][1] == line[-1][1] and len(line) > 1 and line[0][0] != line[-1][0]
    crossing = cells[row] if upright else [values[column] for values in cells]
    return crossing.count(None)


def number(value: Value) -> str:
    """Return a number as the reader writes it, or a dash for one that is not shown."""
    return "–" if value is None else number_format(value, use_l10n=True, force_grouping=True)
