"""The start page of the admin shows what waits: rows that can be read and clicked, on screens and phones."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("width", [1280, 390])
def test_rows_and_the_way_to_the_whole_list_lie_free(
    width: int, tab: Page, house: Any, enter: Callable[[str], None]
) -> None:
    enter("approver")
    tab.set_viewport_size({"width": width, "height": 844})
    tab.goto(f"{house.intranet}/admin/")
    # A trial click fails when something lies over the middle of a link.
    tab.locator("table.zks-cards td.title a").first.click(trial=True, timeout=5000)
    tab.locator(".zks-desk-more a").first.click(trial=True, timeout=5000)
    row, more = (tab.locator(name).first.bounding_box() for name in ("table.zks-cards", ".zks-desk-more"))
    assert row is not None and more is not None
    assert row["y"] + row["height"] <= more["y"]
    tab.locator(".zks-desk-more a").first.click()
    expect(tab.locator("h1")).to_be_visible()
