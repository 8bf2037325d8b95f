"""The audit itself: own rules with red samples, exceptions with reasons, limits that refuse (security, section 18)."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "site" / "tools" / "audit"
NAMES = ("environment", "steps", "rules", "looks")


@pytest.fixture(scope="module")
def audit() -> Iterator[dict[str, Any]]:
    """The modules of the audit, which stand in no package of the product."""
    sys.path.insert(0, str(HERE))
    yield {name: importlib.import_module(name) for name in NAMES}
    sys.path.remove(str(HERE))
    for name in NAMES:
        sys.modules.pop(name, None)


def test_there_are_15_rules_and_more_each_with_a_sample(audit: dict[str, Any]) -> None:
    rules = audit["rules"]
    samples = {path.stem for path in rules.SAMPLES.iterdir()}
    assert len(rules.names()) >= 15
    assert samples == rules.names()


def test_every_rule_is_red_on_its_sample(audit: dict[str, Any]) -> None:
    if not (audit["environment"].HOME / "bin" / "semgrep").exists():
        pytest.skip("semgrep comes with make audit, which runs this too")
    assert audit["rules"].red_samples() == []


def test_every_exception_names_a_rule_and_a_reason(audit: dict[str, Any]) -> None:
    assert audit["rules"].marks() == []
    explained = audit["rules"].explained
    assert explained(": page-query lists pass visible_to()")
    assert not explained("")
    assert not explained(": page-query")
    assert not explained(": no-such-rule for a good reason")


def test_a_secret_that_is_not_listed_is_found(audit: dict[str, Any]) -> None:
    row = {"hashed_secret": "a" * 40, "line_number": "3", "type": "Private Key"}
    unknown = audit["looks"].unknown
    assert unknown({"a.py": [row]}, {}) == ["a.py:aaaaaaaaaaaa line 3: Private Key"]
    assert unknown({"a.py": [row]}, {"a.py:aaaaaaaaaaaa": "made up"}) == []
    assert unknown({"tests/a.py": [row]}, {}) != []


def test_a_licence_that_is_not_listed_is_refused(audit: dict[str, Any]) -> None:
    refused = audit["looks"].refused
    assert refused([{"Name": "wagtail", "License": "BSD-3-Clause"}]) == []
    assert refused([{"Name": "closed", "License": "Other/Proprietary License"}]) != []
    assert refused([{"Name": "closed", "License": "BSD License; Other/Proprietary License"}]) != []


def test_a_missing_tool_is_a_named_skip_and_with_ci_a_failure(audit: dict[str, Any], capsys: Any) -> None:
    spec = importlib.util.spec_from_file_location("audit_main", HERE / "__main__.py")
    assert spec and spec.loader
    main = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(main)

    def nothing() -> list[str]:
        raise audit["steps"].Missing("a tool is missing")

    step, optional = audit["steps"].Step("one", nothing), audit["steps"].Step("two", nothing, optional=True)
    assert main.judge(step, strict=False) == "skipped"
    assert main.judge(step, strict=True) == "failed"
    assert main.judge(optional, strict=True) == "skipped"
    assert "a tool is missing" in capsys.readouterr().out


def test_the_own_check_ends_with_the_audit() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "make audit"
