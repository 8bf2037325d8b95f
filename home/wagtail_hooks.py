"""Hooks that give the office its screens."""

from wagtail import hooks

from home.viewsets import BarrierReportViewSet


@hooks.register("register_admin_viewset")
def offer_barrier_reports() -> BarrierReportViewSet:
    """Add the list of barrier reports to the menu."""
    return BarrierReportViewSet()
