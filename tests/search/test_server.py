"""A real Elasticsearch gives the same answers in the same order as the database, and shows nothing that is closed."""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from elasticsearch import ApiError

from pages.reader import PUBLIC, Reader
from search import engines, server
from search.backends.elasticsearch import ElasticsearchEngine
from search.checks import server_has_the_same_main_version
from search.engines import Engines
from search.entries import audience_of, remove
from search.models import Entry
from search.service import find
from tests.search.bad_input import PLAIN, wrong_answers
from tests.search.contract import COMPARED, names, table
from tests.search.contract import ask as contract
from tests.search.questions import ask

URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")
AUTHORITY = os.environ.get("TEST_ELASTICSEARCH_CA", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.services,
    pytest.mark.skipif(not URL, reason="no Elasticsearch: set TEST_ELASTICSEARCH_URL, as make elastic does"),
]
ORDERS = os.environ.get("TEST_ELASTICSEARCH_ORDERS", "")
REQUESTS, KILL_AT, START_AT = 1000, 200, 500


@pytest.fixture(scope="module")
def prefix(portal: None, django_db_blocker: Any) -> Iterator[str]:
    """A server filled once, in indices of its own, which are removed at the end."""
    own = ElasticsearchEngine(URL.split(","), f"test_{secrets.token_hex(6)}_", AUTHORITY)
    with django_db_blocker.unblock():
        assert own.rebuild() == Entry.objects.count() > 100
    yield own.prefix
    client = own.client(30)
    for name in client.indices.get(index=f"{own.prefix}*"):
        client.indices.delete(index=name)


@pytest.fixture
def real(prefix: str, db: None, settings: Any) -> Iterator[ElasticsearchEngine]:
    """The filled server, as the engine that answers."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA = URL.split(","), AUTHORITY
    settings.ELASTICSEARCH_PREFIX = prefix
    engines.forget()
    yield engines.engines().server
    engines.forget()


def on_database(call: Any) -> Any:
    """Return what a call gives while the database answers."""
    both = engines.engines()
    kept, both.server = both.server, None
    try:
        return call()
    finally:
        both.server = kept


def seen(client_engine: ElasticsearchEngine) -> None:
    """Let the server show what it was told."""
    client_engine.client(30).indices.refresh(index=client_engine.alias)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_own_questions_have_the_same_answers_in_the_same_order(language: str, real: ElasticsearchEngine) -> None:
    figures, orders = ask(language)
    assert engines.engines().closed_until < 0, "the server answered every question"
    assert orders == on_database(lambda: ask(language))[1]
    assert figures.hit1 >= 0.90 and figures.hit5 == 1.0 and figures.mrr >= 0.93, str(figures)


@pytest.mark.acceptance("search", 1)
def test_every_row_of_the_table_is_answered_as_on_the_database(real: ElasticsearchEngine) -> None:
    known, wrong = names(), {}
    for row in table():
        found = contract(row, known)
        other = on_database(lambda row=row: contract(row, known))
        differs = {name: (found[name], other[name]) for name in found if found[name] != other[name]}
        differs |= {name: found[name] for name in COMPARED if found[name] != row.answer[name]}
        if differs:
            wrong[str(row)] = differs
    assert wrong == {}
    assert engines.engines().closed_until < 0, "the server answered every question"


def test_bad_input_is_answered_line_by_line(real: ElasticsearchEngine, public: Client) -> None:
    assert wrong_answers(public) == []
    assert engines.engines().closed_until < 0, "the server understood all of it"


@pytest.mark.parametrize("typed", PLAIN)
def test_bad_input_finds_the_same_as_on_the_database(typed: str, real: ElasticsearchEngine) -> None:
    def answer() -> tuple[list[str], int, Any]:
        results = find(typed, Reader(AnonymousUser(), PUBLIC, "de"))
        return [hit.entry.key for hit in results.hits], results.total, results.facets

    assert answer() == on_database(answer)


def test_a_server_that_lags_shows_nothing_that_was_closed(real: ElasticsearchEngine) -> None:
    stranger = Reader(AnonymousUser(), PUBLIC, "de")
    first = find("Gewalt", stranger).hits[0].entry
    Entry.objects.filter(pk=first.pk).update(audience=audience_of("|ism|"))
    assert first.key not in [hit.entry.key for hit in find("Gewalt", stranger).hits]
    second = find("Gewalt", stranger).hits[0].entry
    remove([second.page_id])
    assert second.key not in [hit.entry.key for hit in find("Gewalt", stranger).hits]


def test_single_entries_are_told_and_removed(real: ElasticsearchEngine) -> None:
    entry = Entry.objects.filter(site="public", audience__keys="public", locale__language_code="de").first()
    assert entry is not None
    Entry.objects.filter(pk=entry.pk).update(title="quaxolin", counts='{"quaxolin": 1000000}')
    real.put(entry.pk)
    seen(real)
    stranger = Reader(AnonymousUser(), PUBLIC, "de")
    assert [hit.entry.pk for hit in find("Quaxolin", stranger).hits] == [entry.pk]
    pk = entry.pk
    assert not any(server.stale().values())
    Entry.objects.filter(pk=pk).update(site="intranet", digest="another")
    assert server.stale() == {"missing": 0, "stale": 1, "extra": 0, "audience differs": 1}
    Entry.objects.filter(pk=pk).delete()
    assert server.stale()["extra"] == 1
    real.put(pk)
    seen(real)
    assert real.client(30).count(index=real.alias)["count"] == Entry.objects.count()
    assert not any(server.stale().values())


def test_a_half_made_index_never_answers_and_the_next_rebuild_removes_it(real: ElasticsearchEngine) -> None:
    server.rebuild()
    client = real.client(30)
    client.indices.create(index=f"{real.alias}_half")
    before = find("Gewalt", Reader(AnonymousUser(), PUBLIC, "de")).total
    assert before > 0
    assert server.rebuild() == Entry.objects.count()
    assert len(client.indices.get(index=f"{real.alias}_*")) == 1
    assert find("Gewalt", Reader(AnonymousUser(), PUBLIC, "de")).total == before


def test_the_user_reaches_no_other_index(real: ElasticsearchEngine) -> None:
    with pytest.raises(ApiError) as refused:
        real.client(30).index(index="payroll", document={"a": 1})
    assert refused.value.status_code == 403
    assert not server.fault() and not server_has_the_same_main_version()


@pytest.mark.acceptance("search", 6)
@pytest.mark.skipif(not ORDERS, reason="nobody stops the server: make elastic does")
def test_a_thousand_requests_while_the_server_is_killed_and_started(real: ElasticsearchEngine, public: Client) -> None:
    # Ten times as fast as the wall, so that the pause of 30 seconds is over soon.
    both = Engines(real, clock=lambda: time.monotonic() * 10)
    engines._engines[:] = [both]
    texts = ("Gewalt", "Präventionsrat Kalk", "Wer hilft nach einem Überfall?", "Buergerbefragung", "Bahnhof")
    expected = {text: hits_of(public, text) for text in texts}
    states = set()
    for number in range(REQUESTS):
        if number in (KILL_AT, START_AT):
            (Path(ORDERS) / ("kill-1" if number == KILL_AT else "start-1")).touch()
        text = texts[number % len(texts)]
        assert hits_of(public, text) == expected[text], number
        states.add(both.clock() < both.closed_until)
    assert states == {True, False}, "the breaker opened, and it was closed before"
    for _turn in range(240):
        if not server.fault():
            break
        time.sleep(0.5)
    both.closed_until = float("-inf")
    assert hits_of(public, texts[0]) == expected[texts[0]] and both.clock() >= both.closed_until, "it answers again"


def hits_of(public: Client, text: str) -> list[str]:
    """Return the addresses of the hits of the result page."""
    answer = public.get("/de/suche/", {"q": text})
    assert answer.status_code == 200
    return [part.split('"', 1)[0] for part in answer.content.decode().split('<h2><a href="')[1:]]
