"""Recall and false hits of matching on seeded populations; used by the tests and by `make bench-zemag`."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.zemag.groups import GROUPS
from tests.zemag.populations import BIRTHS, VARIANTS, Lists, Someone, Written, dated, entry, people, query
from zemag.matching import Level, Matcher, MatchProfile, Person, is_shared_by_many, read_birth

TODAY = datetime.date(2030, 1, 1)


def person(written: Written, key: int = 0) -> Person:
    """Return what is compared."""
    return Person(((written.given, written.family),), read_birth(written.birth, TODAY), (), key)


@dataclass
class Recall:
    """How many of the asked were found, by variant of the name, kind of birth date and group."""

    asked: dict[tuple[str, str, str], int] = field(default_factory=dict)
    found: dict[tuple[str, str, str], int] = field(default_factory=dict)
    missed: list[tuple[str, Written, Written]] = field(default_factory=list)

    def share(self, variant: str = "", birth: str = "", group: str = "") -> float:
        """Return the found of the asked; an empty word means all."""
        keys = [
            key
            for key in self.asked
            if all(not want or want == got for want, got in zip((variant, birth, group), key, strict=True))
        ]
        return sum(self.found[key] for key in keys) / max(1, sum(self.asked[key] for key in keys))


def recall(lists: Lists, profile: MatchProfile, *, size: int = 200, seed: int = 1) -> Recall:
    """Ask for `size` people of each group in every variant and with every kind of birth date."""
    rng, done, matcher = random.Random(seed), Recall(), Matcher(profile)
    for group in GROUPS:
        for someone in people(size, rng, lists, group):
            stored = entry(someone, rng)
            for variant in VARIANTS:
                for birth in BIRTHS:
                    asked = query(someone, stored, variant, birth, rng)
                    hit = matcher.match(person(asked), person(stored)).level > Level.NONE
                    key = (variant, birth, group)
                    done.asked[key] = done.asked.get(key, 0) + 1
                    done.found[key] = done.found.get(key, 0) + hit
                    if not hit:
                        done.missed.append((f"{variant}/{birth}/{group}", asked, stored))
    return done


@dataclass
class FalseHits:
    """Queries that hit another person: `wrong` of `asked`; people who share a name exactly are in `shared`.

    `shown` are the wrong ones but for those that ask for a birth date or an address first (settled decision Z5).
    """

    asked: int = 0
    wrong: int = 0
    shown: int = 0
    sure: int = 0
    shared: int = 0
    pairs: list[tuple[Written, Written]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The wrong of the asked."""
        return self.wrong / max(1, self.asked)


def false_hits(
    lists: Lists,
    profile: MatchProfile,
    birth: str,
    group: str = "",
    *,
    asked: int = 2000,
    entries: int = 300,
    seed: int = 1,
) -> FalseHits:
    """Ask for strangers in registers of `entries` people in the mix; a new register after each 200 questions.

    With a group only people of that group are asked for.
    """
    rng, done = random.Random(f"{seed} {group} {birth}"), FalseHits()
    matcher = Matcher(profile)
    for _ in range(0, asked, 200):
        register = people(entries, rng, lists)
        stored = [entry(someone, rng) for someone in register]
        persons = [person(written, number) for number, written in enumerate(stored)]
        for someone in people(200, rng, lists, group):
            written = entry(someone, rng)
            typed = Written(written.given, written.family, dated(someone.birth, birth, rng))
            same = shares(someone, birth)
            hits = matcher.rank(person(typed), persons)
            wrong = [hit for hit in hits if not same(register[int(str(hit.person.key))])]
            done.asked += 1
            done.wrong += bool(wrong)
            done.shown += bool(wrong) and not any(is_shared_by_many(hit.person.names[0][1]) for hit in hits)
            done.sure += any(hit.match.level is Level.SURE for hit in wrong)
            done.shared += len(wrong) < len(hits)
            done.pairs += [(typed, stored[int(str(hit.person.key))]) for hit in wrong]
    return done


def shares(someone: Someone, birth: str) -> Callable[[Someone], bool]:
    """Return who shares the name exactly and, with a birth date, the date (settled decision Z5)."""
    dates = birth != "unknown"

    def same(other: Someone) -> bool:
        return someone.name == other.name and (not dates or someone.birth == other.birth)

    return same
