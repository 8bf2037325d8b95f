"""When figures appear: months and quarters on the 10th of the next month, years on 31 January (section 12)."""

import datetime
from collections.abc import Iterator

from zemag.clocks import LOCAL

MONTH_DAY = 10
YEAR_DAY = (1, 31)
MONTHS, QUARTER = 12, 3


def month_of(day: datetime.date) -> str:
    """Return the name of the month of a day, as in 2026-05."""
    return f"{day:%Y-%m}"


def next_month(month: str) -> str:
    """Return the name of the following month."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // MONTHS}-{number % MONTHS + 1:02}"


def appears(name: str) -> datetime.date:
    """Return the day on which a period appears."""
    if len(name) == len("2026"):
        return datetime.date(int(name) + 1, *YEAR_DAY)
    following = next_month(last_month(name))
    return datetime.date(int(following[:4]), int(following[5:]), MONTH_DAY)


def last_month(name: str) -> str:
    """Return the last month of a month or quarter."""
    return f"{name[:4]}-{int(name[-1]) * QUARTER:02}" if "Q" in name else name


def months_of(name: str) -> tuple[str, ...]:
    """Return the months of a month, quarter or year."""
    if "-" not in name:
        return tuple(f"{name}-{number:02}" for number in range(1, MONTHS + 1))
    last = int(last_month(name)[5:])
    return tuple(f"{name[:4]}-{number:02}" for number in range(last - (2 if "Q" in name else 0), last + 1))


def begins(name: str) -> datetime.datetime:
    """Return the moment at which a period begins here."""
    first = months_of(name)[0]
    return datetime.datetime(int(first[:4]), int(first[5:]), 1, tzinfo=LOCAL)


def ends(name: str) -> datetime.datetime:
    """Return the moment at which a period is over here."""
    return begins(next_month(months_of(name)[-1]))


def due(first: str, today: datetime.date) -> Iterator[str]:
    """Yield what has to stand on a day, from the first month on, in the order in which it appears."""
    month = first
    while appears(month) <= today:
        yield month
        number = int(month[5:])
        if number % QUARTER == 0:
            yield f"{month[:4]}-Q{number // QUARTER}"
        if number == MONTHS and appears(month[:4]) <= today:
            yield month[:4]
        month = next_month(month)
