"""A table whose header, cells and caption reach the translator."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.types import OverridableSegmentValue, TemplateSegmentValue

MAX_COLUMNS, MAX_ROWS = 12, 100
Segments = list[StringSegmentValue | TemplateSegmentValue | OverridableSegmentValue]


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of a table typed as one line per row, cells separated by `|`."""
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if line.strip()]


def text_of(rows: list[list[str]]) -> str:
    """Return rows as they are typed."""
    return "\n".join(" | ".join(cell.replace("|", "/").replace("\n", " ") for cell in row) for row in rows)


class CellsBlock(blocks.TextBlock):
    """Cells typed line by line; offered to translators cell by cell."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 8, **kwargs})

    def clean(self, value: str) -> str:
        """Refuse ragged, too wide or too long tables."""
        value = super().clean(value)
        rows = rows_of(value)
        if len(rows) < 2:
            raise ValidationError(_("A table needs a header row and at least one more row."))
        if len({len(row) for row in rows}) > 1:
            raise ValidationError(_("Every row needs the same number of cells, separated by “|”."))
        if len(rows[0]) > MAX_COLUMNS or len(rows) > MAX_ROWS:
            raise ValidationError(_("At most 12 columns and 100 rows."))
        return value

    def get_translatable_segments(self, value: str) -> Segments:
        """Return one string per cell; the path is `row.column`."""
        return [
            StringSegmentValue(f"{r}.{c}", cell)
            for r, row in enumerate(rows_of(value))
            for c, cell in enumerate(row)
            if cell
        ]

    def restore_translated_segments(self, value: str, segments: Segments) -> str:
        """Put translated cells back into place."""
        rows = rows_of(value)
        for segment in segments:
            row, column = (int(part) for part in segment.path.split("."))
            rows[row][column] = segment.render_text()
        return text_of(rows)


class TableBlock(blocks.StructBlock):
    """A table with header row and caption."""

    caption = blocks.CharBlock(max_length=200, label=_("caption"), help_text=_("What the table shows."))
    cells = CellsBlock(
        label=_("cells"), help_text=_("One line per row, cells separated by “|”. The first line is the header.")
    )
    first_column_is_header = blocks.BooleanBlock(required=False, default=True, label=_("first column names the row"))

    class Meta:
        icon = "table"
        label = _("table")
        description = _("Rows and columns with a header and a caption.")
        template = "pages/blocks/table.html"
        preview_value = {
            "caption": _("Meetings a year"),
            "cells": "Council | Meetings\nKalk | 2",
            "first_column_is_header": True,
        }

    def get_context(self, value: Mapping[str, Any], parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add header and rows."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        rows = rows_of(value["cells"])
        context["header"], context["rows"] = (rows[0] if rows else []), rows[1:]
        return context
