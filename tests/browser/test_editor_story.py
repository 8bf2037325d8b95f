"""A new editor writes a campaign, a second person releases it, both languages; it stands on both home pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from accounts.services import DEMO_PASSWORD
from news.models import CampaignIndexPage, CampaignPage

GERMAN, ENGLISH = "Respekt auf der Rolltreppe", "Respect on the escalator"
WORDS = {
    GERMAN: ENGLISH,
    "Platz machen kostet nichts.": "Making room costs nothing.",
    "Zugbegleiterin": "Conductor",
    "Wir kommen alle an.": "We all arrive.",
    "Plakat Rolltreppe": "Escalator poster",
}

# Keeps the answer to the first automatic draft back until `release` is called.
HOLD = """
const real = window.fetch;
window.fetch = async (...call) => {
  const answer = await real(...call);
  if (call[1]?.headers?.Accept === "application/json" && !window.release) {
    await new Promise((done) => { window.release = done; });
  }
  return answer;
};
"""


@pytest.fixture
def campaigns(house: Any, django_db_blocker: Any) -> Iterator[int]:
    """The id of the list of campaigns; what the story leaves behind is removed."""
    with django_db_blocker.unblock():
        number = CampaignIndexPage.objects.get(locale__language_code="de").pk
    yield number
    with django_db_blocker.unblock():
        for page in CampaignPage.objects.filter(title__in=[GERMAN, ENGLISH]):
            page.delete()


@pytest.fixture
def other(chromium: Browser) -> Iterator[BrowserContext]:
    """The browser of a second person."""
    profile = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    yield profile
    profile.close()


def panel_of(tab: Page, field: str) -> Locator:
    """Return the panel of a field of rows."""
    return tab.locator(f"section.w-panel:has([name={field}-count])").last


def write_campaign(tab: Page) -> None:
    """Fill the editor as a person does: title, lead, one person, one file of the toolkit; then submit."""
    tab.fill("#id_title", GERMAN)
    tab.fill("#id_lead", "Platz machen kostet nichts.")
    panel_of(tab, "protagonists").locator(".c-sf-add-button").first.click()
    tab.fill("[name=protagonists-0-value-job]", "Zugbegleiterin")
    tab.fill("[name=protagonists-0-value-quote]", "Wir kommen alle an.")
    toolkit = panel_of(tab, "toolkit")
    toolkit.locator(".c-sf-add-button").first.click()
    tab.fill("[name=toolkit-0-value-title]", "Plakat Rolltreppe")
    toolkit.get_by_role("button", name="Dokument auswählen").click()
    tab.locator("a[data-chooser-modal-choice]").first.click()
    expect(toolkit.locator(".chooser [data-chooser-title]").first).not_to_be_empty()
    tab.locator("footer [data-w-dropdown-target=toggle]").first.click()
    expect(tab.locator("button[name=action-publish]")).to_have_count(0)
    tab.locator("button[name=action-submit]").click()
    expect(tab.locator(".messages .success")).to_contain_text(GERMAN)


def translate(tab: Page) -> None:
    """Write every string in English beside the German one, then bring the page to review."""
    button = tab.locator("button:has-text('Übersetzen'):visible")
    expect(button.first).to_be_visible()
    while button.count():
        german = button.first.locator("xpath=ancestor::li[2]").inner_text()
        english = next((word for source, word in WORDS.items() if source in german), None)
        assert english is not None, german
        button.first.click()
        tab.locator("textarea").first.fill(english)
        tab.get_by_role("button", name="Speichern", exact=True).click()
        expect(tab.locator("textarea")).to_have_count(0)
    expect(tab.get_by_role("button", name="Veröffentlichen in Englisch")).to_have_count(0)
    tab.goto(tab.url.replace("/pages/", "/translations/").replace("/edit/", "/submit/"))
    tab.get_by_role("button", name="Zur Freigabe einreichen").click()
    expect(tab.locator(".messages .success")).to_contain_text("eingereicht")


def sign_in(tab: Page, house: Any, email: str) -> None:
    """Sign a demo account in as a person does."""
    tab.goto(f"{house.intranet}/de/accounts/login/")
    tab.fill("#id_login", email)
    tab.fill("#id_password", DEMO_PASSWORD)
    tab.click("form.zks-form button[type=submit]")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Was brauchen Sie?")


def release(tab: Page, house: Any, title: str) -> None:
    """Find what waits for a review on the start page of the admin and release it."""
    tab.goto(f"{house.intranet}/admin/")
    tab.locator(".w-panel--dashboard").get_by_role("link", name=title).first.click()
    expect(tab.locator("#findings")).to_contain_text("Qualitätsprüfung")
    tab.get_by_role("button", name="Freigeben und veröffentlichen").click()
    expect(tab.locator(".messages .success")).to_be_visible()
    tab.goto(f"{house.intranet}/admin/desk/approve/")
    expect(tab.get_by_role("link", name=title)).to_have_count(0)


@pytest.mark.acceptance("content", 14)
def test_two_people_publish_a_campaign_in_two_languages(
    tab: Page, other: BrowserContext, house: Any, watch: Any, campaigns: int, django_db_blocker: Any
) -> None:
    tab.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    sign_in(tab, house, "editor@example.org")
    reader = other.new_page()
    sign_in(reader, house, "approver@example.org")
    tab.goto(f"{house.intranet}/admin/pages/add/news/campaignpage/{campaigns}/")
    write_campaign(tab)
    release(reader, house, GERMAN)
    with django_db_blocker.unblock():
        page = CampaignPage.objects.get(title=GERMAN, locale__language_code="de")
    tab.goto(f"{house.intranet}/admin/localize/submit/page/{page.pk}/")
    tab.get_by_label("Englisch").check()
    tab.get_by_role("button", name="Absenden").click()
    translate(tab)
    release(reader, house, ENGLISH)
    tab.goto(f"{house.public}/de/")
    expect(tab.get_by_role("link", name=GERMAN)).to_be_visible()
    tab.goto(f"{house.public}/en/")
    expect(tab.get_by_role("link", name=ENGLISH)).to_be_visible()
    tab.get_by_role("link", name=ENGLISH).click()
    for words in ("We all arrive.", "Escalator poster", "Making room costs nothing."):
        expect(tab.locator("main")).to_contain_text(words)
    assert [text for text in watch.policy if "script-src" in text] == []
    assert watch.foreign == []


def test_who_submits_while_the_first_draft_is_being_saved_submits_that_draft(
    tab: Page, house: Any, campaigns: int, django_db_blocker: Any
) -> None:
    sign_in(tab, house, "editor@example.org")
    tab.add_init_script(HOLD)
    tab.goto(f"{house.intranet}/admin/pages/add/news/campaignpage/{campaigns}/")
    tab.fill("#id_title", GERMAN)
    for number in range(20):  # Wagtail looks for changes only when the page has stood for a while
        tab.fill("#id_lead", f"Platz machen kostet {number} Euro.")
        tab.wait_for_timeout(700)
        if tab.evaluate("() => Boolean(window.release)"):
            break
    tab.locator("footer [data-w-dropdown-target=toggle]").first.click()
    tab.locator("button[name=action-submit]").click()
    tab.evaluate("() => window.release?.()")
    expect(tab.locator(".messages .success")).to_contain_text(GERMAN, timeout=20_000)
    with django_db_blocker.unblock():
        assert CampaignPage.objects.filter(title=GERMAN).count() == 1
