"""Every id is tried by every kind of person: nobody opens or changes what is another's (promise S06)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from tests.portal.leaks import client_of
from tests.row_factories import BarrierReportFactory
from training.models import Booking, CourseDate, DateTrainer
from training.views import bookings

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("security", "S06")]
# No right at all, each role that reads or decides, two people with bookings of their own.
PEOPLE = ("staff", "trainer", "editor", "training_office", "superuser", "demo3")
DECIDING = ("staff", "trainer")
OFFICE = "training_office"
REFUSALS = {302, 403, 404}


@dataclass(frozen=True)
class Question:
    """Somebody asks for what the rows say is not theirs."""

    person: str
    verb: str
    path: str


def address(name: str, *args: Any) -> str:
    """Return the German address of a route."""
    with translation.override("de"):
        return reverse(name, args=args)


def decides(user: User, owner: User) -> bool:
    """Return whether the rows make somebody the one who decides for a person."""
    boss, department = owner.supervisor, owner.department
    head = department.head_id if department else None
    return user.pk in {owner.supervisor_id, boss.substitute_id if boss else None, head}


def of_bookings(user: User, rows: list[Booking]) -> Iterator[tuple[str, str]]:
    """Yield what somebody must not do with the bookings of others."""
    office = user.groups.filter(name=OFFICE).exists()
    for row in rows:
        if row.person_id != user.pk:
            yield "get", address("training_booking", row.uid)
            yield "post", address("training_cancel", row.uid)
            if user.email.startswith(DECIDING):
                yield "get", address("training_calendar", row.uid)
        free = row.person is not None and row.person_id != user.pk and (office or decides(user, row.person))
        if not free and user.email.startswith(DECIDING):
            yield "post", address("training_approve", row.uid)


def of_lists(user: User) -> Iterator[tuple[str, str]]:
    """Yield lists of participants, reports of barriers and accounts that are closed to somebody."""
    office = user.groups.filter(name=OFFICE).exists()
    taught = set(DateTrainer.objects.filter(trainer__user=user, is_removed=False).values_list("date", flat=True))
    for date in CourseDate.objects.all():
        if not office and date.pk not in taught:
            yield from (("get", address(f"training_{name}", date.uid)) for name in ("desk_date", "sheet"))
        if not office:
            yield from (("get", address(name, date.uid)) for name in ("office_date", "office_people"))
    if not user.has_perm("home.view_barrierreport"):
        yield "get", f"/admin/barrier-reports/inspect/{BarrierReportFactory(email='wer@example.org').pk}/"
    if not user.has_perm("accounts.change_user"):
        for other in User.objects.exclude(pk=user.pk):
            yield "get", address("wagtailusers_users:access", other.pk)
    yield "get", address("account_kept", uuid.uuid4())


def questions() -> Iterator[Question]:
    """Return every id with every person to whom it does not belong."""
    rows = list(Booking.objects.select_related("person__supervisor", "person__department"))
    for name in PEOPLE:
        user = User.objects.get(email=f"{name}@example.org")
        for verb, path in (*of_bookings(user, rows), *of_lists(user)):
            yield Question(name, verb, path)


def slips(asked: list[Question]) -> list[str]:
    """Ask everything; return what was not refused."""
    clients: dict[str, Client] = {name: client_of(name, "intranet") for name in PEOPLE}
    found = []
    for question in asked:
        answer = getattr(clients[question.person], question.verb)(question.path)
        if answer.status_code not in REFUSALS or "done=" in answer.get("Location", ""):
            found.append(f"{question}: {answer.status_code}")
    return found


def test_nobody_opens_or_changes_what_is_anothers(portal: None) -> None:
    before = list(Booking.objects.order_by("pk").values_list("pk", "status", "person"))
    asked = list(questions())
    assert len(asked) >= 1_000
    assert slips(asked) == []
    assert list(Booking.objects.order_by("pk").values_list("pk", "status", "person")) == before


def test_a_filter_that_is_off_is_found(portal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def anybodys(request: HttpRequest, uid: uuid.UUID) -> Booking:
        return Booking.objects.select_related("date__seats", "date__course", "course", "certificate").get(uid=uid)

    monkeypatch.setattr(bookings, "own_booking", anybodys)
    asked = [one for one in questions() if one.person == "staff" and "/bookings/" in one.path and one.verb == "get"]
    assert len(slips(asked)) >= 30
