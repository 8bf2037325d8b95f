"""Reminders; each reads the state first and is queued once, by its key (training design, section 10)."""

from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from outbox.models import OutgoingMail
from training import addresses
from training.approvers import approvers_of
from training.mails import Letter, send
from training.models import Booking, CourseDate, DateState, DateTrainer, Decision, Status
from training.moments import DAY, working_days_between
from training.services.due import each
from training.services.steps import to_office, to_trainer
from training.texts import APPROVER, PARTICIPANT

REMIND_AGAIN_AFTER = 2
SOON = timedelta(days=2)
DAYS = (1, 7)


def participants(now: datetime) -> int:
    """Remind those who are booked, a week and a day before."""
    soon = Q()
    for days in DAYS:
        soon |= Q(date__starts_at__gt=now + (days - 1) * DAY, date__starts_at__lte=now + days * DAY)
    rows = Booking.objects.filter(soon, status=Status.CONFIRMED, date__state=DateState.PUBLISHED)
    found = list(rows.exclude(created_at__gt=now - DAY).select_related("person", "date__course"))
    known = _sent("training:remind") if found else set()
    fresh = [row for row in found if _key(row, _days(row, now)) not in known]
    return each("reminder", fresh, lambda row: _remind(row, _days(row, now), now))


def _days(booking: Booking, now: datetime) -> int:
    """Return which reminder is due."""
    return min(days for days in DAYS if booking.date.starts_at <= now + days * DAY)


def _key(booking: Booking, days: int) -> str:
    """Return the key of a reminder; a moved date is reminded of again."""
    return f"remind{days}:{booking.pk}:{booking.date.starts_at:%Y%m%d%H%M}"


def _sent(prefix: str) -> set[str]:
    """Return the keys of mails that were queued, without `training:` and slot."""
    keys = OutgoingMail.objects.filter(dedupe_key__startswith=prefix).values_list("dedupe_key", flat=True)
    return {str(key).removeprefix("training:").rsplit(":", 1)[0] for key in keys}


def _remind(booking: Booking, days: int, now: datetime) -> bool:
    person = booking.person
    if person is None or not person.is_active:
        return False
    letter = Letter(
        email=person.email,
        language=booking.language,
        text=PARTICIPANT[f"remind_{days}"],
        date=booking.date,
        link=addresses.booking_url(booking, booking.language),
        key=_key(booking, days),
        order_key=f"booking:{booking.uid}",
    )
    send(letter, now)
    return True


def approvers(now: datetime) -> int:
    """Remind those who approve, two working days after the request."""
    rows = Booking.objects.filter(status=Status.REQUESTED, approval_until__gt=now, created_at__lte=now - SOON)
    found = list(rows.select_related("person", "date__course"))
    known = _sent("training:again:") if found else set()
    fresh = [row for row in found if f"again:{row.pk}" not in known]
    due = [row for row in fresh if working_days_between(row.created_at, now) >= REMIND_AGAIN_AFTER]
    return each("again", due, lambda row: _ask_again(row, now))


def _ask_again(booking: Booking, now: datetime) -> bool:
    person = booking.person
    if person is None:
        return False
    # One key for all of them: who approves can change between two ticks, the request is brought up again once.
    for number, approver in enumerate(approvers_of(person)):
        letter = Letter(
            email=approver.email,
            language=approver.language,
            text=APPROVER["again"],
            date=booking.date,
            link=addresses.approvals_url(approver.language),
            key=f"again:{booking.pk}" if number == 0 else f"again:{booking.pk}:{number}",
            values={"person": person.get_full_name() or person.email, "until": booking.approval_until or now},
        )
        send(letter, now)
    return True


def trainers(now: datetime) -> int:
    """Remind trainers two days before; and of open attendance one and seven days after the end."""
    soon = Q(date__starts_at__gt=now + DAY, date__starts_at__lte=now + SOON)
    ended = Q()
    for days in DAYS:
        ended |= Q(date__ends_at__lte=now - days * DAY, date__ends_at__gt=now - (days + 1) * DAY)
    rows = DateTrainer.objects.filter(soon | ended, is_removed=False, date__state=DateState.PUBLISHED)
    return each("trainer", rows.select_related("trainer__user", "date__course"), lambda row: _remind_trainer(row, now))


def _remind_trainer(row: DateTrainer, now: datetime) -> bool:
    """Send the reminder that is due."""
    if row.date.starts_at > now:
        return _to_trainer(row, "remind_2", "", now)
    return _to_trainer(row, "attendance", str((now - row.date.ends_at).days), now)


def _to_trainer(row: DateTrainer, name: str, day: str, now: datetime) -> bool:
    to_trainer(row, row.date, name, f"{name}{day}:{row.date.starts_at:%Y%m%d%H%M}", now)
    return True


def office(now: datetime) -> int:
    """Tell the office what needs a decision: too few people by `decide_by`, attendance open for 14 days."""
    booked = Count("bookings", filter=Q(bookings__status=Status.CONFIRMED))
    rows = CourseDate.objects.filter(state=DateState.PUBLISHED).annotate(booked=booked).select_related("course")
    short = Q(decide_by__lte=now, starts_at__gt=now, decision=Decision.UNDECIDED, booked__lt=F("min_participants"))
    unmarked = Q(ends_at__lte=now - 14 * DAY)
    return each("office", rows.filter(short | unmarked), lambda row: _tell_office(row, now))


def _tell_office(date: CourseDate, now: datetime) -> bool:
    """Send what is due."""
    return _to_office(date, "decide" if date.starts_at > now else "attendance", now)


def _to_office(date: CourseDate, name: str, now: datetime) -> bool:
    to_office(date, name, f"{name}:{date.pk}:{date.starts_at:%Y%m%d%H%M}", now)
    return True
