"""A real Elasticsearch gives the same answers in the same order as the database, and shows nothing that is closed."""

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from elasticsearch import ApiError

from pages.reader import PUBLIC, Reader
from search import engines, server
from search.backends.elasticsearch import ElasticsearchEngine
from search.entries import audience_of, remove
from search.models import Entry
from search.service import find
from tests.search.questions import ask

URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")
AUTHORITY = os.environ.get("TEST_ELASTICSEARCH_CA", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.services,
    pytest.mark.skipif(not URL, reason="no Elasticsearch: set TEST_ELASTICSEARCH_URL, as make elastic does"),
]
NASTY = (
    '"', '"Gewalt', "AND OR NOT NEAR(", "Gewalt:*", "{}", "back\\slash", "Gewalt 🙂", "\u202eGewalt",
    "a" + "\u0301" * 5000, "-Gewalt", "Gewalt -Platz", "title:Gewalt", "*", "Polizei " * 40, "1e10a ² ſ",
    '"gegen Gewalt"', "wer ist das", "Gewalt " + "a" * 5000, "中文", "Buergerbefragung", "strasse",
)  # fmt: skip


@pytest.fixture
def real(portal: None, db: None, settings: Any) -> Iterator[ElasticsearchEngine]:
    """A filled server in indices of its own, which are removed at the end."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA = [URL], AUTHORITY
    settings.ELASTICSEARCH_PREFIX = f"test_{secrets.token_hex(6)}_"
    engines.forget()
    made: ElasticsearchEngine = engines.engines().server
    assert server.rebuild() == Entry.objects.count() > 100
    yield made
    client = made.client(30)
    for name in client.indices.get(index=f"{made.prefix}*"):
        client.indices.delete(index=name)
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


@pytest.mark.parametrize("typed", NASTY)
def test_bad_input_is_plain_text_on_the_server_too(typed: str, real: ElasticsearchEngine) -> None:
    def answer() -> tuple[list[str], int, dict[str, int]]:
        results = find(typed, Reader(AnonymousUser(), PUBLIC, "de"))
        return [hit.entry.key for hit in results.hits], results.total, results.kinds

    found = answer()
    assert engines.engines().closed_until < 0, "the server understood it"
    assert found == on_database(answer)


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
    Entry.objects.filter(pk=pk).delete()
    real.put(pk)
    seen(real)
    assert real.client(30).count(index=real.alias)["count"] == Entry.objects.count()


def test_a_half_made_index_never_answers_and_the_next_rebuild_removes_it(real: ElasticsearchEngine) -> None:
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
    assert not server.fault()
