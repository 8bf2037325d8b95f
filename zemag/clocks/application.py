"""The three months in which an application for prosecution can be filed (StGB § 77b)."""

import datetime
from dataclasses import dataclass

from zemag.clocks.calendar import add_months, working_day_from

MONTHS = 3
# Days before the end at which somebody is warned (ZeMAG design, section 5).
WARNED_BEFORE = (30, 14, 7, 2)


def last_application_day(known: datetime.date) -> datetime.date:
    """Return the last day for an application.

    Three months from the end of the day on which the entitled person knew act and offender (StGB § 77b(2)). An end on
    a Saturday, a Sunday or a public holiday moves to the next working day (StGB § 77b(1) sentence 2).
    """
    return working_day_from(add_months(known, MONTHS))


@dataclass(frozen=True, slots=True)
class ApplicationClock:
    """The clock of one entitled person: each has an own one (StGB § 77b(3)).

    `known` is the day on which the person knew act and offender. Until the legal unit confirms it, it is the date of
    the incident, which only warns early: an offender who is identified later makes a later start (decision Z6).
    """

    known: datetime.date
    confirmed: bool

    @property
    def last_day(self) -> datetime.date:
        """The last day for an application."""
        return last_application_day(self.known)

    @property
    def warnings(self) -> tuple[datetime.date, ...]:
        """The days of the warnings, the first one first."""
        return tuple(self.last_day - datetime.timedelta(days=days) for days in WARNED_BEFORE)

    def lapsed(self, today: datetime.date) -> bool:
        """Whether it is too late; a date that nobody confirmed never makes it too late."""
        return self.confirmed and today > self.last_day
