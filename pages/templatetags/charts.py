"""Tag for charts: finding, drawing, table and file of the same numbers."""

from typing import Any

from django import template

from pages.charts.data import Chart, number
from pages.charts.drawing import narrow, wide

register = template.Library()


@register.inclusion_tag("components/chart.html")
def chart(figure: Chart, key: str, csv_url: str, level: int = 3) -> dict[str, Any]:
    """Show a chart; `key` is unique on the page; numbers that must not be known are hidden in the figure already."""
    return {
        "figure": figure,
        "key": key,
        "csv_url": csv_url,
        "level": level,
        "drawings": [("wide", wide(figure)), ("narrow", narrow(figure))],
        "rows": [
            (category, [row.word(index) for row in figure.columns()], number(figure.totals()[index]))
            for index, category in enumerate(figure.categories)
        ],
        "has_totals": len(figure.series) > 1 and figure.kind == "stacked" and figure.total is None,
    }
