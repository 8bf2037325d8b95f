"""From likenesses to an answer: sure, possible or none, with the reasons, and the hits in a list of people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from zemag.matching.address import AddressCode, compare_addresses
from zemag.matching.birth import BirthCode, compare_births
from zemag.matching.names import NOTHING, Name, NameCode, NameScore, compare_names, read_name
from zemag.matching.people import Person
from zemag.matching.profile import MatchProfile
from zemag.matching.words import Vocabulary


class Level(IntEnum):
    """How sure an answer is; a name without a birth date is never SURE."""

    NONE = 0
    POSSIBLE = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Match:
    """The answer about one pair of people; `reasons` are codes whose texts stand elsewhere."""

    level: Level
    name: float
    birth: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A person of the list that is a sure or possible match."""

    person: Person
    match: Match


NO_MATCH = Match(Level.NONE, 0.0, 0.0)


@dataclass(slots=True)
class Matcher:
    """Compares people for the length of one call; it keeps names in memory, so it is never kept itself."""

    profile: MatchProfile = field(default_factory=MatchProfile)
    vocabulary: Vocabulary = field(init=False)
    _read: dict[tuple[str, str], Name] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Start with an empty vocabulary."""
        self.vocabulary = Vocabulary(self.profile)

    def match(self, one: Person, other: Person) -> Match:
        """Return the answer about two people; the order does not matter."""
        birth, birth_code = compare_births(one.birth, other.birth)
        if birth == 0.0 and birth_code is BirthCode.DIFFERENT:
            return NO_MATCH
        address = compare_addresses(one.addresses, other.addresses)
        score, alias = self._names(one, other)
        level = self._level(score, birth, birth_code, address)
        if level is Level.NONE:
            return Match(Level.NONE, score.score, birth)
        return Match(level, score.score, birth, self._reasons(score, alias, birth_code, address))

    def rank(self, query: Person, people: Iterable[Person]) -> list[Hit]:
        """Return the sure and possible matches, the best first; equal ones stay in the order of the list."""
        hits = [Hit(person, found) for person in people if (found := self.match(query, person)).level]
        return sorted(hits, key=lambda hit: (-hit.match.level, -hit.match.birth, -hit.match.name))

    def _names(self, one: Person, other: Person) -> tuple[NameScore, bool]:
        best, alias = NOTHING, False
        for place, left in enumerate(one.names):
            for where, right in enumerate(other.names):
                found = compare_names(self._name(left), self._name(right), self.vocabulary)
                if found.score > best.score:
                    best, alias = found, place + where > 0
        return best, alias

    def _name(self, pair: tuple[str, str]) -> Name:
        found = self._read.get(pair)
        if found is None:
            found = self._read[pair] = read_name(*pair, self.vocabulary)
        return found

    def _level(self, name: NameScore, birth: float, code: BirthCode, address: AddressCode) -> Level:
        profile, score = self.profile, name.score
        here = address is AddressCode.EQUAL
        if code is BirthCode.NOT_COMPARED:
            if here:
                return Level(score >= profile.address_name)
            strict = score - profile.weak_part_factor * max(0.0, profile.weak_part - name.weakest)
            return Level(not name.given_missing and strict >= profile.name_only)
        if name.given_missing:
            return Level((birth >= 0.85 or here) and score >= self._needed(birth, here))
        if birth >= profile.sure_birth and score >= profile.sure_name:
            return Level.SURE
        return Level(score >= self._needed(birth, here))

    def _needed(self, birth: float, here: bool) -> float:
        """Return the least name for a birth date of this likeness; more than 1 is never reached."""
        profile = self.profile
        steps = (
            (profile.sure_birth, profile.same_birth_name),
            (profile.close_birth, profile.close_birth_name),
            (profile.likely_birth, profile.likely_birth_name),
            (profile.year_birth, profile.year_birth_name),
        )
        needed = next((name for least, name in steps if birth >= least), 2.0)
        return min(needed, profile.address_name) if here and birth >= profile.near_birth else needed

    def _reasons(self, name: NameScore, alias: bool, birth: BirthCode, address: AddressCode) -> tuple[str, ...]:
        given = NameCode.NOT_COMPARED if name.given_missing else self._part(name.given)
        reasons = [f"given.{given}", f"family.{self._part(name.family)}"]
        reasons += [str(name.how)] if name.how else []
        reasons += [str(NameCode.ALIAS)] if alias else []
        return (*reasons, str(birth), str(address))

    def _part(self, score: float) -> NameCode:
        if score >= 1.0:
            return NameCode.EQUAL
        if score >= self.profile.same_reading:
            return NameCode.SPELLING
        return NameCode.SIMILAR if score >= 0.8 else NameCode.DIFFERENT
