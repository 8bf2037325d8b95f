"""Nasty input never breaks a view: 400, 404 or a message, in the reader's language (promise S45)."""

from collections.abc import Iterator

import pytest
from django.test import Client
from wagtail.models import Page

from tests.portal.leaks import client_of

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
VALUES = (
    '"',
    "'",
    "\\",
    "%",
    "*",
    "a\0b",
    "1" + "0" * 400,
    "-1",
    "9" * 30,
    "\u202egnp.exe",
    "\ufffe",
    "x" * 20_000,
    "NEAR/(",
    "[]",
    "0000-00-00",
    "../../etc/passwd",
    "<script>alert(1)</script>",
)
RAW = ("q=%FF%FE", "q=%ED%A0%80", "q=a&q=b&q=c", "page=1&page=2", "&".join(f"x{n}=1" for n in range(1001)))
PUBLIC_NAMES = ("q", "page", "topic")
ADMIN = (
    "pages/",
    "images/",
    "documents/",
    "users/",
    "snippets/pages/topic/",
    "barrier-reports/",
    "reports/site-history/",
)
ADMIN += ("choose-page/", "choose-page/search/", "images/chooser/", "documents/chooser/", "redirects/", "groups/")
ADMIN_NAMES = ("q", "p", "ordering", "offset", "query")


def public_paths() -> Iterator[str]:
    """Return one page of each type and the addresses that read the query."""
    seen = set()
    for page in Page.objects.filter(live=True, url_path__startswith="/public-de/").order_by("path"):
        if page.content_type_id not in seen:
            seen.add(page.content_type_id)
            yield "/de/" + page.url_path.removeprefix("/public-de/")
    yield from ("/de/barriere-melden/", "/de/aktuelles/feed.xml", "/de/termine/calendar.ics", "/sitemap.xml", "/")


def broken(client: Client, path: str, query: str) -> list[str]:
    """Return the address when its answer is an error of the server."""
    answer = client.get(f"{path}?{query}")
    return [f"{path}?{query[:60]}: {answer.status_code}"] if answer.status_code >= 500 else []


def encoded(name: str, value: str) -> str:
    from_text = value.encode("utf-8", "surrogatepass")
    return f"{name}=" + "".join(f"%{byte:02X}" for byte in from_text)


@pytest.mark.acceptance("security", "S45")
def test_no_public_view_breaks(portal: None) -> None:
    client = client_of("stranger", "public")
    queries = [encoded(name, value) for name in PUBLIC_NAMES for value in VALUES] + list(RAW)
    found = [line for path in public_paths() for query in queries for line in broken(client, path, query)]
    assert found == []


@pytest.mark.acceptance("security", "S45")
def test_no_screen_of_the_admin_breaks(portal: None) -> None:
    client = client_of("superuser", "intranet")
    queries = [encoded(name, value) for name in ADMIN_NAMES for value in VALUES] + list(RAW)
    found = [line for path in ADMIN for query in queries for line in broken(client, f"/admin/{path}", query)]
    assert found == []


@pytest.mark.acceptance("security", "S45")
@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_no_form_breaks_and_nothing_is_lost(value: str, portal: None) -> None:
    public, door = client_of("stranger", "public"), client_of("stranger", "intranet")
    report = public.post(
        "/de/barriere-melden/", {"text": value, "email": value, "address": value, "request_key": value}
    )
    entry = door.post("/de/accounts/login/", {"login": value, "password": value, "next": value})
    reset = door.post("/de/accounts/password/reset/", {"email": value})
    words = {"email": value, "code": value, "password1": value, "password2": value}
    codes = [door.post(f"/de/accounts/{path}/", words).status_code for path in ("invite", "password/reset/code")]
    assert {report.status_code, entry.status_code, reset.status_code, *codes} <= {200, 302, 400, 429}
    for name in ("originals", "renditions", "documents", "x"):
        assert public.get(f"/media/{name}/{value[:200].replace(chr(0), '%00')}").status_code in {400, 404}


@pytest.mark.acceptance("security", "S45")
@pytest.mark.parametrize(("language", "words"), [("de", "Diese Anfrage"), ("en", "request")])
def test_a_null_byte_is_refused_in_the_language_of_the_reader(language: str, words: str, portal: None) -> None:
    answer = client_of("stranger", "public").get(f"/{language}/?q=%00")
    assert answer.status_code == 400
    assert f'lang="{language}"' in answer.content.decode()
    assert words in answer.content.decode()
