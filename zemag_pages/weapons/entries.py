"""Reads the catalogue (ZeMAG design, section 13); each class takes from its group what it does not say itself."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from zemag.catalogue import WEAPON_GROUPS
from zemag_pages.words import WEAPON_GROUPS as GROUP_NAMES
from zemag_pages.words import WEAPONS as NAMES

FILE = Path(__file__).with_name("catalogue.toml")
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Weapon:
    """A class as a reader sees it."""

    code: str
    name: str
    text: str
    law: str
    words: str


@dataclass(frozen=True)
class Group:
    """A group with what holds for all of its classes."""

    code: str
    name: str
    notice: str
    distance: str
    weapons: tuple[Weapon, ...]


@cache
def content() -> dict[str, Any]:
    """Return the file; a wrong one is found by the tests."""
    return tomllib.loads(FILE.read_text("utf-8"))


def groups(language: str, typed: str = "", chosen: str = "") -> list[Group]:
    """Return the groups whose classes hold every typed word, in the language of the reader; empty ones are left out."""
    wanted = typed.casefold().split()
    found = []
    for code in WEAPON_GROUPS if not chosen else [chosen]:
        told = content()[code]
        classes = tuple(_weapon(told, one, language) for one in _codes(told) if _holds(told, one, wanted))
        if classes:
            notice, distance = told[f"notice_{language}"], told[f"distance_{language}"]
            found.append(Group(code, str(GROUP_NAMES[code]), notice, distance, classes))
    return found


def group_of(code: str, language: str) -> Group:
    """Return the group of a class of `zemag.catalogue.WEAPONS` with all of its classes."""
    return groups(language, chosen=code[0])[0]


def _codes(told: dict[str, Any]) -> Iterator[str]:
    yield from (code for code, value in told.items() if isinstance(value, dict))


def _weapon(told: dict[str, Any], code: str, language: str) -> Weapon:
    own = told[code]
    law = own.get(f"law_{language}") or told.get(f"law_{language}", "")
    return Weapon(code, str(NAMES[code]), own[f"text_{language}"], law, own[f"words_{language}"])


def _holds(told: dict[str, Any], code: str, wanted: list[str]) -> bool:
    """Whether a class holds every word, in either language: who knows only one word of it finds it."""
    own = told[code]
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names += [str(NAMES[code]), str(GROUP_NAMES[code[0]])]
    everything = " ".join(
        [code, *names, *(own[f"{part}_{language}"] for part in ("text", "words") for language in LANGUAGES)]
    ).casefold()
    return all(word in everything for word in wanted)
