"""What the office can do with a date, a part, a trainer or a booking: each one form, one service, one sentence."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from training.models import Booking, CourseDate, CourseDatePart, DateState, DateTrainer, Place, Status
from training.office.forms import (
    AddTrainerForm,
    CapacityForm,
    DeadlineForm,
    DetailsForm,
    MoveForm,
    NothingForm,
    PartForm,
    PersonForm,
    ReasonForm,
)
from training.services import approving, booking, calling_off, cancelling, changing, planning, queue, teaching

Call = Callable[[Any, Any, User, datetime], object]
Possible = Callable[[Any, datetime], bool]
DRAFT, PUBLISHED = DateState.DRAFT, DateState.PUBLISHED


@dataclass(frozen=True)
class Action:
    """`label` stands on the button, `question` above the form, `done` is said afterwards."""

    label: Promise
    question: Promise
    done: Promise
    call: Call
    possible: Possible
    form: type[forms.Form] = NothingForm
    initial: Callable[[Any], dict[str, Any]] = lambda target: {}
    serious: bool = False


def _plannable(date: CourseDate, now: datetime) -> bool:
    return date.state in {DRAFT, PUBLISHED}


def _before_start(date: CourseDate, now: datetime) -> bool:
    return bool(date.state == PUBLISHED and now < date.starts_at)


def _part_of(part: CourseDatePart) -> dict[str, Any]:
    return {name: getattr(part, name) for name in ("starts_at", "ends_at", "venue", "online_url")}


ON_DATE: dict[str, Action] = {
    "publish": Action(
        _("Publish"),
        _("The date appears in the catalogue; its trainers get a calendar entry."),
        _("The date is published."),
        lambda date, form, actor, now: planning.publish(date_id=date.pk, actor=actor, now=now),
        lambda date, now: date.state == DRAFT,
    ),
    "back-to-draft": Action(
        _("Back to draft"),
        _("Possible as long as nobody has ever booked; trainers are told."),
        _("The date is a draft again."),
        lambda date, form, actor, now: planning.back_to_draft(date_id=date.pk, actor=actor, now=now),
        lambda date, now: bool(date.state == PUBLISHED and not date.bookings.exists()),
    ),
    "add-part": Action(
        _("Add a part"),
        _("Everybody who is booked gets a calendar entry of the new part."),
        _("The part is added."),
        lambda date, form, actor, now: changing.add_part(date_id=date.pk, plan=form.plan(), actor=actor, now=now),
        _plannable,
        PartForm,
    ),
    "add-trainer": Action(
        _("Add a trainer"),
        _("The trainer gets a calendar entry once the date is published."),
        _("The trainer is added."),
        lambda date, form, actor, now: teaching.add_trainer(
            date_id=date.pk,
            trainer=form.cleaned_data["trainer"],
            role=form.cleaned_data["role"],
            actor=actor,
            now=now,
        ),
        _plannable,
        AddTrainerForm,
    ),
    "capacity": Action(
        _("Change seats"),
        _("With more seats the waiting list moves up at once."),
        _("The number of seats is changed."),
        lambda date, form, actor, now: changing.change_capacity(
            date_id=date.pk, capacity=form.cleaned_data["capacity"], actor=actor, now=now
        ),
        _plannable,
        CapacityForm,
        lambda date: CapacityForm.present(date.seats),
    ),
    "deadlines": Action(
        _("Change deadlines"),
        _("Open requests and offers end at the new deadlines at the latest."),
        _("The deadlines are changed."),
        lambda date, form, actor, now: planning.change_deadlines(
            date_id=date.pk, deadlines=form.deadlines(), actor=actor, now=now
        ),
        _plannable,
        DeadlineForm,
        DeadlineForm.present,
    ),
    "details": Action(
        _("Change note and queue"),
        _("Who waits already keeps the place."),
        _("The date is changed."),
        lambda date, form, actor, now: planning.change_details(date_id=date.pk, actor=actor, now=now, **form.details()),
        _plannable,
        DetailsForm,
        DetailsForm.present,
    ),
    "halt": Action(
        _("Halt booking"),
        _("Nobody can book for now; the waiting list goes on."),
        _("Booking is halted."),
        lambda date, form, actor, now: planning.halt(date_id=date.pk, actor=actor, now=now),
        lambda date, now: _before_start(date, now) and not date.registration_halted,
    ),
    "resume": Action(
        _("Resume booking"),
        _("The date can be booked again."),
        _("Booking is open again."),
        lambda date, form, actor, now: planning.halt(date_id=date.pk, actor=actor, now=now, halted=False),
        lambda date, now: _before_start(date, now) and date.registration_halted,
    ),
    "runs": Action(
        _("Decide: takes place"),
        _("The date takes place with the people who are booked."),
        _("It is decided that the date takes place."),
        lambda date, form, actor, now: planning.decide_runs(date_id=date.pk, actor=actor, now=now),
        lambda date, now: _before_start(date, now) and date.min_participants > 0 and date.decision == "undecided",
    ),
    "book": Action(
        _("Book for somebody"),
        _("The same rules as for everybody hold: a free seat, otherwise the end of the waiting list."),
        _("The booking is made."),
        lambda date, form, actor, now: booking.book(
            date_id=date.pk, person=form.person, actor=actor, request_key=uuid.uuid4(), now=now
        ),
        _before_start,
        PersonForm,
    ),
    "walk-in": Action(
        _("Add somebody who came"),
        _("For somebody who is there without a booking, as long as a seat is free."),
        _("The person is on the list."),
        lambda date, form, actor, now: booking.walk_in(
            date_id=date.pk, person=form.person, actor=actor, request_key=uuid.uuid4(), now=now
        ),
        lambda date, now: bool(date.state == PUBLISHED and now >= date.starts_at),
        PersonForm,
    ),
    "next": Action(
        _("Give the free seat to the next"),
        _("The first of the waiting list is booked at once; best call beforehand."),
        _("The next person has the seat."),
        lambda date, form, actor, now: queue.next_by_hand(date_id=date.pk, actor=actor, now=now),
        lambda date, now: bool(_before_start(date, now) and now >= date.promote_until and date.seats.free > 0),
    ),
    "call-off": Action(
        _("Call off"),
        _("All bookings end, everybody is told with this reason. This cannot be taken back."),
        _("The date is called off; everybody is told."),
        lambda date, form, actor, now: calling_off.call_off(
            date_id=date.pk, actor=actor, reason=form.cleaned_data["reason"], now=now
        ),
        lambda date, now: bool(date.state == PUBLISHED and now < date.ends_at),
        ReasonForm,
        serious=True,
    ),
}
ON_PART: dict[str, Action] = {
    "move": Action(
        _("Move"),
        _("Everybody who is booked gets the new entry; old and new time and place are named."),
        _("The part is moved."),
        lambda part, form, actor, now: changing.move_part(
            part=part,
            plan=form.plan(),
            actor=actor,
            now=now,
            shift_deadlines=form.cleaned_data["shift_deadlines"],
        ),
        lambda part, now: _plannable(part.date, now) and not part.is_withdrawn,
        MoveForm,
        _part_of,
    ),
    "withdraw": Action(
        _("Withdraw"),
        _("The part does not take place; its calendar entries are taken back."),
        _("The part is withdrawn."),
        lambda part, form, actor, now: changing.withdraw_part(part=part, actor=actor, now=now),
        lambda part, now: _plannable(part.date, now) and not part.is_withdrawn,
        serious=True,
    ),
}
ON_TRAINER: dict[str, Action] = {
    "remove": Action(
        _("Remove"),
        _("The calendar entry is taken back."),
        _("The trainer is removed."),
        lambda row, form, actor, now: teaching.remove_trainer(row=row, actor=actor, now=now),
        lambda row, now: _plannable(row.date, now) and not row.is_removed,
        serious=True,
    ),
}
ON_BOOKING: dict[str, Action] = {
    "approve": Action(
        _("Approve"),
        _("In place of the supervisor."),
        _("The booking is approved."),
        lambda row, form, actor, now: approving.approve(booking=row, actor=actor, now=now),
        lambda row, now: row.status == Status.REQUESTED,
    ),
    "refuse": Action(
        _("Refuse"),
        _("In place of the supervisor; the person reads the reason."),
        _("The booking is refused."),
        lambda row, form, actor, now: approving.refuse(
            booking=row, actor=actor, reason=form.cleaned_data["reason"], now=now
        ),
        lambda row, now: row.status == Status.REQUESTED,
        ReasonForm,
        serious=True,
    ),
    "cancel": Action(
        _("Cancel booking"),
        _("The person reads the reason; a free seat goes to the waiting list."),
        _("The booking is cancelled."),
        lambda row, form, actor, now: cancelling.cancel_for(
            booking=row, actor=actor, reason=form.cleaned_data["reason"], now=now
        ),
        lambda row, now: row.is_active and now < row.date.starts_at,
        ReasonForm,
        serious=True,
    ),
    "override": Action(
        _("Seat out of turn"),
        _("Others wait longer: the exception stays visible on the date with its reason."),
        _("The person has a seat."),
        lambda row, form, actor, now: queue.override(
            booking=row, actor=actor, reason=form.cleaned_data["reason"], now=now
        ),
        lambda row, now: row.place == Place.QUEUE and _before_start(row.date, now) and row.date.seats.free > 0,
        ReasonForm,
    ),
}
TARGETS: dict[str, tuple[type[Any], dict[str, Action]]] = {
    "date": (CourseDate, ON_DATE),
    "part": (CourseDatePart, ON_PART),
    "trainer": (DateTrainer, ON_TRAINER),
    "booking": (Booking, ON_BOOKING),
}


def possible(actions: dict[str, Action], target: Any, now: datetime) -> list[tuple[str, Action]]:
    """Return what can be done with something now."""
    return [(name, action) for name, action in actions.items() if action.possible(target, now)]
