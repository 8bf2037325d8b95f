"""The nightly check finds what is wrong, and only services write (training design, sections 5 and 6)."""

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from outbox.models import OutgoingMail
from tests.training_factories import NOW, START, book, member, published
from training.invariants import violations
from training.models import Booking, Certificate, CourseDate, DateSeats, Place, Status, TrainingEvent
from training.services import ledger
from training.services.errors import Busy, DateGone
from training.tick import is_late, run

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
WRITES = re.compile(r"\.(save|create|update|delete|bulk_create|bulk_update|get_or_create|update_or_create)\(")
# The heartbeat of the tick is no booking; the drill plays on databases of its own.
MAY_WRITE = ("services", "drill", "models", "migrations", "tick.py")


def found() -> set[str]:
    return {name for name, _text in violations(NOW)}


def test_a_good_house_has_no_violation() -> None:
    book(published())
    out = StringIO()
    call_command("training_audit", "--json", stdout=out)
    assert json.loads(out.getvalue())["violations"] == []


def _oversold(date: CourseDate) -> None:
    DateSeats.objects.filter(pk=date.pk).update(seats_taken=0, capacity=0)


def _counter(date: CourseDate) -> None:
    DateSeats.objects.filter(pk=date.pk).update(seats_taken=0)


def _waiting(date: CourseDate) -> None:
    DateSeats.objects.filter(pk=date.pk).update(capacity=9)


def _passed(date: CourseDate) -> None:
    later = book(date)
    TrainingEvent(
        date=date,
        booking=later,
        kind="promoted",
        at=NOW,
        old_status="waiting",
        new_status="confirmed",
        old_place="queue",
        new_place="seat",
    ).save()


def _ended_twice(date: CourseDate) -> None:
    booking = Booking.objects.filter(date=date).first()
    for _turn in range(2):
        TrainingEvent(
            date=date, booking=booking, kind="cancelled", at=NOW, old_status="confirmed", new_status="cancelled"
        ).save()


def _other_row(date: CourseDate) -> None:
    Booking.objects.filter(date=date, place=Place.QUEUE).update(place=Place.NONE, status=Status.DECLINED)


def _no_calendar(date: CourseDate) -> None:
    entry = {"uid": "x", "method": "REQUEST", "sequence": 0}
    for _turn in range(2):
        TrainingEvent(date=date, kind="moved", at=NOW, detail={"calendar": [entry]}).save()


def _no_ledger(date: CourseDate) -> None:
    DateSeats.objects.filter(pk=date.pk).delete()


def _unearned(date: CourseDate) -> None:
    Certificate.objects.create(
        booking=Booking.objects.filter(date=date).first(),
        kind="full",
        number="F-2026-000001",
        code="A" * 10,
        holder_name="x",
        holder_surname="x",
        issued_on=NOW.date(),
    )


def _twice(date: CourseDate) -> None:
    """Every booking stands there twice: possible only in a table without the constraints of the real one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE training_booking RENAME TO training_booking_kept")
        cursor.execute("CREATE TABLE training_booking AS SELECT * FROM training_booking_kept")
        cursor.execute("INSERT INTO training_booking SELECT * FROM training_booking_kept")


def _no_slot(date: CourseDate) -> None:
    OutgoingMail.objects.filter(kind__startswith="training.").update(dedupe_key=None)


@pytest.mark.acceptance("training", 4)
@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("I1", _oversold),
        ("I2", _counter),
        ("I3", _waiting),
        ("I4", _twice),
        ("I5", _passed),
        ("I6", _ended_twice),
        ("I7", _other_row),
        ("I8", _twice),
        ("I9", _no_calendar),
        ("I10", _no_slot),
        ("I11", _no_ledger),
        ("I12", _unearned),
    ],
)
def test_a_violation_made_by_hand_is_found(name: str, break_it: Any) -> None:
    date = published(capacity=1)
    book(date)
    book(date)
    assert found() == set()
    break_it(date)
    assert name in found()
    if name == "I3":
        # The command takes the real time, and these dates are over by then.
        return
    with pytest.raises(SystemExit) as end:
        call_command("training_audit", stdout=StringIO())
    assert end.value.code == 2


def writers(folder: Path) -> list[str]:
    """Return the files of the room that write rows and must not."""
    paths = [path for path in folder.rglob("*.py") if not set(MAY_WRITE) & set(path.relative_to(folder).parts)]
    return [path.name for path in paths if WRITES.search(path.read_text())]


def test_only_services_write_dates_and_bookings(tmp_path: Path) -> None:
    assert writers(ROOT / "training") == []
    (tmp_path / "views.py").write_text("booking.save()")
    assert writers(tmp_path) == ["views.py"]


def test_the_lock_is_the_first_statement_and_a_missing_date_is_named() -> None:
    date = published()
    with ledger.locked_date(date.pk) as found_ledger:
        assert found_ledger.seats.lock_version > 0
    with pytest.raises(DateGone), ledger.locked_date(0):
        raise AssertionError


def test_a_busy_database_is_tried_three_times_and_then_said() -> None:
    calls = []

    def busy() -> None:
        calls.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(Busy):
        ledger.persistent(busy, sleep=lambda seconds: None)
    assert len(calls) == 3


@pytest.mark.acceptance("training", 15)
def test_a_tick_that_has_not_come_for_a_quarter_of_an_hour_is_late() -> None:
    assert is_late(NOW)
    run(NOW)
    assert not is_late(NOW + timedelta(minutes=15))
    assert is_late(NOW + timedelta(minutes=16))


def test_an_idle_tick_asks_little(django_assert_max_num_queries: Any) -> None:
    published()
    member()
    run(NOW)
    with django_assert_max_num_queries(10):
        assert run(NOW + timedelta(minutes=1)) == 0
    assert violations(START) == []
