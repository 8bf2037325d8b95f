"""Courses and dates in the states that tests of training need; dates are made by the services, as people make them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory
from training.models import (
    Booking,
    ContentReview,
    Course,
    CourseDate,
    Trainer,
    TrainerApproval,
    TrainerRole,
    TrainingTopic,
    Venue,
)
from training.services import booking as bookings
from training.services.deadlines import DeadlineSet
from training.services.planning import DatePlan, PartPlan, create_date, publish

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
START = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
HOURS = timedelta(hours=1)


class TrainingTopicFactory(DjangoModelFactory):
    class Meta:
        model = TrainingTopic

    code = factory.Sequence(lambda n: f"subject-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Gebiet {made.code}")


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"K-{n}")
    title_de = factory.LazyAttribute(lambda made: f"Kurs {made.code}")
    title_en = factory.LazyAttribute(lambda made: f"Course {made.code}")
    needs_approval = False

    @factory.post_generation
    def topics(made: Course, create: bool, extracted: Any, **kwargs: Any) -> None:
        made.topics.set(extracted or [TrainingTopicFactory()])


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Haus {n}")
    address = "Musterweg 1, 50667 Köln"
    capacity = 100


class TrainerFactory(DjangoModelFactory):
    class Meta:
        model = Trainer

    own_name = "Toni Lehrmann"
    own_email = factory.Sequence(lambda n: f"trainer{n}@example.org")


def member(role: str = "", **fields: Any) -> User:
    """Return a member of staff, in a role if one is named."""
    user = UserFactory(first_name=fields.pop("first_name", "Sam"), last_name=fields.pop("last_name", "Berg"), **fields)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def office() -> User:
    """Return somebody of the training office."""
    return member("training_office")


def staff(**fields: Any) -> User:
    """Return somebody with a supervisor."""
    boss = fields.pop("supervisor", None) or member(first_name="Robin", last_name="Chef")
    return member(supervisor=boss, department=fields.pop("department", None) or DepartmentFactory(), **fields)


def approved(trainer: Trainer, course: Course, *, by: User | None = None) -> TrainerApproval:
    """Approve a trainer for the first topic of a course and let its contents pass a review."""
    reviewer = by or member("training_qa")
    ContentReview.objects.create(
        course=course,
        version=course.content_version,
        reviewer=reviewer,
        date=datetime(2026, 1, 1, tzinfo=UTC).date(),
        result="passed",
        next_due=datetime(2029, 1, 1, tzinfo=UTC).date(),
    )
    return TrainerApproval.objects.create(
        trainer=trainer,
        topic=course.topics.first(),
        by=reviewer,
        on=datetime(2026, 1, 1, tzinfo=UTC).date(),
        valid_until=datetime(2029, 1, 1, tzinfo=UTC).date(),
        with_pe=True,
    )


def draft(
    *,
    course: Course | None = None,
    capacity: int = 2,
    wait_capacity: int = 20,
    start: datetime = START,
    parts: int = 1,
    actor: User | None = None,
    now: datetime = NOW,
    trainer: Trainer | None = None,
    deadlines: DeadlineSet | None = None,
    **fields: Any,
) -> CourseDate:
    """Return a draft with everything that publishing needs."""
    course = course or CourseFactory()
    trainer = trainer or TrainerFactory()
    approved(trainer, course)
    venue = VenueFactory()
    begins = [start + timedelta(days=number) for number in range(parts)]
    plan = DatePlan(
        course=course,
        parts=[PartPlan(begin, begin + 6 * HOURS, venue) for begin in begins],
        capacity=capacity,
        wait_capacity=wait_capacity,
        trainers=[(trainer, TrainerRole.MAIN)],
        deadlines=deadlines or DeadlineSet(),
        **fields,
    )
    return create_date(plan=plan, actor=actor or office(), now=now)


def published(**fields: Any) -> CourseDate:
    """Return a date that is open for booking."""
    actor = fields.setdefault("actor", office())
    now = fields.get("now", NOW)
    made = draft(**fields)
    return publish(date_id=made.pk, actor=actor, now=now)


def book(date: CourseDate, person: User | None = None, *, now: datetime = NOW, **fields: Any) -> Booking:
    """Book a date for somebody, as they would do it themselves."""
    person = person or staff()
    fields.setdefault("request_key", uuid.uuid4())
    return bookings.book(date_id=date.pk, person=person, actor=fields.pop("actor", person), now=now, **fields)
