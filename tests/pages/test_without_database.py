"""With both databases down every request is answered by a page in the reader's language (security design, 12)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connections
from django.test import Client

from tests.conftest import INTRANET, PUBLIC

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.acceptance("security", 10)]
TYPED = "Der „Kontrast“ ist zu schwach."


@pytest.fixture
def down(sites: None) -> Iterator[list[str]]:
    """Let every question to either database fail; return what was asked."""
    asked: list[str] = []

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        raise OperationalError("the server is gone")

    cache.clear()
    with connections["default"].execute_wrapper(fail), connections["zemag"].execute_wrapper(fail):
        yield asked


def browser(host: dict[str, Any]) -> Client:
    """A browser that sees answers, not exceptions; with a session cookie on the intranet host."""
    client = Client(raise_request_exception=False, **host)
    if host is INTRANET:
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    return client


@pytest.mark.parametrize("host", [PUBLIC, INTRANET], ids=["public", "intranet"])
@pytest.mark.parametrize("path", ["/de/", "/en/", "/de/aktuelles/", "/de/gibt-es-nicht/", "/admin/"])
def test_every_address_answers_with_help_and_legal_links(path: str, host: dict[str, Any], down: list[str]) -> None:
    answer = browser(host).get(path)
    assert answer.status_code in {500, 503}
    assert down != []
    page = answer.content.decode()
    assert 'href="tel:110"' in page
    assert ("Legal notice" in page or "Imprint" in page) if path == "/en/" else "Impressum" in page


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_on_a_full_disk_what_was_typed_comes_back(sites: None) -> None:
    sent = {"text": TYPED, "request_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}
    written: list[str] = []

    def no_room(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(sql)
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(no_room):
        answer = browser(PUBLIC).post("/de/barriere-melden/", sent, headers={"Origin": settings.PUBLIC_URL})
    assert written != []
    assert answer.status_code in {500, 503}
    assert f'name="text">&#10;{TYPED}' in answer.content.decode()


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_what_was_typed_comes_back_and_can_be_sent_again(down: list[str]) -> None:
    sent = {"text": TYPED, "request_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}
    answer = browser(PUBLIC).post("/de/barriere-melden/", sent, headers={"Origin": settings.PUBLIC_URL})
    assert answer.status_code in {500, 503}
    page = answer.content.decode()
    assert f'name="text">&#10;{TYPED}' in page
    assert "Noch einmal senden" in page


def test_the_sign_of_life_asks_no_database(down: list[str]) -> None:
    assert browser(PUBLIC).get("/health/alive/").status_code == 200
    assert down == []
