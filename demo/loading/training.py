"""Make topics, courses, venues, trainers and dates in every state; dates and bookings through the services alone."""

import uuid
from dataclasses import dataclass
from datetime import date as day_type
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Department, User
from demo.loading.registry import Registry, Row
from outbox.models import OutgoingMail, State
from training.models import (
    Booking,
    Course,
    CourseDate,
    Presence,
    ReviewResult,
    Status,
    Trainer,
    TrainerRole,
    TrainingTopic,
    Venue,
)
from training.moments import local_moment
from training.services import approving, attendance, booking, calling_off, cancelling, certificates, quality
from training.services.deadlines import DeadlineSet
from training.services.planning import DatePlan, PartPlan, create_date, publish

Data = dict[str, list[Row]]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
MADE_BEFORE = 60 * DAY
SATURDAY = 5
# What the trainer noted on a date that was held; everybody else was there the whole time.
NOTED = ((Presence.PRESENT, None), (Presence.PRESENT, 120), (Presence.ABSENT, None), (Presence.EXCUSED, None))
MODELS: tuple[tuple[str, Any], ...] = (("topic", TrainingTopic), ("course", Course), ("venue", Venue))


def load_courses(data: Data, registry: Registry) -> None:
    """Make topics, courses and venues that were not loaded before; pages of courses name them."""
    for kind, model in MODELS:
        for order, row in enumerate(data.get(f"training.{kind}", [])):
            if registry.knows(f"training_{kind}", row["key"]):
                continue
            known = {field.name for field in model._meta.concrete_fields}
            values = {name: value for name, value in row.items() if name in known}
            if kind == "topic":
                values |= {"code": row["key"], "order": order}
            made = model._default_manager.create(**values)
            if kind == "course":
                made.topics.set([registry.resolve("training_topic", key) for key in row["topics"]])
            registry.remember(f"training_{kind}", row["key"], made)


def load_dates(data: Data, registry: Registry, now: datetime) -> None:
    """Make people, trainers and dates that were not loaded before; outside every transaction, as services need it."""
    mails = OutgoingMail.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    stage = Stage(registry, now)
    stage.make_people(data.get("training.people", []))
    stage.make_trainers(data.get("training.trainer", []), data.get("training.course", []))
    for row in data.get("training.date", []):
        if not registry.knows("training_date", row["key"]):
            registry.remember("training_date", row["key"], Story(stage, row).play())
    # What has happened was told at its time: nobody gets a heap of mails on the first day.
    rows = OutgoingMail.objects.filter(pk__gt=mails, kind__startswith="training.", state=State.QUEUED)
    rows.update(state=State.SENT, sent_at=now)


class Stage:
    """Who takes part in the demonstration."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        self.registry, self.now = registry, now
        self.office = _account("training_office")
        self.reviewer = _account("training_qa")

    def make_people(self, pools: list[Row]) -> None:
        """Make invented colleagues without a password; Toni Feld leads them and Sam Berg."""
        boss, departments = _account("staff2"), list(Department.objects.order_by("pk"))
        names = [(given, family) for pool in pools for family in pool["family"] for given in pool["given"]]
        for number, (given, family) in enumerate(names, 1):
            if self.registry.knows("training_person", str(number)):
                continue
            made = User.objects.create_user(f"demo{number}@example.org", None, first_name=given, last_name=family)
            made.supervisor, made.department = boss, departments[number % len(departments)]
            made.save(update_fields=["supervisor", "department"])
            self.registry.remember("training_person", str(number), made)
        User.objects.filter(email="staff@example.org", supervisor=None).update(supervisor=boss)

    def make_trainers(self, trainers: list[Row], courses: list[Row]) -> None:
        """Make trainers with their approvals, and let the contents of every course pass a review."""
        before, until = self.now - 300 * DAY, timezone.localdate(self.now) + 700 * DAY
        for row in trainers:
            if self.registry.knows("training_trainer", row["key"]):
                continue
            account = row.get("account")
            own = {name: row[name] for name in ("own_name", "own_email", "organisation") if name in row}
            trainer = Trainer.objects.create(user=_account(account) if account else None, **own)
            for key in row["topics"]:
                topic = TrainingTopic.objects.get(pk=self.registry.resolve("training_topic", key))
                quality.approve_trainer(
                    trainer=trainer, topic=topic, actor=self.reviewer, valid_until=until, now=before, with_pe=True
                )
            self.registry.remember("training_trainer", row["key"], trainer)
        for row in courses:
            course = Course.objects.get(pk=self.registry.resolve("training_course", row["key"]))
            if not course.reviews.exists():
                quality.review_contents(
                    course=course, actor=self.reviewer, result=ReviewResult.PASSED, next_due=until, now=before
                )

    def people(self, count: int, without: list[User], skip: int) -> list[User]:
        """Return invented colleagues."""
        rows = User.objects.filter(email__startswith="demo", email__endswith="@example.org").order_by("pk")
        return list(rows.exclude(pk__in=[user.pk for user in without])[skip : skip + count])


def _account(name: str) -> User:
    """Return a demo account."""
    return User.objects.get(email=f"{name}@example.org")


@dataclass
class Story:
    """What happened to one date."""

    stage: Stage
    row: Row

    def play(self) -> CourseDate:
        """Make the date and let happen to it what its row says."""
        date = self._create()
        if self.row.get("draft"):
            return date
        publish(date_id=date.pk, actor=self.stage.office, now=self.made)
        moment = self.made + HOUR
        queue = self.row.get("waiting", 0)
        first, last = self._named("first_waiting"), self._named("last")
        requested = [_account(name) for name in self.row.get("requested", [])]
        named = [*self._named("first"), *first, *last, *requested]
        others = self.stage.people(
            self.row.get("booked", 0) + queue - len(named) + len(requested), named, self.row.get("skip", 0)
        )
        inner = len(others) - (queue - len(first) - len(last))
        order = [*self._named("first"), *others[:inner], *first, *others[inner:], *last]
        for number, person in enumerate(order):
            self._book(date, person, moment + number * MINUTE, approve=True)
        for number, person in enumerate(requested):
            self._book(date, person, self.stage.now - 3 * HOUR + number * MINUTE, approve=False)
        self._end(CourseDate.objects.get(pk=date.pk))
        return date

    @property
    def made(self) -> datetime:
        """When the date was planned."""
        return min(self.stage.now, self.stage.now + self.row["days"] * DAY) - MADE_BEFORE

    def _named(self, name: str) -> list[User]:
        return [_account(self.row[name])] if name in self.row else []

    def _create(self) -> CourseDate:
        """Make the draft."""
        row, stage = self.row, self.stage
        venue = Venue.objects.get(pk=stage.registry.resolve("training_venue", row["venue"])) if "venue" in row else None
        parts, day = [], timezone.localdate(stage.now) + row["days"] * DAY
        for _number in range(row.get("parts", 1)):
            day = working_day(day, is_past=row["days"] < 0)
            start = local_moment(datetime.combine(day, time(9)))
            parts.append(PartPlan(start, start + row.get("hours", 7) * HOUR, venue, row.get("url", "")))
            day += DAY
        trainers = []
        if "trainer" in row:
            trainers.append(Trainer.objects.get(pk=stage.registry.resolve("training_trainer", row["trainer"])))
        opens = stage.now + row["opens"] * DAY if "opens" in row else None
        decide_by = parts[0].starts_at - 5 * DAY if "needed" in row else None
        plan = DatePlan(
            course=Course.objects.get(pk=stage.registry.resolve("training_course", row["course"])),
            parts=parts,
            capacity=row["capacity"],
            trainers=[(trainer, TrainerRole.MAIN) for trainer in trainers],
            min_participants=row.get("needed", 0),
            deadlines=DeadlineSet(registration_opens=opens, decide_by=decide_by),
        )
        return create_date(plan=plan, actor=stage.office, now=self.made)

    def _book(self, date: CourseDate, person: User, moment: datetime, *, approve: bool) -> Booking:
        """Book, and approve where the course asks for it."""
        made = booking.book(date_id=date.pk, person=person, actor=person, request_key=uuid.uuid4(), now=moment)
        if approve and made.status == Status.REQUESTED:
            boss = person.supervisor or self.stage.office
            made = approving.approve(booking=made, actor=boss, now=moment + MINUTE)
        return made

    def _end(self, date: CourseDate) -> None:
        """Cancel, call off, or hold the date with its certificates."""
        row, stage = self.row, self.stage
        confirmed = Booking.objects.filter(date=date, status=Status.CONFIRMED).select_related("person").order_by("pk")
        for found in confirmed[: row.get("cancels", 0)]:
            person: Any = found.person
            cancelling.cancel(booking=found, actor=person, now=stage.now - HOUR, reason="Vertretung im Bürgeramt")
        if "called_off" in row:
            calling_off.call_off(date_id=date.pk, actor=stage.office, reason=row["called_off"], now=stage.now - 2 * DAY)
        if row.get("held"):
            self._hold(date, list(confirmed))

    def _hold(self, date: CourseDate, booked: list[Booking]) -> None:
        """Note who was there, close, number the certificates; the tick makes their files."""
        after, marks = date.ends_at + HOUR, []
        for number, found in enumerate(booked):
            presence, minutes = NOTED[number] if number < len(NOTED) else NOTED[0]
            marks += [attendance.Mark(found.pk, part.pk, presence, minutes) for part in date.parts.all()]
        attendance.mark(date_id=date.pk, marks=marks, actor=self.stage.office, now=after)
        attendance.close(date_id=date.pk, actor=self.stage.office, now=after)
        for found in certificates.unfinished():
            if found.date_id == date.pk:
                certificates.issue(booking=found, now=after)


def working_day(day: day_type, *, is_past: bool) -> day_type:
    """Return the day; of a weekend the Monday after it, or the Friday before: what is over stays over on a Monday."""
    if day.weekday() < SATURDAY:
        return day
    return day + (SATURDAY - 1 - day.weekday() if is_past else 7 - day.weekday()) * DAY
