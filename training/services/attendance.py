"""Who was there: marks per part, closing (T19), corrections (T20)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from training.models import (
    RESULTS,
    AttendanceMark,
    Booking,
    CourseDate,
    CourseDatePart,
    DateState,
    Place,
    Presence,
    Status,
)
from training.permissions import can_mark_attendance, is_office
from training.services.certificates import follow_result
from training.services.errors import TooLate, WrongState
from training.services.ledger import Ledger, locked_date
from training.services.record import change, fresh, note

TRAINER_CORRECTS = timedelta(days=14)


@dataclass(frozen=True)
class Mark:
    """What is noted for a booking in a part; `minutes` None is the whole part."""

    booking_id: int
    part_id: int
    presence: Presence
    minutes: int | None = None


def result_of(marks: Iterable[AttendanceMark], parts: Iterable[CourseDatePart], percent: int) -> Status:
    """Return the result of the marks of one booking: whole numbers only, so that 80 % is 80 %."""
    noted = {mark.part_id: mark for mark in marks}
    parts = list(parts)
    there = sum(noted[part.pk].minutes for part in parts)
    if there * 100 >= percent * sum(part.minutes for part in parts):
        return Status.ATTENDED
    if there:
        return Status.PARTIAL
    excused = all(noted[part.pk].presence == Presence.EXCUSED for part in parts)
    return Status.EXCUSED if excused else Status.NO_SHOW


def mark(*, date_id: int, marks: Iterable[Mark], actor: User, now: datetime) -> int:
    """Note who was there, from the start of the date until it is closed; return how many marks were written."""
    with locked_date(date_id) as ledger:
        date = ledger.date
        if not can_mark_attendance(actor, date):
            raise PermissionDenied
        if date.state != DateState.PUBLISHED or now < date.starts_at:
            raise WrongState(date.state)
        bookings = {row.pk: row for row in Booking.objects.filter(date=date, status=Status.CONFIRMED)}
        parts = {part.pk: part for part in _parts(date)}
        return sum(_write(bookings, parts, given, actor) for given in marks)


def _write(bookings: dict[int, Booking], parts: dict[int, CourseDatePart], given: Mark, actor: User) -> int:
    """Write one mark; raise ValidationError when it does not fit."""
    booking, part = bookings.get(given.booking_id), parts.get(given.part_id)
    if booking is None or part is None:
        raise WrongState
    AttendanceMark.objects.update_or_create(
        booking=booking,
        part=part,
        defaults={"presence": given.presence, "minutes": minutes_of(given, part), "marked_by": actor},
    )
    return 1


def minutes_of(given: Mark, part: CourseDatePart) -> int:
    """Return the minutes that a mark counts; raise ValidationError when they are more than the part has."""
    if given.presence != Presence.PRESENT:
        return 0
    minutes = part.minutes if given.minutes is None else given.minutes
    if not 0 <= minutes <= part.minutes:
        raise ValidationError({"minutes": _("This part has %(most)s minutes.") % {"most": part.minutes}})
    return minutes


def missing_marks(date: CourseDate) -> int:
    """Return how many marks are missing before attendance can be closed."""
    booked = Booking.objects.filter(date=date, status=Status.CONFIRMED)
    parts = _parts(date)
    there = AttendanceMark.objects.filter(booking__in=booked, part__in=parts).count()
    return booked.count() * len(parts) - there


def close(*, date_id: int, actor: User, now: datetime) -> CourseDate:
    """Close attendance when the date is over and nothing is missing: results, seats given back, date held (T19)."""
    with locked_date(date_id) as ledger:
        date = ledger.date
        if not can_mark_attendance(actor, date):
            raise PermissionDenied
        if date.state == DateState.HELD:
            return date
        if date.state != DateState.PUBLISHED or now < date.ends_at:
            raise WrongState(date.state)
        missing = missing_marks(date)
        if missing:
            raise WrongState(date.state, _("%(count)s marks are missing.") % {"count": missing})
        _end_open(ledger, now)
        parts = _parts(date)
        rows = Booking.objects.filter(date=date, status=Status.CONFIRMED).select_related("person", "course")
        for booking in rows.prefetch_related("marks").order_by("pk"):
            result = result_of(booking.marks.all(), parts, date.course.min_attendance_percent)
            change(ledger, booking, kind="attendance", actor=actor, now=now, status=result, place=Place.NONE)
        old, date.state, date.held_at = date.state, DateState.HELD, now
        date.save(update_fields=["state", "held_at"])
        note(ledger, kind="held", actor=actor, now=now, old=old, new=date.state)
    return date


def _end_open(ledger: Ledger, now: datetime) -> None:
    """End what the start should have ended, in case no tick came by."""
    rows = Booking.objects.filter(date=ledger.date, status__in=[Status.REQUESTED, Status.WAITING, Status.OFFERED])
    for booking in rows.select_related("person", "course").order_by("pk"):
        change(ledger, booking, kind="begun", actor=None, now=now, status=Status.EXPIRED, place=Place.NONE)


def correct(*, booking: Booking, marks: Iterable[Mark], actor: User, now: datetime) -> Booking:
    """Correct the marks of a held date: trainers 14 days after, then the office (T20); the certificate follows."""
    with locked_date(booking.date_id) as ledger:
        date, found = ledger.date, fresh(booking)
        if not can_mark_attendance(actor, date):
            raise PermissionDenied
        if now >= date.ends_at + TRAINER_CORRECTS and not is_office(actor):
            raise TooLate
        if date.state != DateState.HELD or found.status not in RESULTS:
            raise WrongState(found.status)
        parts = _parts(date)
        before = {row.part_id: [row.presence, row.minutes] for row in found.marks.all()}
        for given in marks:
            _write({found.pk: found}, {part.pk: part for part in parts}, given, actor)
        after = {row.part_id: [row.presence, row.minutes] for row in found.marks.all()}
        old = found.status
        result = result_of(found.marks.all(), parts, date.course.min_attendance_percent)
        detail = {"before": before, "after": after}
        change(
            ledger,
            found,
            kind="corrected",
            actor=actor,
            now=now,
            status=result,
            place=Place.NONE,
            detail=detail,
        )
        follow_result(ledger, found, old, now)
    return found


def _parts(date: CourseDate) -> list[CourseDatePart]:
    """Return the parts that took place."""
    return list(date.parts.filter(is_withdrawn=False).order_by("starts_at", "pk"))
