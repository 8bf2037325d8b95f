"""Offences and measures as their screens show them: names, facts, both languages, what differs."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zemag.catalogue import OFFENCES, Prosecution
from zemag.kinds import LANGUAGES, NAME, parts_of
from zemag.letters.facts import SECTIONS
from zemag.services.kind_rules import LEVELS
from zemag.services.kind_texts import Item, Version
from zemag_pages.kinds.forms import LEVEL, NAMES, OFFERED, THIS_IS, labels_of, sort_of
from zemag_pages.weapons.forms import TONGUES, offered
from zemag_pages.wordings.faces import row_of
from zemag_pages.words import LEVELS as LEVEL_NAMES

PROSECUTION: dict[Prosecution, Promise] = {
    Prosecution.APPLICATION: gettext_lazy("only on application"),
    Prosecution.RELATIVE: gettext_lazy("on application, or where the public interest asks for it"),
    Prosecution.OFFICE: gettext_lazy("without an application"),
}


def name_of(item: Item) -> str:
    """Return what it is called, in the language of the reader; what is not in force yet by its latest words."""
    texts = item.holds.texts or item.start.texts
    name = texts[f"{NAME}_{'en' if (get_language() or 'de').startswith('en') else 'de'}"]
    return f"{item.code}: {name}" if item.is_offence else name


def facts_of(item: Item, version: Version) -> list[tuple[Any, Any]]:
    """Return what a version says beside its words; of an offence also what the law says and nobody edits."""
    facts: list[tuple[Any, Any]] = [(LEVEL, LEVEL_NAMES[version.level])]
    if item.is_offence:
        facts += [
            (_("Law"), f"{SECTIONS[item.code]} StGB"),
            (_("Prosecuted"), PROSECUTION[OFFENCES[item.code].prosecution]),
        ]
    return [*facts, (THIS_IS[sort_of(item)], _offered(item, version))]


def _offered(item: Item, version: Version) -> str:
    return str(OFFERED[sort_of(item)][offered(version.is_active)])


def compared(item: Item) -> dict[str, Any]:
    """Return the names of what is compared: the words, the level of a measure, and whether it is offered."""
    level = {} if item.is_offence else {"level": LEVEL}
    return {**labels_of(item), **level, "offered": THIS_IS[sort_of(item)]}


def told(item: Item, version: Version) -> dict[str, str]:
    """Return everything that a version says, by the names of `compared`."""
    return {**version.texts, "level": str(LEVEL_NAMES[version.level]), "offered": _offered(item, version)}


def sides_of(item: Item, version: Version) -> list[dict[str, Any]]:
    """Return both languages beside each other."""
    parts = parts_of(item.code)
    return [
        {
            "language": language,
            "head": TONGUES[language],
            "parts": [(NAMES[part], version.texts[f"{part}_{language}"]) for part in parts],
        }
        for language in LANGUAGES
        if version.texts
    ]


def levels_of(items: Iterable[Item], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the items by the level that holds, or that is proposed; what waits comes first."""
    rows = [{**row_of(one, names), "item": one, "code": one.code, "name": name_of(one)} for one in items]
    return [
        {
            "level": level,
            "label": LEVEL_NAMES[level],
            "rows": sorted((row for row in rows if _level(row["item"]) == level), key=lambda row: not row["waiting"]),
        }
        for level in LEVELS
    ]


def _level(item: Item) -> int:
    return (item.holds if item.exists else item.start).level
