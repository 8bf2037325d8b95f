"""One word of a name with its forms and readings, and how alike two words are."""

from dataclasses import dataclass, field

import cologne_phonetics
from rapidfuzz.distance import OSA

from zemag.matching.folding import bare, fold, transcribed
from zemag.matching.profile import MatchProfile
from zemag.matching.tables import ARTICLES, CLOSE, DROPPED, PARTICLES

PARTICLE_WEIGHT = 0.25
# An Arabic article may be written with its name: from this length on the rest is read too.
LEAST_WITH_ARTICLE = 6
# The readings of longer words are not compared sound by sound.
LONGEST_READING = 24


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word in its normal forms (exact) and its readings (by sound); `weight` is small for particles.

    A vocabulary holds each word once, so words are told apart by identity.
    """

    text: str
    forms: tuple[str, ...]
    readings: tuple[str, ...]
    weight: float = 1.0

    @property
    def letters(self) -> int:
        """How long the shortest form is."""
        return min(map(len, self.forms))


@dataclass(slots=True)
class Vocabulary:
    """The words of one call and what was found out about them; names are kept no longer than the call."""

    profile: MatchProfile
    words: dict[str, Word] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    pairs: dict[tuple[Word, Word], float] = field(default_factory=dict)

    def word(self, text: str) -> Word:
        """Return the word for a text from `folding.words`."""
        found = self.words.get(text)
        if found is None:
            found = self.words[text] = made(text)
        return found

    def alike(self, one: Word, other: Word) -> float:
        """Return how alike two words are: 1 the same, 0 nothing in common. The order does not matter."""
        if one is other:
            return 1.0
        found = self.pairs.get((one, other))
        if found is None:
            found = self.pairs[one, other] = self.pairs[other, one] = self._compared(one, other)
        return found

    def _compared(self, one: Word, other: Word) -> float:
        if any(form in other.forms for form in one.forms):
            return 1.0
        if any(reading in other.readings for reading in one.readings):
            return self.profile.same_reading
        if one.weight != other.weight:
            return 0.0
        by_sound = max(self._by_sound(left, right) for left in one.readings for right in other.readings)
        return max(self._by_letters(left, right, by_sound) for left in one.forms for right in other.forms)

    def _by_letters(self, one: str, other: str, found: float) -> float:
        if len(one) < 4 or len(other) < 4 or found == 0.0 and abs(len(one) - len(other)) > 1:
            return found
        if OSA.distance(one, other, score_cutoff=1) == 1:
            first = one[0] == other[0]
            found = max(found, self.profile.one_typing_error if first else self.profile.first_letter_differs)
        if 0.8 <= found < self.profile.same_sound and self._code(one) == self._code(other) and len(self._code(one)) > 2:
            found = self.profile.same_sound
        return found

    def _by_sound(self, one: str, other: str) -> float:
        longest = max(len(one), len(other))
        # More than this many other sounds, even close ones, make another name.
        most = min(4, 1 + longest // 3, longest - 1)
        if longest > LONGEST_READING or OSA.distance(one, other, score_cutoff=most) > most:
            return 0.0
        return max(0.0, self.profile.same_reading - self.profile.reading_step * apart(one, other) / (longest + 1))

    def _code(self, form: str) -> str:
        found = self.codes.get(form)
        if found is None:
            encoded = cologne_phonetics.encode(form)
            found = self.codes[form] = encoded[0][1] if encoded else ""
        return found


def made(text: str) -> Word:
    """Return a word from a text in lower case."""
    forms = tuple(dict.fromkeys(form for form in (transcribed(text), bare(text)) if form))
    if len(forms) == 1 and forms[0] in ARTICLES:
        forms = ("al",)
    weight = PARTICLE_WEIGHT if forms and forms[-1] in PARTICLES else 1.0
    readings = {fold(form) for form in forms}
    for form in forms:
        readings.update(fold(reading) for reading in also_read(form))
    return Word(text, forms, tuple(sorted(readings)), weight)


def also_read(form: str) -> list[str]:
    """Return other readings of a form: c as in Turkish, and the name behind an article written with it."""
    found = []
    if "c" in form:
        turkish = "".join(_turkish(form, place) for place in range(len(form)))
        if turkish != form:
            found.append(turkish)
    if len(form) >= LEAST_WITH_ARTICLE and form[:2] in ARTICLES and form[2] not in "aeiouy":
        found.append(form[2:])
    return found


def _turkish(form: str, place: int) -> str:
    alone = form[place] == "c" and form[place + 1 : place + 2] not in {"h", "k", "z"} and form[place - 1 : place] != "s"
    return "dsch" if alone else form[place]


def apart(one: str, other: str) -> float:
    """Return how far two readings lie apart, in sounds (1 is a sound that has nothing in common with the other)."""
    before: list[float] = []
    row = [0.0]
    for sound in other:
        row.append(row[-1] + DROPPED.get(sound, 1.0))
    for place, sound in enumerate(one):
        drop = DROPPED.get(sound, 1.0)
        current = [row[0] + drop]
        for where, heard in enumerate(other):
            changed = 0.0 if sound == heard else CLOSE.get(sound + heard, 1.0)
            cost = min(row[where] + changed, row[where + 1] + drop, current[where] + DROPPED.get(heard, 1.0))
            if place and where and sound == other[where - 1] and heard == one[place - 1] and sound != heard:
                cost = min(cost, before[where - 1] + 0.8)
            current.append(cost)
        before, row = row, current
    return row[-1]
