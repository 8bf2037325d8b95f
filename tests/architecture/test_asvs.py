"""The table of ASVS 5.0 is complete, names tests that exist, and leaves nothing open without a reason."""

import csv
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "security" / "asvs.csv"
STATES = {"met", "operator", "not applicable", "open"}
# The 70 requirements of level 1: section and, one sign each, their numbers in it.
SECTIONS = (
    "1.2:12345 1.3:12 1.5:1 2.1:1 2.2:12 2.3:1 3.2:12 3.3:1 3.4:12 3.5:123 4.1:1 4.4:1 5.2:12 5.3:12 "
    "6.1:1 6.2:12345678 6.3:12 6.4:12 7.2:1234 7.4:12 8.1:1 8.2:12 8.3:1 9.1:123 9.2:1 10.4:12345 11.3:12 "
    "11.4:1 12.1:1 12.2:12 13.4:1 14.2:1 14.3:1 15.1:1 15.2:1 15.3:1"
)
LEVEL_1 = [f"{part.split(':')[0]}.{number}" for part in SECTIONS.split() for number in part.split(":")[1]]
TEST = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")
BSI = {
    "APP.3.1": ("A1", "A4", "A7", "A11", "A14", "A21", "A22"),
    "APP.3.2": ("A1", "A2", "A3", "A4", "A5", "A7", "A11"),
}


def rows() -> list[dict[str, str]]:
    """Return the rows of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(row: dict[str, str]) -> list[str]:
    """Return what is wrong with a row."""
    proof = row["test or reason"].strip()
    found = [] if row["state"] in STATES else ["unknown state"]
    if row["level"] != "1":
        found.append("unknown level")
    if row["state"] != "met":
        return found if len(proof.split()) > 2 else [*found, "no reason"]
    for named in proof.split():
        match = TEST.fullmatch(named)
        if match is None or not (ROOT / match[1]).is_file():
            found.append(f"{named} is no test")
        elif f"def {match[2]}(" not in (ROOT / match[1]).read_text("utf-8"):
            found.append(f"{named} is gone")
    return found if proof else [*found, "no test"]


@pytest.mark.acceptance("security", 11)
def test_every_requirement_of_level_1_has_one_row() -> None:
    assert len(LEVEL_1) == 70
    assert [row["id"] for row in rows()] == LEVEL_1


@pytest.mark.acceptance("security", 11)
def test_every_row_names_tests_that_exist_or_a_reason() -> None:
    assert {row["id"]: faults(row) for row in rows() if faults(row)} == {}


@pytest.mark.parametrize(
    ("state", "proof"),
    [
        ("met", ""),
        ("met", "by design"),
        ("met", "tests/architecture/test_asvs.py::test_that_nobody_wrote"),
        ("open", ""),
        ("operator", "proxy"),
        ("perhaps", "a reason of some words"),
    ],
)
def test_a_row_without_proof_would_be_found(state: str, proof: str) -> None:
    assert faults({"id": "1.2.1", "level": "1", "state": state, "test or reason": proof})


def test_the_written_rules_are_there() -> None:
    folder = TABLE.parent
    text = (folder / "rules.md").read_text("utf-8")
    for heading in ("Input", "Limits on guessing and on load", "Rights", "Updates of packages"):
        assert f"## {heading}\n" in text
    block = (folder / "bsi.md").read_text("utf-8")
    for name, numbers in BSI.items():
        part = block.split(f"## {name} ")[1].split("\n## ")[0]
        assert [number for number in numbers if f"| {number} |" not in part] == []
    assert (folder / "crypto.md").is_file() and (folder / "logs.md").is_file()
