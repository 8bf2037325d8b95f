"""Any order of operations keeps the twelve promises, with a clock that passes every deadline (training design, 17)."""

import os
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from training.drill.stage import DAY, HOUR, Stage, build
from training.invariants import violations
from training.models import ACTIVE, Booking, CourseDate, CourseDatePart, DateState, Place, Status, Venue
from training.services import approving, attendance, booking, calling_off, cancelling, due, queue
from training.services.attendance import Mark
from training.services.changing import change_capacity, move_part
from training.services.errors import Refused
from training.services.planning import PartPlan, halt

pytestmark = pytest.mark.django_db
# The whole size, 200, runs behind `make storm-training`.
EXAMPLES = int(os.environ.get("EXAMPLES", "6"))
NOW = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
NUMBER = st.integers(0, 7)


class Life(RuleBasedStateMachine):
    """Two dates, one with approval, five people, and everything that can happen to them."""

    stage: Stage

    @initialize()
    def begin(self) -> None:
        """Start at the stage that was built once; what follows is rolled back."""
        self.now, self.kept = NOW, transaction.atomic()
        # Services ask for a transaction of their own; this one is the test's.
        self.kept._from_testcase = True
        self.kept.__enter__()

    def teardown(self) -> None:
        """Forget what happened."""
        if hasattr(self, "kept"):
            transaction.set_rollback(True)
            self.kept.__exit__(None, None, None)

    def attempt(self, call: Callable[[], object]) -> None:
        """Do something that may be refused, and then has changed nothing."""
        try:
            call()
        except (Refused, ValidationError, PermissionDenied):
            return

    def some(self, number: int, **filters: Any) -> Booking | None:
        """Return one of the bookings of a kind."""
        rows = list(
            Booking.objects.filter(date__in=self.stage.dates, **filters).select_related("person").order_by("pk")
        )
        return rows[number % len(rows)] if rows else None

    def date(self, number: int) -> int:
        """Return one of the dates."""
        return self.stage.dates[number % len(self.stage.dates)]

    @rule(who=NUMBER, where=NUMBER)
    def book(self, who: int, where: int) -> None:
        """Somebody books."""
        person = self.stage.people[who % len(self.stage.people)]
        call = lambda: booking.book(  # noqa: E731
            date_id=self.date(where), person=person, actor=person, request_key=uuid.uuid4(), now=self.now
        )
        self.attempt(call)

    @rule(number=NUMBER)
    def cancel(self, number: int) -> None:
        """Somebody cancels, perhaps twice."""
        found = self.some(number, status__in=[*ACTIVE, Status.CANCELLED])
        if found is not None:
            self.attempt(lambda: cancelling.cancel(booking=found, actor=found.person, now=self.now, reason="krank"))

    @rule(number=NUMBER, yes=st.booleans())
    def decide(self, number: int, yes: bool) -> None:
        """The supervisor decides."""
        found, boss = self.some(number, status=Status.REQUESTED), self.stage.office
        if found is not None and yes:
            self.attempt(lambda: approving.approve(booking=found, actor=boss, now=self.now))
        elif found is not None:
            self.attempt(lambda: approving.refuse(booking=found, actor=boss, reason="Dienst", now=self.now))

    @rule(number=NUMBER, yes=st.booleans())
    def answer(self, number: int, yes: bool) -> None:
        """Somebody answers an offer."""
        found = self.some(number, status=Status.OFFERED)
        if found is not None:
            call = approving.accept if yes else approving.decline
            self.attempt(lambda: call(booking=found, actor=found.person, now=self.now))

    @rule(where=NUMBER, capacity=st.integers(0, 4))
    def resize(self, where: int, capacity: int) -> None:
        """The office changes the number of seats."""
        office = self.stage.office
        self.attempt(lambda: change_capacity(date_id=self.date(where), capacity=capacity, actor=office, now=self.now))

    @rule(where=NUMBER, days=st.integers(-3, 3), shift=st.booleans())
    def move(self, where: int, days: int, shift: bool) -> None:
        """The office moves a date."""
        part = CourseDatePart.objects.get(date=self.date(where))
        plan = PartPlan(part.starts_at + days * DAY, part.ends_at + days * DAY, Venue.objects.first())
        office = self.stage.office
        self.attempt(lambda: move_part(part=part, plan=plan, actor=office, now=self.now, shift_deadlines=shift))

    @rule(number=NUMBER, out_of_turn=st.booleans())
    def by_hand(self, number: int, out_of_turn: bool) -> None:
        """The office gives a seat away."""
        found, office = self.some(number, place=Place.QUEUE), self.stage.office
        if found is not None and out_of_turn:
            self.attempt(lambda: queue.override(booking=found, actor=office, reason="Einsatz", now=self.now))
        else:
            self.attempt(lambda: queue.next_by_hand(date_id=self.date(number), actor=office, now=self.now))

    @rule(where=NUMBER, halted=st.booleans(), rare=st.integers(0, 40))
    def stop(self, where: int, halted: bool, rare: int) -> None:
        """The office halts or resumes booking; once in a long while it calls a date off."""
        date, office = self.date(where), self.stage.office
        if rare == 40:
            self.attempt(lambda: calling_off.call_off(date_id=date, actor=office, reason="Sperrung", now=self.now))
        else:
            self.attempt(lambda: halt(date_id=date, actor=office, now=self.now, halted=halted))

    @rule(where=NUMBER, there=st.booleans())
    def close(self, where: int, there: bool) -> None:
        """The office notes who was there and closes."""
        date, office = self.date(where), self.stage.office
        part = CourseDatePart.objects.get(date=date)
        rows = Booking.objects.filter(date=date, status=Status.CONFIRMED)
        marks = [Mark(row.pk, part.pk, "present" if there else "absent") for row in rows]
        self.attempt(lambda: attendance.mark(date_id=date, marks=marks, actor=office, now=self.now))
        self.attempt(lambda: attendance.close(date_id=date, actor=office, now=self.now))

    @rule(by=st.sampled_from([HOUR, 12 * HOUR, DAY, 3 * DAY, 8 * DAY]))
    def wait(self, by: timedelta) -> None:
        """Time passes, and the tick comes by."""
        self.now += by
        due.expire(self.now)
        due.begin_dates(self.now)
        assert due.sweep(self.now) == 0

    @invariant()
    def every_promise_holds(self) -> None:
        """The twelve invariants, after every step."""
        if hasattr(self, "now"):
            assert violations(self.now) == []
            held = CourseDate.objects.filter(pk__in=self.stage.dates, state=DateState.HELD)
            assert not Booking.objects.filter(date__in=held, status__in=ACTIVE).exists()


@pytest.mark.acceptance("training", 4)
def test_any_order_of_operations_keeps_every_promise() -> None:
    stage = build(now=NOW, persons=5, dates=1, seats=2, waiting=3, approval=True, starts=(20 * DAY,), one_active=True)
    stage.dates += build(now=NOW, persons=0, dates=1, seats=1, waiting=2, starts=(9 * DAY,)).dates
    Life.stage = stage
    size = settings(
        max_examples=EXAMPLES,
        stateful_step_count=25,
        deadline=None,
        database=None,
        derandomize=EXAMPLES < 100,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=size)
