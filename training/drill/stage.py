"""What a drill plays on: invented people, a course, dates near and far; never beside real bookings."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from accounts.models import User
from training.approvers import OFFICE
from training.models import (
    Booking,
    ContentReview,
    Course,
    ReviewResult,
    Trainer,
    TrainerApproval,
    TrainerRole,
    TrainingTopic,
    Venue,
)
from training.services.planning import DatePlan, PartPlan, create_date, publish

DOMAIN = "@drill.invalid"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


class RealBookings(Exception):
    """There are bookings of real people; a drill would mix with them."""


@dataclass
class Stage:
    """Who and what takes part."""

    office: User
    people: list[User]
    dates: list[int] = field(default_factory=list)


def refuse_beside_real_bookings() -> None:
    """Raise RealBookings unless every booking is one of a drill."""
    if Booking.objects.exclude(person__email__endswith=DOMAIN).exists():
        raise RealBookings


def people(count: int, mark: str, boss: User | None = None) -> list[User]:
    """Make invented people."""
    users = [User(email=f"{mark}{number}{DOMAIN}", first_name="Drill", supervisor=boss) for number in range(count)]
    return User.objects.bulk_create(users)


def build(
    *,
    now: datetime,
    persons: int,
    dates: int,
    seats: int,
    waiting: int = 20,
    approval: bool = False,
    starts: tuple[timedelta, ...] = (30 * DAY,),
    one_active: bool = False,
) -> Stage:
    """Make people and published dates; the dates take the distances to now in turn."""
    refuse_beside_real_bookings()
    mark = f"d{Course.objects.count()}-"
    boss, reviewer, *rest = people(persons + 2, mark)
    boss.groups.add(Group.objects.get_or_create(name=OFFICE)[0])
    User.objects.filter(pk__in=[user.pk for user in rest]).update(supervisor=boss)
    stage = Stage(office=boss, people=list(User.objects.filter(pk__in=[user.pk for user in rest]).order_by("pk")))
    topic = TrainingTopic.objects.get_or_create(code="drill", defaults={"name_de": "Übung"})[0]
    venue = Venue.objects.create(name="Übungsraum", capacity=500)
    trainer = Trainer.objects.create(own_name="Drill", own_email=f"{mark}trainer{DOMAIN}")
    today = now.date()
    far = today + 900 * DAY
    TrainerApproval.objects.create(trainer=trainer, topic=topic, by=reviewer, on=today, valid_until=far)
    for number in range(dates):
        course = _course(f"{mark}{number}", topic, reviewer, now, approval=approval, one_active=one_active)
        start = now + starts[number % len(starts)] + number * HOUR
        plan = DatePlan(
            course=course,
            parts=[PartPlan(start, start + 6 * HOUR, venue)],
            capacity=seats,
            wait_capacity=waiting,
            trainers=[(trainer, TrainerRole.MAIN)],
        )
        date = create_date(plan=plan, actor=stage.office, now=now - DAY)
        stage.dates.append(publish(date_id=date.pk, actor=stage.office, now=now - DAY).pk)
    return stage


def _course(
    code: str, topic: TrainingTopic, reviewer: User, now: datetime, *, approval: bool, one_active: bool
) -> Course:
    """Make a course whose contents were reviewed."""
    course = Course.objects.create(code=code, title_de="Übung", needs_approval=approval, one_active=one_active)
    course.topics.add(topic)
    ContentReview.objects.create(
        course=course,
        version=1,
        reviewer=reviewer,
        date=now.date(),
        result=ReviewResult.PASSED,
        next_due=now.date() + 900 * DAY,
    )
    return course
