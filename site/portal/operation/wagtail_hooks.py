"""Hooks that show operators how the portal runs."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from portal.health import DEGRADED, OK, report
from portal.operation.permissions import can_operate
from portal.operation.views import FailedJobsView

NAMES = {
    "default": _("Database of the portal"),
    "media": _("Folder of files"),
    "zemag": _("Database of ZeMAG"),
    "disk": _("Free disk space"),
    "workers": _("Workers of the queues"),
    "tick": _("Regular tasks"),
    "mail": _("Outgoing mail"),
    "jobs": _("Jobs"),
    "search": _("Search"),
}


class HealthPanel(Component):
    """The parts of the health answer as a list on the start page."""

    name = "health"
    order = 50
    template_name = "operation/health_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return each part with its state."""
        state, parts = report()
        rows = []
        for name, text in parts.items():
            severity, _colon, reason = text.partition(": ")
            rows.append({"name": NAMES.get(name, name), "state": severity, "reason": reason})
        return {"state": state, "rows": rows, "ok": OK, "degraded": DEGRADED}


@hooks.register("construct_homepage_panels")
def show_operators_the_health(request: HttpRequest, panels: list[Component]) -> None:
    """Add the list of health to the start page of operators."""
    if can_operate(request.user):
        panels.append(HealthPanel())


@hooks.register("register_admin_urls")
def offer_failed_jobs() -> list[URLPattern]:
    """Mount the list of failed jobs and the way to run one again."""
    return [
        path("failed-jobs/", FailedJobsView.as_view(http_method_names=["get", "head", "options"]), name="failed_jobs"),
        path(
            "failed-jobs/<uuid:pk>/again/",
            FailedJobsView.as_view(http_method_names=["post", "options"]),
            name="run_failed_job_again",
        ),
    ]


class OperatorsItem(MenuItem):
    """A menu item that operators alone see."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the person runs the portal."""
        return can_operate(request.user)


@hooks.register("register_reports_menu_item")
def list_failed_jobs_among_the_reports() -> MenuItem:
    """Add the list of failed jobs to the reports."""
    return OperatorsItem(_("Failed jobs"), reverse("failed_jobs"), icon_name="rotate", order=900)
