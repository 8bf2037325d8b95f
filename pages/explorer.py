"""Columns and filters with which the page explorer shows what editors look for in a list of one kind."""

from typing import Any, ClassVar

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

KEPT_AFTER = ("latest_revision_created_at", "status")


class KindViewSet(PageViewSet):
    """Screens of one page type; the explorer shows its `own_columns` between title and state."""

    own_columns: ClassVar[list[Column]] = []

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Put the own columns behind the title; the type is the same in every row and is left out."""
        stock = ExplorableIndexView.base_columns
        before = [column for column in stock if column.name not in (*KEPT_AFTER, "type")]
        after = [column for column in stock if column.name in KEPT_AFTER]
        return super().get_index_view_kwargs(columns=[*before, *self.own_columns, *after], **kwargs)
