"""Offences and measures are proposed and released by two people without script at 320 px, and by keyboard; axe."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_axe import findings
from tests.browser.test_zemag import Keys, narrow  # noqa: F401
from zemag.clocks import local_day

pytestmark = pytest.mark.acceptance("settled", 6)
Narrow = Callable[[str], Page]
WIDTH = "() => document.documentElement.scrollWidth"


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_lists(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert local_day(timezone.now())


def test_without_script_at_320_px_words_are_proposed_and_released_by_another_person(
    narrow: Narrow,  # noqa: F811
    house: Any,
) -> None:
    page = narrow("zemag_editor")
    page.goto(f"{house.intranet}/de/zemag/wordings/")
    page.get_by_role("link", name="Taten und Maßnahmen").first.click()
    page.get_by_role("link", name="B2: Hausfriedensbruch").click()
    page.get_by_role("link", name="Änderung vorschlagen").click()
    german, english = (page.locator(f"[name=happened_{language}]") for language in ("de", "en"))
    german.fill("Jemand blieb trotz Hausverbot")
    english.fill(" ")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.locator("#id_happened_en_error")).to_contain_text("Beide Sprachen sind nötig.")
    expect(german).to_have_value("Jemand blieb trotz Hausverbot")
    assert page.evaluate(WIDTH) <= 320
    english.fill("Somebody stayed in spite of a ban")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.locator("main")).to_contain_text("Der Vorschlag ist gemacht.")
    page = narrow("zemag_quality")
    page.goto(f"{house.intranet}/de/zemag/")
    page.get_by_role("link", name="Vorschläge zu Taten und Maßnahmen").click()
    assert page.evaluate(WIDTH) <= 320
    page.get_by_role("listitem").filter(has_text="B2:").get_by_role("link", name="Vorschlag von").click()
    expect(page.locator("ins").filter(has_text="Hausverbot")).to_be_visible()
    assert page.evaluate(WIDTH) <= 320
    page.get_by_role("link", name="Diesen Vorschlag freigeben").click()
    page.get_by_role("button", name="Diesen Vorschlag freigeben").click()
    expect(page.locator("main")).to_contain_text("In Kraft: Fassung 2")
    page.goto(f"{house.intranet}/de/zemag/reports/short/")
    expect(page.locator("main")).to_contain_text("Jemand blieb trotz Hausverbot")


def test_a_new_measure_is_proposed_by_keyboard(tab: Page, house: Any, enter: Callable[[str], None]) -> None:
    enter("zemag_editor")
    tab.goto(f"{house.intranet}/de/zemag/catalogue/new/")
    assert findings(tab) == []
    keys = Keys(tab)
    tab.locator("[name=name_de]").focus()
    keys.type("Termin am Vormittag")
    keys.to("name_en")
    keys.type("Appointment in the morning")
    keys.press("Enter")
    expect(tab.locator("#id_level_error")).to_be_visible()
    expect(tab.locator("[name=name_de]")).to_have_value("Termin am Vormittag")
    assert findings(tab) == []
    tab.locator("[name=name_en]").focus()
    keys.to("level")
    keys.press("Space")
    keys.send()
    expect(tab.locator("main")).to_contain_text("Noch nicht in Kraft")
    tab.get_by_role("link", name="Vorschlag lesen").click()
    expect(tab.locator("main")).to_contain_text("Appointment in the morning")


@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_the_screens_of_editors_and_quality_staff(
    language: str, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    base = f"{house.intranet}/{language}/zemag/catalogue/"
    for role, paths in {"zemag_editor": ("", "C2/new/", "vest/new/"), "zemag_quality": ("", "own_1/", "D1/")}.items():
        enter(role)
        for path in paths:
            tab.goto(f"{base}{path}")
            assert findings(tab) == [], path
    tab.goto(f"{base}own_1/")
    name = {"de": ("Vorschlag lesen", "freigeben"), "en": ("Read the proposal", "Release")}[language]
    tab.get_by_role("link", name=name[0]).click()
    assert findings(tab) == []
    tab.get_by_role("link", name=name[1]).click()
    assert findings(tab) == []
