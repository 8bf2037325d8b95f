"""Offences and measures as they hold: what the product brings, or what was released in its place (sections 4, 7).

Rows are asked for once where a list is made; what they seal never changes and is opened once in a process.
"""

import uuid
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from django.utils import translation

from zemag import labels, sealing
from zemag.catalogue import MEASURES, OFFENCES
from zemag.models import Measure, OffenceType, TemplateState

LANGUAGES = ("de", "en")
# What an offence is called, and what somebody who reports reads; a measure has its name alone.
NAME, HAPPENED = "name", "happened"
OF_OFFENCES, OF_MEASURES = (NAME, HAPPENED), (NAME,)
PRODUCT_WORDS: Mapping[str, tuple[labels.Words, ...]] = {
    **{code: (labels.OFFENCES, labels.HAPPENED) for code in OFFENCES},
    **{code: (labels.MEASURES,) for code in MEASURES},
}
# Sets of released rows that a process remembers: the one in force, and the one before while others still read it.
REMEMBERED = 4
Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """An offence or a measure in both languages; one that is not active is read but not offered."""

    code: str
    level: int
    texts: Mapping[str, str]
    is_active: bool = True

    def said(self, part: str = NAME) -> str:
        """Return its words in the language of the reader."""
        return self.texts[f"{part}_{'en' if (translation.get_language() or 'de').startswith('en') else 'de'}"]


Kinds = Mapping[str, Kind]


def parts_of(code: str) -> tuple[str, ...]:
    """Return which words an offence or a measure has."""
    return OF_OFFENCES if code in OFFENCES else OF_MEASURES


def fields_of(code: str) -> tuple[str, ...]:
    """Return the names of its texts, by part and language."""
    return tuple(f"{part}_{language}" for part in parts_of(code) for language in LANGUAGES)


@cache
def of_product(code: str) -> Mapping[str, str]:
    """Return the words with which the product brings an offence or a measure; raise KeyError for another code."""
    found: Texts = {}
    for part, words in zip(parts_of(code), PRODUCT_WORDS[code], strict=True):
        for language in LANGUAGES:
            with translation.override(language):
                found[f"{part}_{language}"] = str(words[code])
    return found


def level_of_product(code: str) -> int:
    """Return the level with which the product brings it; that of an offence is the law's and never another."""
    return OFFENCES[code].level if code in OFFENCES else MEASURES[code]


def offences() -> dict[str, Kind]:
    """Return every offence by code, in the order of the law: one question."""
    rows = {row.code: row for row in OffenceType.objects.filter(state=TemplateState.RELEASED)}
    told = _told(OffenceType, rows.values())
    return {code: _kind(code, rows.get(code), told, offence.level) for code, offence in OFFENCES.items()}


def measures() -> dict[str, Kind]:
    """Return every measure that was ever in force by code, the mildest first: one question."""
    rows = {row.code: row for row in Measure.objects.filter(state=TemplateState.RELEASED)}
    told = _told(Measure, rows.values())
    codes = [*MEASURES, *sorted((code for code in rows if code not in MEASURES), key=place_of)]
    levels = {**MEASURES, **{code: row.level for code, row in rows.items()}}
    kinds = {code: _kind(code, rows.get(code), told, levels[code]) for code in codes}
    return dict(sorted(kinds.items(), key=lambda item: item[1].level))


def place_of(code: str) -> tuple[int, str]:
    """Return where an own measure stands among them: `own_10` comes after `own_9`."""
    return len(code), code


def _kind(code: str, row: Any, told: Mapping[uuid.UUID, Texts], level: int) -> Kind:
    if row is None:
        return Kind(code, level, of_product(code))
    return Kind(code, level, told[row.pk], row.is_active)


def _told(model: type[OffenceType] | type[Measure], rows: Iterable[Any]) -> Mapping[uuid.UUID, Texts]:
    return _opened(model, tuple(sorted(row.pk for row in rows)))


@lru_cache(maxsize=REMEMBERED)
def _opened(model: type[OffenceType] | type[Measure], keys: tuple[uuid.UUID, ...]) -> Mapping[uuid.UUID, Texts]:
    """Return the words of rows; raise Unreadable. A version that was released is never written anew."""
    rows = list(model.objects.filter(pk__in=keys)) if keys else []
    return {row.pk: one["texts"] for row, one in zip(rows, sealing.unseal_all(rows), strict=True)} if rows else {}


class Lists:
    """Both lists for one screen or one letter: each is asked for when it is needed first, and then never again."""

    @cached_property
    def offences(self) -> dict[str, Kind]:
        """Every offence by code."""
        return offences()

    @cached_property
    def measures(self) -> dict[str, Kind]:
        """Every measure by code."""
        return measures()


def said(kinds: Kinds, codes: Iterable[str], part: str = NAME) -> list[str]:
    """Return the words of codes; a code without words stands for itself, so that nothing is hidden."""
    return [kinds[code].said(part) if code in kinds else code for code in codes]


def offered(kinds: Kinds, chosen: Container[str] = (), part: str = NAME) -> list[tuple[str, str]]:
    """Return codes with their words as a form offers them, with those that somebody has chosen already."""
    return [(code, kind.said(part)) for code, kind in kinds.items() if kind.is_active or code in chosen]


def offered_codes(kinds: Kinds) -> set[str]:
    """Return the codes of what is offered."""
    return {code for code, kind in kinds.items() if kind.is_active}
