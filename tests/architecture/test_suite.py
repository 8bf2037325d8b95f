"""The suite runs again on what the last run kept, and whole on PostgreSQL (architecture design, acceptance 16, 18)."""

import re
import runpy
from itertools import product
from pathlib import Path

import pytest

from tests import databases

ROOT = Path(__file__).resolve().parents[2]
RUNS = runpy.run_path(str(ROOT / "site" / "tools" / "postgres.py"))["RUNS"]
# Tests on the loaded portal never empty it; those that would are browser tests.
KINDS = [kind for kind in product((False, True), repeat=2) if not all(kind)]
MARKS = ("transactional", "portal", "browser", "services")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The place of a test database that was copied once."""
    place = tmp_path / "kept.sqlite3"
    databases.fresh_copy("empty", {"default": place}, force=False)
    return place


@pytest.mark.acceptance("architecture", 16)
def test_a_kept_database_of_the_same_state_is_taken_again(target: Path) -> None:
    target.write_bytes(target.read_bytes() + b"kept")
    databases.fresh_copy("empty", {"default": target}, force=False)
    assert target.read_bytes().endswith(b"kept")


@pytest.mark.acceptance("architecture", 16)
def test_a_kept_database_of_another_state_is_replaced(target: Path) -> None:
    target.write_bytes(target.read_bytes() + b"kept")
    target.with_name(target.name + ".state").write_text("the state of another commit")
    databases.fresh_copy("empty", {"default": target}, force=False)
    assert not target.read_bytes().endswith(b"kept")


@pytest.mark.acceptance("architecture", 16)
def test_the_own_check_runs_make_test_with_the_databases_that_are_there() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    recipe = (ROOT / "Makefile").read_text().split("\ntest:")[1].split("\ntransactional:")[0]
    assert "make test" in lines
    assert "--create-db" not in recipe


@pytest.mark.acceptance("architecture", 18)
@pytest.mark.parametrize("kind", KINDS)
def test_postgresql_runs_each_test_once_but_those_of_browser_and_scanner(kind: tuple[bool, bool]) -> None:
    named = dict(zip(MARKS, (*kind, False, False), strict=True))
    chosen = [options for options, marks in RUNS if eval(marks, {}, named)]
    assert len(chosen) == 1
    assert chosen[0][-1] == "tests", "the whole folder"


@pytest.mark.acceptance("architecture", 18)
def test_the_own_check_runs_the_suite_on_postgresql() -> None:
    assert "make postgres" in (ROOT / ".ci" / "run").read_text().splitlines()


# The first line of the security design, and the one promise that only a browser can show.
FIRST = {1, 2, 3, 5, 6, 7, *range(10, 16), 20, 21, 22, 24, 25, 30, 32, 45, *range(50, 56)}
IN_A_BROWSER = {52}


@pytest.mark.acceptance("security", 1)
def test_each_promise_of_the_first_phase_has_a_test_that_runs_on_both_engines() -> None:
    mark = re.compile(r'mark\.acceptance\("security", "S(\d+)"\)')
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != "browser"]
    shown = {int(number) for path in files for number in mark.findall(path.read_text())}
    assert FIRST - shown == IN_A_BROWSER
