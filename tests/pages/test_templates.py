"""Templates name only icons, drawings and parts that exist, and every part says what it needs."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

from pages.templatetags.pages import local_date

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "site" / "templates"
STATIC = ROOT / "site" / "static"
ICONS = {
    line.split()[0]
    for line in (STATIC / "icons.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}
PATHS = sorted(TEMPLATES.rglob("*.html"))


def named(pattern: str) -> set[tuple[str, str]]:
    """Return file and name of everything that a pattern finds in templates."""
    return {
        (str(path.relative_to(TEMPLATES)), name)
        for path in PATHS
        for name in re.findall(pattern, path.read_text(encoding="utf-8"))
    }


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    used = named(r'{% icon "([\w-]+)"')
    assert ("components/contact_card.html", "phone") in used
    assert [pair for pair in sorted(used) if pair[1] not in ICONS] == []


def test_no_icon_stands_in_the_list_twice() -> None:
    names = re.findall(r"(?m)^([a-z_]+)", (STATIC / "icons.txt").read_text(encoding="utf-8"))
    assert sorted(names) == sorted(set(names))


def test_every_drawing_of_a_template_exists() -> None:
    used = named(r'{% drawing "([\w-]+)"') | named(r'drawing="([\w-]+)"')
    assert ("components/hero.html", "skyline") in used
    assert [pair for pair in sorted(used) if not (STATIC / "drawings" / f"{pair[1]}.svg").is_file()] == []


def test_every_part_that_is_included_exists() -> None:
    used = named(r'{% (?:include|extends) "([\w/.-]+)"')
    assert ("base.html", "components/header.html") in used
    assert [pair for pair in sorted(used) if not exists(pair[1])] == []


def exists(name: str) -> bool:
    """Return whether a template is found: an own one, or one of the libraries that ours build on."""
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def test_a_part_that_is_missing_would_be_noticed() -> None:
    assert not exists("components/nothing.html")


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem)
def test_every_part_says_what_it_needs(path: Path) -> None:
    comment = re.search(r"{# (.*?) #}", path.read_text(encoding="utf-8"))
    assert comment, path.name
    assert re.search(r"Parameters?:|Context:", comment.group(1)), path.name


@pytest.mark.parametrize("name", ["header.html", "bar.html", "filter_fields.html"])
def test_menus_and_filters_open_without_script(name: str) -> None:
    text = (TEMPLATES / "components" / name).read_text(encoding="utf-8")
    assert re.search(
        r"</summary></details>\s*(?:{%[^%]*%}\s*)*<div class=\"zks-(?:sheet|filter-body|account-sheet)\"", text
    )
    frame = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css"))
    assert ".zks-menu[open]+.zks-sheet" in frame
    assert "details[open]+.zks-filter-body" in frame
    assert ".zks-account[open]+.zks-account-sheet" in frame


@pytest.mark.parametrize(("month", "written"), [(3, "1. März 2026"), (5, "1. Mai 2026"), (9, "1. Sept. 2026")])
def test_a_short_german_date_has_a_point_only_behind_what_is_shortened(month: int, written: str) -> None:
    with translation.override("de"):
        assert local_date(date(2026, month, 1), "short") == written
