"""Seeded people in the mix of decision Z5, and how others write their names and birth dates."""

import datetime
import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass

from tests.zemag.groups import MIX, Name, heard, plain, transliterated, written

_KEYS = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
# People without papers get 1 January; the share differs between the groups.
_FIRST_OF_JANUARY = {"arabic": 0.15, "turkish": 0.05, "vietnamese": 0.03}
VARIANTS = ("same", "diacritics", "transliteration", "one typo", "two typos", "heard", "swapped", "extra")
BIRTHS = ("right", "swapped", "one digit", "unknown", "year only")
Lists = tuple[Mapping[str, tuple[Name, ...]], Mapping[str, tuple[Name, ...]]]


@dataclass(frozen=True)
class Someone:
    """A person who exists: the names in all their spellings."""

    group: str
    given: Name
    family: Name
    birth: datetime.date

    @property
    def name(self) -> tuple[str, str]:
        """What decides whether two people share a name."""
        return self.given[0], self.family[0]


@dataclass(frozen=True)
class Written:
    """What stands in an entry or is typed in an inquiry."""

    given: str
    family: str
    birth: str


def people(size: int, rng: random.Random, lists: Lists, group: str = "") -> list[Someone]:
    """Return people of one group, or in the mix; the first names of a list are the more frequent ones."""
    given, family = lists
    groups = [group] * size if group else rng.choices(list(MIX), list(MIX.values()), k=size)
    found = []
    for of in groups:
        first, last = chosen(given[of], rng), chosen(family[of], rng)
        found.append(Someone(of, first, feminine(of, first, last), born(of, rng)))
    return found


def chosen(of: tuple[Name, ...], rng: random.Random) -> Name:
    """Return a name by its rank."""
    return rng.choices(of, [1 / (rank + 8) for rank in range(len(of))])[0]


def feminine(group: str, given: Name, family: Name) -> Name:
    """Return the family name of a woman in Polish and Russian."""
    if group == "russian" and given[0][-1] in "аяь" and family[0].endswith(("ов", "ев", "ёв", "ин")):
        return tuple(name + "а" for name in family)
    if group == "polish" and given[0].endswith("a") and family[0].endswith("ki"):
        return tuple(name[:-1] + "a" for name in family)
    return family


def born(group: str, rng: random.Random) -> datetime.date:
    """Return a birth date between 1945 and 2007."""
    year = rng.randint(1945, 2007)
    if rng.random() < _FIRST_OF_JANUARY.get(group, 0.0):
        return datetime.date(year, 1, 1)
    return datetime.date(year, 1, 1) + datetime.timedelta(days=rng.randrange(365))


def entry(person: Someone, rng: random.Random) -> Written:
    """Return a person as the register has it."""
    return Written(
        written(person.group, person.given, rng),
        written(person.group, person.family, rng),
        person.birth.isoformat(),
    )


def query(person: Someone, stored: Written, variant: str, birth: str, rng: random.Random) -> Written:
    """Return what another office types for a person who stands in the register as `stored`."""
    given, family = VARIED[variant](person, stored, rng)
    return Written(given, family, dated(person.birth, birth, rng))


def _diacritics(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    return plain(stored.given), plain(stored.family)


def _transliteration(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    return transliterated(person.group, person.given, rng), transliterated(person.group, person.family, rng)


def _one_typo(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    if rng.random() < 0.5:
        return typed(stored.given, rng), stored.family
    return stored.given, typed(stored.family, rng)


def _two_typos(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    return typed(stored.given, rng), typed(stored.family, rng)


def _heard(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    return heard(person.group, person.given, rng), heard(person.group, person.family, rng)


def _extra(person: Someone, stored: Written, rng: random.Random) -> tuple[str, str]:
    more = rng.choice(("Maria", "Ali", "Peter", "Andrej", "Ngoc", "Sofia", "Jan"))
    kind = rng.randrange(4)
    if kind == 0:
        return f"{stored.given} {more}", stored.family
    if kind == 1:
        return stored.given, f"{stored.family}-Winter"
    if kind == 2:
        return f"{more}-{stored.given}", stored.family
    return stored.given, f"von {stored.family}"


VARIED = {
    "same": lambda person, stored, rng: (stored.given, stored.family),
    "diacritics": _diacritics,
    "transliteration": _transliteration,
    "one typo": _one_typo,
    "two typos": _two_typos,
    "heard": _heard,
    "swapped": lambda person, stored, rng: (stored.family, stored.given),
    "extra": _extra,
}


def typed(text: str, rng: random.Random) -> str:
    """Return a text with one typing error: a sign left out, doubled, changed for its neighbour, or two changed over."""
    if len(text) < 3:
        return text
    place = rng.randrange(1, len(text))
    kind = rng.randrange(4)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place] + text[place:]
    if kind == 2 and place + 1 < len(text):
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + _beside(text[place], rng) + text[place + 1 :]


def _beside(sign: str, rng: random.Random) -> str:
    row = next((row for row in _KEYS if sign.lower() in row), "aeiou")
    where = row.find(sign.lower())
    return row[max(0, min(len(row) - 1, where + rng.choice((-1, 1))))]


def dated(birth: datetime.date, kind: str, rng: random.Random) -> str:
    """Return a birth date as the kind says; day and month are changed over only where that is a date."""
    if kind == "unknown":
        return ""
    if kind == "year only":
        return str(birth.year)
    if kind == "swapped" and birth.day <= 12:
        return f"{birth.year:04}-{birth.day:02}-{birth.month:02}"
    return one_digit(birth, rng) if kind == "one digit" else birth.isoformat()


def one_digit(birth: datetime.date, rng: random.Random) -> str:
    """Return another date that differs in one digit."""
    text = birth.isoformat()
    for _ in itertools.count():
        place = rng.choice((2, 3, 5, 6, 8, 9))
        other = text[:place] + rng.choice("0123456789") + text[place + 1 :]
        if other != text and is_date(other):
            return other
    raise AssertionError


def is_date(text: str) -> bool:
    """Whether a text is a day between 1921 and 2009."""
    try:
        return 1920 < datetime.date.fromisoformat(text).year < 2010
    except ValueError:
        return False
