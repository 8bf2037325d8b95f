"""Make entries, words, tokens and numbers anew, in small transactions, so that searches go on meanwhile."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connections, router, transaction
from modelsearch.backends import get_search_backend
from wagtail.models import Locale, Page

from pages import stamps
from pages.models.stamps import Stamp
from search import entries, leaks, server
from search.analysis.lexicon import Lexicon
from search.analysis.words import ANALYSIS
from search.faq import Places
from search.frequencies import recount
from search.lexicons import lexicon_of, renew
from search.models import Entry

BATCH = 200
# One line per so many batches, a thousand rows.
SAY_EVERY = 5


def _silent(_line: str) -> None:
    """Say nothing."""


def batches(rows: Iterable[Any], size: int = 0) -> Iterator[list[Any]]:
    """Give rows in lists of at most so many."""
    part: list[Any] = []
    for row in rows:
        part.append(row)
        if len(part) >= (size or BATCH):
            yield part
            part = []
    if part:
        yield part


def rebuild(*, locale: str = "", changed: bool = False, say: Callable[[str], None] = _silent) -> int:
    """Index every live page; return how many entries there are.

    Words first, then tokens (settled question S2), stale rows last, then the numbers. With `changed` only entries
    whose tokens differ are written. Killed at any point the old rows still answer, and the next run ends the work.
    """
    locales = Locale.objects.filter(language_code=locale) if locale else Locale.objects.all()
    for row in locales:
        live = write(row, say, changed=changed)
        stored = Entry.objects.filter(locale=row).values_list("pk", "key")
        for part in batches([pk for pk, key in stored if key not in live]):
            entries.remove_entries(Entry.objects.filter(pk__in=part))
        recount(row.pk)
    stamps.touch(entries.STAMP)
    leaks.forget()
    Stamp.objects.filter(key="search.differs").delete()
    server.miss()
    gather_statistics()
    return Entry.objects.count()


def write(locale: Locale, say: Callable[[str], None] = _silent, *, changed: bool = False) -> set[str]:
    """Make entries, words and tokens of a language anew; return the keys of what may be found. Other entries stay."""
    live = _read_pages(locale, say) | _read_questions(locale)
    renew(locale.pk, locale.language_code)
    _write_tokens(locale, lexicon_of(locale.pk), say, changed=changed)
    return live


def _read_pages(locale: Locale, say: Callable[[str], None]) -> set[str]:
    """Bring what entries of pages say up to date; return the keys of those that may be found."""
    found: set[str] = set()
    # nosemgrep: page-query the index holds all; answers are filtered by reader
    ids = Page.objects.filter(live=True, depth__gt=1, locale=locale).order_by("pk").values_list("pk", flat=True)
    for number, part in enumerate(batches(list(ids)), 1):
        with transaction.atomic():
            # nosemgrep: page-query the index holds all; answers are filtered by reader
            for page in Page.objects.filter(pk__in=part).select_related("locale", "access").specific():
                values = entries.source_of(page)
                if values is not None:
                    key = entries.key_of(page.pk)
                    entries.write_source(key, page, values)
                    found.add(key)
        if number % SAY_EVERY == 0:
            say(f"{locale.language_code}: {number * BATCH} pages read")
    return found


def _read_questions(locale: Locale) -> set[str]:
    """Bring what entries of questions say up to date; return the keys of those that may be found."""
    found: set[str] = set()
    for part in batches(Places(locale).sources()):
        with transaction.atomic():
            for key, page, values in part:
                entries.write_source(key, page, values)
                found.add(key)
    return found


def _write_tokens(locale: Locale, lexicon: Lexicon, say: Callable[[str], None], *, changed: bool) -> None:
    """Make the tokens of all entries of a language and fill the full-text index."""
    index = get_search_backend("default").get_index_for_model(Entry)
    ids = list(Entry.objects.filter(locale=locale).order_by("pk").values_list("pk", flat=True))
    for number, part in enumerate(batches(ids), 1):
        with transaction.atomic():
            rows = list(Entry.objects.filter(pk__in=part).select_related("locale", "audience"))
            written = [row for row in rows if entries.make_tokens(row, lexicon) or not changed]
            Entry.objects.bulk_update(rows, TOKEN_FIELDS)
            if written:
                index.add_items(Entry, written)
        if number % SAY_EVERY == 0:
            say(f"{locale.language_code}: {number * BATCH} entries written")


TOKEN_FIELDS = (
    "title", "t_keywords", "t_summary", "t_text", "counts", "n_title", "n_keywords", "n_summary", "n_text",
    "digest", "analysis", "lexicon",
)  # fmt: skip


def gather_statistics() -> None:
    """Let the planner know the tables; without it SQLite matches the index once for each entry.

    PostgreSQL also puts away what a rebuild left behind, so that its indexes answer without the rows.
    """
    connection = connections[router.db_for_write(Entry)]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
        elif not connection.in_atomic_block:
            cursor.execute("VACUUM (ANALYZE) search_entry, search_token, wagtailsearch_indexentry")


def stale() -> dict[str, int]:
    """Return how many entries differ from the pages: missing, stale, extra, and for another audience."""
    counts = {"missing": 0, "stale": 0, "extra": 0, "audience differs": 0}
    known = {row.key: row for row in Entry.objects.select_related("audience").defer("counts", "t_text")}
    for key, values in _sources():
        entry = known.pop(key, None)
        if entry is None:
            counts["missing"] += 1
            continue
        counts["audience differs"] += (entry.audience.keys, entry.site) != (values["audience"].keys, values["site"])
        fresh = all(getattr(entry, name) == values[name] for name in entries.SOURCE)
        made = entry.analysis == ANALYSIS and entry.digest == entries.digest_of(entry)
        counts["stale"] += not (fresh and made)
    counts["extra"] = len(known)
    return counts


def _sources() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give key and values of everything that may be found."""
    # nosemgrep: page-query the index holds all; answers are filtered by reader
    pages = Page.objects.filter(live=True, depth__gt=1).select_related("locale", "access").specific()
    for page in pages.iterator(chunk_size=BATCH):
        values = entries.source_of(page)
        if values is not None:
            yield entries.key_of(page.pk), values
    for locale in Locale.objects.all():
        for key, _page, values in Places(locale).sources():
            yield key, values
