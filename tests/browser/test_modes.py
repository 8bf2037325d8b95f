"""Dark, forced colours, paper and calm motion; the traps that axe does not see."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pages.styleguide import sample_chart
from tests.browser.places import visit

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
BRIGHTNESS = """(selector) => {
  const paint = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  paint.fillStyle = getComputedStyle(document.querySelector(selector)).backgroundColor;
  paint.fillRect(0, 0, 1, 1);
  const [red, green, blue] = paint.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 3;
}"""


@pytest.fixture
def style_page(tab: Page, house: Any) -> Page:
    """The page with every part of the look."""
    tab.goto(house.public + "/styleguide/")
    return tab


@pytest.mark.acceptance("look", 6)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_switches_the_tokens_off(scheme: str, style_page: Page) -> None:
    style_page.emulate_media(color_scheme=scheme)
    assert "kern-level" not in (style_page.locator("body").get_attribute("class") or "")
    brightness = style_page.evaluate(BRIGHTNESS, "body")
    assert brightness < 60 if scheme == "dark" else brightness > 230


@pytest.mark.acceptance("look", 6)
def test_buttons_with_hidden_words_keep_their_width(style_page: Page) -> None:
    button = style_page.locator("button", has=style_page.locator(".zks-sr")).first
    assert button.bounding_box()["width"] > 90
    assert style_page.locator(".kern-sr-only").count() == 0


@pytest.mark.acceptance("look", 6)
def test_bands_reach_both_edges(style_page: Page) -> None:
    box = style_page.locator(".zks-band").first.bounding_box()
    width = style_page.evaluate("document.documentElement.clientWidth")
    assert (box["x"], box["width"]) == (0, width)
    assert style_page.evaluate("getComputedStyle(document.documentElement).scrollbarGutter") == "auto"


@pytest.mark.acceptance("look", 6)
def test_code_and_icons_keep_their_nature(style_page: Page) -> None:
    assert "monospace" in style_page.evaluate("getComputedStyle(document.querySelector('code')).fontFamily")
    assert style_page.evaluate("getComputedStyle(document.querySelector('button .zks-icon')).display") in {
        "block",
        "inline-block",
    }
    title = "getComputedStyle(document.querySelector('.zks-card h3 a, .zks-card h3')).fontSize"
    assert float(style_page.evaluate(title).removesuffix("px")) >= 20


@pytest.mark.acceptance("look", 6)
@pytest.mark.parametrize("width", [1280, 320])
def test_labels_and_hints_of_boxes_stand_in_one_column(width: int, style_page: Page) -> None:
    style_page.set_viewport_size({"width": width, "height": 900})
    rows = style_page.eval_on_selector_all(
        "#wrong .zks-check",
        """rows => rows.map(row => [...row.children].map(part => {
          const box = part.getBoundingClientRect();
          return [box.left, box.right];
        }))""",
    )
    assert len(rows) == 3
    for (_left, edge), *words in rows:
        assert {round(left - edge) for left, _right in words} <= {12, 18, 19}
        assert len({round(left) for left, _right in words}) == 1
        assert all(right - left > 60 for left, right in words)


@pytest.mark.acceptance("look", 6)
def test_only_the_current_item_is_marked_in_forced_colours(tab: Page, house: Any) -> None:
    tab.emulate_media(forced_colors="active")
    tab.goto(house.public + "/de/aktuelles/")
    marks = tab.eval_on_selector_all(
        ".zks-nav a",
        """links => links.map(link => [link.hasAttribute("aria-current"),
          getComputedStyle(link, "::before").content !== "none"
          || getComputedStyle(link).borderBottomWidth !== "0px"])""",
    )
    assert sum(current for current, _marked in marks) == 1
    assert all(current == marked for current, marked in marks)


@pytest.mark.acceptance("look", 8)
@pytest.mark.parametrize(
    "mode", [{"color_scheme": "dark"}, {"media": "print"}, {"forced_colors": "active"}], ids=["dark", "print", "forced"]
)
def test_bars_stand_out_from_the_page_and_differ(mode: dict[str, str], style_page: Page) -> None:
    style_page.emulate_media(**mode)
    fills = style_page.evaluate("""() => [1, 2, 3].map((number) =>
      getComputedStyle(document.querySelector(`.zks-svg-wide .zks-s${number}`)).fill)""")
    assert len(set(fills)) == 3
    assert style_page.evaluate(BACKGROUND) not in fills
    expect(style_page.locator(".zks-svg-wide")).to_be_visible()


@pytest.mark.acceptance("look", 8)
def test_narrow_screens_get_the_narrow_drawing_with_the_same_totals(style_page: Page) -> None:
    totals = ["–" if value is None else str(value) for value in sample_chart().totals()]
    for width, shown, hidden in ((1280, "wide", "narrow"), (390, "narrow", "wide")):
        style_page.set_viewport_size({"width": width, "height": 900})
        expect(style_page.locator(f".zks-svg-{shown}")).to_be_visible()
        expect(style_page.locator(f".zks-svg-{hidden}")).to_be_hidden()
        assert style_page.locator(f".zks-svg-{shown} .zks-t-value").all_text_contents() == totals


def test_paper_shows_text_only_and_opens_everything(tab: Page, house: Any, enter: Callable[[str], None]) -> None:
    visit("home.FAQPage", "de", tab, house, enter)
    tab.emulate_media(media="print")
    for selector in (".zks-service", ".zks-menu", ".zks-skip", ".zks-tools"):
        for part in tab.locator(selector).all():
            expect(part).to_be_hidden()
    closed = tab.locator("main details:not([open]):not(.zks-menu)")
    assert closed.count() > 0
    content = closed.first.locator(":scope > :not(summary)").first
    assert content.bounding_box()["height"] > 0


def test_nothing_moves_for_those_who_asked_for_calm(tab: Page, house: Any) -> None:
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(house.public + "/de/")
    moving = """() => [...document.querySelectorAll("*")].filter((item) => {
      const style = getComputedStyle(item);
      return style.animationName !== "none" || style.transitionProperty !== "none" && style.transitionDuration !== "0s";
    }).length"""
    assert tab.evaluate(moving) == 0
