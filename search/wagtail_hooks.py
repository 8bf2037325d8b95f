"""Hooks of the editors' screens of search; Wagtail's own, which need inline scripts, give way to them."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from search.best_bets import best_bets
from search.reports import SEE, NotFoundView

STOCK = {"promoted-search-results", "search-terms"}


class NotFoundItem(MenuItem):
    """A menu item for those who look after the texts."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person may read the report."""
        return bool(request.user.has_perm(SEE))


@hooks.register("register_admin_viewset")
def offer_best_bets() -> ViewSet:
    """Mount the screens of best bets."""
    return best_bets


@hooks.register("register_admin_urls")
def offer_reports() -> list[URLPattern]:
    """Mount the report, and lead from Wagtail's screens of picks to ours."""
    away = RedirectView.as_view(pattern_name="best_bets:index")
    return [
        path(
            "reports/not-found/", NotFoundView.as_view(http_method_names=["get", "head", "options"]), name="not_found"
        ),
        path(
            "reports/not-found/<int:pk>/done/",
            NotFoundView.as_view(http_method_names=["post", "options"]),
            name="not_found_done",
        ),
        path("searchpicks/", away, name="stock_picks"),
        path("searchpicks/<path:_rest>", lambda request, _rest: away(request), name="stock_pick"),
    ]


@hooks.register("register_reports_menu_item")
def list_questions_among_the_reports() -> MenuItem:
    """Add the report to the menu."""
    return NotFoundItem(_("Questions without answer"), reverse("not_found"), icon_name="search", order=800)


@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
def hide_stock_screens(request: HttpRequest, menu_items: list[Any]) -> None:
    """Take Wagtail's picks and its report of terms, which stays empty, out of the menus."""
    menu_items[:] = [item for item in menu_items if item.name not in STOCK]
