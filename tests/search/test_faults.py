"""Whatever the search server does wrong, the database answers the same, and the server is left alone for a while."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from pages.reader import PUBLIC, Reader
from search import engines, server
from search.backends.elasticsearch import ElasticsearchEngine
from search.backends.wanted import EngineFault
from search.engines import PAUSE_SECONDS, Engines
from search.entries import index_page
from search.service import find
from tests.factories import StandardPageFactory, public_home

pytestmark = pytest.mark.django_db
FAULTS = ("refuses", "hangs", "503", "cut", "foreign", "no json", "no index", "half")


class Faulty(BaseHTTPRequestHandler):
    """A server that answers wrongly in the way its `fault` says."""

    fault = ""
    asked = 0

    def do_POST(self) -> None:
        """Answer a search."""
        type(self).asked += 1
        if self.fault == "hangs":
            time.sleep(2)
        status = {"503": 503, "no index": 404}.get(self.fault, 200)
        text = b'{"hits": ' if self.fault in {"no json", "cut"} else b'{"took": 1}'
        self.send_response(status)
        self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
        self.send_header("Content-Length", str(len(text) + 500 * (self.fault == "cut")))
        if self.fault != "foreign":
            self.send_header("X-Elastic-Product", "Elasticsearch")
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_POST

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    """A faulty server on a port of its own."""
    Faulty.asked = 0
    answering = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    threading.Thread(target=answering.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{answering.server_port}"
    answering.shutdown()
    answering.server_close()


@pytest.fixture
def reader(sites: None) -> Reader:
    """A stranger, and three pages to find."""
    for number in range(3):
        page = StandardPageFactory(
            parent=public_home("de"), title=f"Gewalt am Platz {number}", lead=f"Hilfe {'und Rat ' * number}"
        )
        index_page(page.pk)
    return Reader(AnonymousUser(), PUBLIC, "de")


def keys(reader: Reader) -> list[str]:
    """Return what a question finds, in order."""
    return [hit.entry.key for hit in find("Hilfe bei Gewalt", reader).hits]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_no_answer_and_costs_little(
    fault: str, address: str, reader: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    expected = keys(reader)
    assert len(expected) == 3
    now = [100.0]
    Faulty.fault = fault
    url = "http://127.0.0.1:1" if fault == "refuses" else address
    both = Engines(ElasticsearchEngine([url]), clock=lambda: now[0])
    engines._engines[:] = [both]
    started = time.monotonic()
    assert keys(reader) == expected
    assert time.monotonic() - started < 3
    asked = Faulty.asked
    for _turn in range(20):
        assert keys(reader) == expected
    assert Faulty.asked == asked, "the breaker is open"
    assert [row.message for row in caplog.records].count("search.fallback") == 1
    now[0] += PAUSE_SECONDS + 1
    assert keys(reader) == expected
    assert fault == "refuses" or Faulty.asked > asked, "one probe after the pause"
    assert server.fault()
    engines.forget()


def test_publishing_does_not_wait_and_what_the_server_missed_is_noted(reader: Reader, settings: Any) -> None:
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    engines.forget()
    page = StandardPageFactory(parent=public_home("de"), title="Neuer Rat gegen Gewalt")
    index_page(page.pk)
    server.put_entry.call(page.search_entries.get().pk)
    assert server.is_behind()
    server.watch()
    assert server.is_behind()
    with pytest.raises(EngineFault):
        server.rebuild()
    engines.forget()
