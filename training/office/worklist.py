"""What waits for the office: decisions, overdue approvals, open attendance, blocks, failed mails, a silent tick."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from training.models import CourseDate, DateState, Decision, Status
from training.moments import DAY
from training.office.base import OfficeScreen
from training.office.dates import with_counts
from training.office.quality import ending_approvals
from training.services.again import failed_mails
from training.services.reminders import REMIND_AGAIN_AFTER
from training.tick import is_late

MOST = 50


@dataclass(frozen=True)
class Work:
    """A list of dates with something to do."""

    heading: Promise
    find: Callable[[QuerySet[CourseDate], datetime], QuerySet[CourseDate]]


def _short(rows: QuerySet[CourseDate], now: datetime) -> QuerySet[CourseDate]:
    """Dates that have too few people when it is time to decide."""
    booked = Count("bookings", filter=Q(bookings__status=Status.CONFIRMED), distinct=True)
    return rows.annotate(booked=booked).filter(
        state=DateState.PUBLISHED,
        decide_by__lte=now,
        starts_at__gt=now,
        decision=Decision.UNDECIDED,
        booked__lt=F("min_participants"),
    )


WORK = (
    Work(_("Too few people: takes place or called off?"), _short),
    Work(
        _("Approval has been open for more than two days"),
        lambda rows, now: rows.filter(
            bookings__status=Status.REQUESTED, bookings__created_at__lte=now - REMIND_AGAIN_AFTER * DAY
        ).distinct(),
    ),
    Work(
        _("Attendance is not closed"),
        lambda rows, now: rows.filter(state=DateState.PUBLISHED, ends_at__lte=now),
    ),
    Work(
        _("Booking is blocked: a condition of quality was lost"),
        lambda rows, now: rows.filter(state=DateState.PUBLISHED, starts_at__gt=now).exclude(quality_block=""),
    ),
    Work(
        _("Drafts"),
        lambda rows, now: rows.filter(state=DateState.DRAFT),
    ),
)


class WorkList(OfficeScreen, TemplateView):
    """Everything that waits, by kind."""

    page_title = _("Work list")
    template_name = "training/office/work.html"
    header_icon = "tasks"

    def way(self) -> list[dict[str, Any]]:
        """Return nothing: this is the first screen."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find what waits."""
        now = timezone.now()
        rows = with_counts(CourseDate.objects.all())
        lists = [
            {"heading": work.heading, "dates": list(work.find(rows, now).order_by("starts_at", "pk")[:MOST])}
            for work in WORK
        ]
        return super().get_context_data(
            lists=[found for found in lists if found["dates"]],
            failed=failed_mails().count(),
            ending=ending_approvals(timezone.localdate(now)),
            late=is_late(now),
            **kwargs,
        )
