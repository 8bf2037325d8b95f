"""A search costs the same queries for 3 and for 200 hits, and the engine joins once instead of once for each entry."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from pages.reader import PUBLIC, Reader
from search.entries import audience_of, make_tokens
from search.frequencies import recount
from search.lexicons import lexicon_of
from search.models import Entry
from search.service import find
from tests.factories import SearchPageFactory, StandardPageFactory, public_home

pytestmark = pytest.mark.django_db
FEW, MANY, ENTRIES = "dreifach", "zweihundertfach", 260


@pytest.fixture
def many(sites: None) -> str:
    """A search page and 260 entries: 3 hold one word, 200 another."""
    home = public_home("de")
    SearchPageFactory(parent=home, slug="suche")
    page = StandardPageFactory(parent=home)
    rows = []
    for number in range(ENTRIES):
        entry = Entry(key=f"page:test-{number}", page=Page.objects.get(pk=page.pk), indexed_at=timezone.now())
        entry.site, entry.locale, entry.audience, entry.kind = "public", home.locale, audience_of("public"), "page"
        entry.label = f"Eintrag {number} {FEW if number < 3 else ''} {MANY if number < 200 else ''}"
        entry.text = "Ein Satz über die Stadt und ihre Straßen."
        make_tokens(entry, lexicon_of(home.locale.pk))
        rows.append(entry)
    get_search_backend("default").get_index_for_model(Entry).add_items(Entry, Entry.objects.bulk_create(rows))
    recount(home.locale.pk)
    return "/de/suche/"


# What the query for the best ids selects, behind what PostgreSQL is told first.
INNER = re.compile(r" IN \((?:\s*WITH held .*?\n\)\s*)?SELECT (.*?) FROM ", re.DOTALL)


def cost(call: Any) -> list[str]:
    """Return the queries of a call whose memory is warm."""
    call()
    with CaptureQueriesContext(connection) as asked:
        call()
    return [row["sql"] for row in asked]


def test_three_and_two_hundred_hits_cost_the_same_queries(many: str, public: Client) -> None:
    reader = Reader(AnonymousUser(), PUBLIC, "de")
    assert find(FEW, reader).total == 3 and find(MANY, reader).total == 200
    # Under ten hits the rarer words are asked for too, under five the other language: both are asked for here.
    one, other = f"{FEW} Eintrag", f"{MANY} Eintrag"
    # The versions, which a request has read already; frequencies, all words, the shown rows.
    assert len(cost(lambda: find(other, reader))) == 4
    # For some words one more, for the other language two, and its shown rows where it has any.
    assert len(cost(lambda: find(one, reader))) == 7
    pages = [len(cost(lambda text=text: public.get(many, {"q": text}))) for text in (one, other)]
    assert pages[1] <= 12 and pages[0] <= 15
    tens = [find(MANY, reader, number=number).total for number in (1, 20)]
    assert tens == [200, 200]
    assert len({len(cost(lambda n=n: find(MANY, reader, number=n))) for n in (1, 7, 20)}) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan of SQLite")
def test_without_statistics_the_index_is_matched_once_not_once_for_each_entry(many: str) -> None:
    with connection.cursor() as cursor:
        asked = next(sql for sql in cost(lambda: find(MANY, Reader(AnonymousUser(), PUBLIC, "de"))) if "MATCH" in sql)
        cursor.execute("EXPLAIN QUERY PLAN " + asked)
        plan = [row[3] for row in cursor.fetchall()]
    # The best are chosen first, beginning with the index, and only those are read whole, by their ids.
    assert plan[0] == "SEARCH search_entry USING INTEGER PRIMARY KEY (rowid=?)", plan
    assert plan[1].startswith("LIST SUBQUERY") and "VIRTUAL TABLE" in plan[2], plan
    steps = ("SCAN wagtailsearch", "SEARCH", "USE TEMP B-TREE", "LIST SUBQUERY", "CORRELATED SCALAR SUBQUERY")
    assert all(step.startswith(steps) for step in plan), plan
    assert sum("wagtailsearch_indexentry_fts" in step for step in plan) == 1, plan


def test_a_search_reads_texts_of_shown_hits_alone_and_tokens_of_none(many: str) -> None:
    asked = cost(lambda: find(f"{FEW} Eintrag", Reader(AnonymousUser(), PUBLIC, "de")))
    for column in ("t_keywords", "t_summary", "t_text", "digest"):
        assert [sql for sql in asked if f'"search_entry"."{column}"' in sql] == []
    with_counts = [sql for sql in asked if '"search_entry"."counts"' in sql]
    with_texts = [sql for sql in asked if '"search_entry"."text"' in sql]
    assert len(with_counts) == 3 and len(with_texts) == 1 and not set(with_counts) & set(with_texts)
    # What is sorted is as narrow as can be: an id.
    inner = [part for sql in with_counts for part in INNER.findall(sql)[:1]]
    assert len(inner) == 3 and set(inner) <= {'"search_entry"."id" AS "pk"', "id"}, inner
    assert [sql for sql in asked if "wagtailcore_page" in sql and '"latest_revision_id"' in sql] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the indexes of PostgreSQL")
def test_each_word_is_looked_for_by_itself_in_indexes_that_keep_no_list_before_them(many: str) -> None:
    asked = cost(lambda: find(MANY, Reader(AnonymousUser(), PUBLIC, "de")))
    assert len([sql for sql in asked if "WITH held" in sql]) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'wagtailsearch_indexentry' AND indexdef LIKE '%gin%'"
        )
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = ANY(%s)", [names])
        options = [options for (options,) in cursor.fetchall()]
    assert len(options) == 3 and all("fastupdate=off" in (found or []) for found in options)


def test_however_many_words_are_mistyped_one_query_looks_for_better_ones(many: str) -> None:
    reader = Reader(AnonymousUser(), PUBLIC, "de")
    asked = cost(lambda: find("Eintarg zweihundertfahc Sazt", reader))
    assert sum('FROM "search_word"' in sql for sql in asked) == 1
    assert find("Eintarg zweihundertfahc Sazt", reader).better == "Eintrag zweihundertfach Satz"
