"""What a step of the audit is."""

from collections.abc import Callable
from dataclasses import dataclass


class Missing(Exception):
    """A tool that the step needs is not there; the text names it."""


@dataclass(frozen=True)
class Step:
    """One look: its name and a function that returns a line for each finding."""

    name: str
    run: Callable[[], list[str]]
    # Needs the network, so its absence is no failure anywhere.
    optional: bool = False
