"""Excerpts with the words that were asked for, escaped before they are marked."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from search.analysis.tokens import analyse
from search.analysis.words import HYPHENATED

WINDOW = 110
MAX_EXCERPT = 220


@lru_cache(maxsize=50_000)
def _tokens(word: str, language: str) -> frozenset[str]:
    """Return the tokens of one word of a shown text."""
    return frozenset(analyse(word, language))


def _hits(text: str, asked: frozenset[str], language: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each word of the text that was asked for."""
    for match in HYPHENATED.finditer(text):
        if not asked.isdisjoint(_tokens(match[0], language)):
            yield match.span()


def _window(text: str, position: int) -> tuple[int, int]:
    """Return the part of the text round a position, cut at words."""
    start = max(0, position - WINDOW // 2)
    end = min(len(text), start + MAX_EXCERPT)
    if start:
        start = text.find(" ", start) + 1 or start
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    return start, end


def excerpt(text: str, summary: str, asked: frozenset[str], language: str) -> SafeString:
    """Return about 220 signs of the text round the first hit, hits marked; without a hit the summary."""
    shown = text[:20_000]
    # An excerpt begins at the first one; words after it need not be read.
    first = next(_hits(shown, asked, language), None)
    if first is None:
        return mark(summary or text[:MAX_EXCERPT], asked, language)
    start, end = _window(shown, first[0])
    lead, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    # nosemgrep: mark-safe constants around escaped text
    return SafeString(lead + mark(shown[start:end], asked, language) + tail)  # nosec B703


def mark(text: str, asked: frozenset[str], language: str) -> SafeString:
    """Return the escaped text with `<mark>` round whole words that were asked for."""
    parts: list[str] = []
    last = 0
    for start, end in _hits(text, asked, language):
        parts.append(escape(text[last:start]) + "<mark>" + escape(text[start:end]) + "</mark>")
        last = end
    # nosemgrep: mark-safe each part is escaped
    return SafeString("".join([*parts, escape(text[last:])]))  # nosec B703
