"""Trainers note who was there on a phone or by keyboard; certificates are fetched and checked (training design, 7)."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from audit.models import Entry
from tests.training.screens import text_of
from tests.training_factories import CourseFactory, TrainerFactory, book, member, office, published, staff
from training.models import Booking, Certificate, CourseDate, DateState, Need, Status
from training.services import attendance, due
from training.services.attendance import Mark
from training.services.booking import Wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
Enter = Callable[[User], Client]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def teacher() -> User:
    return member(first_name="Dani", last_name="Übung")


def over(teacher: User, *people: User, ago: timedelta = 8 * HOUR, **fields: Any) -> CourseDate:
    """Return a date of six hours that has ended, with people who were booked."""
    now = timezone.now().replace(microsecond=0)
    trainer = TrainerFactory(user=teacher, own_name="", own_email="")
    date = published(start=now - ago, now=now - 60 * DAY, capacity=60, trainer=trainer, **fields)
    for person in people or (staff(last_name="Anders"),):
        book(date, person, now=now - 50 * DAY)
    return date


def at(date: CourseDate, path: str = "") -> str:
    return f"/de/training/desk/{date.uid}/{path}"


def notes(date: CourseDate, *given: str, **more: Any) -> dict[str, Any]:
    """Return what a form sends: a word for each booking in order."""
    rows = Booking.objects.filter(date=date).order_by("pk")
    words = {f"presence_{row.pk}": word for row, word in zip(rows, given, strict=False)}
    return {**words, **more}


def close(date: CourseDate, now: datetime) -> None:
    """Note everybody as present and close."""
    marks = [Mark(row.pk, part.pk, "present") for row in date.bookings.all() for part in date.parts.all()]
    attendance.mark(date_id=date.pk, marks=marks, actor=office(), now=now)
    attendance.close(date_id=date.pk, actor=office(), now=now)


@pytest.mark.parametrize(("language", "word"), [("de", "Anwesenheit"), ("en", "attendance")])
def test_a_trainer_finds_the_own_dates_and_nobody_else_does(
    sign_in: Enter, teacher: User, language: str, word: str
) -> None:
    date = over(teacher)
    client = sign_in(teacher)
    assert date.course.title_in(language) in text_of(client.get(f"/{language}/training/desk/"))
    assert word in text_of(client.get(f"/{language}/training/desk/{date.uid}/"))
    for stranger in (staff(), member("training_qa"), member(is_superuser=True)):
        other = sign_in(stranger)
        assert other.get(at(date)).status_code == 404
        assert other.post(at(date), notes(date, "absent", action="close")).status_code == 404
        assert other.get(at(date, "sheet.pdf")).status_code == 404
        assert date.course.title not in text_of(other.get("/de/training/desk/"))


def test_a_trainer_reads_the_needs_that_were_shared_and_no_others(sign_in: Enter, teacher: User) -> None:
    now = timezone.now()
    trainer = TrainerFactory(user=teacher, own_name="", own_email="")
    date = published(start=now + DAY, now=now - 9 * DAY, capacity=9, trainer=trainer)
    for word, shared in (("Rampe", True), ("Assistenzhund", False), ("Dolmetscher", True)):
        book(date, staff(), now=now - 8 * DAY, wish=Wish(large_print=True, text=word, share_with_trainer=shared))
    Need.objects.filter(pk=Need.objects.order_by("pk").last().pk).update(sealed=b"kaputt")
    shown = text_of(sign_in(teacher).get(at(date)))
    assert "Bedarf: Großdruck, Rampe" in shown
    assert "Assistenzhund" not in shown
    assert "Bedarf: nicht lesbar" in shown


@pytest.mark.acceptance("training", 16)
def test_everybody_present_is_two_buttons(sign_in: Enter, teacher: User) -> None:
    date = over(teacher, *[staff() for _number in range(5)])
    client = sign_in(teacher)
    client.post(at(date), notes(date, "absent", action="rest"))
    answer = client.post(at(date), {"action": "close"}, follow=True)
    assert "abgeschlossen" in text_of(answer)
    date.refresh_from_db()
    assert date.state == DateState.HELD
    assert (
        list(date.bookings.order_by("pk").values_list("status", flat=True)) == [Status.NO_SHOW] + [Status.ATTENDED] * 4
    )


@pytest.mark.acceptance("training", 16)
@pytest.mark.parametrize(("minutes", "status"), [("288", Status.ATTENDED), ("287", Status.PARTIAL)])
def test_eighty_percent_are_enough_and_one_minute_less_is_not(
    sign_in: Enter, teacher: User, minutes: str, status: Status
) -> None:
    date = over(teacher)
    booking = date.bookings.get()
    sign_in(teacher).post(at(date), {f"minutes_{booking.pk}": minutes, "action": "close"})
    booking.refresh_from_db()
    assert booking.status == status


@pytest.mark.parametrize(
    ("minutes", "presence"), [("361", "present"), ("-1", "present"), ("10", "absent"), ("x", "present")]
)
def test_wrong_minutes_are_named_at_the_field_and_nothing_is_lost(
    sign_in: Enter, teacher: User, minutes: str, presence: str
) -> None:
    date = over(teacher)
    booking = date.bookings.get()
    answer = sign_in(teacher).post(at(date), notes(date, presence, action="save", **{f"minutes_{booking.pk}": minutes}))
    assert answer.status_code == 200
    assert f"minutes_{booking.pk}" in answer.context["form"].errors
    assert f'value="{minutes}"' in answer.content.decode()
    assert not booking.marks.exists()


def test_nothing_is_closed_while_a_note_is_missing(sign_in: Enter, teacher: User) -> None:
    date = over(teacher, staff(), staff())
    answer = sign_in(teacher).post(at(date), notes(date, "present", action="close"))
    assert answer.status_code == 409
    date.refresh_from_db()
    assert date.state == DateState.PUBLISHED


def test_before_the_start_there_is_only_the_list(sign_in: Enter, teacher: User) -> None:
    date = over(teacher, ago=-10 * DAY)
    client = sign_in(teacher)
    assert "Anders" in text_of(client.get(at(date)))
    assert b"presence_" not in client.get(at(date)).content
    assert client.post(at(date), notes(date, "present", action="save")).status_code == 409


@pytest.mark.acceptance("training", 16)
def test_a_correction_reaches_the_certificate(sign_in: Enter, teacher: User) -> None:
    date = over(teacher)
    now = timezone.now()
    close(date, now)
    due.issue_certificates(now)
    client, booking = sign_in(teacher), date.bookings.get()
    client.post(at(date), notes(date, "absent", action="save"))
    assert Certificate.objects.get(booking=booking).state == "withdrawn"
    assert sign_in(booking.person).get(f"/de/training/bookings/{booking.uid}/certificate.pdf").status_code == 404


def test_fourteen_days_after_only_the_office_sees_the_list(sign_in: Enter, teacher: User) -> None:
    date = over(teacher, ago=15 * DAY)
    assert sign_in(teacher).get(at(date)).status_code == 404
    assert sign_in(office()).get(at(date)).status_code == 200


def test_no_address_and_no_need_stands_on_list_or_sheet_and_each_look_is_logged(sign_in: Enter, teacher: User) -> None:
    person = staff(first_name="Şule", last_name="Öztürk")
    date = over(teacher, person)
    before = Entry.objects.filter(action="training_list").count()
    client = sign_in(teacher)
    answer, paper = client.get(at(date)), client.get(at(date, "sheet.pdf"))
    assert Entry.objects.filter(action="training_list").count() == before + 2
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Öztürk" in text
    for shown in (answer.content.decode(), text):
        assert person.email not in shown
    assert "no-store" in answer["Cache-Control"]
    assert "no-store" in paper["Cache-Control"]


def test_a_list_of_forty_asks_as_often_as_one_of_three(
    sign_in: Enter, teacher: User, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    boss = member()
    small = over(teacher, *[staff(supervisor=boss) for _number in range(3)])
    client = sign_in(teacher)
    client.get(at(small))
    with django_assert_max_num_queries(25) as asked:
        client.get(at(small))
    number = len(asked)
    for _number in range(37):
        book(small, staff(supervisor=boss), now=timezone.now() - 50 * DAY)
    # New departments have emptied caches of the frame.
    client.get(at(small))
    with django_assert_num_queries(number):
        client.get(at(small))


@pytest.mark.parametrize("path", ["?part=x", "?part=00000000-0000-4000-8000-000000000000"])
def test_an_unknown_part_is_no_page(sign_in: Enter, teacher: User, path: str) -> None:
    assert sign_in(teacher).get(at(over(teacher), path)).status_code == 404


@pytest.mark.acceptance("training", 17)
def test_the_holder_fetches_the_certificate_nobody_else(sign_in: Enter, teacher: User) -> None:
    person = staff(first_name='"#', last_name="Şahin")
    date = over(teacher, person)
    now = timezone.now()
    close(date, now)
    due.issue_certificates(now)
    booking = date.bookings.get()
    path = f"/de/training/bookings/{booking.uid}/certificate.pdf"
    answer = sign_in(person).get(path)
    document = PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Şahin" in document.pages[0].extract_text()
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert path in sign_in(person).get(f"/de/training/bookings/{booking.uid}/").content.decode()
    for other in (teacher, staff(), member(is_superuser=True)):
        assert sign_in(other).get(path).status_code == 404


@pytest.mark.acceptance("training", 17)
def test_the_check_page_hides_which_part_was_wrong(sign_in: Enter, teacher: User) -> None:
    date = over(teacher, staff(last_name="Şahin"), course=CourseFactory(validity_months=12))
    now = timezone.now()
    close(date, now)
    due.issue_certificates(now)
    code = Certificate.objects.get().code
    client = sign_in(staff())
    path = "/de/training/certificates/check/"
    assert "ist gültig" in text_of(client.post(path, {"code": code.lower(), "surname": "şahin"}))
    wrong = [
        text_of(client.post(path, given))
        for given in ({"code": code, "surname": "Sahin"}, {"code": "AAAAAAAAAA", "surname": "Şahin"})
    ]
    assert wrong[0] == wrong[1]
    assert "keine Bescheinigung gefunden" in wrong[0]
    Certificate.objects.update(valid_until=(now - DAY).date())
    assert "nicht mehr gültig" in text_of(client.post(path, {"code": code, "surname": "Şahin"}))


def test_the_eleventh_check_within_an_hour_is_refused(sign_in: Enter) -> None:
    client = sign_in(staff())
    path, given = "/de/training/certificates/check/", {"code": "AAAAAAAAAA", "surname": "Berg"}
    assert {client.post(path, given).status_code for _number in range(10)} == {200}
    refused = client.post(path, given)
    assert refused.status_code == 429
    assert "AAAAAAAAAA" in refused.content.decode()
    assert sign_in(staff()).post(path, given).status_code == 200
