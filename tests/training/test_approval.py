"""Approval by whoever is there, in time or not (training design, section 4)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from tests.training.looks import mails_to, state
from tests.training_factories import NOW, START, CourseFactory, book, member, office, published, staff
from training import approvers
from training.invariants import violations
from training.models import Booking, CourseDate, Place, Status
from training.services import approving, due, reminders
from training.services.errors import (
    ReasonMissing,
    WrongState,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_violated() -> Any:
    yield
    assert violations(START) == []


@pytest.mark.parametrize("approver", ["supervisor", "substitute", "head", "office"])
def test_a_request_is_approved_by_who_is_there(approver: str) -> None:
    boss, head, helper = member(), member(), office()
    person = staff(supervisor=boss)
    if approver == "substitute":
        boss.substitute = member()
        boss.save()
    if approver in {"head", "office"}:
        person.supervisor = None
        person.save()
        person.department.head = head if approver == "head" else None
        person.department.save()
    who = {"supervisor": boss, "substitute": boss.substitute, "head": head, "office": helper}[approver]
    booking = book(published(course=CourseFactory(needs_approval=True)), person)
    assert state(booking) == (Status.REQUESTED, Place.SEAT)
    assert len(mails_to(who)) == 1
    with pytest.raises(PermissionDenied):
        approving.approve(booking=booking, actor=person, now=NOW)
    with pytest.raises(PermissionDenied):
        approving.approve(booking=booking, actor=staff(), now=NOW)
    approving.approve(booking=booking, actor=who, now=NOW)
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)
    with pytest.raises(WrongState):
        approving.approve(booking=booking, actor=who, now=NOW)


def test_after_a_transfer_the_open_request_goes_to_the_new_supervisor() -> None:
    booking = book(published(course=CourseFactory(needs_approval=True)))
    person, old, new = booking.person, booking.person.supervisor, member()
    person.supervisor, person.department = new, None
    person.save()
    booking.refresh_from_db()
    asked = Booking.objects.filter(status=Status.REQUESTED)
    assert [approvers.requests_for(user, asked) for user in (old, new)] == [[], [booking]]
    with pytest.raises(PermissionDenied):
        approving.approve(booking=booking, actor=old, now=NOW)
    approving.approve(booking=booking, actor=new, now=NOW)
    assert state(booking) == (Status.CONFIRMED, Place.SEAT)


def test_a_request_in_the_queue_waits_on_when_it_is_approved() -> None:
    date = published(capacity=1, course=CourseFactory(needs_approval=True))
    book(date)
    waiting = book(date)
    approving.approve(booking=waiting, actor=waiting.person.supervisor, now=NOW)
    assert state(waiting) == (Status.WAITING, Place.QUEUE)


def test_a_refusal_needs_a_reason_and_frees_the_seat_for_the_next() -> None:
    date = published(capacity=1, course=CourseFactory(needs_approval=True))
    first, waiting = book(date), book(date)
    boss = first.person.supervisor
    with pytest.raises(ReasonMissing):
        approving.refuse(booking=first, actor=boss, reason=" ", now=NOW)
    approving.refuse(booking=first, actor=boss, reason="Dienstplan", now=NOW)
    assert state(first) == (Status.REFUSED, Place.NONE)
    assert first.reason == "Dienstplan"
    assert state(waiting) == (Status.REQUESTED, Place.SEAT)


def test_a_request_that_cannot_be_ended_does_not_keep_the_others_of_its_date() -> None:
    date = published(capacity=3, course=CourseFactory(needs_approval=True))
    rows = [book(date) for _number in range(3)]
    User.objects.filter(pk=rows[0].person.pk).update(email="two\nlines@example.org")
    assert due.expire(rows[2].approval_until) == 2
    assert [state(row) for row in rows] == [(Status.REQUESTED, Place.SEAT), *[(Status.EXPIRED, Place.NONE)] * 2]
    assert CourseDate.objects.get(pk=date.pk).seats.seats_taken == 1


def test_nobody_decides_in_time_and_the_seat_is_free_again() -> None:
    date = published(capacity=1, course=CourseFactory(needs_approval=True))
    first, waiting = book(date), book(date)
    Booking.objects.filter(pk=waiting.pk).update(approval_until=START - 2 * DAY)
    late = first.approval_until
    assert due.expire(late - timedelta(seconds=1)) == 0
    assert due.expire(late) == 1
    assert state(first) == (Status.EXPIRED, Place.NONE)
    assert state(waiting) == (Status.REQUESTED, Place.SEAT)
    assert len(mails_to(first.person)) == 1
    assert len(mails_to(first.person.supervisor)) == 2


@pytest.mark.acceptance("training", 8)
def test_after_two_working_days_the_approver_is_asked_once_more_and_no_more() -> None:
    booking = book(published(course=CourseFactory(needs_approval=True)))
    boss = booking.person.supervisor
    assert reminders.approvers(NOW + DAY) == 0
    assert reminders.approvers(NOW + 2 * DAY) == 1
    assert reminders.approvers(NOW + 2 * DAY + timedelta(minutes=1)) == 0
    assert [subject.split(":")[0] for subject in mails_to(boss)] == ["Bitte genehmigen", "Noch offen"]
