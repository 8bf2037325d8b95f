"""Tables for the office: no live formulas, local times, semicolons, a row in the access log for each (section 13)."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.views.mixins import Echo, SpreadsheetExportMixin

from accounts.models import User
from audit.services import record
from pages.cells import guarded
from training.models import AttendanceMark, Booking, CourseDate, Place, Status
from training.permissions import can_export

BOM = "\ufeff"
SMALLEST_DEPARTMENT = 5


class GuardedExportMixin(SpreadsheetExportMixin):
    """Wagtail's export with semicolons, a byte order mark, local times and guarded cells; log first, then the rows."""

    audit_kind = ""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return a cell after conversion to text, guarded; moments as local times without a zone."""
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.strftime("%d.%m.%Y %H:%M") if export_format == self.FORMAT_CSV else local.replace(tzinfo=None)
        return guarded(super().preprocess_field_value(field, value, export_format))

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """Yield the file line by line."""
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export, delimiter=";")
        yield BOM.encode()
        yield writer.writerow({name: guarded(self.get_heading(queryset, name)) for name in self.list_export})
        for item in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(item))


def log_export(*, actor: User, kind: str, rows: int, what: str, now: datetime) -> None:
    """Write who exports what, with filter and number of rows; raise PermissionDenied, or LogUnavailable."""
    if not can_export(actor):
        raise PermissionDenied
    record(
        using="default",
        action="training_export",
        now=now,
        actor=actor,
        subject=f"training.{kind}",
        result=str(rows),
        text={"filter": what},
    )


def participants(date: CourseDate) -> QuerySet[Booking]:
    """Return who takes part; never with needs."""
    rows = date.bookings.filter(status=Status.CONFIRMED).select_related("person", "department", "date__course")
    return rows.order_by("person__last_name", "person__first_name", "pk")


def queue(date: CourseDate) -> QuerySet[Booking]:
    """Return who waits, in order."""
    rows = date.bookings.filter(place=Place.QUEUE).select_related("person", "department", "date__course")
    return rows.order_by("wait_no")


def attendance(date: CourseDate) -> QuerySet[AttendanceMark]:
    """Return the marks of a date."""
    rows = AttendanceMark.objects.filter(booking__date=date).select_related("booking__person", "part")
    return rows.order_by("booking__person__last_name", "booking", "part__starts_at")


def statistics(dates: Iterable[CourseDate]) -> list[dict[str, Any]]:
    """Return how many of each department took part; departments below five people are put together without a name."""
    rows = Booking.objects.filter(date__in=list(dates), status__in=[Status.ATTENDED, Status.PARTIAL])
    counted = rows.values("department__name_de").annotate(people=Count("person", distinct=True), bookings=Count("pk"))
    named, others = [], 0
    for row in counted.order_by("department__name_de"):
        if row["people"] >= SMALLEST_DEPARTMENT and row["department__name_de"]:
            named.append({"department": row["department__name_de"], "bookings": row["bookings"]})
        else:
            others += row["bookings"]
    return [*named, {"department": _("Other departments"), "bookings": others}] if others else named
