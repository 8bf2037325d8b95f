"""Questions that found nothing, for editors: no text before a third day, never a person (search design, section 9)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, connections, router, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from pages.reader import Reader
from search.analysis.queries import Question, folded
from search.models import ZeroHit

MAX_WORDS, MAX_SIGNS = 5, 60
DAYS_BEFORE_TEXT = 3
KEEP_NAMELESS, KEEP_TEXT = timedelta(days=35), timedelta(days=90)
# What may name somebody: an address of mail or web, a number of four digits or more.
PERSONAL = re.compile(r"@|\d{4}|://|\bwww\b|\w\.[a-z]{2,}\b|\d[\d \-/]{4,}\d", re.IGNORECASE)
CRAWLER = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|^$", re.IGNORECASE)
ZEMAG = "/zemag"


def note(text: str, question: Question, reader: Reader) -> None:
    """Count a question that found nothing; the text is stored when it was typed on a third different day.

    The only write of a GET: when the database is busy it is left out, and nobody waits.
    """
    if not question.concepts or not is_harmless(text) or (reader.request is not None and is_barred(reader.request)):
        return
    with suppress(DatabaseError), without_waiting():
        _count(folded(text), reader, timezone.localdate())


def is_harmless(text: str) -> bool:
    """Return whether a question may be counted at all: short, and nothing in it that may name somebody."""
    return len(text) <= MAX_SIGNS and len(text.split()) <= MAX_WORDS and not PERSONAL.search(text)


def is_barred(request: HttpRequest) -> bool:
    """Return whether a request comes from a crawler or from a page of ZeMAG."""
    comes_from = request.headers.get("Referer", "")
    return ZEMAG in comes_from or bool(CRAWLER.search(request.headers.get("User-Agent", "")))


def digest_of(words: str, day: date) -> str:
    """Return a keyed digest of a question; the key changes every month."""
    return salted_hmac(f"search.zero.{day:%Y-%m}", words, algorithm="sha256").hexdigest()


def _count(words: str, reader: Reader, today: date) -> None:
    """Count one day of a question once."""
    same = {"digest": digest_of(words, today), "site": reader.site_kind, "locale_id": reader.locale.pk}
    known = ZeroHit.objects.filter(**same).first()
    if known is None:
        ZeroHit.objects.bulk_create([ZeroHit(**same, first_day=today, last_day=today)], ignore_conflicts=True)
    elif known.last_day < today:
        counted = ZeroHit.objects.filter(pk=known.pk, last_day__lt=today)
        if counted.update(days=F("days") + 1, last_day=today) and known.days + 1 >= DAYS_BEFORE_TEXT:
            ZeroHit.objects.filter(pk=known.pk).update(text=words[:100])


@contextmanager
def without_waiting() -> Iterator[None]:
    """Run a transaction that gives up at once where another one writes (settled question S9)."""
    connection = connections[router.db_for_write(ZeroHit)]
    if connection.vendor != "sqlite":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            yield
        return
    with connection.cursor() as cursor:
        before = _timeout(cursor)
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        with transaction.atomic(using=connection.alias):
            yield
    finally:
        with connection.cursor() as cursor:
            # nosemgrep: built-sql a pragma takes no parameters; the number was read from the same place
            cursor.execute("PRAGMA busy_timeout = %d" % before)  # noqa: UP031


def _timeout(cursor: Any) -> int:
    return int(cursor.execute("PRAGMA busy_timeout").fetchone()[0])


def erase() -> int:
    """Erase rows without text after 35 days and those with text 90 days after the last; return the number."""
    today = timezone.localdate()
    nameless = ZeroHit.objects.filter(text="", last_day__lt=today - KEEP_NAMELESS)
    named = ZeroHit.objects.exclude(text="").filter(last_day__lt=today - KEEP_TEXT)
    return int(nameless.delete()[0] + named.delete()[0])
