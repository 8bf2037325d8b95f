"""What a question asks for: concepts with their alternatives, words in a fixed order, and words to leave out."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from search.analysis.lexicon import BARE, Lexicon
from search.analysis.words import compounds_of, fold, is_stop, normalise, rows, stem

MAX_CONCEPTS = 12
MAX_ALTERNATIVES = 8
WHOLE, PARTS, SYNONYM, PARTLY = 1.0, 0.8, 0.5, 0.4

PHRASE = re.compile(r'"([^"]+)"')
EXCLUDED = re.compile(r"(?:^|(?<=\s))-(\w[\w-]*)")


@dataclass(frozen=True)
class Alternative:
    """Tokens that together stand for a concept, and how well they do (1 = the very word)."""

    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Concept:
    """One word of a question as it was typed, and everything that means it."""

    word: str
    alternatives: tuple[Alternative, ...]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All tokens of its alternatives, each once."""
        return tuple(dict.fromkeys(token for row in self.alternatives for token in row.tokens))


@dataclass(frozen=True)
class Question:
    """A question that was understood; without concepts there is nothing to look for."""

    concepts: tuple[Concept, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    was_cut: bool = False

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """All tokens that count for the ranking, each once."""
        return tuple(dict.fromkeys(token for concept in self.concepts for token in concept.tokens))


@lru_cache(maxsize=4)
def _synonyms(language: str) -> dict[str, list[tuple[str, ...]]]:
    """Return for each token the token groups that mean the same."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in rows(f"synonyms_{language if language == 'en' else 'de'}.txt"):
        group = [_plain_tokens(word, language) for word in line.split(",")]
        for member in group:
            if len(member) == 1:
                found.setdefault(member[0], []).extend(other for other in group if other and other != member)
    return found


def _plain_tokens(text: str, language: str) -> tuple[str, ...]:
    """Return the tokens of words without the parts of compounds."""
    joined = ["".join(parts) for parts in compounds_of(text)]
    return tuple(dict.fromkeys(stem(word, language) for word in joined if not is_stop(word, language)))


def understand(text: str, language: str, lexicon: Lexicon = BARE) -> Question:
    """Return what a question asks for (search design, section 6); a question of stop words only keeps them."""
    phrases = tuple(phrase for match in PHRASE.findall(text) if (phrase := folded(match)))
    rest = PHRASE.sub(lambda match: match[1], text)
    excluded = tuple(token for match in EXCLUDED.findall(rest) for token in [stem(_joined(match), language)] if token)
    groups = compounds_of(EXCLUDED.sub(" ", rest))
    asked = [group for group in groups if len(group) > 1 or not is_stop(group[0], language)] or groups
    concepts = {concept.tokens[:1]: concept for group in asked for concept in [_concept(group, language, lexicon)]}
    kept = tuple(concepts.values())
    return Question(kept, phrases, excluded)


def shorten(question: Question, frequency: dict[str, int]) -> Question:
    """Return a question with its twelve rarest concepts, in the order they were typed."""
    if len(question.concepts) <= MAX_CONCEPTS:
        return question
    rarity = sorted(question.concepts, key=lambda row: max(frequency.get(token, 0) for token in row.tokens))
    rarest = set(rarity[:MAX_CONCEPTS])
    kept = tuple(row for row in question.concepts if row in rarest)
    return Question(kept, question.phrases, question.excluded, was_cut=True)


def folded(text: str) -> str:
    """Return a text for the comparison of words in a fixed order: folded, not stemmed, single blanks."""
    return " ".join(fold(word) for word in re.split(r"[\s\-\u2010\u2011]+", normalise(text)) if word)


def _joined(word: str) -> str:
    return "".join(part for parts in compounds_of(word) for part in parts)


def _concept(group: list[str], language: str, lexicon: Lexicon) -> Concept:
    """Return the concept of one typed word, at most eight alternatives."""
    word = "".join(group)
    whole = stem(word, language)
    found: dict[tuple[str, ...], float] = {(whole,): WHOLE}
    pieces = group if len(group) > 1 else list(lexicon.parts(word)) if language == "de" else []
    split = tuple(stem(piece, language) for piece in pieces if len(group) < 2 or not is_stop(piece, language))
    if split:
        found.setdefault(split, PARTS)
    synonyms = _synonyms(language)
    for other in synonyms.get(whole, ()):
        found.setdefault(other, SYNONYM)
    if len(split) > 1:
        choices = [[(token,), *[row for row in synonyms.get(token, ()) if len(row) == 1][:2]] for token in split]
        for chosen in product(*choices):
            found.setdefault(tuple(token for row in chosen for token in row), PARTS * SYNONYM)
    rows_ = [Alternative(tokens, weight) for tokens, weight in found.items()][:MAX_ALTERNATIVES]
    return Concept("-".join(group), tuple(rows_))
