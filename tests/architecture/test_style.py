"""Files stay short, say what they are for and hold nothing of other people (architecture, section 14)."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAX_LINES = 300
# Files that may be longer, with the reason.
LONG_FILES: dict[str, str] = {}
TEXT = {".py", ".html", ".css", ".js", ".mjs", ".md", ".toml", ".json", ".txt", ".svg", ".xml", ".po", ".yml", ""}
REGISTRIES = re.compile(r"(pypi|pythonhosted|npmjs|yarnpkg|debian|maven|sonatype)[.](org|com)/")
MACHINE_PATHS = re.compile(r"(^|[^A-Za-z0-9_.])/(work|farm)/")


def tracked(*suffixes: str) -> list[Path]:
    """Return the committed files with these endings."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file() and (ROOT / name).suffix in suffixes]


# Samples of the own rules are what nobody may write.
PYTHON = [path for path in tracked(".py") if not {"migrations", "samples"} & set(path.parts)]


def test_no_python_file_is_longer_than_300_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in PYTHON
        if (lines := len(path.read_text().splitlines())) > MAX_LINES and str(path.relative_to(ROOT)) not in LONG_FILES
    }
    assert long == {}


def test_every_module_says_in_one_sentence_why_it_is_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


@pytest.mark.acceptance("architecture", 2)
def test_no_rule_is_switched_off() -> None:
    pattern = re.compile("type: " + "ignore|pylint: " + r"disable|\bTO" + r"DO\b|# noqa(?!: [A-Z])")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PYTHON
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_function_is_longer_than_40_lines() -> None:
    long = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and "tests" not in path.parts:
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > 45:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} ({length})")
    assert long == []


def test_no_committed_file_names_a_registry_or_a_path_of_a_machine() -> None:
    found = []
    for path in tracked(*TEXT):
        text = path.read_text("utf-8", "ignore")
        if path != Path(__file__) and (REGISTRIES.search(text) or MACHINE_PATHS.search(text)):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_lock_file_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    addresses = re.findall(r'"(\w+)": "https?://', text)
    assert set(addresses) <= {"url"}


def test_no_template_uses_another_cache_or_an_inline_style() -> None:
    forbidden = re.compile(
        r"{% *(wagtailcache|wagtailpagecache|cache) |\sstyle=|\son[a-z]+=\"|<script(?![^>]*(src=|json))"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked(".html")
        if "samples" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if forbidden.search(line)
    ]
    assert found == []


def test_only_the_search_room_searches() -> None:
    pattern = re.compile(r"\.(search|autocomplete)\(")
    found = [
        str(path.relative_to(ROOT))
        for path in PYTHON
        if path.parts[len(ROOT.parts)] not in {"search", "tests", "site"}
        and pattern.search(re.sub(r"re\.search|\w+\.search\((?:line|text)", "", path.read_text()))
    ]
    assert [name for name in found if "re.compile" not in (ROOT / name).read_text()] == []


def test_nobody_filters_pages_by_tags_through_the_manager() -> None:
    found = [
        str(path.relative_to(ROOT)) for path in PYTHON if "tags__" in path.read_text() and "tests" not in path.parts
    ]
    assert found == []
