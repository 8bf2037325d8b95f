"""My training: offers, places in the queue, cancelling, the calendar file, certificates, all own data."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from accounts.models import User
from outbox.models import OutgoingMail
from tests.training.calendar_reading import ics_of
from tests.training.calendar_reading import text_of as letter_of
from tests.training.looks import state
from tests.training.screens import DAY, booked, coming, course, held, text_of
from tests.training_factories import office, staff
from training.models import Booking, Certificate, CourseDate, Place, Status
from training.services import calling_off, cancelling
from training.services.certificates import make_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def own(booking: Booking, action: str = "") -> str:
    """Return the address of a booking, or of something that can be done with it."""
    return f"/de/training/bookings/{booking.uid}/{action}{'/' if action else ''}"


def offered(person: User) -> Booking:
    """Return an offer: a seat became free three days before the start."""
    date = coming(days=3, capacity=1)
    first, waiting = booked(date), booked(date, person)
    cancelling.cancel(booking=first, actor=first.person, now=timezone.now(), reason="krank")
    assert state(waiting) == (Status.OFFERED, Place.SEAT)
    return waiting


def test_who_has_booked_nothing_is_led_to_the_catalogue(sign_in: SignIn) -> None:
    text = text_of(sign_in(staff()).get("/de/training/mine/"))
    assert "Sie haben noch nichts gebucht" in text


def test_bookings_stand_by_what_can_be_done_and_nobody_elses_name_is_shown(sign_in: SignIn) -> None:
    person = staff(first_name="Ida", last_name="Eigen")
    other = staff(first_name="Otto", last_name="Fremdmann")
    seat, queue = coming(course=course(title_de="Platz")), coming(course=course(title_de="Schlange"), capacity=1)
    booked(seat, person)
    booked(queue, other)
    booked(queue, person)
    offered(person)
    client = sign_in(person)
    text = text_of(client.get("/de/training/mine/"))
    for words in ("Für Sie ist ein Platz frei", "Demnächst", "Auf der Warteliste", "Platz 1 der Warteliste"):
        assert words in text
    assert text.index("Für Sie ist ein Platz frei") < text.index("Demnächst") < text.index("Auf der Warteliste")
    pages = [client.get(f"/de/training/dates/{date.uid}/") for date in (seat, queue)]
    assert not any("Fremdmann" in page.content.decode() for page in pages)
    assert "Fremdmann" not in text


def test_the_page_asks_the_same_few_questions_for_1_and_20_bookings(sign_in: SignIn) -> None:
    person = staff()
    booked(coming(), person)
    client = sign_in(person)

    def cost() -> int:
        client.get("/de/training/mine/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/de/training/mine/")
        return len(queries)

    few = cost()
    for _number in range(9):
        booked(coming(), person)
    assert cost() == few


def test_an_offer_is_accepted_with_one_button_and_twice_is_the_same(sign_in: SignIn) -> None:
    person = staff()
    booking, client = offered(person), sign_in(person)
    text = text_of(client.get(own(booking)))
    assert "Platz annehmen" in text
    assert "Bitte nehmen Sie ihn bis" in text
    for _click in range(2):
        done = client.post(own(booking, "accept"))
        assert done.status_code == 302
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    assert "Sie haben den Platz angenommen" in text_of(client.get(done["Location"]))


def test_an_offer_is_declined_and_links_alone_change_nothing(sign_in: SignIn) -> None:
    person = staff()
    booking, client = offered(person), sign_in(person)
    for action in ("accept", "decline"):
        assert client.get(own(booking, action)).status_code == 405
    client.get(own(booking, "cancel"))
    assert state(booking) == (Status.OFFERED, Place.SEAT)
    client.post(own(booking, "decline"))
    assert state(booking) == (Status.DECLINED, Place.NONE)


@pytest.mark.acceptance("training", 19)
def test_accepting_too_late_is_409_with_the_current_state(sign_in: SignIn) -> None:
    person = staff()
    booking, client = offered(person), sign_in(person)
    Booking.objects.filter(pk=booking.pk).update(offer_until=timezone.now() - timedelta(minutes=1))
    assert "Platz annehmen" not in text_of(client.get(own(booking)))
    late = client.post(own(booking, "accept"))
    assert late.status_code == 409
    assert "Die Frist ist abgelaufen" in text_of(late)
    assert own(booking) in late.content.decode()


def test_cancelling_asks_once_and_frees_the_seat(sign_in: SignIn) -> None:
    person, date = staff(), coming(capacity=1)
    booking, waiting = booked(date, person), booked(date)
    client = sign_in(person)
    assert "Ihr Platz geht an die nächste Person" in text_of(client.get(own(booking, "cancel")))
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    for _click in range(2):
        done = client.post(own(booking, "cancel"))
        assert done["Location"] == f"{own(booking)}?done=cancelled"
    assert state(booking) == (Status.CANCELLED, Place.NONE)
    assert state(waiting) == (Status.CONFIRMED, Place.SEAT)
    assert "Die Buchung ist abgesagt" in text_of(client.get(done["Location"]))


@pytest.mark.acceptance("training", 19)
def test_after_the_deadline_a_reason_is_needed_and_what_was_typed_stays(sign_in: SignIn) -> None:
    person = staff()
    booking, client = booked(coming(days=3), person), sign_in(person)
    assert "Jetzt brauchen wir einen Grund" in text_of(client.get(own(booking, "cancel")))
    for wrong in ("", "   ", "x" * 501):
        answer = client.post(own(booking, "cancel"), {"reason": wrong})
        assert answer.status_code == 200
        assert "reason" in answer.context["form"].errors
        assert wrong.strip() in answer.content.decode()
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    client.post(own(booking, "cancel"), {"reason": "krank"})
    assert state(booking) == (Status.CANCELLED, Place.NONE)


def test_after_the_start_nothing_is_cancelled(sign_in: SignIn) -> None:
    person = staff()
    booking, client = booked(coming(days=3), person), sign_in(person)
    CourseDate.objects.filter(pk=booking.date_id).update(
        starts_at=timezone.now() - timedelta(hours=1),
        promote_until=timezone.now() - DAY,
        auto_promote_until=timezone.now() - 2 * DAY,
    )
    assert client.get(own(booking, "cancel")).status_code == 409
    assert client.post(own(booking, "cancel"), {"reason": "krank"}).status_code == 409
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)


def test_a_date_that_was_called_off_says_why(sign_in: SignIn) -> None:
    person = staff()
    booking = booked(coming(), person)
    calling_off.call_off(date_id=booking.date_id, actor=office(), reason="Die Halle ist gesperrt", now=timezone.now())
    text = text_of(sign_in(person).get(own(booking)))
    assert "Der Termin findet nicht statt" in text
    assert "Die Halle ist gesperrt" in text


@pytest.mark.acceptance("training", 1)
def test_page_mail_and_calendar_file_agree(sign_in: SignIn) -> None:
    person = staff()
    booking, client = booked(coming(parts=2), person), sign_in(person)
    answer = client.get(f"/de/training/bookings/{booking.uid}/calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    saved = Calendar.from_ical(answer.content)
    assert saved["method"] == "PUBLISH"
    mails = [mail for mail in OutgoingMail.objects.order_by("pk") if mail.recipients == [person.email]]
    mailed = [Calendar.from_ical(ics_of(mail)).walk("VEVENT")[0] for mail in mails]
    events = saved.walk("VEVENT")
    assert [event["uid"] for event in events] == [event["uid"] for event in mailed]
    assert not any("attendee" in event for event in events)
    text, letter = text_of(client.get(own(booking))), letter_of(mails[0])
    for event in events:
        local = timezone.localtime(event["dtstart"].dt)
        assert f"{local:%H:%M}–" in letter
        assert str(event["location"]) in letter
        assert f"{local:%H:%M} bis" in text
        assert f"{local.day}." in text
        assert str(event["location"]) in text


def test_only_a_booked_seat_has_a_calendar_file(sign_in: SignIn) -> None:
    person, date = staff(), coming(capacity=1)
    booked(date)
    waiting = booked(date, person)
    assert sign_in(person).get(f"/de/training/bookings/{waiting.uid}/calendar.ics").status_code == 404


def test_certificates_are_listed_with_their_state(sign_in: SignIn) -> None:
    person = staff()
    booking = held(person)
    client = sign_in(person)
    number = Certificate.objects.get().number
    text = text_of(client.get("/de/training/mine/"))
    assert number in text
    assert "Teilgenommen" in text
    assert "Sie haben teilgenommen" in text_of(client.get(own(booking)))
    Certificate.objects.update(state="withdrawn")
    assert "zurückgezogen" in text_of(client.get("/de/training/mine/"))


def test_the_own_certificate_is_a_file_for_its_owner_alone_while_it_counts(sign_in: SignIn) -> None:
    person = staff()
    booking = held(person)
    client, address = sign_in(person), f"/de/training/bookings/{booking.uid}/certificate.pdf"
    assert "Die Datei wird gerade erstellt" in text_of(client.get(own(booking)))
    assert client.get(address).status_code == 404
    make_file(certificate=Certificate.objects.get(), now=timezone.now())
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert address in client.get(own(booking)).content.decode()
    assert sign_in(staff()).get(address).status_code == 404
    Certificate.objects.update(state="withdrawn")
    assert client.get(address).status_code == 404
    assert address not in client.get(own(booking)).content.decode()


def test_the_own_data_hold_everything_and_nobody_elses(sign_in: SignIn) -> None:
    person = staff(first_name="Ida", last_name="Eigen")
    held(person)
    booked(coming(), staff(last_name="Fremdmann"))
    answer = sign_in(person).get("/de/training/mine/data/")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    found: Any = json.loads(answer.content)
    (row,) = found["bookings"]
    assert row["state"] == "attended"
    assert row["need"]["text"] == "Rampe"
    assert [event["kind"] for event in row["log"]][0] == "booked"
    assert row["certificate"]["number"] == Certificate.objects.get().number
    assert "Fremdmann" not in answer.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_screen_speaks_the_language_of_its_address(sign_in: SignIn, language: str) -> None:
    person = staff()
    booking, client = booked(coming(), person), sign_in(person)
    words = {
        "de": ("Meine Schulungen", "Gebucht", "Buchung absagen"),
        "en": ("My training", "Booked", "Cancel the booking"),
    }
    text = text_of(client.get(f"/{language}/training/mine/")) + text_of(
        client.get(f"/{language}/training/bookings/{booking.uid}/")
    )
    assert all(word in text for word in words[language])
