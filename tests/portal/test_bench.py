"""The measurement reads what wrk prints, and on a busy machine it refuses ratios (platform design, 10)."""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from news.models import NewsPage

ROOT = Path(__file__).resolve().parents[2]
WRK = """Running 5s test @ http://127.0.0.1:8710/de/
  1 threads and 4 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    21.64ms    9.11ms  80.20ms   72.10%
    Req/Sec   183.04     20.12   220.00     68.00%
  Latency Distribution
     50%   19.50ms
     75%   25.00ms
     90%   33.10ms
     99%    1.20s
  915 requests in 5.01s, 17.20MB read
Requests/sec:    182.63
Transfer/sec:      3.43MB
"""


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The program of `make bench`, loaded as the Makefile starts it: with its own folder on the path."""
    monkeypatch.syspath_prepend(str(ROOT / "site" / "tools" / "bench"))
    for name in ("rounds", "servers", "__bench__"):
        sys.modules.pop(name, None)
    module = ModuleType("__bench__")
    source = (ROOT / "site" / "tools" / "bench" / "__main__.py").read_text("utf-8")
    sys.modules["__bench__"] = module
    exec(compile(source, "bench", "exec"), module.__dict__)
    return module


def rounds(bench: ModuleType, *, foreign: float, count: int = 3, cpu: float = 10.0) -> list[Any]:
    """Return rounds of which others took a share of the processor."""
    return [bench.Round(rate=180.0, p50=20.0, p99=50.0, cpu=cpu, foreign=foreign) for _ in range(count)]


@pytest.mark.acceptance("platform", 13)
def test_the_figures_of_wrk_are_read_in_milliseconds(bench: ModuleType) -> None:
    import rounds as reader  # noqa: PLC0415 - the folder is on the path inside this test only

    figures = reader.parse(WRK, cpu_seconds=9.15, foreign=0.02)
    assert (figures.rate, figures.p50, figures.p99) == (182.63, 19.5, 1200.0)
    assert figures.cpu == pytest.approx(10.0)


def test_answers_that_are_errors_are_no_figures(bench: ModuleType) -> None:
    import rounds as reader  # noqa: PLC0415

    with pytest.raises(RuntimeError):
        reader.parse(WRK + "  Non-2xx or 3xx responses: 915\n", cpu_seconds=1, foreign=0)


@pytest.mark.acceptance("platform", 13)
def test_a_busy_machine_gets_no_ratio_and_the_exit_code_three(
    bench: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet, busy = rounds(bench, foreign=0.01), rounds(bench, foreign=0.5)
    assert bench.figures({"A": quiet, "X": quiet, "B": [*quiet[:2], *busy]}) is None
    measured = bench.figures({"A": quiet, "X": [*quiet, *busy], "B": rounds(bench, foreign=0, cpu=0.25)})
    rows = dict.fromkeys((name for name, _path, _goal in bench.ROWS), measured)
    assert bench.report(rows) == 0
    table = capsys.readouterr().out
    assert all(head in table for head in ("req/s", "p50", "p99", "ratio")) and "40.0" in table
    assert bench.report({**rows, "list": None}) == 3
    out = capsys.readouterr().out
    assert "list     busy" in out


def test_a_missed_goal_has_an_exit_code_of_its_own(bench: ModuleType) -> None:
    slow = {"A": rounds(bench, foreign=0), "X": rounds(bench, foreign=0, cpu=90), "B": rounds(bench, foreign=0, cpu=1)}
    rows = dict.fromkeys((name for name, _path, _goal in bench.ROWS), bench.figures(slow))
    assert bench.report(rows) == 4


def test_what_is_measured_can_be_prepared(
    portal: None, db: None, bench: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = sys.modules.get("content") or importlib.import_module("content")
    monkeypatch.setattr(content, "REPORTS", 1)
    content.main()
    assert NewsPage.objects.live().filter(slug="messung-0").count() == 2
