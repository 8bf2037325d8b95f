"""Columns and filters with which the page explorer shows what editors look for in a list of one kind."""

from typing import Any, ClassVar

from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail_localize.wagtail_hooks import page_listing_more_buttons

KEPT_AFTER = ("latest_revision_created_at", "status")

ROW_BUTTONS = "register_page_listing_more_buttons"


def keep_rows_free_of_questions() -> None:
    """Take wagtail-localize's buttons out of the rows of the explorer; they stay in the header of a page.

    In a row they ask the database twice per page shown (editing design, section 16); Wagtail has no call that takes
    a hook away again.
    """
    kept = [(hook, order) for hook, order in hooks._hooks[ROW_BUTTONS] if hook is not page_listing_more_buttons]
    hooks._hooks[ROW_BUTTONS] = kept


class KindViewSet(PageViewSet):
    """Screens of one page type; the explorer shows its `own_columns` between title and state."""

    own_columns: ClassVar[list[Column]] = []

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Put the own columns behind the title; the type is the same in every row and is left out."""
        stock = ExplorableIndexView.base_columns
        before = [column for column in stock if column.name not in (*KEPT_AFTER, "type")]
        after = [column for column in stock if column.name in KEPT_AFTER]
        return super().get_index_view_kwargs(columns=[*before, *self.own_columns, *after], **kwargs)
