"""axe finds nothing on any page type, in both languages, on desktop and phone, in light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from wagtail.models import Page as WagtailPage

from tests.browser.places import EVERYTHING, visit

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Contrast depends on the scheme, order and size on the width: each of both is seen once.
MODES = [(1280, "light"), (390, "dark")]
# After a change of scheme buttons fade from one colour to the other, and axe would measure the way.
AT_REST = "document.getAnimations().forEach((one) => { try { one.finish(); } catch { one.cancel(); } })"


def findings(tab: Page) -> list[str]:
    """Run axe and return what it found, a line per rule and place; colours have come to rest."""
    tab.evaluate(AT_REST)
    # What passed is not asked for: describing each element that is right takes as long as the search itself.
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    result = Axe().run(tab, options=options).response
    return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_both_languages(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert set(WagtailPage.objects.values_list("locale__language_code", flat=True)) >= {"de", "en"}


def test_axe_finds_what_is_wrong(tab: Page, house: Any) -> None:
    tab.goto(house.public + "/de/")
    tab.evaluate("""() => {
      const link = document.createElement("a");
      link.href = "#";
      document.querySelector("main").append(link);
    }""")
    assert any(line.startswith("link-name") for line in findings(tab))


@pytest.mark.acceptance("architecture", 17)
@pytest.mark.acceptance("content", 4)
@pytest.mark.acceptance("look", 2)
@pytest.mark.acceptance("training", 21)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", EVERYTHING)
def test_axe_finds_nothing(
    name: str, language: str, tab: Page, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    if not visit(name, language, tab, house, enter):
        pytest.skip(f"no live {name} in {language}: English is optional for it")
    for width, scheme in MODES:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab) == [], f"{name} at {width} px, {scheme}"
    assert watch.foreign == []
    assert watch.policy == []
