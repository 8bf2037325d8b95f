"""Normal forms of a name: transcribed, bare, and the folded reading in which spellings of one sound meet."""

import unicodedata
from collections.abc import Callable, Mapping

from anyascii import anyascii

from zemag.matching.tables import BARE, CYRILLIC, FOLDS, LONGEST_FOLD, TRANSCRIBED

# A longer name is no name; the rest is not read.
LONGEST_NAME = 200


class Signs(dict[int, str]):
    """What becomes of each sign, found out once per sign: for `str.translate`. It knows letters, never names."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, sign: int) -> str:
        """Return what becomes of a sign, and keep it."""
        found = self[sign] = self._of(chr(sign))
        return found


def _divides(sign: str) -> str:
    """Return a letter or mark as it is, nothing for what joins, a space for what divides."""
    kind = unicodedata.category(sign)
    if kind[0] in "LM":
        return sign
    return " " if sign in "\t\n\r" or (kind not in {"Cf", "Cc"} and sign not in "'’ʼ`´") else ""


_DIVIDED = Signs(_divides)


def words(text: str) -> list[str]:
    """Return the words of a name, composed and in lower case; everything but letters and their marks divides.

    An apostrophe and what cannot be seen (control and format signs, such as marks of direction) join.
    """
    # The dotted capital I becomes two signs in lower case.
    composed = unicodedata.normalize("NFKC", text[:LONGEST_NAME]).replace("İ", "i").replace("ẞ", "ß")
    folded = "ß".join(piece.casefold() for piece in composed.split("ß"))
    return unicodedata.normalize("NFC", folded).translate(_DIVIDED).split()


def transcribed(word: str) -> str:
    """Return the first normal form: what a German office would write by ear, a-z only (ş is sch, ö is oe)."""
    return word.translate(_TRANSCRIBED)


def bare(word: str) -> str:
    """Return the second normal form: the letters without their marks, a-z only (ş is s, ö is o)."""
    return word.translate(_BARE)


def _mapped(table: Mapping[str, str]) -> Signs:
    """Return what becomes of each sign by a table, by the Cyrillic one, or by its base letter."""
    return Signs(lambda sign: _letters(sign) if (found := table.get(sign) or CYRILLIC.get(sign)) is None else found)


def _letters(sign: str) -> str:
    if "a" <= sign <= "z":
        return sign
    base = unicodedata.normalize("NFD", sign)[0]
    if base != sign and (known := BARE.get(base) or CYRILLIC.get(base)):
        return known
    return "".join(letter for letter in anyascii(base).lower() if "a" <= letter <= "z")


_TRANSCRIBED, _BARE = _mapped(TRANSCRIBED), _mapped(BARE)


def fold(word: str) -> str:
    """Return the reading of a normal form: one pass, longest first, outputs are not mapped again, doubles once."""
    parts, place, last = [], 0, ""
    while place < len(word):
        for length in range(min(LONGEST_FOLD, len(word) - place), 0, -1):
            found = FOLDS.get(word[place : place + length])
            if found is not None:
                break
        else:
            found, length = word[place], 1
        place += length
        for sound in found:
            if sound != last:
                parts.append(sound)
            last = sound
    return "".join(parts)
