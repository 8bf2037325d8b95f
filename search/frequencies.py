"""In how many entries tokens and words stand: kept with each entry, counted anew by a rebuild."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from search.analysis.tokens import plain_words
from search.models import Entry, LocaleStats, Token, Word

FIELDS = ("title", "keywords", "summary", "text")
SCOPES = ("public", "staff")


@dataclass(frozen=True)
class Share:
    """What one entry adds to the numbers; nothing of an entry for single roles, so that it betrays no word."""

    scopes: tuple[str, ...] = ()
    tokens: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    lengths: tuple[int, int, int, int] = (0, 0, 0, 0)


NOTHING = Share()


def share_of(entry: Entry | None) -> Share:
    """Return what an entry adds."""
    if entry is None or entry.audience.keys not in SCOPES:
        return NOTHING
    scopes = SCOPES if entry.audience.keys == "public" else SCOPES[1:]
    words = plain_words(" ".join((entry.label, entry.summary, entry.keywords, entry.text)))
    lengths = (entry.n_title, entry.n_keywords, entry.n_summary, entry.n_text)
    return Share(scopes, frozenset(json.loads(entry.counts)), frozenset(words), lengths)


def change(locale_id: int, before: Share, after: Share) -> None:
    """Take one entry's old share out and put its new one in, in the caller's transaction."""
    if before == after:
        return
    _change_rows(Token, "token", locale_id, (before.tokens, before.scopes), (after.tokens, after.scopes))
    _change_rows(Word, "word", locale_id, (before.words, before.scopes), (after.words, after.scopes))
    for scope in SCOPES:
        _change_stats(locale_id, scope, before, after)


def _change_stats(locale_id: int, scope: str, before: Share, after: Share) -> None:
    row, _created = LocaleStats.objects.get_or_create(locale_id=locale_id, scope=scope)
    for share, sign in ((before, -1), (after, 1)):
        if scope in share.scopes:
            row.entries = max(0, row.entries + sign)
            for name, length in zip(FIELDS, share.lengths, strict=True):
                setattr(row, name, max(0, getattr(row, name) + sign * length))
    row.save()


Part = tuple[frozenset[str], tuple[str, ...]]


def _change_rows(model: Any, name: str, locale_id: int, before: Part, after: Part) -> None:
    """Change the numbers of the tokens or words of one entry."""
    steps: dict[str, Counter[str]] = {}
    for (values, scopes), sign in ((before, -1), (after, 1)):
        for value in values:
            row_steps = steps.setdefault(value, Counter())
            for scope in scopes:
                row_steps[scope] += sign
    wanted = sorted(value for value, row_steps in steps.items() if any(row_steps.values()))
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        known = {getattr(row, name): row for row in model.objects.filter(locale_id=locale_id, **{f"{name}__in": part})}
        fresh = [model(locale_id=locale_id, **{name: value}) for value in part if value not in known]
        for row in [*known.values(), *fresh]:
            for scope in SCOPES:
                number = getattr(row, f"df_{scope}") + steps[getattr(row, name)][scope]
                setattr(row, f"df_{scope}", max(0, number))
        model.objects.bulk_update(known.values(), ["df_public", "df_staff"])
        model.objects.bulk_create(fresh, ignore_conflicts=True)


@dataclass
class Totals:
    """Numbers of a whole language while they are counted."""

    tokens: dict[str, Counter[str]] = field(default_factory=lambda: {scope: Counter() for scope in SCOPES})
    words: dict[str, Counter[str]] = field(default_factory=lambda: {scope: Counter() for scope in SCOPES})
    stats: dict[str, Counter[str]] = field(default_factory=lambda: {scope: Counter() for scope in SCOPES})

    def add(self, share: Share) -> None:
        """Add one entry."""
        for scope in share.scopes:
            self.tokens[scope].update(share.tokens)
            self.words[scope].update(share.words)
            self.stats[scope]["entries"] += 1
            self.stats[scope].update(dict(zip(FIELDS, share.lengths, strict=True)))


def recount(locale_id: int) -> None:
    """Count a language anew; whatever drifted is right afterwards."""
    totals = Totals()
    entries: QuerySet[Entry] = Entry.objects.filter(locale_id=locale_id).select_related("audience")
    for entry in entries.defer("title", "t_keywords", "t_summary", "t_text").iterator(chunk_size=200):
        totals.add(share_of(entry))
    with transaction.atomic():
        _store(Token, "token", locale_id, totals.tokens)
        _store(Word, "word", locale_id, totals.words)
        LocaleStats.objects.filter(locale_id=locale_id).delete()
        LocaleStats.objects.bulk_create(
            LocaleStats(locale_id=locale_id, scope=scope, **totals.stats[scope]) for scope in SCOPES
        )


def _store(model: Any, name: str, locale_id: int, numbers: dict[str, Counter[str]]) -> None:
    model.objects.filter(locale_id=locale_id).delete()
    values: Iterable[str] = sorted(numbers["staff"])
    made = (
        model(
            locale_id=locale_id,
            **{name: value, "df_public": numbers["public"][value], "df_staff": numbers["staff"][value]},
        )
        for value in values
    )
    model.objects.bulk_create(made, batch_size=500)
