"""How old a person was on the day of the incident, and what follows for an entry (ZeMAG design, section 6)."""

import datetime

from zemag.matching import Birth
from zemag.services.errors import AgeUnknown, TooYoung

RESPONSIBLE, ADULT = 14, 18


def is_minor(birth: Birth | None, on: datetime.date, *, clearly_adult: bool) -> bool:
    """Whether the person was a minor; raise TooYoung under 14 (StGB § 19), AgeUnknown when nobody can say."""
    if birth is None:
        if not clearly_adult:
            raise AgeUnknown
        return False
    least, most = _ages(birth, on)
    if most < RESPONSIBLE:
        raise TooYoung
    if least < RESPONSIBLE and not clearly_adult:
        raise AgeUnknown
    if least < ADULT <= most:
        return not clearly_adult
    return most < ADULT


def _ages(birth: Birth, on: datetime.date) -> tuple[int, int]:
    """Return the least and the greatest age; a year alone leaves one year open."""
    years = on.year - birth.year
    if not birth.exact:
        return years - 1, years
    age = years - ((on.month, on.day) < (birth.month, birth.day))
    return age, age
