"""Every text exists in German; both catalogues equal a fresh extraction; nothing is fuzzy or joined by hand."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]


def catalogue(language: str) -> object:
    """Return the catalogue of a language."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return read_po(stream, locale=language)


def is_whole(message: object) -> bool:
    """Return whether every form of a message is translated."""
    return bool(message.string) if isinstance(message.string, str) else all(message.string)


@pytest.mark.acceptance("architecture", 15)
@pytest.mark.acceptance("zemag", 22)
def test_every_text_is_translated_into_german() -> None:
    missing = [message.id for message in catalogue("de") if message.id and not is_whole(message)]
    assert missing == []


@pytest.mark.acceptance("architecture", 15)
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_entry_is_fuzzy_or_obsolete(language: str) -> None:
    found = catalogue(language)
    assert [message.id for message in found if message.fuzzy and message.id] == []
    assert not found.obsolete


@pytest.mark.acceptance("architecture", 15)
def test_catalogues_equal_a_fresh_extraction() -> None:
    command = [sys.executable, "site/tools/messages.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.acceptance("architecture", 15)
def test_an_f_string_in_gettext_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text('"""Wrong."""\n\nfrom django.utils.translation import gettext as _\n\nNAME = _(f"a {1}")\n')
    ruff = Path(sys.executable).with_name("ruff")
    command = [str(ruff), "check", "--config", str(ROOT / "pyproject.toml"), "--output-format", "concise", str(wrong)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "INT001" in result.stdout
