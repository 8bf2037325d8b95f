"""Three nodes of a cluster die one after the other while questions are asked: no error, no other answer."""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search import engines, server
from search.backends.elasticsearch import ElasticsearchEngine
from search.models import Entry
from tests.search.questions import ask

URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")
AUTHORITY = os.environ.get("TEST_ELASTICSEARCH_CA", "")
ORDERS = os.environ.get("TEST_ELASTICSEARCH_ORDERS", "")
NODES = len(URL.split(","))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.services,
    pytest.mark.skipif(NODES < 3 or not ORDERS, reason="no cluster of three: make search-drill starts one"),
]


@pytest.fixture
def cluster(portal: None, db: None, settings: Any) -> Iterator[ElasticsearchEngine]:
    """The filled cluster, as the engine that answers, in an index of its own with one replica."""
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA = URL.split(","), AUTHORITY
    settings.ELASTICSEARCH_PREFIX = f"test_{secrets.token_hex(6)}_"
    engines.forget()
    made: ElasticsearchEngine = engines.engines().server
    assert made.rebuild() == Entry.objects.count() > 100
    whole(made)
    yield made
    client = made.client(30)
    for name in client.indices.get(index=f"{made.prefix}*"):
        client.indices.delete(index=name)
    engines.forget()


def whole(made: ElasticsearchEngine) -> None:
    """Wait until every shard stands on two nodes of three."""
    for _turn in range(120):
        try:
            health = made.client(5).cluster.health(index=made.alias)
        except Exception:  # the node that was asked is still starting
            health = {"status": "red", "number_of_nodes": 0}
        if health["status"] == "green" and health["number_of_nodes"] == NODES:
            return
        time.sleep(1)
    raise AssertionError("the cluster did not come back")


def test_nodes_die_one_after_the_other_and_no_answer_changes(cluster: ElasticsearchEngine) -> None:
    both = engines.engines()
    kept, both.server = both.server, None
    expected = {language: ask(language)[1] for language in ("de", "en")}
    both.server = kept
    asked, by_database, longest = 0, 0, 0.0

    def loop() -> None:
        """Ask every own question once."""
        nonlocal asked, by_database, longest
        for language, orders in expected.items():
            started = time.monotonic()
            assert ask(language)[1] == orders
            asked += len(orders)
            longest = max(longest, (time.monotonic() - started) / len(orders))
            by_database += both.closed_until > started

    for number in range(1, NODES + 1):
        loop()
        (Path(ORDERS) / f"kill-{number}").touch()
        loop()
        loop()
        (Path(ORDERS) / f"start-{number}").touch()
        loop()
        whole(cluster)
    loop()
    print(
        f"{asked} questions, 0 errors, 0 other answers; {by_database} of {(NODES * 4 + 1) * 2} rounds began to use the "
        f"database; mean of the slowest round {longest * 1000:.0f} ms a question"
    )
    assert not server.fault()
