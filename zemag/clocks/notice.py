"""Notices to the person, answers to requests, and how long data of reported people may stay (GDPR Art. 12 and 14)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from zemag.clocks.calendar import add_months, local_day

LONGEST_DAYS = 30
ESCALATED_AFTER = (14, 21)
ESCALATED_BEFORE = 3
EXTENSION_MONTHS = 2
KEPT_AFTER_APPLICATION = 7
KEPT_AT_MOST = 120
# Own choice of the product: what is done about a letter that came back is done in this time, never before the notice is
# due.
AFTER_RETURN = datetime.timedelta(days=14)
# LZG NRW § 10(2): delivered once two weeks have passed since the day of the posting.
POSTED_FOR = datetime.timedelta(days=14)


def notice_due(submitted: datetime.datetime) -> datetime.date:
    """Return the last day for the notice of GDPR Art. 14.

    30 days or one calendar month, whichever is shorter, from the local day of the first submission; the short form
    counts, supplements do not restart it (decision Z7). It does not move to the next working day.
    """
    received = local_day(submitted)
    return min(received + datetime.timedelta(days=LONGEST_DAYS), add_months(received, 1))


def notice_escalations(submitted: datetime.datetime) -> tuple[datetime.date, ...]:
    """Return the days on which an open notice is escalated: days 14 and 21, and three days before it is due."""
    received = local_day(submitted)
    after = (received + datetime.timedelta(days=days) for days in ESCALATED_AFTER)
    return (*after, notice_due(submitted) - datetime.timedelta(days=ESCALATED_BEFORE))


@dataclass(frozen=True, slots=True)
class RequestClock:
    """A request of a person, received on a local day (GDPR Art. 12(3)); no end moves to the next working day."""

    received: datetime.date

    @property
    def due(self) -> datetime.date:
        """The last day for the answer, and for telling of an extension with its reasons."""
        return add_months(self.received, 1)

    @property
    def due_extended(self) -> datetime.date:
        """The last day after the one extension by two months, counted from the receipt."""
        return add_months(self.received, 1 + EXTENSION_MONTHS)

    def may_extend(self, today: datetime.date) -> bool:
        """Whether the person can still be told of an extension."""
        return today <= self.due


def returned_due(day: datetime.date, due: datetime.date) -> datetime.date:
    """Return until when the next step after a return is owed: 14 days later, not before the notice is due."""
    return max(day + AFTER_RETURN, due)


def posting_ends(posted: datetime.date) -> datetime.date:
    """Return the last day of a public notice; with its end the letter counts as delivered (LZG NRW § 10(2))."""
    return posted + POSTED_FOR


def intake_ends(
    recorded: datetime.date,
    applications: Iterable[datetime.date],
    due: datetime.date,
    *,
    noticed: bool,
    again: datetime.date | None = None,
) -> datetime.date:
    """Return the day on which the data of a reported person is destroyed at the latest (decision 4).

    7 days after the last of the application days, at most 120 days after it was recorded, and never after the notice
    is due unless a letter was sent or its deferral decided (`noticed`). A letter that came back gives until `again`
    for the next step; it never makes the data stay longer than if the letter had arrived.
    """
    week = datetime.timedelta(days=KEPT_AFTER_APPLICATION)
    ends = min(
        max((day + week for day in applications), default=due),
        recorded + datetime.timedelta(days=KEPT_AT_MOST),
    )
    return ends if noticed else min(ends, again or due)
