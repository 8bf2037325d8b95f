"""The catalogue and the pages of courses: filters, seats read live, two languages, a fixed number of queries."""

import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from search.entries import index_page
from tests.training.screens import DAY, booked, catalogue, coming, course, page_of, text_of
from tests.training_factories import NOW, START, TrainingTopicFactory, draft, office, staff
from training.models import CourseDate, DateSeats
from training.services.calling_off import call_off
from training.services.planning import halt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def reader(sign_in: SignIn) -> Client:
    """A member of staff."""
    return sign_in(staff())


def titles(client: Client, query: str = "", language: str = "de") -> list[str]:
    """Return the courses that a question lists."""
    found = client.get(f"/{language}/{'schulungen' if language == 'de' else 'training'}/{query}")
    assert found.status_code == 200
    body = found.content.decode().split('class="zks-rows"')
    return [part.split("</a>")[0].rsplit(">", 1)[1] for part in body[1].split("<h2>")[1:]] if len(body) > 1 else []


def test_a_course_shows_its_next_date_and_its_free_seats(reader: Client) -> None:
    catalogue()
    date = coming(capacity=2)
    page_of(date.course)
    booked(date)
    text = text_of(reader.get("/de/schulungen/"))
    assert "1 Platz frei" in text
    assert "1 Kurs" in text
    booked(date)
    assert "Warteliste (0)" in text_of(reader.get("/de/schulungen/"))
    booked(date)
    assert "Warteliste (1)" in text_of(reader.get("/de/schulungen/"))


def test_a_date_that_can_be_booked_goes_before_an_earlier_full_one(reader: Client) -> None:
    catalogue()
    first = coming(days=10, capacity=1, wait_capacity=0)
    coming(days=20, course=first.course)
    page_of(first.course)
    booked(first)
    text = text_of(reader.get("/de/schulungen/"))
    assert "2 Plätze frei" in text
    assert "1 weiterer Termin" in text


def test_courses_without_a_date_stand_last_and_say_so(reader: Client) -> None:
    catalogue()
    page_of(course(title_de="Ohne Termin"))
    later, sooner = coming(days=40), coming(days=15)
    for date, title in ((later, "Später"), (sooner, "Bald")):
        page_of(date.course, title=title)
    assert titles(reader) == ["Bald", "Später", "Ohne Termin"]
    assert "Zurzeit kein Termin" in text_of(reader.get("/de/schulungen/"))


def test_filters_narrow_by_topic_language_day_seats_and_access(reader: Client) -> None:
    catalogue()
    topic = TrainingTopicFactory(code="reden", name_de="Reden")
    talk = coming(days=10, course=course(topics=[topic]))
    english, full = coming(days=20, language="en"), coming(days=30, capacity=1)
    booked(full)
    for date, title in ((talk, "Reden"), (english, "English"), (full, "Voll")):
        page_of(date.course, title=title)
    for venue in [part.venue for part in talk.parts.all()]:
        venue.step_free = True
        venue.save()
    day = (timezone.localtime(english.starts_at)).date()
    assert titles(reader) == ["Reden", "English", "Voll"]
    assert titles(reader, "?topic=reden") == ["Reden"]
    assert titles(reader, "?language=en") == ["English"]
    assert titles(reader, f"?from={day}&to={day.strftime('%d.%m.%Y')}") == ["English"]
    assert titles(reader, "?free=1") == ["Reden", "English"]
    assert titles(reader, "?step_free=1") == ["Reden"]
    assert "Kein Kurs passt" in text_of(reader.get("/de/schulungen/?step_free=1&language=en"))


def test_words_are_looked_up_by_the_search_of_the_portal(reader: Client) -> None:
    catalogue()
    for title in ("Umgang mit Hunden", "Gespräche führen"):
        index_page(page_of(course(), title=title).pk)
    assert titles(reader, "?q=hunde") == ["Umgang mit Hunden"]
    assert titles(reader, "?q=nirgends") == []


@pytest.mark.acceptance("training", 19)
def test_a_day_that_is_none_gets_a_message_and_is_ignored(reader: Client) -> None:
    catalogue()
    page_of(coming().course, title="Kurs")
    found = reader.get("/de/schulungen/?from=31.02.2026")
    assert "„31.02.2026“ ist kein Tag" in text_of(found)
    assert titles(reader, "?from=31.02.2026") == ["Kurs"]
    late = (timezone.now() + 300 * DAY).date()
    assert "liegt vor dem ersten" in text_of(reader.get(f"/de/schulungen/?from={late}&to=2026-01-01"))


@pytest.mark.parametrize("query", ["?topic=gibt-es-nicht", "?language=fr", "?free=2", "?page=0", "?page=9"])
def test_values_that_no_form_of_ours_sends_are_not_found(reader: Client, query: str) -> None:
    catalogue()
    page_of(course())
    assert reader.get(f"/de/schulungen/{query}").status_code == 404


@pytest.mark.acceptance("training", 2)
def test_german_and_english_pages_share_dates_and_seats(sign_in: SignIn) -> None:
    date = coming(capacity=3)
    for language in ("de", "en"):
        catalogue(language)
        page_of(date.course, language, slug="kurs")
    person = staff()
    booked(date, person)
    client = sign_in(staff())
    assert "2 Plätze frei" in text_of(client.get("/de/schulungen/kurs/"))
    assert "2 seats free" in text_of(client.get("/en/training/kurs/"))
    own = sign_in(person)
    assert "Meine Buchung" in text_of(own.get("/de/schulungen/kurs/"))
    assert "My booking" in text_of(own.get("/en/training/kurs/"))


def test_the_page_of_a_course_says_why_a_date_cannot_be_booked(reader: Client) -> None:
    catalogue()
    kind = course()
    page_of(kind, slug="kurs")
    address = "/de/schulungen/kurs/"
    assert "Zurzeit gibt es keinen Termin" in text_of(reader.get(address))
    draft(course=kind, now=timezone.now(), start=timezone.now() + 20 * DAY)
    assert "Zurzeit gibt es keinen Termin" in text_of(reader.get(address))
    date = coming(course=kind)
    assert "2 Plätze frei" in text_of(reader.get(address))
    halt(date_id=date.pk, actor=office(), now=timezone.now())
    assert "Buchung angehalten" in text_of(reader.get(address))
    CourseDate.objects.filter(pk=date.pk).update(registration_halted=False, quality_block="trainer")
    assert "Wird geprüft" in text_of(reader.get(address))
    CourseDate.objects.filter(pk=date.pk).update(quality_block="", registration_opens=timezone.now() + DAY)
    assert "Buchung öffnet" in text_of(reader.get(address))
    CourseDate.objects.filter(pk=date.pk).update(registration_opens=timezone.now() - DAY)
    DateSeats.objects.filter(pk=date.pk).update(capacity=0, wait_capacity=0)
    assert "Ausgebucht" in text_of(reader.get(address))
    call_off(date_id=date.pk, actor=office(), reason="Die Halle ist gesperrt", now=timezone.now())
    assert "Die Halle ist gesperrt" in text_of(reader.get(address))


def test_the_page_of_a_date_is_closed_while_it_is_a_draft(reader: Client) -> None:
    made = draft(now=NOW, start=START)
    assert reader.get(f"/de/training/dates/{made.uid}/").status_code == 404
    assert reader.get("/de/training/dates/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_page_of_a_date_names_place_access_trainer_and_deadlines(reader: Client) -> None:
    date = coming()
    venue = date.parts.get().venue
    venue.step_free, venue.directions = True, "Eingang im Hof"
    venue.save()
    text = text_of(reader.get(f"/de/training/dates/{date.uid}/"))
    for words in (venue.name, "stufenlos", "Eingang im Hof", "Toni Lehrmann", "Absagen bis", "Buchen"):
        assert words in text


def test_the_link_of_an_online_part_is_for_participants_only(sign_in: SignIn) -> None:
    date, person = coming(), staff()
    date.parts.update(venue=None, online_url="https://treff.example.org/raum")
    address = f"/de/training/dates/{date.uid}/"
    assert "treff.example.org" not in sign_in(person).get(address).content.decode()
    booked(date, person)
    assert "treff.example.org" in sign_in(person).get(address).content.decode()


def test_strangers_are_asked_to_sign_in_and_the_public_host_knows_nothing(stranger: Client, public: Client) -> None:
    date = coming()
    for path in (f"/de/training/dates/{date.uid}/", f"/de/training/dates/{date.uid}/book/", "/de/training/mine/"):
        assert stranger.get(path).status_code == 302
        assert public.get(path).status_code == 404


def warm_cost(client: Client, address: str) -> int:
    """Return how many queries an answer costs once its fragments are there."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def cost_beside(client: Client, address: str, known: str) -> float:
    """Return the CPU time of warm answers in units of another page's: a busy machine slows both alike."""
    found: dict[str, list[float]] = {address: [], known: []}
    for _turn in range(16):
        for asked, times in found.items():
            begun = time.process_time()
            client.get(asked)
            times.append(time.process_time() - begun)
    return min(found[address][1:]) / min(found[known][1:])


def add_courses(parent: Any, pattern: CourseDate, numbers: range) -> None:
    """Make courses with a date and a page each, written directly: only their number counts here."""
    seats, topics = pattern.seats, list(pattern.course.topics.all())
    for number in numbers:
        made = course(topics=topics)
        page_of(made, parent=parent, slug=f"kurs-{number}")
        fields = {field.attname: getattr(pattern, field.attname) for field in CourseDate._meta.concrete_fields}
        fields |= {"id": None, "uid": uuid.uuid4(), "course_id": made.pk}
        date = CourseDate.objects.create(**fields)
        DateSeats.objects.create(date=date, capacity=seats.capacity, wait_capacity=seats.wait_capacity)


@pytest.mark.acceptance("training", 21)
def test_the_catalogue_asks_the_same_few_questions_for_3_and_300_courses(reader: Client) -> None:
    parent, pattern = catalogue(), coming()
    add_courses(parent, pattern, range(3))
    few = warm_cost(reader, "/de/schulungen/")
    add_courses(parent, pattern, range(3, 20))
    quick = cost_beside(reader, "/de/schulungen/", "/de/")
    add_courses(parent, pattern, range(20, 200))
    # The design allows 1.5 times for ten times as many courses (training design, section 18).
    assert cost_beside(reader, "/de/schulungen/", "/de/") <= 1.5 * quick
    add_courses(parent, pattern, range(200, 300))
    many = warm_cost(reader, "/de/schulungen/")
    assert "300 Kurse" in text_of(reader.get("/de/schulungen/"))
    assert few == many
    assert many <= 12


def test_the_page_of_a_course_asks_the_same_few_questions_for_1_and_30_dates(reader: Client) -> None:
    catalogue()
    date = coming()
    page_of(date.course, slug="kurs")
    few = warm_cost(reader, "/de/schulungen/kurs/")
    for number in range(29):
        fields = {field.attname: getattr(date, field.attname) for field in CourseDate._meta.concrete_fields}
        other = CourseDate.objects.create(**{**fields, "id": None, "uid": uuid.UUID(int=number + 1)})
        DateSeats.objects.create(date=other, capacity=5)
    assert warm_cost(reader, "/de/schulungen/kurs/") == few <= 13
