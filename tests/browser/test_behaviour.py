"""Menus, forms, exit and text size in a real browser: by keyboard, without script, without modern selectors."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from news.models import NewsIndexPage
from pages.models import BasePage
from tests.browser.places import PAGE_TYPES, barrier_path, example_of, visit

PHONE = {"width": 390, "height": 844}
TYPED = "Die Schrift ist zu klein."
DROP_HAS = """() => {
  let dropped = 0;
  const clean = (owner) => {
    for (let index = owner.cssRules.length - 1; index >= 0; index--) {
      const rule = owner.cssRules[index];
      if (rule.selectorText?.includes(":has(")) { owner.deleteRule(index); dropped++; }
      else if (rule.cssRules?.length) clean(rule);
    }
  };
  for (const sheet of document.styleSheets) clean(sheet);
  return dropped;
}"""
FOCUSED = "document.activeElement"


@pytest.fixture
def plain(chromium: Browser, house: Any) -> Any:
    """A tab on a phone whose browser runs no script."""
    profile = chromium.new_context(locale="de-DE", viewport=PHONE, java_script_enabled=False)
    yield profile.new_page()
    profile.close()


def exit_page() -> Any:
    """Return a public page with the exit button."""
    found = [page for label in PAGE_TYPES if (page := _with_exit(label)) is not None]
    return found[0]


def _with_exit(label: str) -> BasePage | None:
    page = example_of(label, "de")
    if page is None:
        return None
    pages = type(page).objects.filter(show_exit=True, live=True, url_path__startswith="/public-de")
    return pages.first()


@pytest.mark.acceptance("look", 5)
@pytest.mark.parametrize("host", ["public", "intranet"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_header_on_a_phone_is_low(
    host: str, language: str, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    if host == "intranet":
        enter("superuser")
    tab.set_viewport_size(PHONE)
    tab.goto(f"{getattr(house, host)}/{language}/")
    header = tab.locator("header").first
    banner = tab.locator("header .zks-demo")
    extra = banner.bounding_box()["height"] if banner.count() else 0
    assert header.bounding_box()["height"] - extra <= 96


@pytest.mark.acceptance("look", 5)
@pytest.mark.parametrize("host", ["public", "intranet"])
def test_the_menu_opens_by_keyboard_and_gives_the_focus_back(
    host: str, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    if host == "intranet":
        enter("superuser")
    tab.set_viewport_size(PHONE)
    tab.goto(f"{getattr(house, host)}/de/")
    switch = tab.locator("details.zks-menu > summary")
    for _step in range(12):
        tab.keyboard.press("Tab")
        if switch.evaluate("item => item === document.activeElement"):
            break
    expect(switch).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("nav.zks-nav a, .zks-sheet nav a").first).to_be_visible()
    tab.keyboard.press("Tab")
    assert tab.evaluate("!!document.activeElement.closest('.zks-sheet')")
    tab.keyboard.press("Escape")
    expect(tab.locator("details.zks-menu + .zks-sheet")).to_be_hidden()
    expect(switch).to_be_focused()


@pytest.mark.acceptance("look", 4)
def test_menu_and_filters_work_without_has(tab: Page, house: Any) -> None:
    tab.set_viewport_size(PHONE)
    tab.goto(house.address(NewsIndexPage.objects.filter(locale__language_code="de", live=True).first()))
    assert tab.evaluate(DROP_HAS) > 0
    tab.locator("details.zks-menu > summary").click()
    expect(tab.locator(".zks-sheet nav a").first).to_be_visible()
    tab.locator("details.zks-menu > summary").click()
    tab.locator(".zks-filter summary").click()
    expect(tab.locator(".zks-filter-body")).to_be_visible()


@pytest.mark.acceptance("look", 4)
def test_menu_and_filters_work_without_script(plain: Page, house: Any) -> None:
    plain.goto(house.address(NewsIndexPage.objects.filter(locale__language_code="de", live=True).first()))
    plain.locator("details.zks-menu > summary").click()
    expect(plain.locator(".zks-sheet nav a").first).to_be_visible()
    plain.locator("details.zks-menu > summary").click()
    plain.locator(".zks-filter summary").click()
    body = plain.locator(".zks-filter-body")
    expect(body).to_be_visible()
    body.locator("button[type=submit], button:not([type])").first.click()
    expect(plain).to_have_url(re.compile(r"\?"))
    expect(plain.locator("main h1")).to_be_visible()
    expect(plain.locator("[data-textsize]")).to_be_hidden()
    expect(plain.locator("[data-print]")).to_have_count(plain.locator("[data-print][hidden]").count())


@pytest.mark.acceptance("look", 4)
@pytest.mark.acceptance("look", 7)
def test_a_form_keeps_values_and_arrives_without_script(plain: Page, house: Any) -> None:
    plain.goto(house.public + barrier_path("de"))
    plain.fill("[name=text]", TYPED)
    plain.fill("[name=email]", "kein-postfach")
    plain.locator("main form button[type=submit]").click()
    expect(plain).to_have_title(re.compile("^Fehler:"))
    expect(plain.locator("[name=text]")).to_have_value(TYPED)
    plain.fill("[name=email]", "")
    plain.locator("main form button[type=submit]").click()
    expect(plain.locator(".zks-callout-success")).to_be_visible()


@pytest.mark.acceptance("look", 7)
@pytest.mark.parametrize(("language", "start"), [("de", "Fehler:"), ("en", "Error:")])
def test_the_summary_takes_focus_and_leads_to_each_field(language: str, start: str, tab: Page, house: Any) -> None:
    tab.goto(house.public + barrier_path(language))
    tab.fill("[name=email]", "no-mailbox")
    tab.locator("main form button[type=submit]").click()
    summary = tab.locator(".zks-errors")
    expect(summary).to_be_focused()
    expect(tab).to_have_title(re.compile(f"^{start}"))
    expect(tab.locator("[name=email]")).to_have_value("no-mailbox")
    links = summary.locator("a")
    assert links.count() == tab.locator("main [aria-invalid=true]").count() == 2
    for index in range(links.count()):
        target = links.nth(index).get_attribute("href")
        links.nth(index).click()
        expect(tab.locator(target)).to_be_focused()
        described = tab.locator(target).get_attribute("aria-describedby").split()
        assert all(tab.locator(f"[id='{part}']").count() == 1 for part in described)


@pytest.mark.acceptance("look", 6)
def test_the_skip_link_shows_itself_and_moves_nothing(tab: Page, house: Any) -> None:
    tab.goto(house.public + "/de/")
    before = tab.locator("h1").bounding_box()
    tab.keyboard.press("Tab")
    skip = tab.locator(".zks-skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    assert tab.locator("h1").bounding_box() == before
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()


def test_the_exit_leaves_no_way_back(tab: Page, house: Any) -> None:
    tab.route("https://example.org/**", lambda route: route.fulfill(body="<h1>Wetter</h1>", content_type="text/html"))
    address = house.address(exit_page())
    for leave in (lambda: tab.locator("[data-exit]").click(), lambda: [tab.keyboard.press("Escape") for _ in "123"]):
        tab.goto(house.public + "/de/")
        tab.goto(address)
        leave()
        tab.wait_for_url("https://example.org/**")
        tab.go_back()
        assert tab.url == house.public + "/de/"


def test_the_size_of_text_is_kept_in_the_tab_only(tab: Page, context: BrowserContext, house: Any) -> None:
    tab.goto(house.public + "/de/")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = tab.evaluate(size)
    tab.locator("[data-size='3']").click()
    assert tab.evaluate(size) == pytest.approx(before * 1.25)
    tab.goto(house.public + barrier_path("de"))
    assert tab.evaluate("document.documentElement.dataset.text") == "3"
    other = context.new_page()
    other.goto(house.public + "/de/")
    assert other.evaluate("document.documentElement.dataset.text ?? ''") == ""
    assert context.cookies() == [cookie for cookie in context.cookies() if cookie["name"] == "csrftoken"]


def test_a_field_says_politely_how_many_signs_are_left(tab: Page, house: Any) -> None:
    tab.goto(house.public + "/styleguide/")
    field = tab.locator("#id_text")
    status = tab.locator("#id_text_left")
    field.fill("x" * 179)
    expect(status).to_be_empty()
    field.fill("x" * 180)
    expect(status).to_contain_text("20")
    assert status.get_attribute("role") == "status"


def test_a_chosen_file_is_named_in_words_of_the_page(tab: Page, house: Any) -> None:
    tab.goto(house.public + "/styleguide/")
    box = tab.locator("[data-file]").first
    expect(box.locator("button, .zks-btn").first).to_be_visible()
    box.locator("input").set_input_files({"name": "Brief.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(box).to_contain_text("Brief.pdf")


@pytest.mark.acceptance("look", 10)
def test_rare_letters_come_in_the_same_face_and_load_only_when_needed(
    tab: Page, context: BrowserContext, house: Any, enter: Callable[[str], None]
) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    visit("barrier", "de", tab, house, enter)
    tab.wait_for_load_state("networkidle")
    assert [url for url in asked if "latin-ext" in url] == []
    tab.goto(house.public + "/styleguide/")
    tab.evaluate("document.fonts.ready")
    assert any("latin-ext" in url for url in asked)
    session = context.new_cdp_session(tab)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "main .zks-lead"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"] for font in fonts} == {"Fira Sans"}
