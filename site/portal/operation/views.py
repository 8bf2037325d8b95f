"""The list of failed jobs in the admin, each with a way to run it again."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.jobs.retry import failed_jobs, run_again
from portal.operation.permissions import can_operate

SHOWN = 200


class FailedJobsView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the jobs that were given up after five tries; a POST with the number of one runs it again."""

    page_title = _("Failed jobs")
    header_icon = "rotate"
    template_name = "operation/failed_jobs.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody who does not run the portal."""
        if not can_operate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this screen."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the latest jobs first; the exception is named by its type, its text may hold data."""
        rows = failed_jobs().order_by("-finished_at")
        jobs = [
            {
                "pk": row.pk,
                "task": row.task_path,
                "queue": row.queue_name,
                "tries": len(row.worker_ids),
                "ended": row.finished_at or row.started_at,
                "error": row.exception_class_path.rpartition(".")[2],
            }
            for row in rows[:SHOWN]
        ]
        return super().get_context_data(jobs=jobs, count=rows.count(), **kwargs)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        """Put one job back into its queue; pressed twice, the second finds it gone and says so."""
        row = failed_jobs().filter(pk=pk).first()
        if row is None:
            messages.warning(request, _("This job is no longer among the failed ones."))
        else:
            run_again(row)
            messages.success(request, _("The job stands in its queue again."))
        return redirect(reverse("failed_jobs"))
