"""Figures of the design, measured in CPU time so that a busy machine does not decide (training design, section 18)."""

import gc
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.training.offices import on, soon
from tests.training.screens import booked, coming, course, held, key_of
from tests.training_factories import staff
from training.certificate_pdf import render
from training.models import Booking, Certificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def cpu(call: Callable[[], Any], times: int = 4) -> float:
    """Return the CPU seconds of the quickest of some calls."""
    found = []
    for _turn in range(times):
        gc.collect()
        begun = time.process_time()
        call()
        found.append(time.process_time() - begun)
    return min(found)


def many(pattern: Booking, number: int, **fields: Any) -> list[Booking]:
    """Write bookings like one that is there, directly: only their number counts here."""
    mark = Booking.objects.count()
    people = User.objects.bulk_create(
        [User(email=f"viele{mark}-{count}@example.org", last_name="Viele") for count in range(number)]
    )
    names = {field.attname: getattr(pattern, field.attname) for field in Booking._meta.concrete_fields}
    names |= {"id": None, **fields}
    del names["uid"], names["request_key"]
    rows = [
        Booking(**{**names, "person_id": person.pk, "request_key": uuid.uuid4(), "wait_no": mark + number})
        for number, person in enumerate(people)
    ]
    return Booking.objects.bulk_create(rows)


@pytest.mark.acceptance("training", 21)
def test_booking_costs_at_most_twice_its_form(sign_in: SignIn) -> None:
    client = sign_in(staff())
    dates = [coming(course=course()) for _number in range(6)]
    address = lambda date: f"/de/training/dates/{date.uid}/book/"  # noqa: E731
    forms, posts = [], []
    for date in dates:
        begun = time.process_time()
        answer = client.get(address(date))
        forms.append(time.process_time() - begun)
        key = key_of(answer)
        begun = time.process_time()
        assert client.post(address(date), {"request_key": key}).status_code == 302
        posts.append(time.process_time() - begun)
    assert min(posts) <= 2 * min(forms)


@pytest.mark.acceptance("training", 21)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_ten_times_the_rows_costs_at_most_twelve_times_as_much(desk: Client, form: str) -> None:
    addresses = []
    for number in (99, 999):
        date = soon(wait_capacity=1000)
        many(booked(date), number)
        addresses.append(on(date, f"export/participants/?export={form}"))
    read = lambda address: b"".join(desk.get(address).streaming_content)  # noqa: E731
    # In turn: a machine that is slow for some seconds is slow for both.
    times = [[cpu(lambda address=address: read(address), 1) for address in addresses] for _turn in range(5)]
    small, large = (min(found) for found in zip(*times, strict=True))
    assert large <= 12 * small


@pytest.mark.acceptance("training", 21)
def test_the_document_of_a_certificate_costs_less_than_a_fifth_of_a_second() -> None:
    held(staff())
    certificate = Certificate.objects.get()
    assert cpu(lambda: render(certificate)) < 0.2
