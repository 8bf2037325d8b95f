"""Typed text survives dead sessions, rotated tokens and limits in a real browser, and reaches nobody else (S30)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from accounts.limits import REPORTS_AN_HOUR
from accounts.models import Attempt, AttemptKind, KeptInput
from home.models import BarrierReport
from tests.browser.places import barrier_path

pytestmark = pytest.mark.acceptance("security", "S30")
FORM = barrier_path("de")
PASSWORD = "zum Ausprobieren am Rhein 2026"
TYPED = "Der „Kontrast“ ist <zu> schwach & klein.\n\nZweite Zeile 😀"
FOREIGN = "http://foreign.example.org/"


@pytest.fixture(autouse=True)
def _leave_nothing(house: Any, django_db_blocker: Any) -> Iterator[None]:
    """Take away what these tests and others before them have sent."""

    def clear() -> None:
        with django_db_blocker.unblock():
            for model in (BarrierReport, KeptInput, Attempt):
                model.objects.all().delete()

    clear()
    yield
    clear()


@pytest.fixture
def stored(django_db_blocker: Any) -> Callable[[], list[str]]:
    """Return a function that reads what reports say."""

    def texts() -> list[str]:
        with django_db_blocker.unblock():
            return [report.text.replace("\r\n", "\n") for report in BarrierReport.objects.order_by("pk")]

    return texts


def sign_in(tab: Page, house: Any, role: str = "editor") -> None:
    """Sign in through the one door, on the page that is open or on its own."""
    if "/accounts/login/" not in tab.url:
        tab.goto(f"{house.intranet}/de/accounts/login/")
    tab.locator("#id_login").fill(f"{role}@example.org")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main form button[type=submit]").first.click()
    tab.wait_for_url(lambda address: "/accounts/login/" not in address)


def write(tab: Page, house: Any, text: str = TYPED) -> None:
    """Open the form and fill it in."""
    tab.goto(house.intranet + FORM)
    tab.locator("#id_text").fill(text)


def send(tab: Page) -> None:
    """Press the button of the form."""
    tab.locator("main form.zks-form button[type=submit]").first.click()


def end_session(context: BrowserContext) -> None:
    """Let the session be gone, as after half an hour without a click."""
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


@pytest.mark.acceptance("security", 8)
def test_after_a_dead_session_the_text_is_offered_and_sent(
    tab: Page, context: BrowserContext, house: Any, stored: Callable[[], list[str]]
) -> None:
    sign_in(tab, house)
    write(tab, house)
    end_session(context)
    send(tab)
    sign_in(tab, house)
    assert "/accounts/kept/" in tab.url
    expect(tab.locator(".zks-kept")).to_contain_text("Der „Kontrast“ ist <zu> schwach & klein.")
    assert stored() == []
    send(tab)
    tab.wait_for_url("**/*sent=1")
    assert stored() == [TYPED]


@pytest.mark.acceptance("security", 8)
def test_another_person_in_the_same_browser_is_not_shown_it(
    tab: Page, context: BrowserContext, house: Any, stored: Callable[[], list[str]]
) -> None:
    sign_in(tab, house)
    write(tab, house)
    end_session(context)
    send(tab)
    sign_in(tab, house, "staff")
    assert "/accounts/kept/" in tab.url
    assert "Kontrast" not in tab.content()
    expect(tab.locator(".zks-meta").first).to_have_text("404")
    assert stored() == []


@pytest.mark.acceptance("security", 8)
def test_a_foreign_page_plants_nothing(
    tab: Page, context: BrowserContext, house: Any, stored: Callable[[], list[str]], django_db_blocker: Any
) -> None:
    sign_in(tab, house)
    end_session(context)
    field = '<textarea name="text">gepflanzt</textarea><button>x</button>'
    page = f'<form method="post" action="{house.intranet}{FORM}">{field}</form>'

    def foreign(route: Route) -> None:
        route.fulfill(body=page, content_type="text/html")

    context.route(f"{FOREIGN}**", foreign)
    tab.goto(FOREIGN)
    tab.locator("button").click()
    tab.wait_for_url("**/accounts/login/**")
    with django_db_blocker.unblock():
        assert not KeptInput.objects.exists()
    sign_in(tab, house)
    assert "/accounts/kept/" not in tab.url
    assert "gepflanzt" not in tab.content()
    assert stored() == []


@pytest.mark.acceptance("security", 8)
def test_two_tabs_keep_two_texts(
    tab: Page, context: BrowserContext, house: Any, stored: Callable[[], list[str]]
) -> None:
    other = context.new_page()
    sign_in(tab, house)
    write(tab, house, "Aus dem ersten Fenster.")
    write(other, house, "Aus dem zweiten Fenster.")
    end_session(context)
    for page in (tab, other):
        send(page)
    sign_in(other, house)
    send(other)
    other.wait_for_url("**/*sent=1")
    # The first window still shows the door, with a token that the other sign-in has replaced.
    sign_in_again(tab)
    send(tab)
    tab.wait_for_url("**/*sent=1")
    assert sorted(stored()) == ["Aus dem ersten Fenster.", "Aus dem zweiten Fenster."]


def sign_in_again(tab: Page) -> None:
    """Sign in where somebody is signed in already: the page says to send the form again, and then leads on."""
    tab.locator("#id_login").fill("editor@example.org")
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main form button[type=submit]").first.click()
    expect(tab.locator("h1")).to_have_text("Bitte senden Sie das Formular noch einmal")
    send(tab)
    tab.wait_for_url("**/accounts/kept/*/")


@pytest.mark.acceptance("security", 8)
def test_a_form_whose_token_another_tab_has_replaced_is_sent_again(
    tab: Page, context: BrowserContext, house: Any, stored: Callable[[], list[str]]
) -> None:
    other = context.new_page()
    sign_in(tab, house)
    write(tab, house)
    end_session(context)
    sign_in(other, house)
    send(tab)
    expect(tab.locator("h1")).to_have_text("Bitte senden Sie das Formular noch einmal")
    send(tab)
    tab.wait_for_url("**/*sent=1")
    assert stored() == [TYPED]


def test_a_limit_keeps_the_text_until_it_can_be_sent(
    tab: Page, house: Any, stored: Callable[[], list[str]], django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        client = Client(HTTP_HOST=f"localhost:{house.port}")
        for number in range(REPORTS_AN_HOUR):
            key = f"7c9e6679-7425-40de-944b-{number:012d}"
            assert client.post(FORM, {"text": "Ein anderer Bericht.", "request_key": key}).status_code == 302
    tab.goto(house.public + FORM)
    tab.locator("#id_text").fill(TYPED)
    with tab.expect_response(lambda answer: answer.request.method == "POST") as caught:
        send(tab)
    assert caught.value.status == 429
    expect(tab.locator(".zks-kept")).to_contain_text("Der „Kontrast“")
    with django_db_blocker.unblock():
        Attempt.objects.filter(kind=AttemptKind.REPORT).delete()
    send(tab)
    tab.wait_for_url("**/*sent=1")
    assert stored()[-1] == TYPED
