"""The log is only added to; names and needs go in time; exports run no formula (training design, 13 and 14)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from audit.models import Entry
from tests.training_factories import NOW, START, book, member, office, published, staff
from training import exports
from training.invariants import violations
from training.models import AppendOnly, Booking, Need, Trainer, TrainingEvent
from training.services import needs, retention
from training.services.booking import Wish
from training.services.cancelling import cancel

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_event_is_never_changed_or_deleted() -> None:
    book(published())
    event = TrainingEvent.objects.last()
    for change in (
        event.save,
        event.delete,
        TrainingEvent.objects.all().delete,
        lambda: TrainingEvent.objects.update(reason="x"),
        lambda: TrainingEvent.objects.bulk_update([event], ["reason"]),
    ):
        with pytest.raises(AppendOnly):
            change()


def test_after_thirty_six_months_nobody_is_named_and_the_promises_still_hold() -> None:
    booking = book(published())
    cancel(booking=booking, actor=booking.person, now=START - 2 * DAY, reason="krank")
    end = booking.date.ends_at
    retention.run(end + 1090 * DAY)
    assert Booking.objects.get(pk=booking.pk).person is not None
    retention.run(end + 1098 * DAY)
    booking.refresh_from_db()
    assert (booking.person, booking.booked_by, booking.reason) == (None, None, "")
    assert not TrainingEvent.objects.filter(booking=booking).exclude(actor=None, reason="").exists()
    assert violations(START) == []


@pytest.mark.parametrize("reader", ["owner", "office", "trainer"])
def test_a_need_is_read_by_whom_it_is_meant_for_and_gone_after_fourteen_days(reader: str) -> None:
    teacher = member()
    date = published(trainer=teacher_of(teacher))
    booking = book(date, wish=Wish(step_free=True, text="Rampe", share_with_trainer=reader == "trainer"))
    need = Need.objects.get()
    who = {"owner": booking.person, "office": office(), "trainer": teacher}[reader]
    assert needs.open_need(need=need, actor=who)["text"] == "Rampe"
    with pytest.raises(PermissionDenied):
        needs.open_need(need=need, actor=staff())
    if reader != "trainer":
        with pytest.raises(PermissionDenied):
            needs.open_need(need=need, actor=teacher)
    assert needs.erase_needs(date.ends_at + 14 * DAY) == 0
    assert needs.erase_needs(date.ends_at + 15 * DAY) == 1


def teacher_of(user: Any) -> Any:
    """The trainer of an account."""
    return Trainer.objects.create(user=user)


class Export(exports.GuardedExportMixin):
    """An export of bookings as the office will see it."""

    list_export = ["person.last_name", "created_at", "status"]


@pytest.mark.parametrize("name", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_an_export_is_a_formula_and_times_are_local(name: str) -> None:
    date = published()
    book(date, staff(last_name=name))
    rows = exports.participants(date)
    text = b"".join(Export().stream_csv(rows)).decode()
    assert text.startswith("\ufeff")
    line = next(iter(csv.reader(io.StringIO(text.removeprefix("\ufeff").split("\n", 1)[1], newline=""), delimiter=";")))
    assert line[0] == f"'{name}"
    assert line[1] == "01.06.2026 10:00"
    book_file = io.BytesIO()
    Export().write_xlsx(rows, book_file)
    sheet = load_workbook(io.BytesIO(book_file.getvalue())).active
    assert sheet["A2"].value.startswith("'")
    assert sheet["B2"].value.hour == 10


def test_an_export_is_logged_before_it_is_made_and_only_the_office_makes_one() -> None:
    exports.log_export(actor=office(), kind="participants", rows=3, what="K-1", now=NOW)
    assert Entry.objects.filter(action="training_export").count() == 1
    with pytest.raises(PermissionDenied):
        exports.log_export(actor=staff(), kind="participants", rows=3, what="K-1", now=NOW)
