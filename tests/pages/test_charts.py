"""Charts: table, file and drawing say the same, and no number below 5 can be found or worked out (look design, 9)."""

import csv
import io
import re

import pytest
from django.template import Context, Template
from django.test import Client

from pages.charts.data import Chart, Series, protect
from pages.charts.drawing import axis, narrow, wide

YEARS = ("2024", "2025", "2026")
ROWS = (("Stufe 1", (1200, 80, 7)), ("Stufe 2", (35, 3, 40)), ("Stufe 3", (12, 11, 9)))


def chart_of(kind: str, rows: tuple[tuple[str, tuple[int, ...]], ...] = ROWS) -> Chart:
    series = tuple(Series(label, values) for label, values in rows)
    return Chart(kind, "Befund", "Beschreibung", "Jahr", YEARS, series)


def shown(chart: Chart) -> list[list[int | None]]:
    return [list(row.values) for row in chart.series]


def rendered(chart: Chart) -> str:
    return Template('{% load charts %}{% chart figure "x" "/x.csv" %}').render(Context({"figure": chart}))


@pytest.mark.acceptance("look", 8)
def test_a_number_below_five_is_hidden_with_a_second_one_in_its_row_and_column() -> None:
    cells = shown(protect(chart_of("stacked")))
    assert cells[1][1] is None
    for line in [*cells, *map(list, zip(*cells, strict=True))]:
        assert line.count(None) != 1


def test_numbers_from_five_on_are_shown() -> None:
    chart = chart_of("bar", (("A", (5, 6, 7)),))
    assert protect(chart) == chart


def test_a_single_row_hides_the_small_number_and_the_next_one() -> None:
    assert shown(protect(chart_of("bar", (("A", (4, 6, 70)),)))) == [[None, None, 70]]


@pytest.mark.acceptance("look", 8)
@pytest.mark.parametrize("kind", ["bar", "stacked", "line"])
def test_table_file_and_both_drawings_agree(kind: str) -> None:
    chart = protect(chart_of(kind))
    html = rendered(chart)
    table = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r'<td class="zks-right">(.*?)</td>', html)]
    rows = list(csv.reader(io.StringIO(chart.csv()), delimiter=";"))[1:]
    from_file = [cell for row in rows for cell in row[1:]]
    per_row = len(chart.series) + (kind == "stacked")
    from_table = [cell for index, cell in enumerate(table) if index % per_row < len(chart.series)]
    assert [cell.replace(".", "").replace("–", "") for cell in from_table] == from_file
    for drawing in (wide(chart), narrow(chart)):
        values = {text.text for text in drawing.texts if text.kind == "value"}
        wanted = chart.totals() if kind == "stacked" else [value for row in chart.series for value in row.values]
        numbers = {f"{value:,}".replace(",", ".") for value in wanted if value is not None}
        assert values - {"–"} == numbers


@pytest.mark.acceptance("look", 8)
def test_no_hidden_number_is_left_anywhere() -> None:
    html = rendered(protect(chart_of("stacked", (("A", (17, 19, 23)), ("B", (3, 41, 43)), ("C", (47, 53, 59))))))
    words = re.findall(r">([^<]*)<", html)
    assert not {"3", "17", "67"} & {word.strip() for word in words}


def test_names_in_a_file_are_never_run_and_words_stand_where_no_number_is_shown() -> None:
    rows = (Series("A", (7, None), ("", "<5")),)
    chart = Chart("lying", "", "", "Amt", ("=1+1", "B"), rows, total=Series("Summe", (9, 9)), note="Hinweis")
    assert chart.csv().splitlines() == ["Amt;A;Summe", "'=1+1;7;9", "B;<5;9"]
    # What is not shown has no bar; the table keeps its row.
    assert [text.text for text in wide(chart).texts if text.kind == "name"] == ["=1+1"]
    assert "&lt;5" in rendered(chart) and "Hinweis" in rendered(chart)


def test_bars_stay_inside_the_drawing_and_lines_have_gaps() -> None:
    for kind in ("bar", "stacked", "line"):
        drawing = wide(chart_of(kind))
        assert all(rect.y >= 0 and rect.x + rect.width <= drawing.width for rect in drawing.rects)
    gap = Chart("line", "", "", "", ("1", "2", "3"), (Series("A", (10, None, 30)),))
    assert len([line for line in wide(gap).lines if line.series]) == 2


@pytest.mark.parametrize(
    ("largest", "ticks"), [(0, [0, 1]), (7, [0, 2, 4, 6, 8]), (131, [0, 50, 100, 150]), (4, [0, 1, 2, 3, 4])]
)
def test_the_axis_has_round_numbers(largest: int, ticks: list[int]) -> None:
    assert axis(largest) == ticks


def test_the_drawing_carries_no_style_and_says_what_it_shows() -> None:
    html = rendered(protect(chart_of("bar")))
    assert "style=" not in html
    assert html.count('role="img"') == 2
    assert html.count("<title") == html.count("<desc") == 2


@pytest.mark.acceptance("look", 6)
@pytest.mark.django_db
@pytest.mark.parametrize(("language", "word"), [("de", "Musterseite"), ("en", "Style page")])
def test_the_style_page_shows_long_words_empty_lists_and_errors(
    sites: None, public: Client, language: str, word: str
) -> None:
    page = public.get("/styleguide/", headers={"Accept-Language": language})
    body = page.content.decode()
    assert word in body
    for part in ("Donaudampf", "zks-empty", "zks-formfield-error", "Şahin", "zks-steps-line", "zks-chart"):
        assert part in body
    assert public.get("/styleguide/chart.csv").content.decode().count("\r\n") == 6
