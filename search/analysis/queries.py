"""What a question asks for: concepts with their alternatives, words in a fixed order, and words to leave out."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from search.analysis.lexicon import BARE, Lexicon
from search.analysis.tokens import analyse
from search.analysis.words import FAMILIES, PREFIXES, compounds_of, fold, is_stop, normalise, rows, stem

MAX_CONCEPTS = 12
MAX_ALTERNATIVES = 12
WHOLE, PARTS, SYNONYM, PARTLY = 1.0, 0.8, 0.6, 0.4
# What a word counts that is said in any question: it helps where others are equal, and decides nothing.
WEAK = 0.3

PHRASE = re.compile(r'"([^"]+)"')
PARTICLES = frozenset(PREFIXES.replace("zuruck", "zurück").split("|"))
# Verbs that are left out of a question alone, but say something with their first part: "er geht nicht weg".
GOING = frozenset({"geht", "gibt", "gab", "mache", "macht", "tut", "bringt"})
CLAUSE = re.compile(r"[,.;:?!]|\b(?:und|oder|aber|wenn|weil|damit|bevor|nachdem)\b", re.IGNORECASE)
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
    weight: float = 1.0

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


GERMAN = ("", "_town", "_research", "_life", "_speech", "_safety", "_work")
SYNONYMS = {
    "de": tuple(f"synonyms{part}_de.txt" for part in GERMAN),
    "en": ("synonyms_en.txt",),
}


@lru_cache(maxsize=4)
def _synonyms(language: str) -> dict[str, list[tuple[str, ...]]]:
    """Return for each token the token groups that mean the same."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in [line for name in SYNONYMS.get(language, SYNONYMS["de"]) for line in rows(name)]:
        asked, _arrow, meant = line.partition(">")
        group = [_plain_tokens(word, language) for word in asked.split(",")]
        # Behind an arrow stands what is looked for too; whoever asks for that does not mean the words before it.
        others = [(_plain_tokens(word, language), analyse(word, language)) for word in (meant or asked).split(",")]
        for member in group:
            if len(member) == 1:
                known = found.setdefault(member[0], [])
                # A compound with the word as a part is found by that part already.
                known.extend(
                    other for other, parts in others if other and member[0] not in parts and other not in known
                )
    return found


@lru_cache(maxsize=4)
def _weak(language: str) -> frozenset[str]:
    """Return the tokens of words that stand in any question."""
    if language == "en":
        return frozenset()
    return frozenset(stem(fold(word), language) for line in rows("weak_de.txt") for word in line.split())


def _plain_tokens(text: str, language: str) -> tuple[str, ...]:
    """Return the tokens of words without the parts of compounds."""
    joined = ["".join(parts) for parts in compounds_of(text)]
    return tuple(dict.fromkeys(stem(word, language) for word in joined if not is_stop(word, language)))


def understand(text: str, language: str, lexicon: Lexicon = BARE) -> Question:
    """Return what a question asks for (search design, section 6); a question of stop words only keeps them."""
    phrases = tuple(phrase for match in PHRASE.findall(text) if (phrase := folded(match)))
    rest = PHRASE.sub(lambda match: match[1], text)
    excluded = tuple(token for match in EXCLUDED.findall(rest) for token in [stem(_joined(match), language)] if token)
    wanted = EXCLUDED.sub(" ", rest)
    groups = compounds_of(wanted)
    parted = parted_verbs(wanted, lexicon) if language == "de" else {}
    # "geht" alone says nothing, "geht weg" does.
    asked = [row for row in groups if len(row) > 1 or row[0] in parted or not is_stop(row[0], language)] or groups
    concepts: dict[tuple[str, ...], Concept] = {}
    for group in asked:
        concept = _concept(group, language, lexicon, parted.get(group[0], ""))
        concepts.setdefault(concept.tokens[:1], concept)
    return Question(tuple(concepts.values()), phrases, excluded)


def parted_verbs(text: str, lexicon: Lexicon = BARE) -> dict[str, str]:
    """Return the verbs whose first part stands at the end of their clause: "Wie melde ich das an?" gives anmelde."""
    found: dict[str, str] = {}
    for clause in CLAUSE.split(text):
        words = [group[0] for group in compounds_of(clause) if len(group) == 1]
        if len(words) < 2 or words[-1] not in PARTICLES:
            continue
        for word in words[:-1]:
            if (not is_stop(word, "de") or word in GOING) and _is_known(stem(words[-1] + word, "de"), lexicon):
                found.setdefault(word, words[-1] + word)
    return found


def _is_known(token: str, lexicon: Lexicon) -> bool:
    """Return whether a token is a word that is listed or stands alone on a page."""
    return token in FAMILIES["de"] or token in _synonyms("de") or lexicon.knows(token)


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


def _concept(group: list[str], language: str, lexicon: Lexicon, parted: str = "") -> Concept:
    """Return the concept of one typed word, at most twelve alternatives; `parted` is the verb it is a part of."""
    word = parted or "".join(group)
    whole = stem(word, language)
    found: dict[tuple[str, ...], float] = {(whole,): WHOLE}
    if parted and not is_stop(group[0], language):
        found[(stem(group[0], language),)] = PARTS
    pieces = group if len(group) > 1 else list(lexicon.parts(word)) if language == "de" else []
    split = tuple(stem(piece, language) for piece in pieces if len(group) < 2 or not is_stop(piece, language))
    if split:
        found.setdefault(split, PARTS)
    synonyms = _synonyms(language)
    for other in synonyms.get(whole, ()):
        found.setdefault(other, SYNONYM)
    if not split and language == "de" and (tail := lexicon.tail(word)):
        # Of a compound whose head nobody knows the ending is what it is a kind of.
        ending = stem(tail, language)
        for other in ((ending,), *synonyms.get(ending, ())):
            found.setdefault(other, PARTLY if other == (ending,) else PARTLY * SYNONYM)
    if len(split) > 1:
        choices = [[(token,), *[row for row in synonyms.get(token, ()) if len(row) == 1][:2]] for token in split]
        for chosen in product(*choices):
            found.setdefault(tuple(token for row in chosen for token in row), PARTS * SYNONYM)
    rows_ = [Alternative(tokens, weight) for tokens, weight in found.items()][:MAX_ALTERNATIVES]
    return Concept("-".join(group), tuple(rows_), WEAK if whole in _weak(language) else 1.0)
