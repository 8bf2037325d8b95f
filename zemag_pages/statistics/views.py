"""The frozen tables: a page for each year, and a file of each table as it is shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zemag.services import conditions, figures
from zemag_pages.guard import screen
from zemag_pages.navigation import Visit, frame, sees_statistics
from zemag_pages.statistics.charts import charts_of


@screen("statistics", rule=sees_statistics)
def show_statistics(request: HttpRequest, visit: Visit, year: int | None = None) -> HttpResponse:
    """Show the tables of a year; without one those of the latest."""
    tables = figures.read(actor=visit.actor, now=visit.now, year=year)
    years = [
        {"label": str(one), "url": reverse("zemag_statistics_year", args=[one]), "current": one == tables.year}
        for one in reversed(tables.years)
    ]
    context: dict[str, Any] = {
        **frame(request, visit, _("Statistics"), "statistics", pages=years if len(years) > 1 else ()),
        "tables": tables,
        "figures": [
            {"key": key, "chart": chart, "url": reverse("zemag_statistics_file", args=[tables.year, key])}
            for key, chart in charts_of(tables).items()
        ],
        "year_is_open": bool(tables.years) and str(tables.year) not in tables.frozen,
        "is_demo": conditions.is_demo(),
    }
    return render(request, "zemag_pages/statistics.html", context)


@screen("statistics", rule=sees_statistics)
def send_table(request: HttpRequest, visit: Visit, year: int, table: str) -> HttpResponse:
    """Send one table as a file, with exactly the figures that its reader sees on the page."""
    chart = charts_of(figures.read(actor=visit.actor, now=visit.now, year=year)).get(table)
    if chart is None:
        raise Http404
    response = HttpResponse("\ufeff" + chart.csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="zemag-{year}-{table}.csv"'
    return response
