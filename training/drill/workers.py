"""Processes that work at the same time and can be killed at any moment."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections

Work = Callable[[int, random.Random, "Journal"], None]


class Journal:
    """A file to which every process appends whole lines, so that nothing written is lost when it is killed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, *words: object) -> None:
        """Append one line by one system call."""
        line = " ".join(map(str, words)) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def lines(self) -> list[list[str]]:
        """Return the lines as words."""
        return [line.split(" ") for line in self.path.read_text().splitlines()] if self.path.exists() else []


def _start(work: Work, number: int, journal: Journal) -> multiprocessing.process.BaseProcess:
    """Fork one worker; it opens database connections of its own."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_run, args=(work, number, journal), daemon=True)
    process.start()
    return process


def _run(work: Work, number: int, journal: Journal) -> None:
    """Run the work of one process; what goes wrong stands in the journal."""
    # A fork must not end the parent's fixtures or print its report.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        # nosemgrep: guessable-random a drill that can be repeated, no secret
        work(number, random.Random(f"{number}-{os.getpid()}"), journal)  # noqa: S311
    except Exception as fault:
        journal.write("error", type(fault).__name__, str(fault)[:200].replace("\n", " ").replace(" ", "_"))
    finally:
        connections.close_all()
        os._exit(0)


def together(work: Work, count: int, journal: Journal, *, kills: int = 0, pause: float = 1.0) -> int:
    """Run `count` processes to their end, killing one after the other on the way; return how many were killed."""
    running = {number: _start(work, number, journal) for number in range(count)}
    # nosemgrep: guessable-random a drill that can be repeated, no secret
    chance, killed = random.Random(count), 0  # noqa: S311
    while killed < kills:
        time.sleep(pause * chance.uniform(0.5, 1.5))
        alive = [number for number, process in running.items() if process.is_alive()]
        if not alive:
            break
        number = chance.choice(alive)
        process = running[number]
        if process.pid is None:
            continue
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        killed += 1
        running[number] = _start(work, number, journal)
    for process in running.values():
        process.join()
    return killed
