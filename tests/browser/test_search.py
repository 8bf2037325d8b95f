"""The result page: axe finds nothing in any state, nothing sticks out at 320 px, a keyboard is enough for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.places import example_of
from tests.browser.test_admin_axe import speak  # noqa: F401
from tests.browser.test_axe import findings
from tests.browser.test_second_factor import press_to, type_into

SMALL = {"width": 320, "height": 640}
# State -> what is typed in German and in English, and what shows that it is this state.
STATES = {
    "hits": ("Gewalt", "violence", ".zks-results mark"),
    "offer": ("Gewaltpräwention", "violense", ".zks-note a"),
    "nothing": ("Quaxolinverleih", "quaxolin", ".zks-empty"),
    "too-short": ("a", "a", ".zks-error-text"),
}
REPORTS = ("/admin/searchpicks/", "/admin/reports/not-found/")


@pytest.fixture
def places(house: Any, django_db_blocker: Any) -> dict[str, str]:
    """Return the address of the result page in both languages."""
    with django_db_blocker.unblock():
        return {language: house.address(example_of("home.SearchPage", language)) for language in ("de", "en")}


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A small browser without JavaScript."""
    profile = chromium.new_context(java_script_enabled=False, viewport=SMALL, locale="de-DE")
    yield profile.new_page()
    profile.close()


@pytest.mark.acceptance("search", 15)
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_in_any_state_and_nothing_sticks_out(
    language: str, tab: Page, places: dict[str, str], watch: Any
) -> None:
    for state, (german, english, shows) in STATES.items():
        tab.set_viewport_size({"width": 1280, "height": 900})
        tab.emulate_media(color_scheme="light")
        tab.goto(f"{places[language]}?q={german if language == 'de' else english}")
        expect(tab.locator(f"main {shows}").first).to_be_visible()
        assert findings(tab) == [], f"{state}, wide"
        tab.set_viewport_size(SMALL)
        tab.emulate_media(color_scheme="dark")
        assert findings(tab) == [], f"{state}, narrow"
        assert tab.evaluate("document.documentElement.scrollWidth") <= SMALL["width"], state
    assert (watch.foreign, watch.policy) == ([], [])


@pytest.mark.acceptance("search", 15)
def test_a_question_is_asked_refined_and_opened_by_keyboard_without_script(plain: Page, places: dict[str, str]) -> None:
    plain.goto(places["de"])
    type_into(plain, "q", "Gewalt am Arbeitsplatz")
    plain.keyboard.press("Enter")
    expect(plain.locator("main .zks-results mark").first).to_be_visible()
    expect(plain.locator("main [name=q]:visible").first).to_have_value("Gewalt am Arbeitsplatz")
    press_to(plain, ".zks-filter summary")
    plain.keyboard.press("Enter")
    expect(plain.locator(".zks-filter-body")).to_be_visible()
    press_to(plain, ".zks-results a")
    title = plain.locator(".zks-results a").first.inner_text()
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_screens_of_editors(
    language: str,
    tab: Page,
    house: Any,
    enter: Callable[[str], None],
    speak: Callable[[str, str], None],  # noqa: F811
) -> None:
    speak("editor", language)
    enter("editor")
    for path in REPORTS:
        answer = tab.goto(house.intranet + path)
        assert answer is not None and answer.status == 200, path
        assert tab.locator("html").get_attribute("lang") == language
        for width, scheme in ((1280, "light"), (390, "dark")):
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            assert findings(tab) == [], f"{path} at {width} px"
