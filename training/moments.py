"""Times: working days, wall-clock times that exist once, and the deadlines of a booking."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from training.models import CourseDate, Phase
from training.models.dates import DateState

DAY = timedelta(days=1)
WEEK = 5


def zone() -> ZoneInfo:
    """Return the zone of the city."""
    return ZoneInfo(settings.TIME_ZONE)


def local_moment(naive: datetime) -> datetime:
    """Return a time of the wall clock as a moment; raise ValidationError where it exists twice or not at all."""
    first = naive.replace(tzinfo=zone(), fold=0)
    second = naive.replace(tzinfo=zone(), fold=1)
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _("%(time)s does not exist, or exists twice, on the day when the clocks change.")
            % {"time": naive.strftime("%d.%m.%Y %H:%M")}
        )
    return first.astimezone(UTC)


def add_working_days(start: datetime, days: int) -> datetime:
    """Return the moment some working days (Monday to Friday) later, at the same time of the wall clock."""
    moment = timezone.localtime(start, zone())
    while days:
        moment += DAY
        if moment.weekday() < WEEK:
            days -= 1
    return moment.astimezone(UTC)


def working_days_between(start: datetime, end: datetime) -> int:
    """Return how many whole working days lie between two moments."""
    days = 0
    while add_working_days(start, days + 1) <= end:
        days += 1
    return days


def shifted(moment: datetime, delta: timedelta) -> datetime:
    """Return a moment moved on the wall clock, so that 9:00 stays 9:00 over a change of clocks."""
    naive = timezone.localtime(moment, zone()).replace(tzinfo=None) + delta
    return naive.replace(tzinfo=zone()).astimezone(UTC)


def series(first: datetime, count: int, every: timedelta) -> list[datetime]:
    """Return moments at the same time of the wall clock (training design, section 9, rule 5)."""
    return [shifted(first, every * number) for number in range(count)]


def phase_of(date: CourseDate, now: datetime) -> Phase | None:
    """Return what a published date is right now; None for any other state."""
    if date.state != DateState.PUBLISHED:
        return None
    if now >= date.ends_at:
        return Phase.OVER
    if now >= date.starts_at:
        return Phase.RUNNING
    if now < date.registration_opens:
        return Phase.ANNOUNCED
    return Phase.OPEN if now < date.registration_closes else Phase.CLOSED


def why_not(date: CourseDate, now: datetime) -> str:
    """Return in a word why a date takes no bookings: `state`, `halted`, `quality` or the phase; empty when it does."""
    phase = phase_of(date, now)
    if phase is None:
        return "state"
    if phase != Phase.OPEN:
        return str(phase)
    if date.registration_halted:
        return "halted"
    return "quality" if date.quality_block else ""


def approval_limit(date: CourseDate, now: datetime) -> datetime:
    """Return the last moment at which an approval still makes sense: `promote_until`, within 24 h of it the start."""
    return date.starts_at if date.promote_until - now < DAY else date.promote_until


def approval_until(date: CourseDate, now: datetime) -> datetime:
    """Return until when somebody must have approved a booking made now."""
    return min(add_working_days(now, date.approval_days), approval_limit(date, now))


def offer_until(date: CourseDate, now: datetime) -> datetime:
    """Return until when an offer made now can be accepted."""
    return min(now + timedelta(hours=date.offer_hours), date.promote_until)


def add_months(day: datetime, months: int) -> datetime:
    """Return the moment some months later; the 31st becomes the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return day.replace(year=year, month=month + 1, day=number)
        except ValueError:
            continue
    raise ValueError(day)
