"""Offer a word of the reader's own pages for one that occurs nowhere."""

from collections.abc import Iterable

from django.db.models import Q
from rapidfuzz.distance import DamerauLevenshtein

from pages.reader import Reader
from search.analysis.queries import Question
from search.analysis.words import fold
from search.memory import scope_of
from search.models import Word

MIN_LETTERS, LONG = 4, 6
MIN_DF = 2
MARKS = ".,;:!?\"'()"


def better_words(words: Iterable[str], reader: Reader) -> dict[str, str]:
    """Return for each word the nearest one that stands on at least two pages which the reader may know of.

    Words without one are left out. One query, however many words.
    """
    asked = [word for word in words if len(fold(word)) >= MIN_LETTERS and fold(word).isalpha()]
    if not asked:
        return {}
    near = Q()
    for word in asked:
        near |= Q(word__startswith=word[0]) | Q(word__contains=word[1:4]) | Q(word__endswith=word[-3:])
    column = "df_" + scope_of(reader)
    rows = Word.objects.filter(near, locale_id=reader.locale.pk, **{f"{column}__gte": MIN_DF})
    known = [(fold(word), -df, word) for word, df in rows.values_list("word", column)]
    nearest = {word: _nearest(word, known) for word in asked}
    return {word: found for word, found in nearest.items() if found}


def _nearest(word: str, known: list[tuple[str, int, str]]) -> str:
    """Return the word with the fewest changed letters, among these the most frequent, or nothing.

    `known` holds words folded, their negative frequency, and as they are written.
    """
    typed = fold(word)
    most = 1 if len(typed) < LONG else 2
    found = [
        (steps, frequency, written)
        for plain, frequency, written in known
        for steps in [DamerauLevenshtein.distance(typed, plain, score_cutoff=most)]
        if 0 < steps <= most and (written[0] == word[0] or word[1:4] in written or written.endswith(word[-3:]))
    ]
    return min(found)[2] if found else ""


def did_you_mean(query: str, question: Question, frequency: dict[str, int], reader: Reader) -> str:
    """Return the question with better words for those that occur nowhere, or nothing; never replaced silently."""
    unknown = [row.word for row in question.concepts if not any(frequency.get(token) for token in row.tokens)]
    changed = query
    for word, better in better_words(unknown, reader).items():
        changed = _replaced(changed, word, better)
    return changed if changed != query else ""


def _replaced(text: str, word: str, better: str) -> str:
    """Return a text with another word in the place of one, with a capital where that was typed."""
    found = []
    for part in text.split(" "):
        bare = part.strip(MARKS)
        offered = better.capitalize() if bare[:1].isupper() else better
        found.append(offered if bare.casefold() == word else part)
    return " ".join(found)


def as_typed(word: str, text: str) -> str:
    """Return a word of a question as the reader wrote it."""
    return next((bare for part in text.split() for bare in [part.strip(MARKS)] if bare.casefold() == word), word)
