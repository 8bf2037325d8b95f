"""Every palette can be read in both schemes, and colours stand in one file only."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "site" / "static" / "css"
TOKENS = (STYLES / "tokens.css").read_text(encoding="utf-8")
PALETTES = ("rhine", "forest", "plum")
PAGE, HUED, CARD = "--kern-color-layout-background-default", "--kern-color-layout-background-hued", "--zks-card"
TEXT, MUTED = "--kern-color-layout-text-default", "--kern-color-layout-text-muted"
ACTION, ON_ACTION = "--kern-color-action-default", "--kern-color-action-on-default"
FEEDBACK = [f"--kern-color-feedback-{kind}" for kind in ("danger", "warning", "success", "info")]
WORDS = [
    *[(text, ground) for text in (TEXT, MUTED, ACTION) for ground in (PAGE, HUED, CARD)],
    (ON_ACTION, ACTION),
    (ON_ACTION, "--zks-action-hover"),
    ("--zks-on-band", "--zks-band"),
    ("--zks-on-band-muted", "--zks-band"),
    ("--zks-on-band-warm", "--zks-band"),
    (TEXT, "--zks-date"),
    (MUTED, "--zks-date"),
    (TEXT, "--kern-color-form-input-background"),
    ("--zks-search-text", "--zks-search"),
    ("--zks-search-muted", "--zks-search"),
    ("--zks-avatar-text", "--zks-avatar"),
    *[(color, f"{color}-background") for color in FEEDBACK],
    *[(TEXT, f"{color}-background") for color in FEEDBACK],
    *[(color, PAGE) for color in FEEDBACK],
]
MARKS = [
    ("--kern-color-form-input-border", "--kern-color-form-input-background"),
    ("--kern-color-layout-border", PAGE),
    ("--kern-color-action-focus-default", PAGE),
    ("--kern-color-action-focus-default", HUED),
    ("--zks-accent", PAGE),
    *[(f"--zks-chart-{number}", PAGE) for number in (1, 2, 4, 5, 6)],
    ("--i5", "--i1"),
]


def block_values(pattern: str) -> dict[str, str]:
    """Return the colours of the block that the pattern opens."""
    match = re.search(pattern + r"\{([^}]*)\}", TOKENS)
    assert match, pattern
    return dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{6})", match.group(1)))


def colours(palette: str, *, dark: bool) -> dict[str, str]:
    """Return the colours of a palette as the cascade leaves them."""
    night = r"@media \(prefers-color-scheme:dark\)\{"
    own = rf":root\.zks-palette-{palette}"
    values = block_values(r"(?m)^:root")
    if dark:
        values |= block_values(night + ":root")
    if palette != "rhine":
        values |= block_values(rf"(?m)^{own}")
        if dark:
            values |= block_values(night + own)
    return values


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(values: dict[str, str], pairs: list[tuple[str, str]], least: float) -> list[str]:
    """Return the pairs below a ratio."""
    found = {(a, b): contrast(values[a], values[b]) for a, b in pairs}
    return [f"{a} on {b}: {ratio:.2f}" for (a, b), ratio in found.items() if ratio < least]


def test_black_on_white_has_the_ratio_that_the_standard_names() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert too_weak({"a": "#777777", "b": "#ffffff"}, [("a", "b")], 4.5) == ["a on b: 4.48"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("palette", PALETTES)
def test_words_and_marks_can_be_read_in_every_palette(palette: str, dark: bool) -> None:
    values = colours(palette, dark=dark)
    assert too_weak(values, WORDS, 4.5) == []
    assert too_weak(values, MARKS, 3.0) == []


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.name)
def test_colour_values_stand_in_the_tokens_only(path: Path) -> None:
    if path.name == "tokens.css":
        assert re.search(r"#[0-9a-f]{6}", path.read_text(encoding="utf-8"))
        return
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(", path.read_text(encoding="utf-8")) == []


def test_no_function_of_a_style_depends_on_has() -> None:
    assert [path.name for path in STYLES.glob("*.css") if ":has(" in path.read_text(encoding="utf-8")] == []
