"""No figure from 0 to 4 can be worked out: every table that fits what is shown is tried (design, section 12)."""

import itertools
import random

import pytest

from zemag.statistics.suppression import (
    LEAST_OPEN,
    SMALLEST,
    Shown,
    Sum,
    given_away,
    published,
    seen,
    suppressed,
)

TWO = [Sum("T", ("a", "b", "c")), Sum("T", ("x", "y"))]
NESTED = [Sum("T", ("l", "m")), Sum("m", ("p", "q"))]


def tables_that_fit(figures: dict[str, int], shown: dict[str, Shown], sums: list[Sum]) -> dict[str, set[int]]:
    """Try every table of small numbers that a reader has to hold possible; return the values of each figure."""
    totals = [one.total for one in sums]
    free = sorted({part for one in sums for part in one.parts} - set(totals))
    most = sum(figures.values()) + 3 * SMALLEST
    found: dict[str, set[int]] = {name: set() for name in figures}
    spans = [
        range(seen(figures[name], shown[name]).low, min(seen(figures[name], shown[name]).high, most) + 1)
        for name in free
    ]
    for values in itertools.product(*spans):
        table = dict(zip(free, values, strict=True))
        # A sum inside another one is known first.
        for one in reversed(sums):
            total = sum(table[part] for part in one.parts)
            if table.setdefault(one.total, total) != total:
                break
        else:
            if all(
                seen(figures[name], shown[name]).low <= table[name] <= seen(figures[name], shown[name]).high
                for name in totals
            ):
                for name, value in table.items():
                    found[name].add(value)
    return found


@pytest.mark.parametrize("sums", [TWO, NESTED], ids=["two tables with one sum", "a sum inside a sum"])
def test_no_small_figure_can_be_worked_out_by_trying_every_table(sums: list[Sum]) -> None:
    draw = random.Random(20)
    names = sorted({part for one in sums for part in one.parts} - {one.total for one in sums})
    for _round in range(60):
        figures = {name: draw.choice([0, 0, 1, 2, 3, 4, 5, 7]) for name in names}
        if sums is TWO:
            total = figures["a"] + figures["b"] + figures["c"]
            figures["x"] = draw.randint(0, total)
            figures |= {"y": total - figures["x"], "T": total}
        else:
            figures["m"] = figures["p"] + figures["q"]
            figures["T"] = figures["l"] + figures["m"]
        shown = suppressed(figures, sums)
        possible = tables_that_fit(figures, shown, sums)
        for name, value in figures.items():
            assert value in possible[name]
            if value < SMALLEST:
                assert len([one for one in possible[name] if one < SMALLEST]) >= LEAST_OPEN, (figures, shown, name)


def test_a_single_small_figure_beside_large_ones_hides_another_one() -> None:
    figures = {"T": 45, "a": 20, "b": 20, "c": 5, "x": 44, "y": 1}
    shown = suppressed(figures, TWO)
    assert given_away(figures, shown, TWO) == []
    assert shown["y"] is not Shown.ROUNDED
    bare = {name: Shown.ROUNDED if value >= SMALLEST else Shown.SMALL for name, value in figures.items()}
    assert {"y"} >= {*given_away(figures, bare, TWO)}


@pytest.mark.acceptance("settled", "Z10")
def test_small_figures_are_never_printed_and_others_only_rounded() -> None:
    assert [published(value, Shown.SMALL) for value in (0, 4)] == ["<5", "<5"]
    assert [published(value, Shown.ROUNDED) for value in (5, 7, 8, 12, 13)] == ["5", "5", "10", "10", "15"]
    assert published(9, Shown.HIDDEN) == "–"
