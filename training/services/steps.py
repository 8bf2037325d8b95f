"""A transition of a booking with all that belongs to it: row, seat, event, calendar entries and mail."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from accounts.models import User
from training import addresses
from training.approvers import approvers_of
from training.invitations import CANCEL, Invitation, uid_of_booking, uid_of_trainer
from training.mails import Letter, parts_of, send
from training.models import Booking, CourseDate, CourseDatePart, DateTrainer, Place, TrainingEvent
from training.services.ledger import Ledger
from training.services.record import change, note
from training.texts import APPROVER, OFFICE, PARTICIPANT, TRAINER


def entries(
    booking: Booking, date: CourseDate, parts: Sequence[CourseDatePart], method: str, sequence: int
) -> list[Invitation]:
    """Return the calendar entries of a participant for some parts."""
    person = booking.person
    if person is None:
        return []
    return [
        Invitation(
            part=part,
            uid=uid_of_booking(booking, part),
            method=method,
            sequence=sequence,
            summary=date.course.title_in(booking.language),
            description=addresses.booking_url(booking, booking.language),
            email=person.email,
            name=person.get_full_name(),
        )
        for part in parts
    ]


def trainer_entries(
    row: DateTrainer, date: CourseDate, parts: Sequence[CourseDatePart], method: str, sequence: int
) -> list[Invitation]:
    """Return the calendar entries of a trainer for some parts."""
    trainer = row.trainer
    return [
        Invitation(
            part=part,
            uid=uid_of_trainer(row, part),
            method=method,
            sequence=sequence,
            summary=date.course.title_in(trainer.language),
            description=addresses.desk_url(trainer.language),
            email=trainer.email,
            name=trainer.name,
        )
        for part in parts
    ]


def step(
    ledger: Ledger,
    booking: Booking,
    *,
    kind: str,
    actor: User | None,
    now: datetime,
    status: str,
    place: str,
    reason: str = "",
    tell: str = "",
    calendar: str = "",
    values: dict[str, Any] | None = None,
    **fields: Any,
) -> TrainingEvent:
    """Move a booking on; `tell` names the mail to the participant, `calendar` the method of its entries."""
    invitations: list[Invitation] = []
    if calendar:
        if calendar == CANCEL:
            fields["ical_sequence"] = booking.ical_sequence + 1
        sequence = fields.get("ical_sequence", booking.ical_sequence)
        invitations = entries(booking, ledger.date, parts_of(ledger.date), calendar, sequence)
    detail = {"calendar": [invitation.facts for invitation in invitations]} if invitations else {}
    event = change(
        ledger,
        booking,
        kind=kind,
        actor=actor,
        now=now,
        status=status,
        place=place,
        reason=reason,
        detail=detail,
        **fields,
    )
    if tell:
        to_participant(event, booking, tell, now, invitations=invitations, values=values, reason=reason)
    return event


def to_participant(
    event: TrainingEvent,
    booking: Booking,
    name: str,
    now: datetime,
    *,
    invitations: Sequence[Invitation] = (),
    values: dict[str, Any] | None = None,
    reason: str = "",
    more: Sequence[Callable[[], str]] = (),
) -> None:
    """Tell a participant what happened to the own booking."""
    if booking.person is None:
        return
    send(
        Letter(
            email=booking.person.email,
            language=booking.language,
            text=PARTICIPANT[name],
            part_text=PARTICIPANT["part_entry"],
            date=event.date,
            link=addresses.booking_url(booking, booking.language),
            key=f"{event.pk}:participant",
            order_key=f"booking:{booking.uid}",
            values=values or {},
            reason=reason,
            more=more,
            invitations=invitations,
        ),
        now,
    )


def to_approvers(event: TrainingEvent, booking: Booking, name: str, now: datetime, *, reason: str = "") -> None:
    """Tell those who approve for the participant."""
    person = booking.person
    if person is None:
        return
    for approver in approvers_of(person):
        send(
            Letter(
                email=approver.email,
                language=approver.language,
                text=APPROVER[name],
                date=event.date,
                link=addresses.approvals_url(approver.language),
                key=f"{event.pk}:{name}:{approver.pk}",
                values={"person": person.get_full_name() or person.email, "until": booking.approval_until or now},
                reason=reason,
            ),
            now,
        )


def to_office(
    date: CourseDate, name: str, key: str, now: datetime, *, values: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Tell the training office, once per key."""
    send(
        Letter(
            email=settings.TRAINING_MAILBOX,
            language=settings.LANGUAGE_CODE,
            text=OFFICE[name],
            date=date,
            link=addresses.work_list_url(),
            key=f"{key}:office",
            values=values or {},
            reason=reason,
        ),
        now,
    )


def trainer_step(
    ledger: Ledger,
    row: DateTrainer,
    name: str,
    method: str,
    parts: Sequence[CourseDatePart],
    *,
    actor: User | None,
    now: datetime,
    rise: int = 1,
    reason: str = "",
    more: Sequence[Callable[[], str]] = (),
) -> None:
    """Send a trainer the entries of some parts, with SEQUENCE raised, and write that down."""
    if rise:
        row.ical_sequence += rise
        row.save(update_fields=["ical_sequence"])
    invitations = trainer_entries(row, ledger.date, parts, method, row.ical_sequence)
    detail = {"trainer": str(row.uid), "calendar": [invitation.facts for invitation in invitations]}
    event = note(ledger, kind=f"trainer_{name}", actor=actor, now=now, detail=detail)
    to_trainer(row, ledger.date, name, str(event.pk), now, invitations=invitations, reason=reason, more=more)


def to_trainer(
    row: DateTrainer,
    date: CourseDate,
    name: str,
    key: str,
    now: datetime,
    *,
    invitations: Sequence[Invitation] = (),
    reason: str = "",
    more: Sequence[Callable[[], str]] = (),
) -> None:
    """Tell a trainer; never with a list of participants."""
    trainer = row.trainer
    send(
        Letter(
            email=trainer.email,
            language=trainer.language,
            text=TRAINER[name],
            part_text=TRAINER["part_entry"],
            date=date,
            link=addresses.desk_url(trainer.language) if trainer.user_id else addresses.date_url(date, "de"),
            key=f"{key}:trainer:{row.pk}",
            order_key=f"trainer:{row.uid}",
            reason=reason,
            more=more,
            invitations=invitations,
        ),
        now,
    )


def place_in_queue(booking: Booking) -> int:
    """Return the place on the waiting list that people see, from 1."""
    ahead = Booking.objects.filter(date=booking.date_id, place=Place.QUEUE, wait_no__lt=booking.wait_no)
    return ahead.count() + 1
