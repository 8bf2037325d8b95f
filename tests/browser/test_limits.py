"""The hard limits of the look: weight, requests, cookies, shifts, narrow screens, spaced text, legal links."""

from collections.abc import Callable
from functools import cache
from typing import Any

import brotli
import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Response, Route

from pages.slugs import BARRIER_FORM_SLUGS, FIXED_SLUGS
from tests.browser.places import EVERYTHING, visit

ASSETS = settings.VAR / "assets"
KB = 1000
PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/avif")
WATCH_SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((item) => item.getBoundingClientRect().right > width + 1)
    .map((item) => item.outerHTML.slice(0, 120));
}"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
    p {margin-bottom:2em!important}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
LOST = """() => [...document.querySelectorAll("body *")].filter((item) => {
  const style = getComputedStyle(item);
  if (item.closest(".zks-sr, svg, .zks-hp, option, select, textarea, input, [aria-hidden=true]")) return false;
  if (!item.innerText?.trim() || !item.checkVisibility()) return false;
  const cut = (kind) => ["hidden", "clip"].includes(kind);
  return (cut(style.overflowX) && item.scrollWidth > item.clientWidth + 1)
    || (cut(style.overflowY) && item.scrollHeight > item.clientHeight + 1);
}).map((item) => item.outerHTML.slice(0, 120))"""


@cache
def packed(path: str) -> int:
    """Return the size of a built file after brotli."""
    return len(brotli.compress((ASSETS / path).read_bytes()))


@pytest.mark.acceptance("look", 2)
def test_style_sheets_scripts_and_fonts_are_small(house: Any) -> None:
    assert packed("site.css") + packed("intranet.css") <= 30 * KB
    assert packed("site.js") <= 10 * KB
    assert (
        packed("fonts/fira-sans-latin-400-normal.woff2") + packed("fonts/fira-sans-latin-600-normal.woff2") <= 75 * KB
    )


def weight(answer: Response) -> tuple[bool, int]:
    """Return whether an answer is a photo, and its size after brotli."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    path = answer.url.partition("/static/")[2]
    if path and (ASSETS / path).is_file():
        return kind in PHOTOS, packed(path)
    body = answer.body()
    return kind in PHOTOS, len(body) if kind in PHOTOS else len(brotli.compress(body, quality=5))


@pytest.mark.acceptance("look", 2)
@pytest.mark.acceptance("look", 3)
@pytest.mark.acceptance("look", 4)
@pytest.mark.acceptance("look", 9)
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_page_keeps_the_limits(
    name: str, tab: Page, context: BrowserContext, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    answers: list[Response] = []
    tab.add_init_script(WATCH_SHIFTS)
    tab.on("response", lambda answer: answers.append(answer))
    assert visit(name, "de", tab, house, enter), name
    tab.wait_for_load_state("networkidle")
    if not name.endswith("-errors"):
        assert len(answers) <= 15, [answer.url for answer in answers]
        loads = [weight(answer) for answer in answers]
        without_photos = sum(size for is_photo, size in loads if not is_photo)
        # The latin-ext files come on top where a page needs them; the style page shows every part at once.
        extra = sum(packed(a.url.partition("/static/")[2]) for a in answers if "latin-ext" in a.url)
        assert without_photos - extra <= (100 if name != "styleguide" else 120) * KB, without_photos
        assert sum(size for _is_photo, size in loads) - extra <= 250 * KB
        assert tab.evaluate("window.shift") <= 0.02
    assert watch.foreign == []
    assert watch.policy == []
    allowed = {"csrftoken"} if tab.locator("form[method=post]").count() else set()
    if tab.url.startswith(house.public):
        assert {cookie["name"] for cookie in context.cookies()} <= allowed
    addresses = tab.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    wanted = [*(slugs[0] for slugs in FIXED_SLUGS.values()), BARRIER_FORM_SLUGS[0]]
    assert [slug for slug in wanted if not any(f"/de/{slug}/" in address for address in addresses)] == []


@pytest.mark.acceptance("look", 2)
@pytest.mark.parametrize("width", [1280, 390])
def test_late_fonts_shift_nothing(width: int, tab: Page, house: Any) -> None:
    def late(route: Route) -> None:
        tab.wait_for_timeout(400)
        route.continue_()

    tab.set_viewport_size({"width": width, "height": 900})
    tab.add_init_script(WATCH_SHIFTS)
    tab.route("**/*.woff2", late)
    tab.goto(house.public + "/de/")
    tab.wait_for_load_state("networkidle")
    assert tab.evaluate("document.fonts.check('600 16px \"Fira Sans\"')")
    assert tab.evaluate("window.shift") <= 0.02


@pytest.mark.acceptance("look", 2)
@pytest.mark.acceptance("content", 4)
@pytest.mark.parametrize("name", EVERYTHING)
def test_narrow_screens_and_spaced_text_lose_nothing(
    name: str, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    assert visit(name, "de", tab, house, enter), name
    for width in (320, 390, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(OVERFLOW) == [], width
    tab.evaluate(SPACING)
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(LOST) == [], width
        assert tab.evaluate(OVERFLOW) == [], width


def test_the_search_for_lost_text_finds_a_box_that_is_too_small(tab: Page, house: Any) -> None:
    tab.goto(house.public + "/de/")
    tab.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("h1 {height: 1rem !important; overflow: hidden !important}");
      document.adoptedStyleSheets = [sheet];
    }""")
    assert tab.evaluate(LOST) != []
