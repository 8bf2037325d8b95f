"""Planning a date: draft, publishing with its gaps, deadlines, halting, go or no-go."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from training.models import (
    Booking,
    Course,
    CourseDate,
    CourseDatePart,
    DateSeats,
    DateState,
    DateTrainer,
    Decision,
    Trainer,
    TrainerRole,
    TrainingEvent,
    Venue,
)
from training.permissions import can_plan
from training.services.deadlines import DeadlineSet, apply_deadlines, clamp_bookings
from training.services.errors import NotReady, WrongState
from training.services.gaps import gaps_of
from training.services.ledger import Ledger, locked_date
from training.services.queue import promote
from training.services.record import note
from training.services.teaching import announce_trainers, take_back_from_trainers

LONGEST_PART = timedelta(hours=12)
MOST_PARTS = 10


@dataclass(frozen=True)
class PartPlan:
    """Time and place of a part: a venue or an https address."""

    starts_at: datetime
    ends_at: datetime
    venue: Venue | None = None
    online_url: str = ""

    def check(self) -> None:
        """Raise ValidationError at the field that is wrong."""
        if self.starts_at >= self.ends_at:
            raise ValidationError({"ends_at": _("The end must come after the start.")})
        if self.ends_at - self.starts_at > LONGEST_PART:
            raise ValidationError({"ends_at": _("A part lasts 12 hours at most.")})
        if (self.venue is None) == (not self.online_url):
            raise ValidationError({"venue": _("Choose a venue or give a link, not both.")})
        if self.online_url and not self.online_url.startswith("https://"):
            raise ValidationError({"online_url": _("The link must start with https://.")})


def check_parts(plans: Sequence[PartPlan]) -> None:
    """Raise ValidationError unless there are 1 to 10 parts, each in order, none over another."""
    if not 1 <= len(plans) <= MOST_PARTS:
        raise ValidationError(_("A date has 1 to 10 parts."))
    for plan in plans:
        plan.check()
    ordered = sorted(plans, key=lambda plan: plan.starts_at)
    if any(first.ends_at > second.starts_at for first, second in zip(ordered, ordered[1:], strict=False)):
        raise ValidationError({"starts_at": _("Two parts overlap.")})


@dataclass(frozen=True)
class DatePlan:
    """What a new date is made of; deadlines that are not given follow from the start."""

    course: Course
    parts: Sequence[PartPlan]
    capacity: int
    wait_capacity: int = 20
    language: str = "de"
    trainers: Sequence[tuple[Trainer, TrainerRole]] = ()
    min_participants: int = 0
    note: str = ""
    deadlines: DeadlineSet = field(default_factory=DeadlineSet)
    # Of a form: sent twice, it makes one date.
    uid: uuid.UUID = field(default_factory=uuid.uuid4)


def create_date(*, plan: DatePlan, actor: User, now: datetime) -> CourseDate:
    """Make a draft with parts, trainers and ledger; nobody can have booked it, so no lock is needed.

    The same plan sent twice, even in the same instant, is one date. Raise ValidationError at the field that is wrong.
    """
    if not can_plan(actor):
        raise PermissionDenied
    check_parts(plan.parts)
    try:
        with transaction.atomic():
            return CourseDate.objects.filter(uid=plan.uid).first() or _write_draft(plan, actor, now)
    except (IntegrityError, ValidationError):
        # Another process wrote the same form between our look and our row.
        same = CourseDate.objects.filter(uid=plan.uid).first()
        if same is None:
            raise
        return same


def _write_draft(plan: DatePlan, actor: User, now: datetime) -> CourseDate:
    """Write the rows of a draft."""
    start = min(part.starts_at for part in plan.parts)
    date = CourseDate(
        uid=plan.uid,
        course=plan.course,
        language=plan.language,
        starts_at=start,
        ends_at=max(part.ends_at for part in plan.parts),
        min_participants=plan.min_participants,
        note=plan.note,
    )
    apply_deadlines(date, plan.deadlines.filled(start, now))
    date.full_clean(exclude=["course"])
    date.save(force_insert=True)
    seats = DateSeats(date=date, capacity=plan.capacity, wait_capacity=plan.wait_capacity)
    seats.full_clean(exclude=["date"])
    seats.save(force_insert=True)
    for part in plan.parts:
        CourseDatePart.objects.create(date=date, **{name.name: getattr(part, name.name) for name in fields(part)})
    for trainer, role in plan.trainers:
        DateTrainer.objects.create(date=date, trainer=trainer, role=role)
    TrainingEvent.objects.create(date=date, kind="created", actor=actor, at=now, new_status=date.state)
    return date


def publish(*, date_id: int, actor: User, now: datetime) -> CourseDate:
    """Open a draft to the catalogue; raise NotReady, which names every gap, or WrongState."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        if ledger.date.state != DateState.DRAFT:
            raise WrongState(ledger.date.state)
        gaps = gaps_of(ledger, now)
        if gaps:
            raise NotReady(gaps)
        _to_state(ledger, DateState.PUBLISHED, "published", actor, now)
        announce_trainers(ledger, actor=actor, now=now)
    return ledger.date


def back_to_draft(*, date_id: int, actor: User, now: datetime) -> CourseDate:
    """Take a date back that nobody ever booked; raise WrongState."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        if ledger.date.state != DateState.PUBLISHED or Booking.objects.filter(date=ledger.date).exists():
            raise WrongState(ledger.date.state)
        take_back_from_trainers(ledger, "removed", actor=actor, now=now)
        _to_state(ledger, DateState.DRAFT, "back_to_draft", actor, now)
    return ledger.date


def _to_state(ledger: Ledger, state: DateState, kind: str, actor: User | None, now: datetime) -> None:
    """Write another state of a date and its event."""
    old, ledger.date.state = ledger.date.state, state
    ledger.date.save(update_fields=["state"])
    note(ledger, kind=kind, actor=actor, now=now, old=old, new=state)


def halt(*, date_id: int, actor: User, now: datetime, halted: bool = True) -> CourseDate:
    """Stop new bookings, or let them in again; the queue goes on either way."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        _published(ledger)
        if ledger.date.registration_halted != halted:
            ledger.date.registration_halted = halted
            ledger.date.save(update_fields=["registration_halted"])
            note(ledger, kind="halted" if halted else "resumed", actor=actor, now=now)
    return ledger.date


def decide_runs(*, date_id: int, actor: User, now: datetime) -> CourseDate:
    """Decide that a date with few bookings takes place; calling off is `calling_off.call_off`."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        _published(ledger)
        ledger.date.decision = Decision.RUNS
        ledger.date.save(update_fields=["decision"])
        note(ledger, kind="decided", actor=actor, now=now, new=Decision.RUNS)
    return ledger.date


def change_deadlines(*, date_id: int, deadlines: DeadlineSet, actor: User, now: datetime) -> CourseDate:
    """Change deadlines; running approvals and offers are clamped, then the queue moves up (settled.md T2)."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        if ledger.date.state not in {DateState.DRAFT, DateState.PUBLISHED}:
            raise WrongState(ledger.date.state)
        changed = apply_deadlines(ledger.date, deadlines.given())
        ledger.date.full_clean(exclude=["course"])
        ledger.date.save(update_fields=changed)
        detail = {name: getattr(ledger.date, name).isoformat() for name in changed if name.endswith(("until", "_by"))}
        note(ledger, kind="deadlines", actor=actor, now=now, detail=detail)
        clamp_bookings(ledger, now)
        promote(ledger, now)
    return ledger.date


def change_details(
    *, date_id: int, note_text: str, wait_capacity: int, min_participants: int, actor: User, now: datetime
) -> CourseDate:
    """Change the note, the length of the queue and how many people are needed; who waits already stays."""
    if not can_plan(actor):
        raise PermissionDenied
    with locked_date(date_id) as ledger:
        date = ledger.date
        if date.state not in {DateState.DRAFT, DateState.PUBLISHED}:
            raise WrongState(date.state)
        if min_participants > ledger.seats.capacity:
            raise ValidationError({"min_participants": _("More people are needed than there are seats.")})
        date.note, date.min_participants = note_text, min_participants
        date.full_clean(exclude=["course"])
        date.save(update_fields=["note", "min_participants"])
        old, ledger.seats.wait_capacity = ledger.seats.wait_capacity, wait_capacity
        note(ledger, kind="details", actor=actor, now=now, detail={"old": old, "new": wait_capacity})
    return ledger.date


def _published(ledger: Ledger) -> None:
    """Raise WrongState unless the date is published."""
    if ledger.date.state != DateState.PUBLISHED:
        raise WrongState(ledger.date.state)
