"""Pictures are taken of every family of pages in every mode, so that nothing escapes a look at the sheet."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from PIL import Image

from tests.browser.places import PAGE_TYPES, example_of

SCRIPT = Path(__file__).resolve().parents[2] / "site" / "tools" / "shots.py"


@pytest.fixture(scope="module")
def shots() -> ModuleType:
    """The script that takes the pictures."""
    spec = importlib.util.spec_from_file_location("shots", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.acceptance("look", 13)
def test_every_page_type_and_every_other_family_is_in_the_list(shots: ModuleType, house: Any) -> None:
    found = shots.families()
    names = {label: shots.name_of(apps.get_model(label)) for label in PAGE_TYPES}
    wanted = {
        f"{name}-{language}"
        for label, name in names.items()
        for language in ("de", "en")
        if example_of(label, language) is not None
    }
    others = {"not-found", "barrier-report", "sign-in", "styleguide"}
    assert set(found) == wanted | others
    assert len(set(found.values())) == len(found)


@pytest.mark.acceptance("look", 13)
def test_every_mode_of_the_look_is_taken(shots: ModuleType) -> None:
    modes = {(mode.width, mode.scheme, mode.forced, mode.media) for mode in shots.MODES}
    screens = {(width, scheme, "none", "screen") for width in (1280, 390) for scheme in ("light", "dark")}
    assert screens | {(320, "light", "none", "screen"), (1280, "light", "active", "screen")} <= modes
    assert any(media == "print" for _width, _scheme, _forced, media in modes)


def test_the_sheet_shows_every_picture(shots: ModuleType, tmp_path: Path) -> None:
    files = []
    for number in range(7):
        files.append(tmp_path / f"{number}.png")
        Image.new("RGB", (640, 400), (200, number, 0)).save(files[-1])
    shots.sheet(files, tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (shots.SHEET_WIDTH * shots.SHEET_COLUMNS, shots.SHEET_HEIGHT * 2)
        assert sheet.getpixel((10, shots.SHEET_HEIGHT + 10)) == (200, 6, 0)
