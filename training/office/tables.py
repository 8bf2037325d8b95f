"""Tables that the office takes away: who, what, which filter and how many rows stand in the log first (section 13)."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.permissions import staff
from training import exports
from training.exports import GuardedExportMixin, log_export
from training.models import Booking, CourseDate, DateState, Presence, Status
from training.office.base import OfficeScreen

Cell = Callable[[Any], Any]
FIRST_YEAR, LAST_YEAR = 2000, 2999


@dataclass(frozen=True)
class Column:
    """A heading and how its cell is read from a row."""

    heading: Promise
    cell: Cell


def _person(booking: Booking, name: str) -> str:
    return str(getattr(booking.person, name, "") or "")


def _of_booking(*more: tuple[str, Column]) -> dict[str, Column]:
    """Return the columns of a list of bookings; never addresses, never needs."""
    return {
        "family": Column(_("Family name"), lambda row: _person(row, "last_name")),
        "given": Column(_("Given name"), lambda row: _person(row, "first_name")),
        "department": Column(_("Department"), lambda row: row.department.name if row.department else ""),
        "course": Column(_("Course"), lambda row: row.date.course.title),
        "starts": Column(_("Starts"), lambda row: row.date.starts_at),
        "booked": Column(_("Booked on"), lambda row: row.created_at),
        "state": Column(_("State"), lambda row: str(Status(row.status).label)),
        **dict(more),
    }


OF_MARK = {
    "family": Column(_("Family name"), lambda row: _person(row.booking, "last_name")),
    "given": Column(_("Given name"), lambda row: _person(row.booking, "first_name")),
    "starts": Column(_("Starts"), lambda row: row.part.starts_at),
    "presence": Column(_("Attendance"), lambda row: str(Presence(row.presence).label)),
    "minutes": Column(_("Minutes"), lambda row: row.minutes),
}
TABLES: dict[str, tuple[Callable[[CourseDate], Any], dict[str, Column]]] = {
    "participants": (exports.participants, _of_booking()),
    "queue": (exports.queue, _of_booking(("number", Column(_("Number"), lambda row: row.wait_no)))),
    "attendance": (exports.attendance, OF_MARK),
}
OF_STATISTICS = {
    "department": Column(_("Department"), lambda row: row["department"]),
    "bookings": Column(_("Took part"), lambda row: row["bookings"]),
}


class Table(GuardedExportMixin, OfficeScreen, View):
    """A table as CSV or XLSX."""

    columns: dict[str, Column]

    def answer(self, rows: Iterable[Any], columns: dict[str, Column], *, kind: str, what: str) -> HttpResponse:
        """Write the row of the log, then the table; an unknown format is no page."""
        wanted = self.request.GET.get("export", self.FORMAT_CSV)
        if wanted not in self.FORMATS:
            raise Http404
        found = list(rows)
        log_export(actor=staff(self.request), kind=kind, rows=len(found), what=what, now=timezone.now())
        self.columns, self.list_export = columns, list(columns)
        self.export_headings = {name: column.heading for name, column in columns.items()}
        self.export_filename = f"{kind}-{timezone.localdate():%Y-%m-%d}"
        response: HttpResponse = self.as_spreadsheet(found, wanted)
        return response

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return the cells of a row."""
        return {name: column.cell(item) for name, column in self.columns.items()}


class DateTable(Table):
    """Participants, queue or attendance of a date."""

    def get(self, request: HttpRequest, uid: uuid.UUID, kind: str) -> HttpResponse:
        """Return the table; an unknown one is no page."""
        if kind not in TABLES:
            raise Http404
        date = get_object_or_404(CourseDate, uid=uid)
        find, columns = TABLES[kind]
        return self.answer(find(date), columns, kind=kind, what=f"CourseDate {date.pk}")


class StatisticsTable(Table):
    """How many of each department took part in a year; departments below five people have no name."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        """Return the table of the dates that were held in a year."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise Http404
        held = CourseDate.objects.filter(state__in=[DateState.HELD, DateState.ARCHIVED], starts_at__year=year)
        return self.answer(exports.statistics(held), OF_STATISTICS, kind="statistics", what=f"year {year}")
