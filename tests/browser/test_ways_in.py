"""Invitation, lost password, recovery code, lock and unlock: by keyboard, at 320 px, without JavaScript, for axe."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.activation import issue
from accounts.mfa.services import enrol_for_trying, new_recovery_codes
from accounts.models import ActivationCode, Attempt, OpenedSession, Purpose, User
from tests.browser.test_axe import findings
from tests.browser.test_second_factor import heading, plain, press_to, type_into
from tests.row_factories import SECRET

__all__ = ["plain"]
ADDRESS = "neu.fachamt@example.org"
FIRST, SECOND, THIRD = (f"an evening at the river, {word} summer" for word in ("first", "second", "third"))
LINK = re.compile(r"http://intranet\.localhost:\d+(/\S+/accounts/password/reset/key/\S+)")
WORDS = {
    "de": ("Anmelden", "Schauen Sie in Ihr Postfach", "Es gab zu viele Versuche"),
    "en": ("Sign in", "Look into your mailbox", "There were too many tries"),
}


@pytest.mark.django_db(databases=["default", "zemag"])
def test_nobody_has_the_address_of_these_tests(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.fixture
def invited(house: Any, django_db_blocker: Any) -> Iterator[User]:
    """Somebody who has an account and no password yet."""
    with django_db_blocker.unblock():
        person = User.objects.create_user(ADDRESS, first_name="Neu", last_name="Fachamt")
    yield person
    with django_db_blocker.unblock():
        for model in (Authenticator, ActivationCode, OpenedSession):
            model.objects.filter(user=person).delete()
        Attempt.objects.all().delete()
        person.delete()


class Way:
    """A person with a keyboard in one language; `look` is called where somebody would read."""

    def __init__(self, tab: Page, base: str, language: str, look: Callable[[], None]) -> None:
        self.tab, self.base, self.language, self.look = tab, base, language, look

    def open(self, path: str) -> None:
        """Go to a page of the account."""
        self.tab.goto(f"{self.base}/{self.language}/accounts/{path}")

    def fill(self, **fields: str) -> None:
        """Type into fields in their order and send."""
        for name, text in fields.items():
            type_into(self.tab, name, text)
        self.send()

    def send(self) -> None:
        """Press Enter and wait for what comes."""
        with self.tab.expect_navigation():
            self.tab.keyboard.press("Enter")

    def sign_in(self, password: str) -> None:
        """Use the one door."""
        self.open("login/")
        self.fill(login=ADDRESS, password=password)

    def is_in(self) -> None:
        """See the start page, and go again."""
        expect(self.tab).to_have_url(f"{self.base}/{self.language}/")
        self.open("logout/")
        press_to(self.tab, "button")
        self.send()
        heading(self.tab).to_have_text(WORDS[self.language][0])

    def refused(self) -> None:
        """See what was wrong."""
        expect(self.tab.locator(".zks-errors")).to_be_visible()
        self.look()


def mailed_path() -> str:
    """Return the path of the link in the last mail."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    assert mail.outbox[-1].to == [ADDRESS]
    return found[1]


def with_codes_and_links(way: Way, person: User, blocker: Any) -> None:
    """Open an account with a code, replace a lost password by a link and by a code."""
    with blocker.unblock():
        invitation = issue(person, Purpose.INVITE, None)
    way.open("invite/")
    way.look()
    way.fill(email=ADDRESS, code="2222-2222-2222", password1=FIRST, password2=FIRST)
    way.refused()
    way.tab.locator("[name=code]").fill("")
    way.fill(code=invitation, password1=FIRST, password2=FIRST)
    way.look()
    way.sign_in(FIRST)
    way.is_in()
    way.open("password/reset/")
    way.look()
    way.fill(email=ADDRESS)
    heading(way.tab).to_have_text(WORDS[way.language][1])
    way.look()
    way.tab.goto(way.base + re.sub("^/(de|en)/", f"/{way.language}/", mailed_path()))
    way.fill(password1=SECOND, password2=FIRST)
    way.refused()
    way.fill(password1=SECOND, password2=SECOND)
    way.look()
    with blocker.unblock():
        code = issue(person, Purpose.RESET, None)
    way.open("password/reset/code/")
    way.look()
    way.fill(email=ADDRESS, code=code, password1=THIRD, password2=THIRD)
    way.sign_in(SECOND)
    way.refused()
    way.sign_in(THIRD)
    way.is_in()


def recovered_and_locked(way: Way, person: User, blocker: Any, manager: Callable[[str], None]) -> None:
    """Sign in with a code for emergencies; be locked by a person and by guesses, and be let in again."""
    with blocker.unblock():
        person.refresh_from_db()
        enrol_for_trying(person, SECRET)
        codes = new_recovery_codes(person)
    way.sign_in(THIRD)
    way.fill(code="00000000")
    way.refused()
    way.fill(code=codes[0])
    way.is_in()
    with blocker.unblock():
        Authenticator.objects.filter(user=person).delete()
        User.objects.filter(pk=person.pk).update(locked_at=timezone.now())
    way.sign_in(THIRD)
    way.refused()
    manager("unlock")
    way.sign_in(THIRD)
    way.is_in()
    with blocker.unblock():
        for _number in range(10):
            door = Client(HTTP_HOST=way.base.removeprefix("http://"))
            door.post("/de/accounts/login/", {"login": ADDRESS, "password": "not the sentence of anybody"})
    way.sign_in(THIRD)
    expect(way.tab.locator(".zks-errors")).to_contain_text(WORDS[way.language][2])
    way.look()
    manager("forgive")
    way.sign_in(THIRD)
    way.is_in()


@pytest.fixture
def manager(context: BrowserContext, house: Any, enter: Callable[[str], None], invited: User) -> Callable[[str], None]:
    """Return a function that presses a button of the account's screen as the technical administration."""

    def press(action: str) -> None:
        enter("technical_admin")
        desk = context.new_page()
        desk.goto(f"{house.intranet}/admin/users/{invited.pk}/access/")
        button = desk.locator(f"button[name=action][value={action}]")
        button.focus()
        desk.keyboard.press("Enter")
        expect(desk.locator(".messages .success").first).to_be_visible()
        desk.close()
        context.clear_cookies()

    return press


@pytest.mark.acceptance("security", 2)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_way_in_works_by_keyboard_without_javascript(
    language: str,
    plain: BrowserContext,
    house: Any,
    invited: User,
    manager: Callable[[str], None],
    django_db_blocker: Any,
) -> None:
    way = Way(plain.new_page(), house.intranet, language, lambda: None)
    with_codes_and_links(way, invited, django_db_blocker)
    recovered_and_locked(way, invited, django_db_blocker, manager)


@pytest.mark.acceptance("security", 2)
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_these_ways_at_320_px(
    language: str,
    chromium: Any,
    house: Any,
    invited: User,
    manager: Callable[[str], None],
    django_db_blocker: Any,
) -> None:
    profile = chromium.new_context(viewport={"width": 320, "height": 640})
    tab = profile.new_page()

    def look() -> None:
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            assert findings(tab) == [], f"{tab.url}, {scheme}"
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, tab.url

    way = Way(tab, house.intranet, language, look)
    with_codes_and_links(way, invited, django_db_blocker)
    recovered_and_locked(way, invited, django_db_blocker, manager)
    profile.close()
