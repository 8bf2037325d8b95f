"""Days and times of the wall clock in the reader's language."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.templatetags.pages import local_date
from zemag.clocks import last_day, local_day


def clock(moment: datetime, now: datetime) -> str:
    """Return the time, with the day where it is not today."""
    return local_date(moment, "time") if local_day(moment) == local_day(now) else day_and_time(moment)


def day_and_time(moment: datetime) -> str:
    """Return day and time."""
    return _("%(day)s, %(time)s") % {"day": local_date(moment), "time": local_date(moment, "time")}


def ended_day(moment: datetime) -> date | None:
    """Return the day that ends with a moment, if it is midnight: nobody reads that as the next day."""
    day = last_day(moment)
    return None if day == local_day(moment) else day


def until(moment: datetime) -> str:
    """Return until when: a day, or day and time."""
    day = ended_day(moment)
    return local_date(day) if day else day_and_time(moment)


def month(text: str) -> str:
    """Return a month kept as YYYY-MM in words, as in "June 2026"."""
    year, number = (int(part) for part in text.split("-"))
    return date_format(date(year, number, 1), "F Y", use_l10n=False)
