"""Registry through which rooms tell a person on the intranet home page what is open for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OpenItem:
    """Something that waits for a person: state is success, warning, info or neutral."""

    title: str
    text: str
    url: str
    state: str
    state_label: str


Source = Callable[[Any], Iterable[OpenItem]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Offer open items; `source` gets the person."""
    _sources.append(source)


def of(user: Any) -> list[OpenItem]:
    """Return what is open for a person, in the order of registration."""
    return [item for source in _sources for item in source(user)]
