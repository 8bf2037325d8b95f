"""The clocks of the law and of the domain: pure functions over dates, in the calendar of North Rhine-Westphalia."""

from zemag.clocks.application import ApplicationClock, last_application_day
from zemag.clocks.calendar import (
    LOCAL,
    add_months,
    add_working_days,
    end_of_day,
    holidays,
    is_working_day,
    last_day,
    local_day,
    working_day_from,
)
from zemag.clocks.notice import (
    RequestClock,
    intake_ends,
    notice_due,
    notice_escalations,
    posting_ends,
    returned_due,
)
from zemag.clocks.register import provisional_ends, working_clock

__all__ = [
    "LOCAL",
    "ApplicationClock",
    "RequestClock",
    "add_months",
    "add_working_days",
    "end_of_day",
    "holidays",
    "intake_ends",
    "is_working_day",
    "last_day",
    "last_application_day",
    "local_day",
    "notice_due",
    "notice_escalations",
    "posting_ends",
    "provisional_ends",
    "returned_due",
    "working_clock",
    "working_day_from",
]
