"""A text of the weapons catalogue is proposed and released by two people without script at 320 px, and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_zemag import Keys, narrow  # noqa: F401
from zemag.clocks import local_day

Narrow = Callable[[str], Page]
WIDTH = "() => document.documentElement.scrollWidth"


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_a_catalogue(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert local_day(timezone.now())


def test_without_script_at_320_px_a_text_is_proposed_and_released_by_another_person(
    narrow: Narrow,  # noqa: F811
    house: Any,
) -> None:
    page = narrow("zemag_editor")
    page.goto(f"{house.intranet}/de/zemag/weapons/F5/")
    page.get_by_role("link", name="Diesen Text bearbeiten").click()
    german, english = (page.locator(f"[name=words_{language}]") for language in ("de", "en"))
    german.fill("Flasche, Pulle")
    english.fill(" ")
    page.get_by_role("button", name="Diesen Text vorschlagen").click()
    expect(page.locator("#id_words_en_error")).to_contain_text("Beide Sprachen sind nötig.")
    expect(german).to_have_value("Flasche, Pulle")
    assert page.evaluate(WIDTH) <= 320
    english.fill("bottle, flagon")
    page.get_by_role("button", name="Diesen Text vorschlagen").click()
    expect(page.locator("main")).to_contain_text("Der Text ist vorgeschlagen.")
    page = narrow("zemag_quality")
    page.goto(f"{house.intranet}/de/zemag/weapons/")
    page.get_by_role("link", name="Texte des Waffenkatalogs").click()
    page.get_by_role("listitem").filter(has_text="F5:").get_by_role("link", name="Vorschlag von").click()
    expect(page.locator("ins").first).to_contain_text("Pulle")
    assert page.evaluate(WIDTH) <= 320
    page.get_by_role("link", name="Diesen Text freigeben").click()
    page.get_by_role("button", name="Diesen Text freigeben").click()
    expect(page.locator("main")).to_contain_text("In Kraft: Fassung 2")
    page.goto(f"{house.intranet}/de/zemag/weapons/?q=flagon")
    expect(page.locator("main")).to_contain_text("Flasche oder Glas")


def test_a_class_is_taken_out_by_keyboard(tab: Page, house: Any, enter: Callable[[str], None]) -> None:
    enter("zemag_editor")
    tab.goto(f"{house.intranet}/de/zemag/weapons/F8/texts/new/")
    keys = Keys(tab)
    keys.to("is_active")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(tab.locator("main")).to_contain_text("Der Text ist vorgeschlagen.")
    tab.get_by_role("link", name="Vorschlag lesen").click()
    expect(tab.locator("del")).to_have_text("in Meldungen und im Katalog angeboten")
