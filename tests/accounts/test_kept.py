"""What was sent after the session had ended is offered again, to the same person in the same browser (S30)."""

import re
import uuid
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from accounts.kept import KEPT_FOR, MOST_PER_BROWSER, erase_old, written
from accounts.models import KeptInput, User
from home.models import BarrierReport
from home.roles import setup_roles
from news.models import NewsPage
from tests.accounts.conftest import DOOR, PASSWORD
from tests.conftest import INTRANET
from tests.factories import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
OURS = {"Origin": "http://intranet.localhost:8000"}
FORM = "/de/barriere-melden/"
TEXT = "Der „Kontrast“ ist <b>zu</b> schwach.\r\n\r\n😀 & mehr" + "ä" * 3_000


def enter(client: Client, email: str = "kim@example.org", path: str = DOOR) -> Any:
    """Sign in through the door, going where it was asked to."""
    wanted = re.search(r"next=([^&]+)", path)
    return client.post(
        DOOR, {"login": email, "password": PASSWORD, "next": wanted[1].replace("%2F", "/") if wanted else ""}
    )


@pytest.fixture
def client(person: User) -> Client:
    """A browser whose session has just ended."""
    browser = Client(**INTRANET)
    enter(browser)
    browser.get("/de/accounts/logout/")
    browser.cookies.pop(settings.SESSION_COOKIE_NAME)
    return browser


def send(browser: Client, **extra: Any) -> Any:
    sent = {"text": TEXT, "request_key": str(uuid.uuid4()), "password": "geheim-9", "topics": ["a", "b"]}
    return browser.post(FORM, sent, **{"headers": OURS, **extra})


def offered(page: str) -> list[tuple[str, str]]:
    """Return what the first form of the page would send."""
    form = html5lib.parse(page, namespaceHTMLElements=False).find(".//main//form[@action]")
    return [(field.get("name"), field.text or "") for field in form.iter("textarea")]


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_after_signing_in_again_everything_is_there_and_can_be_sent(client: Client) -> None:
    refused = send(client)
    assert refused.status_code == 302
    assert "/accounts/login/" in refused["Location"]
    reached = enter(client, path=refused["Location"])["Location"]
    assert re.fullmatch(r"/de/accounts/kept/[0-9a-f-]{36}/", reached)
    page = client.get(reached).content.decode()
    fields = offered(page)
    assert [value for name, value in fields if name == "text"] == [TEXT.replace("\r\n", "\n")]
    assert [value for name, value in fields if name == "topics"] == ["a", "b"]
    assert "geheim-9" not in page
    assert f'action="{FORM}"' in page
    assert client.post(FORM, dict(fields)).status_code == 302
    assert BarrierReport.objects.get().text.replace("\r\n", "\n") == TEXT.replace("\r\n", "\n").strip()


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_what_an_editor_wrote_in_the_page_editor_is_saved_after_signing_in_again(client: Client, person: User) -> None:
    setup_roles()
    person.groups.add(Group.objects.get(name="editor"))
    page = NewsPageFactory(live=False)
    address = f"/admin/pages/{page.pk}/edit/"
    enter(client)
    form = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
    here = {
        field.get("name"): field.get("value") or field.text or ""
        for kind in ("input", "textarea")
        for field in form.iter(kind)
        if field.get("name") and field.get("type") != "checkbox"
    }
    blocks = {f"{name}-count": "0" for name in ("body", "sources", "contacts")}
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    refused = client.post(address, {**here, **blocks, "title": "Eine Stunde „Arbeit“"}, headers=OURS)
    reached = enter(client, path=refused["Location"])["Location"]
    fields = dict(offered(client.get(reached).content.decode()))
    assert client.post(address, fields).status_code in {200, 302}
    saved = NewsPage.objects.get(pk=page.pk).get_latest_revision()
    assert saved is not None
    assert saved.as_object().title == "Eine Stunde „Arbeit“"


@pytest.mark.acceptance("security", 8)
def test_another_person_in_the_same_browser_sees_nothing_of_it(client: Client, make_person: Any) -> None:
    other = make_person("robin@example.org")
    reached = enter(client, other.email, send(client)["Location"])["Location"]
    assert client.get(reached).status_code == 404
    assert client.get(reached).status_code == 404


@pytest.mark.acceptance("security", 8)
def test_the_same_person_in_another_browser_sees_nothing_of_it(client: Client, person: User) -> None:
    location = send(client)["Location"]
    reached = enter(client, path=location)["Location"]
    elsewhere = Client(**INTRANET)
    enter(elsewhere)
    assert elsewhere.get(reached).status_code == 404
    assert client.get(reached).status_code == 200


@pytest.mark.acceptance("security", 8)
@pytest.mark.parametrize(
    "extra",
    [
        {"headers": {"Origin": "https://foreign.example.org"}},
        {"headers": {"Accept": "*/*"}},
        {"headers": {**OURS, "x-requested-with": "XMLHttpRequest"}},
    ],
    ids=["foreign", "unknown", "sent by a script"],
)
def test_nothing_is_kept_of_what_no_own_page_has_sent(extra: dict[str, Any], client: Client) -> None:
    send(client, **extra)
    assert not KeptInput.objects.exists()


def test_people_see_what_they_wrote_and_not_what_forms_add() -> None:
    fields = [
        ("title", "Ein Titel"),
        ("request_key", "f1903eec-ab"),
        ("form-TOTAL_FORMS", "2"),
        ("body-0-type", "text"),
    ]
    assert written([*fields, ("body-count", "1"), ("date", "2026-11-27"), ("raw", '{"blocks": []}')]) == ["Ein Titel"]


def test_without_the_cookie_of_an_earlier_sign_in_nothing_is_kept(person: User) -> None:
    send(Client(**INTRANET))
    forged = Client(**INTRANET)
    forged.cookies[settings.DRAFT_COOKIE_NAME] = "eyJmb3JnZWQi:xyz:abc"
    send(forged)
    assert not KeptInput.objects.exists()


def test_the_table_holds_nothing_that_the_server_can_read(client: Client) -> None:
    send(client)
    kept = KeptInput.objects.get()
    everything = str(kept.__dict__).encode() + bytes(kept.sealed)
    assert b"Kontrast" not in everything
    assert b"kim@" not in everything


def test_the_three_latest_stay_and_all_go_after_half_an_hour(client: Client) -> None:
    for _number in range(MOST_PER_BROWSER + 2):
        send(client)
    assert KeptInput.objects.count() == MOST_PER_BROWSER
    location = send(client)["Location"]
    reached = enter(client, path=location)["Location"]
    KeptInput.objects.update(created_at=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    assert client.get(reached).status_code == 404
    assert erase_old() == MOST_PER_BROWSER


def test_a_very_long_address_is_kept_too(client: Client) -> None:
    answer = client.post(f"{FORM}?page={'x' * 3_000}", {"text": "bleibt"}, headers=OURS)
    reached = enter(client, path=answer["Location"])["Location"]
    assert ("text", "bleibt") in offered(client.get(reached).content.decode())


def test_what_is_discarded_is_gone(client: Client) -> None:
    reached = enter(client, path=send(client)["Location"])["Location"]
    assert client.post(reached).status_code == 302
    assert not KeptInput.objects.exists()
    assert client.get(reached).status_code == 404


def test_more_than_a_megabyte_is_not_kept_and_the_path_is(client: Client) -> None:
    answer = client.post(FORM, {"text": "x" * 1_000_001}, headers=OURS)
    assert answer["Location"] == f"{DOOR}?next={FORM}"
    assert not KeptInput.objects.exists()


def test_signing_out_takes_the_key_away(person: User) -> None:
    browser = Client(**INTRANET)
    enter(browser)
    browser.get("/de/accounts/logout/")
    assert browser.cookies[settings.DRAFT_COOKIE_NAME].value
    answer = browser.post("/de/accounts/logout/")
    assert answer.cookies[settings.DRAFT_COOKIE_NAME].value == ""


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_speaks_both_languages(language: str, client: Client) -> None:
    reached = enter(client, path=send(client)["Location"])["Location"]
    page = client.get(reached.replace("/de/", f"/{language}/")).content.decode()
    assert ("Verwerfen" in page) == (language == "de")
    assert ("Discard" in page) == (language == "en")
