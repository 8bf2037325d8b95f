"""Tables of the office: guarded cells, semicolons, local times, a row in the log before the first byte (section 13)."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from tests.row_factories import DepartmentFactory
from tests.training_factories import book, member, office, published, staff
from training.models import CourseDate
from training.services import attendance
from training.services.attendance import Mark
from training.services.booking import Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
Enter = Callable[[User], Client]
DAY = timedelta(days=1)


def in_admin(user: User) -> User:
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def desk(sign_in: Enter) -> Client:
    return sign_in(in_admin(office()))


def soon(**fields: Any) -> CourseDate:
    now = timezone.now()
    return published(start=now + 30 * DAY, now=now - DAY, **fields)


def table(client: Client, date: CourseDate, kind: str, form: str = "csv") -> Any:
    return client.get(f"/admin/training/dates/{date.uid}/export/{kind}/?export={form}")


def rows_of(answer: Any) -> list[list[str]]:
    body = b"".join(answer.streaming_content).decode("utf-8")
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body[1:]), delimiter=";"))


@pytest.mark.acceptance("training", 18)
def test_a_name_like_a_formula_stays_text_in_both_formats(desk: Client) -> None:
    date = soon()
    book(date, staff(first_name="@SUM(A1)", last_name="=1+1", email="x@example.org"), now=timezone.now())
    row = rows_of(table(desk, date, "participants"))[1]
    assert row[:2] == ["'=1+1", "'@SUM(A1)"]
    book_file = openpyxl.load_workbook(
        io.BytesIO(b"".join(table(desk, date, "participants", "xlsx").streaming_content))
    )
    cells = list(book_file.active.iter_rows(min_row=2, max_row=2))[0]
    assert cells[0].value == "'=1+1"
    assert cells[0].data_type == "s"


@pytest.mark.acceptance("training", 18)
def test_times_are_local(desk: Client) -> None:
    date = soon()
    book(date, now=timezone.now())
    local = timezone.localtime(date.starts_at)
    assert f"{local:%d.%m.%Y %H:%M}" in rows_of(table(desk, date, "participants"))[1]
    made = openpyxl.load_workbook(io.BytesIO(b"".join(table(desk, date, "participants", "xlsx").streaming_content)))
    values = [cell.value for cell in list(made.active.iter_rows(min_row=2, max_row=2))[0]]
    assert any(getattr(value, "hour", None) == local.hour for value in values)


@pytest.mark.acceptance("training", 18)
@pytest.mark.parametrize("kind", ["participants", "queue", "attendance"])
def test_each_table_is_a_row_in_the_log(desk: Client, kind: str) -> None:
    date = soon(capacity=1)
    book(date, now=timezone.now())
    book(date, now=timezone.now())
    before = Entry.objects.filter(action="training_export").count()
    assert len(rows_of(table(desk, date, kind))) == (1 if kind == "attendance" else 2)
    assert Entry.objects.filter(action="training_export").count() == before + 1


def test_no_address_and_no_need_leaves_with_a_table(desk: Client) -> None:
    date, person = soon(), staff()
    book(date, person, now=timezone.now(), wish=Wish(text="Assistenzhund"))
    text = b"".join(table(desk, date, "participants").streaming_content).decode()
    assert person.last_name in text
    assert person.email not in text
    assert "Assistenzhund" not in text


@pytest.mark.parametrize("path", ["participants/?export=pdf", "needs/"])
def test_an_unknown_table_or_format_is_no_page(desk: Client, path: str) -> None:
    before = Entry.objects.filter(action="training_export").count()
    assert desk.get(f"/admin/training/dates/{soon().uid}/export/{path}").status_code == 404
    assert Entry.objects.filter(action="training_export").count() == before


def test_nobody_but_the_office_takes_a_table_away(sign_in: Enter) -> None:
    date = soon()
    book(date, now=timezone.now())
    for user in (in_admin(member(is_superuser=True)), in_admin(member("training_qa")), staff()):
        client = sign_in(user)
        assert table(client, date, "participants").status_code == 302
        assert client.get("/admin/training/statistics/2026/").status_code == 302


def test_small_departments_have_no_name_in_the_statistics(desk: Client) -> None:
    now = timezone.now().replace(microsecond=0)
    date = published(start=now - DAY, now=now - 60 * DAY, capacity=20)
    large, small = DepartmentFactory(name_de="Großes Amt"), DepartmentFactory(name_de="Kleines Amt")
    boss = member()
    for number in range(7):
        book(date, staff(department=large if number < 5 else small, supervisor=boss), now=now - 50 * DAY)
    marks = [Mark(row.pk, part.pk, "present") for row in date.bookings.all() for part in date.parts.all()]
    attendance.mark(date_id=date.pk, marks=marks, actor=office(), now=now)
    attendance.close(date_id=date.pk, actor=office(), now=now)
    rows = rows_of(desk.get(f"/admin/training/statistics/{timezone.localtime(date.starts_at).year}/"))
    assert rows[1] == ["Großes Amt", "5"]
    assert rows[2][1] == "2"
    assert "Kleines Amt" not in str(rows)
