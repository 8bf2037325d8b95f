"""Only whole known calls with JSON arguments get a nonce in the admin (security design, section 8)."""

import pytest

from pages.headers import is_known_call

PANEL = '(function() {{ var panel = new InlinePanel(JSON.parse("{text}"));{more} }})();'
ADDRESSES = (
    'if (typeof window.chooserUrls === "undefined") {{ window.chooserUrls = {{ imageChooser: "/admin/images/chooser/",'
    ' documentChooser: "{path}", pageChooser: "/admin/choose-page/", }} }}{more}'
)


@pytest.mark.parametrize(
    "script",
    [
        'initDateChooser("id_start", {"dayOfWeekStart": 1, "format": "Y-m-d"});',
        'new PageChooser("id_hero", {"modalUrl": "/admin/choose-page/"});',
        PANEL.format(text="{\\u0022a\\u0022: 1}", more=""),
        ADDRESSES.format(path="/admin/documents/chooser/", more=""),
    ],
)
def test_a_known_call_passes(script: str) -> None:
    assert is_known_call(script)


@pytest.mark.acceptance("security", "S51")
@pytest.mark.acceptance("security", 5)
@pytest.mark.parametrize(
    "script",
    [
        "alert(1)",
        'new PageChooser("x", {}); alert(1)',
        'new PageChooser("x", alert(1));',
        'new PageChooser("x", {});\nalert(1);',
        'new Elsewhere("x", {});',
        PANEL.format(text="{\\u0022a\\u0022: 1}", more=" alert(1);"),
        PANEL.format(text='{}")); alert(1); (("', more=""),
        PANEL.format(text="{alert(1)}", more=""),
        ADDRESSES.format(path="https://example.org/x/", more=""),
        ADDRESSES.format(path='/admin/", x: alert(1), y: "', more=""),
        ADDRESSES.format(path="/admin/documents/chooser/", more=" alert(1)"),
    ],
)
def test_a_known_call_with_anything_beside_it_does_not(script: str) -> None:
    assert not is_known_call(script)
