"""The tokens of a text for the index."""

from collections.abc import Iterator

from search.analysis.lexicon import BARE, Lexicon
from search.analysis.words import MAX_TOKENS, compounds_of, is_stop, stem


def analyse(text: str, language: str, lexicon: Lexicon = BARE) -> list[str]:
    """Return the tokens of a text, at most 20,000: each word, and what German compounds are made of.

    Pure: the same text, language and lexicon always give the same tokens. Never raises.
    """
    found: list[str] = []
    for parts in compounds_of(text):
        found.extend(_tokens_of(parts, language, lexicon))
        if len(found) >= MAX_TOKENS:
            break
    return found[:MAX_TOKENS]


def _tokens_of(parts: list[str], language: str, lexicon: Lexicon) -> Iterator[str]:
    """Give the tokens of one word, whose parts stood between hyphens."""
    for word in [*parts, "".join(parts)] if len(parts) > 1 else parts:
        if is_stop(word, language):
            continue
        whole = stem(word, language)
        yield whole
        if language == "de":
            yield from (token for part in lexicon.parts(word) if (token := stem(part, language)) != whole)


def plain_words(text: str) -> set[str]:
    """Return the distinct words of letters in a text, as they are offered when somebody mistypes one."""
    return {part for parts in compounds_of(text) for part in parts if part.isalpha() and 3 <= len(part) <= 60}
