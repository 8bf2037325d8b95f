"""Who takes part in a date, who waits, and what they need: for the office, each look written to the access log."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton

from training.attendance_sheet import name_of
from training.facts import needs_in_words
from training.models import Place, Status
from training.office.actions import ON_BOOKING, ON_DATE, possible
from training.office.dates import DateScreen, state_of
from training.seen import log_view

TABLES = (
    ("participants", gettext_lazy("Participants")),
    ("queue", gettext_lazy("Waiting list")),
    ("attendance", gettext_lazy("Attendance")),
)
ON_LIST = ("book", "walk-in", "next")


class PeopleView(DateScreen, TemplateView):
    """Participants, waiting list and what has ended."""

    page_title = gettext_lazy("Participants")
    template_name = "training/office/people.html"
    header_icon = "group"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the look to the log, then show the list."""
        self.find()
        rows = self.date.bookings.select_related("person", "department", "approved_by").order_by(
            "person__last_name", "person__first_name", "pk"
        )
        self.bookings = list(rows)
        log_view(actor=self.actor, date=self.date, what="participants", rows=len(self.bookings), now=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_header_buttons(self) -> list[Any]:
        """Offer what adds people."""
        now = timezone.now()
        return [
            HeaderButton(
                str(action.label), url=reverse("office_date_action", args=[self.date.uid, name]), icon_name="plus"
            )
            for name, action in possible(ON_DATE, self.date, now)
            if name in ON_LIST
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sort the bookings into their lists."""
        now, needs = timezone.now(), needs_in_words(self.date, self.actor)
        rows: list[dict[str, Any]] = []
        for booking in self.bookings:
            booking.date = self.date
            rows.append(
                {
                    "booking": booking,
                    "name": name_of(booking) or _("no longer named"),
                    "status": Status(booking.status).label,
                    "until": booking.offer_until if booking.status == Status.OFFERED else booking.approval_until,
                    "need": needs.get(booking.pk, ""),
                    "actions": possible(ON_BOOKING, booking, now),
                }
            )
        queue = sorted(
            (row for row in rows if row["booking"].place == Place.QUEUE), key=lambda row: row["booking"].wait_no
        )
        return super().get_context_data(
            date=self.date,
            tables=TABLES,
            state=state_of(self.date, now),
            seated=[row for row in rows if row["booking"].place == Place.SEAT],
            queue=queue,
            ended=[row for row in rows if row["booking"].place == Place.NONE],
            **kwargs,
        )
