"""Booking in two clicks, and every answer to bad input (training design, section 12)."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from outbox.models import OutgoingMail
from tests.training.looks import mails_to, state
from tests.training.screens import booked, coming, course, key_of, text_of
from tests.training_factories import office, staff
from training.models import Booking, CourseDate, Need, Place, Status, TrainingEvent
from training.services.planning import halt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def form_of(date: CourseDate, language: str = "de") -> str:
    """Return the address of the form of a date."""
    return f"/{language}/training/dates/{date.uid}/book/"


def click(client: Client, date: CourseDate, language: str = "de", **fields: Any) -> Any:
    """Open the form and send it."""
    address = form_of(date, language)
    data = {"request_key": key_of(client.get(address)), **fields}
    return client.post(address, data)


def only() -> Booking:
    """Return the one booking there is."""
    return Booking.objects.get()


@pytest.mark.parametrize("language", ["de", "en"])
def test_two_clicks_book_a_seat_and_the_page_says_so(sign_in: SignIn, language: str) -> None:
    person, date = staff(), coming()
    client = sign_in(person)
    first = text_of(client.get(form_of(date, language)))
    assert ("Jetzt buchen" if language == "de" else "Book now") in first
    done = click(client, date, language)
    assert done.status_code == 302
    assert state(only()) == (Status.CONFIRMED, Place.SEAT)
    assert only().language == language
    result = client.get(done["Location"])
    words = {"de": ("Ihre Buchung ist angekommen", "Gebucht"), "en": ("We have received your booking", "Booked")}
    assert all(word in text_of(result) for word in words[language])
    assert "data-focus" in result.content.decode()
    assert len(mails_to(person)) == 1


def test_a_full_date_gives_a_place_on_the_waiting_list_and_says_which(sign_in: SignIn) -> None:
    date = coming(capacity=1)
    booked(date)
    booked(date)
    client = sign_in(staff())
    assert "Jetzt auf die Warteliste" in text_of(client.get(form_of(date)))
    done = click(client, date)
    assert "Platz 2" in text_of(client.get(done["Location"]))


def test_the_form_names_approver_deadlines_and_what_overlaps(sign_in: SignIn) -> None:
    person, date = staff(), coming(course=course(needs_approval=True))
    other = coming(course=course(title_de="Erste Hilfe"))
    booked(other, person)
    client = sign_in(person)
    text = text_of(client.get(form_of(date)))
    for words in ("Robin Chef", "Absagen bis", "Zur selben Zeit haben Sie schon etwas", "Erste Hilfe"):
        assert words in text
    done = click(client, date)
    booking = Booking.objects.get(date=date)
    assert state(booking) == (Status.REQUESTED, Place.SEAT)
    assert "Jetzt entscheidet Robin Chef" in text_of(client.get(done["Location"]))


def test_needs_are_stored_sealed_and_too_long_ones_come_back_with_a_message(sign_in: SignIn) -> None:
    person, date = staff(), coming()
    client = sign_in(person)
    wrong = click(client, date, text="ä" * 501, step_free="on")
    body = wrong.content.decode()
    assert wrong.status_code == 200
    assert "text" in wrong.context["form"].errors
    assert "ä" * 501 in body
    assert "checked" in body
    assert '<details class="zks-details" open>' in body
    assert not Booking.objects.exists()
    click(client, date, text="Rampe für den Rollstuhl", step_free="on", share_with_trainer="on")
    need = Need.objects.get()
    assert need.share_with_trainer
    assert b"Rampe" not in bytes(need.sealed)
    stored = [*TrainingEvent.objects.values_list("detail", "reason"), *OutgoingMail.objects.values_list("message")]
    assert not any("Rampe" in str(row) for row in stored)


@pytest.mark.acceptance("training", 19)
def test_a_double_click_a_reload_and_a_second_tab_give_the_same_booking(sign_in: SignIn) -> None:
    person, date = staff(), coming()
    client = sign_in(person)
    tabs = [key_of(client.get(form_of(date))) for _tab in range(2)]
    answers = [client.post(form_of(date), {"request_key": key}) for key in (tabs[0], tabs[0], tabs[1])]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer["Location"].split("?")[0] for answer in answers} == {f"/de/training/bookings/{only().uid}/"}
    assert "Sie sind schon angemeldet" in text_of(client.get(answers[2]["Location"]))
    assert client.get(form_of(date))["Location"].endswith("?done=already")
    assert len(mails_to(person)) == 1


@pytest.mark.acceptance("training", 19)
def test_a_key_of_another_date_brings_the_form_again_with_a_fresh_key_and_everything_typed(sign_in: SignIn) -> None:
    client, first, other = sign_in(staff()), coming(), coming()
    key = key_of(client.get(form_of(first)))
    client.post(form_of(first), {"request_key": key})
    for used in (key, "no-key"):
        again = client.post(form_of(other), {"request_key": used, "text": "Rampe"})
        assert again.status_code == 200
        assert key_of(again) not in {key, used}
        assert "Rampe" in again.content.decode()
        assert "gehört zu einem anderen Termin" in text_of(again)
    client.post(form_of(other), {"request_key": key_of(again)})
    assert Booking.objects.count() == 2


@pytest.mark.acceptance("training", 19)
def test_what_closed_filled_or_was_halted_meanwhile_is_409_with_the_next_dates(sign_in: SignIn) -> None:
    kind = course(one_active=False)
    date, other = coming(course=kind, capacity=1, wait_capacity=0), coming(course=kind, days=60)
    client = sign_in(staff())
    key = key_of(client.get(form_of(date)))
    booked(date)
    full = client.post(form_of(date), {"request_key": key})
    assert full.status_code == 409
    assert "Alle Plätze und alle Wartelistenplätze sind vergeben" in text_of(full)
    assert f"/de/training/dates/{other.uid}/book/" in full.content.decode()
    halt(date_id=other.pk, actor=office(), now=timezone.now())
    halted = client.post(form_of(other), {"request_key": key})
    assert halted.status_code == 409
    assert "angehalten" in text_of(halted)
    CourseDate.objects.update(registration_halted=False, registration_closes=timezone.now() - timedelta(minutes=1))
    closed = client.get(form_of(other))
    assert closed.status_code == 409
    assert "Die Buchung endete am" in text_of(closed)
    assert not Booking.objects.filter(date=other).exists()


@pytest.mark.acceptance("training", 19)
def test_a_second_date_of_the_course_is_409_with_the_state_and_a_link(sign_in: SignIn) -> None:
    person, kind = staff(), course()
    first, second = coming(course=kind), coming(course=kind, days=60)
    booking, client = booked(first, person), sign_in(person)
    answer = click(client, second)
    assert answer.status_code == 409
    assert "anderen Termin dieses Kurses" in text_of(answer)
    assert "Gebucht" in text_of(answer)
    assert f"/de/training/bookings/{booking.uid}/" in answer.content.decode()


@pytest.mark.acceptance("training", 19)
def test_unknown_dates_and_bookings_of_others_are_not_found(sign_in: SignIn) -> None:
    client, theirs = sign_in(staff()), booked(coming())
    for path in (
        f"/de/training/dates/{uuid.uuid4()}/book/",
        f"/de/training/bookings/{uuid.uuid4()}/",
        f"/de/training/bookings/{theirs.uid}/",
        f"/de/training/bookings/{theirs.uid}/cancel/",
        f"/de/training/bookings/{theirs.uid}/calendar.ics",
    ):
        assert client.get(path).status_code == 404
    for action in ("accept", "decline", "cancel"):
        assert client.post(f"/de/training/bookings/{theirs.uid}/{action}/").status_code == 404
    assert state(theirs) == (Status.CONFIRMED, Place.SEAT)


def test_a_busy_database_is_503_with_everything_typed_and_the_same_click_books_later(
    sign_in: SignIn,
) -> None:
    person, date = staff(), coming()
    client = sign_in(person)
    key = key_of(client.get(form_of(date)))
    sent = {"request_key": key, "text": "Rampe"}

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE") and "training_dateseats" in sql:
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answer = client.post(form_of(date), sent, headers={"Origin": "http://intranet.localhost:8000"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    body = answer.content.decode()
    assert key in body
    assert "Rampe" in body
    assert "Bitte noch einmal" in body
    assert not Booking.objects.exists()
    assert client.post(form_of(date), sent).status_code == 302
    assert only().person == person


def test_nothing_is_booked_by_reading_and_without_the_token_of_the_form(sign_in: SignIn) -> None:
    person, date = staff(), coming()
    client = sign_in(person)
    client.get(form_of(date))
    assert not Booking.objects.exists()
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000")
    strict.cookies = client.cookies
    assert strict.post(form_of(date), {"request_key": str(uuid.uuid4())}).status_code == 403
    assert not Booking.objects.exists()


def test_a_superuser_books_like_anybody_else_and_sees_no_booking_of_others(sign_in: SignIn) -> None:
    boss = staff(is_superuser=True)
    client, theirs = sign_in(boss), booked(coming())
    assert client.get(f"/de/training/bookings/{theirs.uid}/").status_code == 404
    assert click(client, coming()).status_code == 302


@pytest.mark.parametrize("days", [30, 3])
def test_the_date_shows_the_own_state_instead_of_the_button(sign_in: SignIn, days: int) -> None:
    person, date = staff(), coming(days=days)
    client = sign_in(person)
    assert "Buchen" in text_of(client.get(f"/de/training/dates/{date.uid}/"))
    booked(date, person)
    text = text_of(client.get(f"/de/training/dates/{date.uid}/"))
    assert "Meine Buchung" in text
    assert "Gebucht" in text
