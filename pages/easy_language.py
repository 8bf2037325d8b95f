"""Hints for texts in easy language: what the rules of the language advise against and a program can see."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_SENTENCE = 12
LONGEST_WORD = 14
# The dot and the hyphen part a long word for the reader.
PARTED = re.compile(r"[-·•‧\u00ad/]")
ABBREVIATION = re.compile(
    r"\b(?:z\. ?B|u\. ?a|d\. ?h|i\. ?d\. ?R|o\. ?ä|bzw|usw|etc|ca|ggf|evtl|inkl|zzgl|vgl|Nr|Std|Min)\."
)
# Words for numbers; "ein" and "eine" are articles, and 1 is written as a digit only where it is counted.
NUMBER = re.compile(
    r"\b(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w+zig|dreißig|\w*hundert|\w*tausend)\b",
    re.IGNORECASE,
)
NOT_NUMBERS = frozenset({"einzig", "witzig", "winzig", "schmutzig", "würzig", "achtzig-jährig"})
SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
WORD = re.compile(r"[\w·•‧\u00ad-]+")


@dataclass(frozen=True)
class Hint:
    """A place that is hard to read; `kind` is sentence, word, abbreviation or number."""

    kind: str
    place: str
    advice: str


def hints(text: str) -> list[Hint]:
    """Return what makes a German text hard to read, in the order of the text's sentences."""
    found: list[Hint] = []
    shortened = list(ABBREVIATION.finditer(text))
    # The dot of an abbreviation ends no sentence.
    whole = ABBREVIATION.sub(lambda match: match.group().replace(".", ""), text)
    for sentence in filter(None, map(str.strip, SENTENCE.split(whole))):
        found += _of_sentence(sentence)
    advice = _("Write the words out.")
    return found + [Hint("abbreviation", match.group(), advice) for match in shortened]


def _of_sentence(sentence: str) -> list[Hint]:
    """Return the hints of one sentence."""
    words = WORD.findall(sentence)
    found = []
    if len(words) > LONGEST_SENTENCE:
        advice = _("Make two sentences: more than %(limit)d words.") % {"limit": LONGEST_SENTENCE}
        found.append(Hint("sentence", sentence, advice))
    for word in words:
        if max(map(len, PARTED.split(word))) > LONGEST_WORD:
            found.append(Hint("word", word, _("Part the word with a hyphen or a dot, or use a shorter one.")))
        if NUMBER.fullmatch(word) and word.lower() not in NOT_NUMBERS:
            found.append(Hint("number", word, _("Write numbers as digits.")))
    return found
