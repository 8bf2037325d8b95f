"""Reads the catalogue (ZeMAG design, section 13): texts of the product, or those that were released in their place."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from zemag.catalogue import WEAPON_GROUPS
from zemag.models import TemplateState
from zemag_pages.models import WeaponText
from zemag_pages.words import WEAPON_GROUPS as GROUP_NAMES
from zemag_pages.words import WEAPONS as NAMES

FILE = Path(__file__).with_name("catalogue.toml")
LANGUAGES = ("de", "en")
PARTS = ("text", "law", "words", "notice", "distance")
FIELDS = tuple(f"{part}_{language}" for part in PARTS for language in LANGUAGES)
Texts = dict[str, str]
# Released rows by class, see `in_force`; a class that is not among them has the texts of the product.
Changed = Mapping[str, WeaponText]
NOTHING: Changed = {}


@dataclass(frozen=True)
class Weapon:
    """A class as a reader sees it."""

    code: str
    name: str
    text: str
    law: str
    words: str
    notice: str
    distance: str
    is_active: bool = True


@dataclass(frozen=True)
class Group:
    """A group with what holds for most of the classes that are shown; the others say it themselves."""

    code: str
    name: str
    notice: str
    distance: str
    weapons: tuple[Weapon, ...]


@cache
def content() -> dict[str, Any]:
    """Return the file; a wrong one is found by the tests."""
    return tomllib.loads(FILE.read_text("utf-8"))


def of_product(code: str) -> Texts:
    """Return the texts that a class comes with; it takes from its group what it does not say itself."""
    told = content()[code[0]]
    return {name: told[code].get(name) or told.get(name, "") for name in FIELDS}


def in_force() -> dict[str, WeaponText]:
    """Return the released rows by class: one question, however many there are."""
    return {row.code: row for row in WeaponText.objects.filter(state=TemplateState.RELEASED)}


def texts_of(row: WeaponText) -> Texts:
    """Return the texts of a row."""
    return {name: getattr(row, name) for name in FIELDS}


def inactive() -> set[str]:
    """Return the classes that are no longer offered."""
    rows = WeaponText.objects.filter(state=TemplateState.RELEASED, is_active=False)
    return set(rows.values_list("code", flat=True))


def groups(language: str, typed: str = "", chosen: str = "", changed: Changed = NOTHING) -> list[Group]:
    """Return the groups whose classes hold every typed word, in the language of the reader; empty ones are left out.

    So are classes that are no longer offered.
    """
    wanted = typed.casefold().split()
    found = []
    for code in WEAPON_GROUPS if not chosen else [chosen]:
        classes = []
        for one in codes_of(code):
            texts, row = texts_now(one, changed), changed.get(one)
            if (row is None or row.is_active) and _holds(one, texts, wanted):
                classes.append(_weapon(one, texts, language))
        if classes:
            found.append(_group(code, classes))
    return found


def weapon_of(code: str, language: str, changed: Changed = NOTHING) -> Weapon:
    """Return a class of `zemag.catalogue.WEAPONS`, also one that is no longer offered: old cases name it."""
    row = changed.get(code)
    return _weapon(code, texts_now(code, changed), language, row is None or row.is_active)


def texts_now(code: str, changed: Changed) -> Texts:
    """Return the texts in force."""
    row = changed.get(code)
    return of_product(code) if row is None else texts_of(row)


def codes_of(group: str) -> Iterable[str]:
    """Return the classes of a group in their order."""
    return (code for code, value in content()[group].items() if isinstance(value, dict))


def _group(code: str, classes: list[Weapon]) -> Group:
    usual = {part: Counter(getattr(one, part) for one in classes).most_common(1)[0][0] for part in PARTS[3:]}
    return Group(code, str(GROUP_NAMES[code]), usual["notice"], usual["distance"], tuple(classes))


def _weapon(code: str, texts: Texts, language: str, is_active: bool = True) -> Weapon:
    told = {part: texts[f"{part}_{language}"] for part in PARTS}
    return Weapon(code=code, name=str(NAMES[code]), is_active=is_active, **told)


def _holds(code: str, texts: Texts, wanted: list[str]) -> bool:
    """Whether a class holds every word, in either language: who knows only one word of it finds it."""
    names = []
    for language in LANGUAGES:
        with translation.override(language):
            names += [str(NAMES[code]), str(GROUP_NAMES[code[0]])]
    everything = " ".join(
        [code, *names, *(texts[f"{part}_{language}"] for part in ("text", "words") for language in LANGUAGES)]
    ).casefold()
    return all(word in everything for word in wanted)
