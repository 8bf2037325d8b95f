"""Clocks of the desk and of the register: two hours, working days, the end of a provisional entry."""

import datetime

from zemag.clocks.calendar import add_working_days, end_of_day, local_day

PROVISIONAL = datetime.timedelta(hours=72)
URGENT = datetime.timedelta(hours=2)
URGENT_LEVEL = 3


def provisional_ends(began: datetime.datetime) -> datetime.datetime:
    """Return when a provisional entry without a second signature ends, in UTC.

    The later of 72 hours and the end of the next working day (decision 3): over Easter it lives until Tuesday.
    """
    following = end_of_day(add_working_days(local_day(began), 1))
    return max(began.astimezone(datetime.UTC) + PROVISIONAL, following)


def working_clock(began: datetime.datetime, level: int, days: int = 1) -> datetime.datetime:
    """Return when a step is due, in UTC: two hours at level 3, else the end of the working day `days` later.

    Section 5 of the ZeMAG design and decision 2: triage and legal steps, contact (1) and statement (3).
    """
    if level >= URGENT_LEVEL:
        return began.astimezone(datetime.UTC) + URGENT
    return end_of_day(add_working_days(local_day(began), days))
