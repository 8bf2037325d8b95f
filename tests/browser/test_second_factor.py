"""The second factor by keyboard, without JavaScript, at 320 px, in both languages; axe finds nothing."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.activation import issue
from accounts.mfa.required import lacks_factor
from accounts.mfa.totp import _code_of, code_now
from accounts.models import Attempt, OpenedSession, TotpUse, User
from tests.browser.test_axe import findings

PASSWORD = "an evening at the river with friends"
ADDRESS = "neu.technik@example.org"
WORDS = {
    "de": ("Zweiten Faktor einrichten", "Ihre Ersatzcodes", "Meine Sicherheit", "Anmeldung bestätigen"),
    "en": ("Set up the second factor", "Your recovery codes", "My security", "Confirm the sign-in"),
}


@pytest.mark.django_db(databases=["default", "zemag"])
def test_nobody_in_the_portal_lacks_a_factor_that_is_required(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert [person.email for person in User.objects.all() if lacks_factor(person)] == []


@pytest.fixture
def newcomer(house: Any, django_db_blocker: Any) -> Iterator[User]:
    """Somebody who must have a second factor and has none yet."""
    with django_db_blocker.unblock():
        person = User.objects.create_user(ADDRESS, PASSWORD, first_name="Neu", mfa_required=True)
    yield person
    with django_db_blocker.unblock():
        for model in (Authenticator, TotpUse, OpenedSession):
            model.objects.filter(user=person).delete()
        Attempt.objects.all().delete()
        person.delete()


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    """A small browser without JavaScript."""
    profile = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield profile
    profile.close()


def type_into(tab: Page, name: str, text: str) -> None:
    """Reach a field with the tab key, as there is no mouse, and type."""
    press_to(tab, f"[name={name}]")
    tab.keyboard.type(text)


def press_to(tab: Page, selector: str) -> None:
    """Press the tab key until something has the focus."""
    for _press in range(60):
        if tab.locator(f"main {selector}:focus").count():
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def heading(tab: Page) -> Any:
    """Return the heading of the page."""
    return expect(tab.get_by_role("heading", level=1))


def story(tab: Page, base: str, language: str, newcomer: User, blocker: Any, look: Callable[[], None]) -> None:
    """Sign in, set up, keep the codes, sign out, sign in with a code."""
    set_up, codes, security, confirm = WORDS[language]
    tab.goto(f"{base}/{language}/accounts/login/")
    type_into(tab, "login", ADDRESS)
    type_into(tab, "password", PASSWORD)
    tab.keyboard.press("Enter")
    heading(tab).to_have_text(set_up)
    look()
    secret = tab.locator("dd code").inner_text().replace(" ", "")
    with blocker.unblock():
        paper = issue(newcomer, "mfa", None)
    type_into(tab, "paper_code", paper)
    type_into(tab, "code", "000000")
    tab.keyboard.press("Enter")
    expect(tab.locator(".zks-errors")).to_be_visible()
    look()
    type_into(tab, "code", code_now(secret))
    if not tab.locator("[name=paper_code]").input_value():
        tab.fill("[name=paper_code]", paper)
    tab.locator("[name=code]").fill(code_now(secret))
    tab.keyboard.press("Enter")
    heading(tab).to_have_text(codes)
    expect(tab.locator(".zks-codes li")).to_have_count(10)
    look()
    press_to(tab, "a.zks-btn")
    tab.keyboard.press("Enter")
    heading(tab).to_have_text(security)
    look()
    tab.goto(f"{base}/{language}/accounts/logout/")
    press_to(tab, "button")
    tab.keyboard.press("Enter")
    type_into(tab, "login", ADDRESS)
    type_into(tab, "password", PASSWORD)
    tab.keyboard.press("Enter")
    heading(tab).to_have_text(confirm)
    look()
    # The present code was used up by the set-up; the next one counts already.
    type_into(tab, "code", _code_of(secret, int(time.time()) // 30 + 1))
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(f"{base}/{language}/")


@pytest.mark.acceptance("security", 2)
@pytest.mark.parametrize("language", ["de", "en"])
def test_set_up_and_sign_in_by_keyboard_without_javascript(
    language: str, plain: BrowserContext, house: Any, newcomer: User, django_db_blocker: Any
) -> None:
    story(plain.new_page(), house.intranet, language, newcomer, django_db_blocker, lambda: None)


@pytest.mark.acceptance("security", 2)
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_the_way_at_320_px(
    language: str, tab: Page, watch: Any, house: Any, newcomer: User, django_db_blocker: Any
) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})

    def look() -> None:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            assert findings(tab) == [], f"{tab.url}, {scheme}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, tab.url

    story(tab, house.intranet, language, newcomer, django_db_blocker, look)
    for path in ("security/mfa/", "confirm/"):
        tab.goto(f"{house.intranet}/{language}/accounts/{path}")
        look()
    assert watch.policy == []
    assert watch.foreign == []
