"""Working days, public holidays and months of North Rhine-Westphalia."""

import calendar
import datetime
from functools import cache
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")
DAY = datetime.timedelta(days=1)
_FIXED = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))
# Days from Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi.
_FROM_EASTER = (-2, 1, 39, 50, 60)
# Reformation Day was a holiday everywhere in Germany in this one year.
_ONCE = {2017: ((10, 31),)}
SATURDAY = 5


def easter(year: int) -> datetime.date:
    """Return Easter Sunday of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    corrected = (century - (8 * century + 13) // 25 - century // 4 + 19 * golden + 15) % 30
    moon = corrected - corrected // 28 * (1 - corrected // 28 * (29 // (corrected + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    shift = moon - weekday
    month = 3 + (shift + 40) // 44
    return datetime.date(year, month, shift + 28 - 31 * (month // 4))


@cache
def holidays(year: int) -> frozenset[datetime.date]:
    """Return the public holidays of a year (Feiertagsgesetz NRW, § 2; Sundays are not listed)."""
    fixed = {datetime.date(year, month, day) for month, day in (*_FIXED, *_ONCE.get(year, ()))}
    return frozenset(fixed | {easter(year) + days * DAY for days in _FROM_EASTER})


def is_working_day(day: datetime.date) -> bool:
    """Whether a day is neither Saturday, Sunday nor a public holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


def working_day_from(day: datetime.date) -> datetime.date:
    """Return the day itself or the next working day."""
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: datetime.date, number: int) -> datetime.date:
    """Return the working day that comes `number` working days after a day; 0 is the day itself or the next one."""
    if number < 0:
        raise ValueError("a clock runs forward")
    if number == 0:
        return working_day_from(day)
    for _ in range(number):
        day = working_day_from(day + DAY)
    return day


def add_months(day: datetime.date, number: int) -> datetime.date:
    """Return the same day `number` months later, or the last day of that month (BGB § 188; 31 Jan to 28/29 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def local_day(moment: datetime.datetime) -> datetime.date:
    """Return the day of a moment as people here count it; a moment without a zone raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return moment.astimezone(LOCAL).date()


def end_of_day(day: datetime.date) -> datetime.datetime:
    """Return the moment at which a day is over here, in UTC: midnight after it."""
    midnight = datetime.datetime.combine(day + DAY, datetime.time(), LOCAL)
    return midnight.astimezone(datetime.UTC)


def last_day(due: datetime.datetime) -> datetime.date:
    """Return the last day before a deadline: midnight ends a day, and whoever reads the next one comes too late."""
    return local_day(due - datetime.timedelta(microseconds=1))
