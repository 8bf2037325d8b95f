"""Measure search with 5,000 entries in each language against the figures of the search design, section 13."""

import itertools
import os
import random
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Locale

from pages.reader import PUBLIC, Reader
from search.entries import make_tokens
from search.frequencies import recount
from search.lexicons import lexicon_of
from search.models import Entry
from search.rebuild import BATCH, batches, write
from search.service import find

ENTRIES = 5_000
WORDS = 110
# Milliseconds of a page, seconds and MB of a rebuild.
PAGE_LIMIT, REBUILD_LIMIT, MEMORY_LIMIT = 150, 90, 300
FEW, MANY = "quarzolin", "zitralund"
SHORT = ("Gewalt", "Präventionsrat", "Polizei", "Bahnhof", "Kalk")
LONG = (
    "Wer hilft mir nach einem Überfall auf dem Weg nach Hause am Bahnhof in Kalk?",
    "Wann ist die nächste Sitzung des Kriminalpräventiven Rates im Stadtbezirk Nippes?",
    "Wie schütze ich meine Wohnung vor Einbruch, wenn ich länger im Urlaub bin?",
    "Was tut die Stadt gegen Gewalt und Ausschreitungen der Fans bei Fußballspielen?",
)
WRONG = ("Gewlat", "Präventionsrta", "Bahnhfo")


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def most_memory() -> float:
    """Return the most memory this program ever held, in MB; `ru_maxrss` counts the process that started it too."""
    return next(
        int(line.split()[1]) / 1024
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )


def fill(locale: Locale, number: int) -> None:
    """Add entries of made-up texts from the words of the content, on its pages."""
    known = list(Entry.objects.filter(locale=locale, audience__keys="public", site="public"))
    words = [word for entry in known for word in entry.text.split()]
    chance, lexicon = random.Random(7), lexicon_of(locale.pk)  # noqa: S311
    index = get_search_backend("default").get_index_for_model(Entry)
    for part in batches(range(number - len(known)), BATCH):
        rows = []
        for place in part:
            source = known[place % len(known)]
            marks = " ".join([FEW] * (place < 3) + [MANY] * (place < 200))
            entry = Entry(key=f"page:bench-{place}-{locale.pk}", page=source.page, indexed_at=timezone.now())
            entry.site, entry.locale, entry.audience, entry.kind = "public", locale, source.audience, source.kind
            entry.label = " ".join(chance.choices(words, k=5))[:200]
            entry.summary = " ".join(chance.choices(words, k=15))[:300]
            entry.text = f"{marks} {' '.join(chance.choices(words, k=WORDS))}"
            make_tokens(entry, lexicon)
            rows.append(entry)
        index.add_items(Entry, Entry.objects.bulk_create(rows))
    recount(locale.pk)


def times_of(texts: tuple[str, ...], reader: Reader, rounds: int = 6) -> tuple[list[float], list[float]]:
    """Return the milliseconds of processor and of clock of searches for texts in turn, without the first round."""
    times, walls = [], []
    for text in itertools.islice(itertools.cycle(texts), rounds * len(texts)):
        before, wall = time.process_time(), time.perf_counter()
        find(text, reader)
        times.append((time.process_time() - before) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
    return times[len(texts) :], walls[len(texts) :]


def server_of() -> int:
    """Return the process of this connection's database server, or 0."""
    if connection.vendor == "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def server_time_of(server: int, texts: tuple[str, ...], reader: Reader, times: int = 60) -> float:
    """Return the milliseconds of processor that the database server takes for a search, on average."""
    before = cpu_of(server)
    for text in itertools.islice(itertools.cycle(texts), times):
        find(text, reader)
    return (cpu_of(server) - before) * 1000 / times


def forget_statistics() -> None:
    """Let SQLite plan as on the first day of an installation."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        # Read again, now empty.
        cursor.execute("ANALYZE sqlite_schema")


class Command(BaseCommand):
    """Fills a database of its own and measures; for `make bench-search`, never for a database in use."""

    help = "Measures search with 5,000 entries in each language (for make bench-search)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--entries", type=int, default=ENTRIES)
        parser.add_argument("--rebuild", action="store_true", help="only write all entries anew; for its memory")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the content, add entries, measure."""
        # As in production: otherwise every query is noted with its values, which takes time and memory.
        settings.DEBUG = False
        self._missed = False
        if options["rebuild"]:
            self._rebuild()
        else:
            self._measure(options["entries"])
        if self._missed:
            raise CommandError("a limit was missed")

    def _measure(self, entries: int) -> None:
        call_command("load_demo", verbosity=0)
        started = time.process_time()
        for locale in Locale.objects.all():
            fill(locale, entries)
        self._say("entries written", f"{time.process_time() - started:.0f} CPU s for {Entry.objects.count()} entries")
        if connection.vendor == "sqlite":
            forget_statistics()
        self._searches("short", SHORT, 10)
        self._searches("question", LONG, 20)
        self._searches("wrong word", WRONG, 20)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            connection.close()
            self._searches("short, with statistics", SHORT, 10)
            self._searches("question, with statistics", LONG, 20)
        self._pages()
        # In a process of its own: loading the content takes more memory than anything that is measured here.
        again = [sys.executable, sys.argv[0], "search_bench", "--rebuild"]
        self._missed |= subprocess.run(again, check=False).returncode != 0  # noqa: S603

    def _rebuild(self) -> None:
        """Write all entries anew as a rebuild does, except that those without a page stay; print what it took."""
        for locale in Locale.objects.all():
            write(locale)
            recount(locale.pk)
        used, memory = resource.getrusage(resource.RUSAGE_SELF), most_memory()
        self._missed |= memory > MEMORY_LIMIT or used.ru_utime + used.ru_stime > REBUILD_LIMIT
        self._say(
            "rebuild",
            f"{used.ru_utime + used.ru_stime:.0f} CPU s for {Entry.objects.count()} entries, "
            f"{memory:.0f} MB (limits {REBUILD_LIMIT} s, {MEMORY_LIMIT} MB)",
        )

    def _say(self, name: str, text: str) -> None:
        self.stdout.write(f"{connection.vendor} {name}: {text}")

    def _searches(self, name: str, texts: tuple[str, ...], limit: float) -> None:
        """Print processor time of the process and of the database's, and the queries, of one search."""
        reader = Reader(AnonymousUser(), PUBLIC, "de")
        server = server_of()
        (times, walls), queries = times_of(texts, reader), set()
        for text in texts:
            # Apart from the times: noting a query costs time of its own.
            with CaptureQueriesContext(connection) as asked:
                find(text, reader)
            queries.add(len(asked))
        used = median(times)
        text = f"{used:.1f} CPU ms"
        if server:
            of_server = server_time_of(server, texts, reader)
            text, used = f"{text} + {of_server:.1f} of the server", used + of_server
        self._missed |= used > limit
        self._say(name, f"{text}, {median(walls):.1f} ms wall (limit {limit:.0f} CPU ms); queries {sorted(queries)}")

    def _pages(self) -> None:
        """Print the times and queries of whole result pages."""
        settings.ALLOWED_HOSTS = ["*"]
        client = Client(HTTP_HOST="localhost:8000", SERVER_PORT="8000")
        for name, texts in (
            ("page, 3 hits", (FEW,)),
            ("page, 200 hits", (MANY,)),
            ("page, own questions", LONG + SHORT),
        ):
            walls, queries = [], set()
            for turn, text in enumerate(itertools.islice(itertools.cycle(texts), 40)):
                wall = time.perf_counter()
                with CaptureQueriesContext(connection) as asked:
                    client.get("/de/suche/", {"q": text})
                if turn >= len(texts):
                    walls.append((time.perf_counter() - wall) * 1000)
                    queries.add(len(asked))
            walls.sort()
            self._missed |= walls[int(len(walls) * 0.95)] > PAGE_LIMIT
            self._say(
                f"page, {name}",
                f"median {median(walls):.0f} ms, p95 {walls[int(len(walls) * 0.95)]:.0f} ms (limit {PAGE_LIMIT}); "
                f"queries {sorted(queries)}",
            )
