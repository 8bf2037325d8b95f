"""Offer a word of the reader's own pages for one that occurs nowhere."""

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


def better_word(word: str, reader: Reader) -> str:
    """Return the nearest word that stands on at least two pages which the reader may know of, or nothing."""
    typed = fold(word)
    if len(typed) < MIN_LETTERS or not typed.isalpha():
        return ""
    most = 1 if len(typed) < LONG else 2
    column = "df_" + scope_of(reader)
    near = Q(word__startswith=word[0]) | Q(word__contains=word[1:4]) | Q(word__endswith=word[-3:])
    rows = Word.objects.filter(near, locale_id=reader.locale.pk, **{f"{column}__gte": MIN_DF})
    found = [
        (steps, -df, known)
        for known, df in rows.values_list("word", column)
        for steps in [DamerauLevenshtein.distance(typed, fold(known), score_cutoff=most)]
        if 0 < steps <= most
    ]
    return min(found)[2] if found else ""


def did_you_mean(query: str, question: Question, frequency: dict[str, int], reader: Reader) -> str:
    """Return the question with better words for those that occur nowhere, or nothing; never replaced silently."""
    changed = query
    for concept in question.concepts:
        if any(frequency.get(token) for token in concept.tokens):
            continue
        better = better_word(concept.word, reader)
        if better:
            changed = _replaced(changed, concept.word, better)
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
