"""Birth dates: reading what was typed, and how alike two dates are."""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

OLDEST_YEARS = 120
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class BirthCode(StrEnum):
    """Why two birth dates are alike; the texts are written elsewhere."""

    EQUAL = "birth.equal"
    SWAPPED = "birth.swapped"
    ONE_DIGIT = "birth.one_digit"
    YEAR_OFF = "birth.year_off"
    YEAR_ONLY = "birth.year_only"
    FIRST_OF_JANUARY = "birth.first_of_january"
    SAME_YEAR = "birth.same_year"
    NEAR_YEAR = "birth.near_year"
    DIFFERENT = "birth.different"
    NOT_COMPARED = "birth.not_compared"


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date, or a year alone when `month` is 0 (also for an estimated year)."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def exact(self) -> bool:
        """Whether day and month are known."""
        return self.month > 0

    @property
    def first_of_january(self) -> bool:
        """What an office writes when only the year is known."""
        return (self.month, self.day) == (1, 1)

    @property
    def digits(self) -> str:
        """The eight digits of the date."""
        return f"{self.year:04}{self.month:02}{self.day:02}"


def read_birth(text: str, today: datetime.date) -> Birth | None:
    """Return the date of DD.MM.YYYY, YYYY-MM-DD or YYYY; None for an empty text.

    Raises ValueError for what is no date, lies in the future, or makes a person older than 120 years.
    """
    text = text.strip()
    if not text:
        return None
    if _YEAR.fullmatch(text):
        birth, day = Birth(int(text)), datetime.date(int(text), 1, 1)
    elif found := _DAY_FIRST.fullmatch(text):
        day = datetime.date(int(found[3]), int(found[2]), int(found[1]))
        birth = Birth(day.year, day.month, day.day)
    elif found := _YEAR_FIRST.fullmatch(text):
        day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        birth = Birth(day.year, day.month, day.day)
    else:
        raise ValueError("not a date")
    if day > today or day.year < today.year - OLDEST_YEARS:
        raise ValueError("not a birth date of a living person")
    return birth


def compare_births(one: Birth | None, other: Birth | None) -> tuple[float, BirthCode]:
    """Return how alike two dates are (the highest rule that applies) and why; the order does not matter."""
    if one is None or other is None:
        return 0.0, BirthCode.NOT_COMPARED
    if not (one.exact and other.exact):
        return _by_year(one, other, 0.85, BirthCode.YEAR_ONLY)
    # People without papers share 1 January: on both sides it is a year and no more (settled decision Z1).
    if one.first_of_january and other.first_of_january:
        if OSA.distance(one.digits, other.digits, score_cutoff=1) == 1:
            return 0.80, BirthCode.ONE_DIGIT
        return _by_year(one, other, 0.85, BirthCode.YEAR_ONLY)
    return _exact(one, other)


def _exact(one: Birth, other: Birth) -> tuple[float, BirthCode]:
    if one == other:
        return 1.0, BirthCode.EQUAL
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return 0.93, BirthCode.SWAPPED
    same_day = one.month == other.month and one.day == other.day
    if (same_day or one.year == other.year) and OSA.distance(one.digits, other.digits, score_cutoff=1) == 1:
        return 0.90, BirthCode.ONE_DIGIT
    if same_day and abs(one.year - other.year) in (1, 10):
        return 0.88, BirthCode.YEAR_OFF
    if one.first_of_january or other.first_of_january:
        return _by_year(one, other, 0.80, BirthCode.FIRST_OF_JANUARY)
    # The year alone is shared by one in sixty; with the same day or month it is worth a look.
    near = one.month == other.month or one.day == other.day
    return _by_year(one, other, 0.55 if near else 0.40, BirthCode.SAME_YEAR if near else BirthCode.NEAR_YEAR)


def _by_year(one: Birth, other: Birth, same: float, code: BirthCode) -> tuple[float, BirthCode]:
    if one.year == other.year:
        return same, code
    return (0.40, BirthCode.NEAR_YEAR) if abs(one.year - other.year) <= 2 else (0.0, BirthCode.DIFFERENT)
