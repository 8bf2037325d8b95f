"""The tables of a year as charts: finding, drawing, table and file of the same figures, in the order S1 to S8."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.charts.data import Chart, Series
from zemag import kinds
from zemag.catalogue import HIGHEST
from zemag.clocks import local_day
from zemag.models import StatTable
from zemag.services.figures import Figure, Tables
from zemag.statistics import periods
from zemag.statistics.facts import NOTHING
from zemag.statistics.suppression import rounded
from zemag.statistics.tables import ALL, GRAVE, OTHER
from zemag_pages.desk.faces import departments
from zemag_pages.words import SETTINGS, WEAPON_GROUPS, Words

MOST_NAMED = 2
PROCESS: dict[str, Promise] = {
    "contacts": gettext_lazy("First talks"),
    "notices": gettext_lazy("Notices"),
    "inquiries": gettext_lazy("Inquiries"),
    "hits": gettext_lazy("Hits"),
    "contact_median": gettext_lazy("Days to the first talk (median)"),
    "contacts_late": gettext_lazy("Talks that were late"),
    "notice_median": gettext_lazy("Days to the notice (median)"),
    "notices_late": gettext_lazy("Notices that were late"),
    "applications": gettext_lazy("Periods for an application that ended"),
    "lapsed": gettext_lazy("of these without an application"),
}
DRAWN = 4


def charts_of(tables: Tables) -> dict[str, Chart]:
    """Return the charts of a year by table; a table that does not stand yet is missing."""
    made: dict[str, Chart] = {}
    for table, make in MAKERS.items():
        chart = make(tables)
        if chart is not None:
            made[str(table.value)] = chart
    return made


def _series(label: Any, figures: Sequence[Figure]) -> Series:
    return Series(str(label), tuple(one.value for one in figures), tuple(one.word for one in figures))


def _note(tables: Tables, period: str) -> str:
    """Return how the figures are to be read, and since when they stand."""
    day = date_format(local_day(tables.frozen[period]), "SHORT_DATE_FORMAT")
    if tables.exact:
        return _("Exact figures, for the quality staff alone. Fixed on %(day)s.") % {"day": day}
    words = _("“<5” stands for 0 to 4, other figures are rounded to 5, “–” is not shown. Fixed on %(day)s.")
    return words % {"day": day}


def _finding(title: str, words: str, names: Sequence[str], figures: Iterable[Figure]) -> str:
    """Return which category has the most, in a sentence; only the title where none or many have."""
    values = [figure.value or 0 for figure in figures]
    best = [name for name, value in zip(names, values, strict=True) if value and value == max(values)]
    if not 0 < len(best) <= MOST_NAMED or len(best) == len(names):
        return title
    return words % {"what": _(" and ").join(best)}


def _months(tables: Tables) -> Chart | None:
    year = str(tables.year)
    names = [name for name in periods.months_of(year) if name in tables.frozen]
    if not names:
        return None
    figures = [tables.of(StatTable.MONTH, name, ALL) for name in names]
    labels = [date_format(periods.begins(name), "N") for name in names]
    full = [date_format(periods.begins(name), "F") for name in names]
    title = _("Reports by month, %(year)s") % {"year": year}
    return Chart(
        kind="bar",
        finding=_finding(title, _("Most reports of %(year)s came in %%(what)s") % {"year": year}, full, figures),
        summary=title,
        unit=_("Month"),
        categories=tuple(labels),
        series=(_series(_("Reports"), figures),),
        note=_note(tables, names[-1]),
    )


def _levels(tables: Tables) -> Chart | None:
    years = tables.full_years
    if not years:
        return None
    rows = []
    for level in range(HIGHEST + 1):
        found = [tables.of(StatTable.LEVEL, year, str(level)) for year in years]
        rows.append(_series(_("Level %(level)s") % {"level": level}, found))
    totals = [tables.of(StatTable.LEVEL, year, ALL) for year in years]
    title = _("Reports by level and year")
    finding = _("In %(year)s %(number)s reports came in") % {"year": years[-1], "number": totals[-1].word}
    return Chart(
        kind="stacked",
        finding=finding if totals[-1].value else title,
        summary=title,
        unit=_("Year"),
        categories=tuple(years),
        series=tuple(rows),
        total=_series(_("Total"), totals),
        note=_note(tables, years[-1]),
    )


def _of_year(table: StatTable, title: Promise, unit: Promise, names: Callable[[], Words]) -> Callable[..., Any]:
    """Return what makes the chart of a table with one figure a row."""

    def make(tables: Tables) -> Chart | None:
        year = str(tables.year)
        if year not in tables.frozen:
            return None
        known = names()
        rows = tables.rows(table, year)
        figures = [tables.of(table, year, row) for row in rows]
        labels = [str(known.get(row, row)) for row in rows]
        heading = f"{title}, {year}"
        most = _("Most reports of %(year)s: %%(what)s") % {"year": year}
        return Chart(
            kind="lying",
            finding=_finding(heading, most, labels, figures),
            summary=heading,
            unit=str(unit),
            categories=tuple(labels),
            series=(_series(_("Reports"), figures),),
            note=_note(tables, year),
        )

    return make


def _offices() -> Words:
    return {**departments(), OTHER: _("Other departments"), NOTHING: _("No directorate named")}


def _offences() -> Words:
    return {**{code: kind.said() for code, kind in kinds.offences().items()}, NOTHING: gettext_lazy("No offence")}


def _directorates(tables: Tables) -> Chart | None:
    year, known = str(tables.year), _offices()
    rows = tables.rows(StatTable.DIRECTORATE, year)
    if not rows:
        return None
    title = _("Reports of level 2 and 3 by directorate, %(year)s") % {"year": year}
    series = [
        _series(
            _("Level %(level)s") % {"level": level},
            [tables.of(StatTable.DIRECTORATE, year, row, str(level)) for row in rows],
        )
        for level in GRAVE
    ]
    return Chart(
        kind="lying",
        finding=title,
        summary=title,
        unit=_("Directorate"),
        categories=tuple(str(known.get(row, row)) for row in rows),
        series=tuple(series),
        note=_note(tables, year),
    )


def _process(tables: Tables) -> Chart | None:
    names = [f"{tables.year}-Q{number}" for number in range(1, 5)]
    names = [name for name in names if name in tables.frozen]
    if not names:
        return None
    rows = [
        _series(label, [tables.of(StatTable.PROCESS, name, row) for name in names]) for row, label in PROCESS.items()
    ]
    rates = [_rate(tables, name) for name in names]
    title = _("How long it takes and what is asked, %(year)s") % {"year": tables.year}
    return Chart(
        kind="bar",
        finding=title,
        summary=title,
        unit=_("Quarter"),
        categories=tuple(_("Q%(number)s") % {"number": name[-1]} for name in names),
        series=tuple(rows[:DRAWN]),
        extra=(*rows[DRAWN:], _series(_("Hits of 100 inquiries"), rates)),
        note=_note(tables, names[-1]),
    )


def _rate(tables: Tables, quarter: str) -> Figure:
    """Return the hit rate; where figures are protected from figures that are shown alone, rounded like them."""
    asked, found = (tables.of(StatTable.PROCESS, quarter, row).value for row in ("inquiries", "hits"))
    if not asked or found is None:
        return Figure(None, "–")
    rate = round(100 * found / asked)
    value = rate if tables.exact or not rate else min(100, rounded(rate))
    return Figure(value, str(value))


def _with_none(words: Words, label: Promise) -> Callable[[], Words]:
    return lambda: {**words, NOTHING: label}


MAKERS: dict[StatTable, Callable[[Tables], Chart | None]] = {
    StatTable.MONTH: _months,
    StatTable.LEVEL: _levels,
    StatTable.DEPARTMENT: _of_year(
        StatTable.DEPARTMENT, gettext_lazy("Reports by department"), gettext_lazy("Department"), _offices
    ),
    StatTable.DIRECTORATE: _directorates,
    StatTable.OFFENCE: _of_year(
        StatTable.OFFENCE,
        gettext_lazy("Reports by offence"),
        gettext_lazy("Gravest offence"),
        _offences,
    ),
    StatTable.SETTING: _of_year(
        StatTable.SETTING,
        gettext_lazy("Reports by place"),
        gettext_lazy("Place"),
        _with_none(SETTINGS, gettext_lazy("Not named")),
    ),
    StatTable.WEAPON: _of_year(
        StatTable.WEAPON,
        gettext_lazy("Reports by weapon"),
        gettext_lazy("Weapon"),
        _with_none(WEAPON_GROUPS, gettext_lazy("No weapon")),
    ),
    StatTable.PROCESS: _process,
}
