"""axe finds nothing on any page type, in both languages, on desktop and phone, in light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from playwright.sync_api import Page
from wagtail.models import Page as WagtailPage

from pages.models import BasePage

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
PAGE_TYPES = sorted(
    model._meta.label for model in apps.get_models() if issubclass(model, BasePage) and not model._meta.abstract
)


def example_of(label: str, language: str) -> WagtailPage | None:
    """Return the fullest live page of a type in a language."""
    pages = apps.get_model(label).objects.filter(live=True, locale__language_code=language)
    return max(pages, key=lambda page: len(page.body.raw_data), default=None)


def findings(tab: Page) -> list[str]:
    """Run axe and return what it found, a line per rule and place."""
    result = Axe().run(tab, options={"runOnly": {"type": "tag", "values": TAGS}}).response
    return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


@pytest.mark.django_db(databases=["default", "zemag"])
def test_the_portal_under_test_has_both_languages(portal: None) -> None:
    """Names both databases, so that they are set up before the browser starts."""
    assert set(WagtailPage.objects.values_list("locale__language_code", flat=True)) >= {"de", "en"}


@pytest.mark.acceptance("architecture", 17)
@pytest.mark.acceptance("content", 4)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("label", PAGE_TYPES)
def test_axe_finds_nothing(
    label: str, language: str, tab: Page, house: Any, enter: Callable[[str], None], watch: Any
) -> None:
    page = example_of(label, language)
    if page is None:
        pytest.skip(f"no live {label} in {language}: English is optional for it")
    if page.url_path.startswith("/intranet-"):
        enter("superuser")
    tab.goto(house.address(page))
    for width, scheme in MODES:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme)
        assert findings(tab) == [], f"{page.title} at {width} px, {scheme}"
        overflow = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{page.title} overflows at {width} px"
    tab.set_viewport_size({"width": 320, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert watch.foreign == []
    assert watch.policy == []
