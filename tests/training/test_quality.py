"""Quality assurance: no date opens without approval and review; what is lost blocks new bookings only (section 8)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.training.looks import state
from tests.training_factories import (
    NOW,
    START,
    CourseFactory,
    TrainerFactory,
    approved,
    book,
    draft,
    member,
    office,
    published,
)
from training.invariants import violations
from training.models import ContentReview, ReviewResult, Trainer, TrainerApproval, TrainerQualification
from training.services import cancelling, quality
from training.services.errors import NotOpen, NotReady
from training.services.planning import publish

pytestmark = pytest.mark.django_db
LATER = date(2029, 1, 1)


@pytest.fixture(autouse=True)
def _nothing_is_violated() -> Any:
    yield
    assert violations(START) == []


def test_a_date_needs_an_approved_trainer_and_reviewed_contents() -> None:
    made = draft()
    TrainerApproval.objects.update(valid_until=START.date() - timedelta(days=1))
    ContentReview.objects.update(version=7)
    with pytest.raises(NotReady) as found:
        publish(date_id=made.pk, actor=office(), now=NOW)
    assert len(found.value.gaps) == 2
    TrainerApproval.objects.update(valid_until=START.date())
    ContentReview.objects.update(version=1)
    publish(date_id=made.pk, actor=office(), now=NOW)


@pytest.mark.acceptance("training", 23)
def test_withdrawing_an_approval_blocks_new_bookings_only() -> None:
    test_a_date_needs_an_approved_trainer_and_reviewed_contents()
    trainer, course, reviewer = TrainerFactory(), CourseFactory(), member("training_qa")
    one = published(trainer=trainer, course=course, capacity=1)
    TrainerApproval.objects.filter(trainer=trainer).exclude(pk=approved(trainer, course).pk).delete()
    booked, waiting = book(one), book(one)
    approval = TrainerApproval.objects.get(trainer=trainer)
    with pytest.raises(PermissionDenied):
        quality.withdraw_approval(approval=approval, actor=office(), now=NOW)
    assert quality.withdraw_approval(approval=approval, actor=reviewer, now=NOW) == 1
    with pytest.raises(NotOpen):
        book(one)
    assert state(booked)[0] == "confirmed"
    cancelling.cancel(booking=booked, actor=booked.person, now=NOW)
    assert state(waiting)[0] == "confirmed", "the queue goes on under a block"
    quality.approve_trainer(trainer=trainer, topic=course.topics.get(), actor=reviewer, valid_until=LATER, now=NOW)
    assert state(book(one))[0] == "waiting"


def test_the_night_finds_what_ran_out() -> None:
    trainer = TrainerFactory()
    made = published(trainer=trainer)
    TrainerQualification.objects.create(trainer=trainer, kind="Schein", valid_until=START.date() - timedelta(days=1))
    assert quality.recheck_dates(quality.future_dates(NOW), actor=None, now=NOW) == 1
    made.refresh_from_db()
    assert made.quality_block == "qualification"


def test_an_overdue_review_blocks_after_ninety_days() -> None:
    made = published()
    ContentReview.objects.update(next_due=NOW.date() - timedelta(days=90))
    assert quality.recheck_dates([made.pk], actor=None, now=NOW) == 0
    assert quality.recheck_dates([made.pk], actor=None, now=NOW + timedelta(days=1)) == 1


def test_nobody_approves_or_reviews_themselves() -> None:
    person = member("training_qa")
    trainer = Trainer.objects.create(user=person)
    course = CourseFactory()
    with pytest.raises(ValidationError):
        quality.approve_trainer(trainer=trainer, topic=course.topics.get(), actor=person, valid_until=LATER, now=NOW)
    published(trainer=trainer, course=course)
    with pytest.raises(ValidationError):
        quality.review_contents(
            course=course,
            actor=person,
            result=ReviewResult.PASSED,
            next_due=LATER,
            now=NOW,
        )


def test_new_contents_are_reviewed_again() -> None:
    made = published()
    reviewer = member("training_qa")
    assert quality.raise_content_version(course=made.course, version=1, actor=office(), now=NOW) == 2
    made.refresh_from_db()
    assert made.quality_block == "content"
    made.course.refresh_from_db()
    quality.review_contents(course=made.course, actor=reviewer, result=ReviewResult.PASSED, next_due=LATER, now=NOW)
    made.refresh_from_db()
    assert made.quality_block == ""
