"""The inbox of those who approve: who sees which request, approving, refusing with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from tests.factories import DepartmentFactory
from tests.training.looks import mails_to, state
from tests.training.screens import booked, coming, course, text_of
from tests.training_factories import member, office, staff
from training.models import Booking, Place, Status
from training.services import cancelling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
INBOX = "/de/training/approvals/"


def requested(person: User | None = None, **fields: Any) -> Booking:
    """Return a booking that waits for approval."""
    fields.setdefault("course", course(needs_approval=True))
    return booked(coming(**fields), person)


def at(booking: Booking, action: str) -> str:
    """Return the address of a decision."""
    return f"{INBOX}{booking.uid}/{action}/"


def boss_of(booking: Booking) -> User:
    """Return the supervisor of who booked."""
    assert booking.person is not None
    assert booking.person.supervisor is not None
    return booking.person.supervisor


@pytest.mark.acceptance("training", 8)
def test_requests_come_to_supervisor_and_substitute_else_to_the_head_else_to_the_office(sign_in: SignIn) -> None:
    deputy, head, desk = member(last_name="Stell"), member(last_name="Leitung"), office()
    boss = member(last_name="Chef", substitute=deputy)
    usual = requested(staff(supervisor=boss, last_name="Nord"))
    led = requested(member(last_name="West", department=DepartmentFactory(head=head)))
    alone = requested(member(last_name="Ost", department=None))
    seen = {}
    for user in (boss, deputy, head, desk, member(last_name="Fremd")):
        text = text_of(sign_in(user).get(INBOX))
        seen[user.last_name if user != desk else "office"] = [n for n in ("Nord", "West", "Ost") if n in text]
    assert seen == {"Chef": ["Nord"], "Stell": ["Nord"], "Leitung": ["West"], "office": ["Ost"], "Fremd": []}
    assert sign_in(deputy).post(at(usual, "approve")).status_code == 302
    assert sign_in(head).post(at(led, "approve")).status_code == 302
    assert sign_in(desk).post(at(alone, "approve")).status_code == 302
    assert all(state(row) == (Status.CONFIRMED, Place.SEAT) for row in (usual, led, alone))


def test_a_request_shows_person_course_date_deadline_and_what_overlaps(sign_in: SignIn) -> None:
    person = staff(first_name="Ida", last_name="Nord")
    booked(coming(course=course(title_de="Erste Hilfe")), person)
    booking = requested(person)
    text = text_of(sign_in(boss_of(booking)).get(INBOX))
    for words in ("Ida Nord", booking.course.title_de, "Zur selben Zeit Erste Hilfe", "Entscheiden bis"):
        assert words in text


def test_one_button_approves_and_the_person_is_told(sign_in: SignIn) -> None:
    booking = requested()
    client = sign_in(boss_of(booking))
    done = client.post(at(booking, "approve"))
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    assert "Genehmigt" in text_of(client.get(done["Location"]))
    assert "Nichts zu entscheiden" in text_of(client.get(INBOX))
    assert mails_to(booking.person)[-1].startswith("Gebucht")


@pytest.mark.acceptance("training", 19)
def test_refusing_needs_a_reason_and_what_was_typed_stays(sign_in: SignIn) -> None:
    booking = requested()
    client = sign_in(boss_of(booking))
    for wrong in ("", "x" * 501):
        answer = client.post(at(booking, "refuse"), {"reason": wrong})
        assert answer.status_code == 200
        assert "reason" in answer.context["form"].errors
        assert wrong in answer.content.decode()
        assert '<details class="zks-details" open>' in answer.content.decode()
    assert state(booking) == (Status.REQUESTED, Place.SEAT)
    client.post(at(booking, "refuse"), {"reason": "Dienst an diesem Tag"})
    assert state(booking) == (Status.REFUSED, Place.NONE)
    booking.refresh_from_db()
    assert booking.reason == "Dienst an diesem Tag"


@pytest.mark.acceptance("training", 8)
def test_nobody_decides_on_the_own_booking_and_strangers_find_nothing(sign_in: SignIn) -> None:
    person = staff()
    booking = requested(person)
    for action in ("approve", "refuse"):
        assert sign_in(person).post(at(booking, action), {"reason": "ja"}).status_code == 403
        assert sign_in(staff()).post(at(booking, action), {"reason": "ja"}).status_code == 404
        assert sign_in(staff(is_superuser=True)).post(at(booking, action), {"reason": "ja"}).status_code == 404
        assert sign_in(boss_of(booking)).get(at(booking, action)).status_code == 405
    assert state(booking) == (Status.REQUESTED, Place.SEAT)


@pytest.mark.acceptance("training", 19)
def test_deciding_what_is_settled_or_expired_is_409_with_the_current_state(sign_in: SignIn) -> None:
    booking = requested()
    client = sign_in(boss_of(booking))
    client.post(at(booking, "approve"))
    again = client.post(at(booking, "refuse"), {"reason": "doch nicht"})
    assert again.status_code == 409
    assert "Gebucht" in text_of(again)
    assert INBOX in again.content.decode()
    late = requested()
    Booking.objects.filter(pk=late.pk).update(approval_until=timezone.now() - timedelta(minutes=1))
    assert sign_in(boss_of(late)).post(at(late, "approve")).status_code == 409
    assert "Nichts zu entscheiden" in text_of(sign_in(boss_of(late)).get(INBOX))


def test_a_list_with_names_is_logged_before_it_is_shown_and_an_empty_one_is_not(sign_in: SignIn) -> None:
    booking = requested()
    sign_in(staff()).get(INBOX)
    assert not Entry.objects.filter(action="training_list").exists()
    answer = sign_in(boss_of(booking)).get(INBOX)
    row = Entry.objects.get(action="training_list")
    assert (row.subject, row.result) == ("training.approvals", "1")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_inbox_asks_the_same_few_questions_for_1_and_8_requests(sign_in: SignIn) -> None:
    boss = member(last_name="Chef")
    requested(staff(supervisor=boss))
    client = sign_in(boss)

    def cost() -> int:
        client.get(INBOX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INBOX)
        return len(queries)

    few = cost()
    for _number in range(7):
        requested(staff(supervisor=boss))
    assert cost() == few


def test_only_those_to_whom_requests_can_come_have_the_tab(sign_in: SignIn) -> None:
    booking = requested()
    assert "Zu genehmigen" in text_of(sign_in(boss_of(booking)).get("/de/training/mine/"))
    assert "Zu genehmigen" not in text_of(sign_in(staff()).get("/de/training/mine/"))
    assert "To approve" in text_of(sign_in(office()).get("/en/training/mine/"))


def test_the_home_page_tells_of_requests_and_of_free_seats(sign_in: SignIn) -> None:
    boss, person = member(last_name="Chef"), staff()
    requested(staff(supervisor=boss))
    requested(staff(supervisor=boss))
    date = coming(days=3, capacity=1)
    first = booked(date)
    booked(date, person)
    cancelling.cancel(booking=first, actor=first.person, now=timezone.now(), reason="krank")
    assert "2 Buchungen zu genehmigen" in text_of(sign_in(boss).get("/de/"))
    text = text_of(sign_in(person).get("/de/"))
    assert date.course.title_de in text
    assert "Für Sie ist ein Platz frei bis" in text
    assert "zu genehmigen" not in text_of(sign_in(staff()).get("/de/"))
