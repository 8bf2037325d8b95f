"""The training office plans dates, publishes, changes and calls them off; nobody else opens its screens."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from outbox.models import OutgoingMail
from tests.training.offices import DAY, Enter, in_admin, on, soon, worker
from tests.training_factories import (
    CourseFactory,
    TrainerFactory,
    TrainingTopicFactory,
    VenueFactory,
    approved,
    book,
    draft,
    member,
    published,
    staff,
)
from training.models import CourseDate, DateState, Status

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@pytest.mark.parametrize("path", ["", "people/", "do/call-off/", "do/book/"])
def test_nobody_but_the_office_opens_a_date(sign_in: Enter, path: str) -> None:
    date = soon()
    boss = in_admin(member(is_superuser=True))
    for user in (boss, in_admin(member("training_qa")), in_admin(member("editor")), staff()):
        answer = sign_in(user).get(on(date, path))
        assert answer.status_code == 302
        assert b"Kurs" not in answer.content


def test_a_superuser_without_the_role_changes_nothing(sign_in: Enter) -> None:
    date = soon()
    client = sign_in(in_admin(member(is_superuser=True)))
    client.post(on(date, "do/call-off/"), {"reason": "Darum"})
    date.refresh_from_db()
    assert date.state == DateState.PUBLISHED


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_office_reads_list_and_date_in_its_language(sign_in: Enter, language: str) -> None:
    user = worker()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    date = soon()
    words = {"de": ("Plätze", "Fristen"), "en": ("Seats", "Deadlines")}[language]
    assert words[0] in sign_in(user).get("/admin/training/dates/").content.decode()
    assert words[1] in sign_in(user).get(on(date)).content.decode()


def new_date(**fields: Any) -> dict[str, Any]:
    start = timezone.localtime() + 40 * DAY
    given = {
        "course": CourseFactory().pk,
        "language": "de",
        "starts_at": f"{start:%Y-%m-%dT09:00}",
        "ends_at": f"{start:%Y-%m-%dT16:00}",
        "venue": VenueFactory().pk,
        "online_url": "",
        "trainer": "",
        "capacity": 12,
        "wait_capacity": 20,
        "min_participants": 0,
        "note": "Bitte bequeme Schuhe",
        "uid": str(uuid.uuid4()),
    }
    return {**given, **fields}


def test_a_new_date_is_a_draft_that_names_what_is_missing(desk: Client) -> None:
    answer = desk.post("/admin/training/dates/new/", new_date(), follow=True)
    date = CourseDate.objects.get()
    assert date.state == DateState.DRAFT
    assert timezone.localtime(date.starts_at).hour == 9
    assert len(answer.context["gaps"]) >= 2
    refused = desk.post(on(date, "do/publish/"))
    assert refused.status_code == 409
    assert len(refused.context["form"].non_field_errors()) >= 2


def test_a_new_date_that_is_sent_twice_is_one_date(desk: Client) -> None:
    given = new_date()
    answers = [desk.post("/admin/training/dates/new/", given) for _time in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert CourseDate.objects.count() == 1


@pytest.mark.acceptance("training", 19)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_at", "2020-01-01T09:00"),
        ("online_url", "http://beispiel.example.org"),
        ("starts_at", "2027-03-28T02:30"),
        ("starts_at", "2026-10-25T02:30"),
        ("capacity", "501"),
        ("course", ""),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(desk: Client, field: str, value: str) -> None:
    given = new_date(**{field: value})
    if field == "online_url":
        given["venue"] = ""
    answer = desk.post("/admin/training/dates/new/", given)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Bitte bequeme Schuhe" in answer.content.decode()
    assert not CourseDate.objects.exists()


def test_a_whole_draft_is_published_by_one_button(desk: Client) -> None:
    now = timezone.now()
    date = draft(start=now + 30 * DAY, now=now - DAY)
    desk.post(on(date, "do/publish/"))
    date.refresh_from_db()
    assert date.state == DateState.PUBLISHED


@pytest.mark.acceptance("training", 19)
def test_calling_off_needs_a_reason_and_tells_everybody(desk: Client) -> None:
    date = soon()
    booked = book(date, now=timezone.now())
    refused = desk.post(on(date, "do/call-off/"), {"reason": ""})
    assert "reason" in refused.context["form"].errors
    mails = OutgoingMail.objects.count()
    desk.post(on(date, "do/call-off/"), {"reason": "Wasserschaden"})
    booked.refresh_from_db()
    assert booked.status == Status.DATE_CANCELLED
    assert OutgoingMail.objects.count() > mails


@pytest.mark.acceptance("training", 19)
def test_seats_below_those_taken_or_above_the_venue_are_refused_with_both_numbers(desk: Client) -> None:
    date = soon(capacity=2)
    book(date, now=timezone.now())
    for number in (0, 101):
        answer = desk.post(on(date, "do/capacity/"), {"capacity": number})
        assert answer.status_code == 409
        text = " ".join(answer.context["form"].non_field_errors())
        assert "1" in text
        assert "100" in text


def test_more_seats_let_the_queue_move_up(desk: Client) -> None:
    date = soon(capacity=1)
    book(date, now=timezone.now())
    waiting = book(date, now=timezone.now())
    desk.post(on(date, "do/capacity/"), {"capacity": 2})
    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED


def test_a_part_is_moved_and_the_entry_gets_a_higher_sequence(desk: Client) -> None:
    date = soon()
    booked = book(date, now=timezone.now())
    part = date.parts.get()
    later = timezone.localtime(part.starts_at) + DAY
    answer = desk.post(
        on(date, f"part/{part.uid}/move/"),
        {"starts_at": f"{later:%Y-%m-%dT10:00}", "ends_at": f"{later:%Y-%m-%dT14:00}", "venue": part.venue_id},
    )
    assert answer.status_code == 302
    booked.refresh_from_db()
    assert booked.ical_sequence == 1


def test_a_part_of_another_date_is_not_found(desk: Client) -> None:
    date, other = soon(), soon()
    assert desk.post(on(date, f"part/{other.parts.get().uid}/withdraw/")).status_code == 404


def test_an_unknown_action_or_date_is_not_found(desk: Client) -> None:
    assert desk.get(on(soon(), "do/delete/")).status_code == 404
    assert desk.get("/admin/training/dates/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_trainer_is_added_and_removed(desk: Client) -> None:
    date = soon()
    trainer = TrainerFactory()
    approved(trainer, date.course)
    desk.post(on(date, "do/add-trainer/"), {"trainer": trainer.pk, "role": "assistant"})
    row = date.trainers.get(trainer=trainer)
    desk.post(on(date, f"trainer/{row.uid}/remove/"))
    row.refresh_from_db()
    assert row.is_removed


@pytest.mark.acceptance("training", 19)
@pytest.mark.parametrize("kind", ["venue", "trainer", "course", "topic"])
def test_what_is_used_is_not_deleted_but_its_uses_are_listed(sign_in: Enter, kind: str) -> None:
    user = worker()
    models = {"venue": "venue", "trainer": "trainer", "course": "course", "topic": "trainingtopic"}
    user.user_permissions.add(Permission.objects.get(codename=f"delete_{models[kind]}"))
    date = soon()
    used = {
        "venue": lambda: date.parts.get().venue,
        "trainer": lambda: date.trainers.get().trainer,
        "course": lambda: date.course,
        "topic": lambda: date.course.topics.get(),
    }[kind]()
    answer = sign_in(user).post(f"/admin/training_{kind}/delete/{used.pk}/")
    assert answer.status_code == 409
    assert sum(number for _name, number in answer.context["uses"]) >= 1
    assert type(used).objects.filter(pk=used.pk).exists()
    makers = {"venue": VenueFactory, "trainer": TrainerFactory, "course": CourseFactory, "topic": TrainingTopicFactory}
    free = makers[kind]()
    assert sign_in(user).post(f"/admin/training_{kind}/delete/{free.pk}/").status_code == 302
    assert not type(free).objects.filter(pk=free.pk).exists()


def test_the_work_list_names_what_waits(desk: Client) -> None:
    now = timezone.now()
    over = published(start=now - 2 * DAY, now=now - 30 * DAY)
    answer = desk.get("/admin/training/work/")
    assert over in [date for found in answer.context["lists"] for date in found["dates"]]
    assert answer.context["late"]
