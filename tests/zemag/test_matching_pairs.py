"""Variant pairs written by hand: found by name alone in nearly all cases, with a birth date in all."""

from collections import Counter

import pytest

from tests.zemag.groups import GROUPS
from tests.zemag.pairs import TEXT
from zemag.matching import Birth, Level, Matcher, Person

BORN = Birth(1980, 3, 4)
SWAPPED = Birth(1980, 4, 3)
Pair = tuple[str, tuple[str, str], tuple[str, str]]


def read(text: str) -> list[Pair]:
    found, group = [], ""
    for line in text.strip().splitlines():
        if line.startswith("#"):
            group = line.removeprefix("# ")
            continue
        sides = [tuple(part.strip() for part in side.split(",")) for side in line.lstrip("! ").split("|")]
        found.append((group, (sides[0][0], sides[0][1]), (sides[1][0], sides[1][1])))
    return found


PAIRS = [pair for pair in read(TEXT) if pair[0] in GROUPS]
STRANGERS = [pair for pair in read(TEXT) if pair[0] not in GROUPS]


def level(pair: Pair, one: Birth | None = None, other: Birth | None = None) -> Level:
    return Matcher().match(Person((pair[1],), one), Person((pair[2],), other)).level


def test_there_are_two_hundred_pairs_of_six_groups() -> None:
    assert len(PAIRS) >= 200
    assert min(Counter(pair[0] for pair in PAIRS).values()) >= 20


@pytest.mark.parametrize("group", GROUPS)
def test_nine_of_ten_pairs_of_each_group_are_found_by_name_alone(group: str) -> None:
    asked = [pair for pair in PAIRS if pair[0] == group]
    missed = [pair for pair in asked if level(pair) is Level.NONE]
    assert len(missed) <= len(asked) * 0.1, missed


def test_nineteen_of_twenty_pairs_are_found_by_name_alone() -> None:
    assert sum(level(pair) is Level.NONE for pair in PAIRS) <= len(PAIRS) * 0.05


@pytest.mark.parametrize("born", [BORN, SWAPPED])
def test_every_pair_is_found_with_a_right_or_swapped_birth_date(born: Birth) -> None:
    assert [pair for pair in PAIRS if level(pair, BORN, born) is Level.NONE] == []


@pytest.mark.parametrize("pair", STRANGERS, ids=lambda pair: " ".join(pair[1] + pair[2]))
def test_different_people_are_no_hit_by_name_alone(pair: Pair) -> None:
    assert level(pair) is Level.NONE
