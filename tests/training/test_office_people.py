"""The training office books and cancels for others, fills free seats, and each look at the people is logged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from outbox.models import OutgoingMail, State
from tests.training.offices import DAY, on, soon
from tests.training_factories import (
    book,
    member,
    office,
    published,
    staff,
)
from training.models import Booking, Need, Place, Status, TrainingEvent
from training.services.booking import Wish
from training.services.changing import move_part
from training.services.planning import PartPlan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def test_the_office_books_for_somebody_by_the_rules_of_everybody(desk: Client) -> None:
    date, person = soon(capacity=1), staff()
    desk.post(on(date, "do/book/"), {"email": person.email.upper()})
    assert Booking.objects.get(person=person).status == Status.CONFIRMED
    again = desk.post(on(date, "do/book/"), {"email": person.email})
    assert again.status_code == 409
    unknown = desk.post(on(date, "do/book/"), {"email": "niemand@example.org"})
    assert "email" in unknown.context["form"].errors
    assert Booking.objects.count() == 1


def test_somebody_who_came_gets_a_free_seat_after_the_start(desk: Client) -> None:
    now = timezone.now()
    date = published(start=now - timedelta(hours=1), now=now - 30 * DAY, capacity=1)
    person = staff()
    desk.post(on(date, "do/walk-in/"), {"email": person.email})
    assert Booking.objects.get(person=person).place == Place.SEAT
    full = desk.post(on(date, "do/walk-in/"), {"email": staff().email})
    assert full.status_code == 409


def test_a_cancelled_booking_frees_the_seat_for_the_next(desk: Client) -> None:
    date = soon(capacity=1)
    first, second = book(date, now=timezone.now()), book(date, now=timezone.now())
    assert "reason" in desk.post(on(date, f"booking/{first.uid}/cancel/"), {}).context["form"].errors
    desk.post(on(date, f"booking/{first.uid}/cancel/"), {"reason": "Auf Wunsch der Dienststelle"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == (Status.CANCELLED, Status.CONFIRMED)


def test_a_seat_out_of_turn_needs_a_reason_and_stays_visible_on_the_date(desk: Client) -> None:
    now = timezone.now()
    date = published(start=now + timedelta(hours=20), now=now - 30 * DAY, capacity=1)
    first = book(date, now=now - 20 * DAY)
    book(date, now=now - 20 * DAY)
    last = book(date, now=now - 20 * DAY)
    desk.post(on(date, f"booking/{first.uid}/cancel/"), {"reason": "krank"})
    desk.post(on(date, f"booking/{last.uid}/override/"), {"reason": "Dienstlich dringend"})
    last.refresh_from_db()
    assert last.status == Status.CONFIRMED
    assert TrainingEvent.objects.filter(booking=last, kind="override").exists()
    assert "Dienstlich dringend" in desk.get(on(date)).content.decode()


def test_after_the_last_offer_the_office_gives_the_seat_to_the_next_by_hand(desk: Client) -> None:
    now = timezone.now()
    date = published(start=now + timedelta(hours=20), now=now - 30 * DAY, capacity=1)
    first, second = book(date, now=now - 20 * DAY), book(date, now=now - 20 * DAY)
    desk.post(on(date, f"booking/{first.uid}/cancel/"), {"reason": "krank"})
    second.refresh_from_db()
    assert second.status == Status.WAITING
    desk.post(on(date, "do/next/"))
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED


def test_each_look_at_the_people_is_written_to_the_log_and_kept_nowhere(desk: Client) -> None:
    date, person = soon(), staff(last_name="Sonnenschein")
    book(date, person, now=timezone.now(), wish=Wish(large_print=True, text="Assistenzhund"))
    before = Entry.objects.filter(action="training_list").count()
    answer = desk.get(on(date, "people/"))
    assert "Sonnenschein" in answer.content.decode()
    assert "Assistenzhund" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(action="training_list").count() == before + 1
    assert "Sonnenschein" not in desk.get(on(date)).content.decode()
    assert Need.objects.count() == 1


@pytest.mark.parametrize("path", ["", "people/"])
def test_a_date_with_many_bookings_asks_as_often_as_one_with_three(
    desk: Client, path: str, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    small, large = soon(), soon(capacity=60)
    for date, number in ((small, 3), (large, 40)):
        boss = member()
        for _person in range(number):
            book(date, staff(supervisor=boss), now=timezone.now(), wish=Wish(step_free=True))
    desk.get(on(small, path))
    with django_assert_max_num_queries(30) as asked:
        desk.get(on(small, path))
    with django_assert_num_queries(len(asked)):
        desk.get(on(large, path))


def failed(name: str, **fields: Any) -> OutgoingMail:
    """Return a mail of a booking whose twelve tries are over."""
    mail = OutgoingMail.objects.filter(subject__startswith=name, **fields).order_by("pk").first()
    assert mail is not None
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.FAILED, attempts=12, last_error="SMTPDataError")
    return mail


@pytest.mark.acceptance("training", 14)
def test_failed_mails_are_visible_and_sent_again_unless_a_later_one_has_replaced_them(desk: Client) -> None:
    date = soon(parts=2)
    booking = book(date, now=timezone.now())
    assert "konnten nicht" not in desk.get("/admin/training/work/").content.decode()
    first, second = failed("Gebucht"), failed("Kalendereintrag")
    shown = desk.get("/admin/training/mails/").content.decode()
    assert booking.person.email in shown
    assert "SMTPDataError" in shown
    part = date.parts.order_by("starts_at").first()
    move_part(
        part=part,
        plan=PartPlan(part.starts_at - timedelta(hours=1), part.ends_at, part.venue),
        actor=office(),
        now=timezone.now(),
    )
    # The move carries a newer entry of the first part, none of the second.
    assert desk.get("/admin/training/work/").context["failed"] == 2
    desk.post("/admin/training/mails/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.SUPERSEDED, State.QUEUED)
    assert desk.get("/admin/training/work/").context["failed"] == 0


def test_note_queue_and_people_needed_are_changed_afterwards(desk: Client) -> None:
    date = soon(capacity=2)
    address = on(date, "do/details/")
    given = {"wait_capacity": 3, "min_participants": 2, "note": "Bequeme Schuhe"}
    wrong = desk.post(address, {**given, "min_participants": 3})
    assert "min_participants" in wrong.context["form"].errors
    assert "Bequeme Schuhe" in wrong.content.decode()
    assert desk.post(address, given).status_code == 302
    date.refresh_from_db()
    assert (date.note, date.min_participants, date.seats.wait_capacity) == ("Bequeme Schuhe", 2, 3)
    assert 'value="3"' in desk.get(address).content.decode()
