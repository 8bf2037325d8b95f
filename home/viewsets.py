"""Screen of the admin for barrier reports: what is due, and the form that answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.permissions import staff
from audit.services import record
from home.forms import AnswerForm
from home.models import BarrierReport
from home.models.reports import ReportState
from home.services import AlreadyAnswered, answer_report


class Recorded(View):
    """View of personal data: the log gets its row before the answer leaves (security design, 10)."""

    log_action = "barrier_view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Log who is shown what; LogUnavailable becomes 503 and nothing is shown."""
        answer = super().dispatch(request, *args, **kwargs)
        if answer.status_code == 200:
            subject = f"home.BarrierReport {kwargs.get('pk', args[0] if args else '')}".strip()
            record(using="default", action=self.log_action, now=timezone.now(), actor=staff(request), subject=subject)
        return answer


class ReportListView(Recorded, IndexView):
    """The list of reports."""

    log_action = "barrier_list"


class ReportView(Recorded, InspectView):
    """One report with its answer."""


class AnswerView(Recorded, EditView):
    """Answers one report; an answered one is shown as it was sent."""

    success_message = _("The answer to report %(object)s is stored and sent where there is an address.")
    submit_button_label = _("Store and send")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the stored answer when the report is closed."""
        report = BarrierReport.objects.filter(pk=self.object_pk, state=ReportState.ANSWERED).first()
        if report is not None and request.method != "POST":
            return redirect(reverse(self.inspect_url_name, args=[report.pk]))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the answer once; a second one comes back with everything typed."""
        try:
            return super().form_valid(form)
        except AlreadyAnswered:
            self.produced_error_message = _("This report was answered by somebody else in the meantime.")
            return self.form_invalid(form)

    def save_instance(self) -> BarrierReport:
        """Store and send the answer through the one service."""
        data = self.form.cleaned_data
        return answer_report(report=self.object, reply=data["reply"], final=data["final"], now=timezone.now())


class BarrierReportViewSet(ModelViewSet):
    """Reports of barriers with the days on which an answer is due."""

    model = BarrierReport
    copy_view_enabled = False
    name = "barrier_reports"
    url_prefix = "barrier-reports"
    icon = "warning"
    menu_label = _("Barrier reports")
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["created_at", "state", "text", "address", "email", "language", "reply", "answered_at"]
    index_view_class = ReportListView
    inspect_view_class = ReportView
    edit_view_class = AnswerView
    add_to_reference_index = False
    ordering = ["-created_at"]
    list_filter = ["state"]
    list_display = [
        # By name, so that Wagtail makes it the column that leads to the report.
        "created_at",
        Column("get_state_display", label=_("state")),
        Column("interim_due", label=_("interim answer due")),
        Column("final_due", label=_("answer due")),
        BooleanColumn("is_late", label=_("late")),
        Column("address", label=_("page")),
    ]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("created_at", read_only=True),
                    FieldPanel("text", read_only=True),
                    FieldPanel("address", read_only=True),
                    FieldPanel("email", read_only=True),
                    FieldPanel("language", read_only=True),
                ],
                heading=_("Report"),
            ),
            MultiFieldPanel([FieldPanel("reply"), FieldPanel("final")], heading=_("Answer")),
        ],
        base_form_class=AnswerForm,
    )
