"""What a report adds to the figures: a month and five codes, nothing that leads back to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zemag.catalogue import OFFENCES, Act

NOTHING = "none"


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One report: each table counts it once, by its gravest offence and its first weapon."""

    month: str
    department: str
    level: int
    offence: str
    setting: str
    weapon: str


Facts = Mapping[Fact, int]


def fact_of(month: str, department: str, level: int, setting: str, acts: Iterable[Act]) -> Fact:
    """Return what a report adds; a report without offence or weapon has the row "none" there."""
    told = list(acts)
    codes = sorted((act.code for act in told if act.code in OFFENCES), key=lambda code: (-OFFENCES[code].level, code))
    weapons = sorted(act.weapon for act in told if act.weapon)
    return Fact(
        month=month,
        department=department or NOTHING,
        level=level,
        offence=codes[0] if codes else NOTHING,
        setting=setting or NOTHING,
        weapon=weapons[0][0] if weapons else NOTHING,
    )


def counted(facts: Facts, field: str) -> Counter[str]:
    """Return how many reports have each value of a field."""
    found: Counter[str] = Counter()
    for fact, number in facts.items():
        found[str(getattr(fact, field))] += number
    return found
