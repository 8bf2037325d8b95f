"""Names of two people: the best way to lay the words of one on those of the other, swapped or moved if need be."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from zemag.matching.folding import bare, words
from zemag.matching.tables import PARTICLES, SHARED_FAMILY_NAMES, TITLES
from zemag.matching.words import Vocabulary, Word

# More words than this are not read: no name has them, and the work grows with each.
MOST_WORDS = 6
# Without two words that are this much alike no name comes near any threshold.
LEAST_ALIKE = 0.7


class NameCode(StrEnum):
    """Why two names are alike, for the given and the family name each, and what else was noticed."""

    EQUAL = "equal"
    SPELLING = "spelling"
    SIMILAR = "similar"
    DIFFERENT = "different"
    NOT_COMPARED = "not_compared"
    SWAPPED = "name.swapped"
    MOVED = "name.moved"
    ALIAS = "name.alias"


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a given and a family name; `every` adds what neighbours give as one word. Made by `read_name`."""

    given: tuple[Word, ...]
    family: tuple[Word, ...]
    every: tuple[Word, ...]


class Laid(NamedTuple):
    """How alike two lists of words are, and how alike the two words that fit worst."""

    score: float
    weakest: float


class NameScore(NamedTuple):
    """How alike two names are: as a whole, in each part, by the weakest word, and how they were laid on each other."""

    score: float
    given: float
    family: float
    weakest: float
    how: NameCode | None = None
    given_missing: bool = False


NOTHING = NameScore(0.0, 0.0, 0.0, 0.0)


def read_name(given: str, family: str, vocabulary: Vocabulary) -> Name:
    """Return the words of a name without titles, unless nothing would be left."""
    first, last = _read(given, vocabulary), _read(family, vocabulary)
    every = [*first, *last]
    for of in (first, last):
        every += [word for together in _together(of, vocabulary) for word in together]
    return Name(first, last, tuple({word: None for word in every if word.weight == 1.0} or every))


def _read(text: str, vocabulary: Vocabulary) -> tuple[Word, ...]:
    found = words(text)[:MOST_WORDS]
    kept = [word for word in found if word not in TITLES] or found
    return tuple(word for word in map(vocabulary.word, kept) if word.forms)


def is_shared_by_many(family: str) -> bool:
    """Whether a family name is one that so many people share that it says little by itself (settled decision Z5)."""
    found = words(family)
    shared = {word for word in found if bare(word) in SHARED_FAMILY_NAMES}
    return bool(shared) and all(word in shared or word in PARTICLES for word in found)


def compare_names(one: Name, other: Name, vocabulary: Vocabulary) -> NameScore:
    """Return the best of: part by part, swapped, and all words together; the order does not matter."""
    if not _promising(one, other, vocabulary):
        return NOTHING
    if not (one.given and one.family and other.given and other.family):
        return _incomplete(one, other, vocabulary)
    found = _straight(one, other, vocabulary)
    if found.score >= vocabulary.profile.same_reading:
        return found
    others = (_swapped(one, other, vocabulary), _moved(one, other, vocabulary))
    return max(found, *others, key=lambda score: (score.score, score.weakest))


def _promising(one: Name, other: Name, vocabulary: Vocabulary) -> bool:
    """Whether any two words are alike at all: most people are told apart here."""
    alike = vocabulary.alike
    return any(alike(left, right) >= LEAST_ALIKE for left in one.every for right in other.every)


def _incomplete(one: Name, other: Name, vocabulary: Vocabulary) -> NameScore:
    """One side lacks a part: what it has is held against the family name of the other."""
    family = part(one.family or one.given, other.family or other.given, vocabulary)
    score = max(0.0, family.score - vocabulary.profile.given_missing_cost)
    return NameScore(_exact(score), 0.0, family.score, family.weakest, given_missing=True)


def _straight(one: Name, other: Name, vocabulary: Vocabulary) -> NameScore:
    profile = vocabulary.profile
    family = part(one.family, other.family, vocabulary)
    given = part(one.given, other.given, vocabulary)
    score = profile.given_weight * given.score + profile.family_weight * family.score
    return NameScore(_exact(score), given.score, family.score, min(given.weakest, family.weakest))


def _swapped(one: Name, other: Name, vocabulary: Vocabulary) -> NameScore:
    first = part(one.given, other.family, vocabulary)
    second = part(one.family, other.given, vocabulary)
    # Which side has the parts in the right places is not known: both weigh the same.
    score = max(0.0, (first.score + second.score) / 2 - vocabulary.profile.swapped_cost)
    return NameScore(_exact(score), first.score, second.score, min(first.weakest, second.weakest), NameCode.SWAPPED)


def _moved(one: Name, other: Name, vocabulary: Vocabulary) -> NameScore:
    """A word stands in the given name on one side and in the family name on the other."""
    if len(one.given) + len(one.family) == 2 == len(other.given) + len(other.family):
        return NOTHING
    if not (_known(one.family, other, vocabulary) and _known(other.family, one, vocabulary)):
        return NOTHING
    both = laid(one.given + one.family, other.given + other.family, vocabulary)
    score = max(0.0, both.score - vocabulary.profile.moved_cost)
    return NameScore(_exact(score), both.score, both.score, both.weakest, NameCode.MOVED)


def _known(family: tuple[Word, ...], other: Name, vocabulary: Vocabulary) -> bool:
    """Whether a word of a family name has its like on the other side (Minh Tran is not Minh Tuan Nguyen)."""
    least = vocabulary.profile.weak_part
    return any(vocabulary.alike(word, found) >= least for word in family for found in other.every)


def part(one: tuple[Word, ...], other: tuple[Word, ...], vocabulary: Vocabulary) -> Laid:
    """Return how alike two lists of words are: word by word, or with neighbours written together."""
    if len(one) == 1 == len(other):
        alike = vocabulary.alike(one[0], other[0])
        return Laid(alike, alike)
    found = laid(one, other, vocabulary)
    if found.score < vocabulary.profile.same_reading:
        found = max(found, *(laid(left, right, vocabulary) for left, right in joined(one, other, vocabulary)))
    return found


def joined(
    one: tuple[Word, ...], other: tuple[Word, ...], vocabulary: Vocabulary
) -> list[tuple[tuple[Word, ...], tuple[Word, ...]]]:
    """Return the pairs of lists in which neighbours of either side are written as one word."""
    pairs = [(left, other) for left in _together(one, vocabulary)]
    pairs += [(one, right) for right in _together(other, vocabulary)]
    if len(one) > 1 and len(other) > 1:
        pairs.append((_as_one(one, vocabulary), _as_one(other, vocabulary)))
    return pairs


def _together(of: tuple[Word, ...], vocabulary: Vocabulary) -> list[tuple[Word, ...]]:
    if len(of) < 2:
        return []
    found = [of[:place] + _as_one(of[place : place + 2], vocabulary) + of[place + 2 :] for place in range(len(of) - 1)]
    if len(of) > 2:
        found.append(_as_one(of, vocabulary))
    return found


def _as_one(of: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    return (vocabulary.word("".join(word.text for word in of)),)


def laid(one: tuple[Word, ...], other: tuple[Word, ...], vocabulary: Vocabulary) -> Laid:
    """Return the weighted mean over the shorter list, laid on the longer one in the best way, minus what is over."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    profile = vocabulary.profile
    lone = len(short) == 1 and short[0].letters <= 4
    cost = profile.extra_token_short_cost if lone else profile.extra_token_cost
    # For each set of words of the longer list that are taken: the best sum, and its weakest word.
    states: dict[int, Laid] = {0: Laid(0.0, 1.0)}
    for word in short:
        following: dict[int, Laid] = {}
        for taken, (total, weakest) in states.items():
            for place, candidate in enumerate(long):
                if taken >> place & 1:
                    continue
                more, alike = (word.weight + candidate.weight) / 2, vocabulary.alike(word, candidate)
                state = Laid(_exact(total + more * alike), min(weakest, alike) if more == 1.0 else weakest)
                key = taken | 1 << place
                # What a state weighs follows from the words that are taken, so the sums can be compared.
                following[key] = max(state, following.get(key, state))
        states = following
    weighs = sum(word.weight for word in short)
    found = Laid(0.0, 0.0)
    for taken, (total, weakest) in states.items():
        chosen = [candidate.weight for place, candidate in enumerate(long) if taken >> place & 1]
        over = sum(candidate.weight for candidate in long) - sum(chosen)
        score = total / ((weighs + sum(chosen)) / 2) - cost * over
        worst = weakest - cost * over if lone else weakest
        found = max(found, Laid(_exact(max(0.0, score)), _exact(max(0.0, worst))))
    return found


def _exact(score: float) -> float:
    """Return a score to four places: sums in another order must not differ."""
    return round(score, 4)
