"""One round of load and what it cost: requests, waiting times, processor time of the servers and of everybody else."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TICKS = os.sysconf("SC_CLK_TCK")
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Round:
    """Figures of one round; times in milliseconds; `foreign` is the share of the processor that others took."""

    rate: float
    p50: float
    p99: float
    cpu: float
    foreign: float


def busy_ticks() -> tuple[int, int]:
    """Return the ticks that all processors worked, and all ticks."""
    values = [int(value) for value in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(values) - values[3] - values[4], sum(values)


def ticks_of(pids: list[int]) -> int:
    """Return the ticks that processes have worked."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(fields[index]) for index in (11, 12))
    return total


def milliseconds(text: str) -> float:
    """Return what wrk writes as a time."""
    match = re.fullmatch(r"([\d.]+)(us|ms|s)", text)
    if match is None:
        raise ValueError(text)
    return float(match[1]) * UNITS[match[2]]


def found(pattern: str, text: str) -> str:
    """Return the first group of a pattern; raise ValueError when the text lacks it."""
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(pattern)
    return match[1]


def run(url: str, pids: list[int], *, seconds: int, connections: int) -> Round:
    """Load an address for some seconds; `pids` are the servers whose time is counted."""
    busy, everything = busy_ticks()
    own, children = ticks_of(pids), os.times().children_user + os.times().children_system
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    own = ticks_of(pids) - own
    wrk = (os.times().children_user + os.times().children_system - children) * TICKS
    busy_after, everything_after = busy_ticks()
    foreign = max(0.0, (busy_after - busy - own - wrk) / max(1, everything_after - everything))
    return parse(out, cpu_seconds=own / TICKS, foreign=foreign)


def parse(out: str, *, cpu_seconds: float, foreign: float) -> Round:
    """Return the figures that wrk printed; raise RuntimeError when an answer was no success."""
    requests = int(found(r"(\d+) requests in", out))
    if "Non-2xx" in out or not requests:
        raise RuntimeError(out)
    return Round(
        rate=float(found(r"Requests/sec:\s+([\d.]+)", out)),
        p50=milliseconds(found(r"\n\s+50%\s+(\d\S+)", out)),
        p99=milliseconds(found(r"\n\s+99%\s+(\d\S+)", out)),
        cpu=cpu_seconds * 1000 / requests,
        foreign=foreign,
    )


def middle(rounds: list[Round]) -> Round:
    """Return the median of each figure."""
    return Round(*[median(getattr(each, name) for each in rounds) for name in Round.__dataclass_fields__])
