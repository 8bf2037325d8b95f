"""Texts that one person proposes and another releases: what holds, what waits, and what a version is set against."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from django.db.models import F

from zemag.models import TemplateState

S = TemplateState
LATEST_FIRST = (F("proposed_at").desc(nulls_last=True), F("version").desc(nulls_first=True))


class Version(Protocol):
    """Texts with what became of them."""

    @property
    def row(self) -> Any:
        """Who did what and when; None for texts of the product that nobody has replaced."""

    @property
    def number(self) -> int | None:
        """The version; None for what was never released."""

    @property
    def state(self) -> TemplateState:
        """How far the texts are."""

    @property
    def reason(self) -> str:
        """Why they were returned."""


V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class Versions(Generic[V]):
    """One text: what holds, what waits, and all versions, the latest first."""

    holds: V
    waiting: V | None
    versions: tuple[V, ...]

    @classmethod
    def of(cls, stored: Sequence[V], product: Callable[[], V], **more: Any) -> Self:
        """Return stored versions, the latest first; what the product brings holds until something is released."""
        holds = next((one for one in stored if one.state == S.RELEASED), None)
        if holds is None:
            holds = product()
            stored = [*stored, holds]
        waiting = next((one for one in stored if one.state == S.PROPOSED), None)
        return cls(holds, waiting, tuple(stored), **more)

    @property
    def stamp(self) -> str:
        """What tells whether the text is still as it was read."""
        waiting = self.waiting.row if self.waiting else None
        return f"{self.holds.number}.{waiting.pk if waiting else '-'}"

    @property
    def start(self) -> V:
        """What a new proposal starts from: what waits or was returned last, else what holds."""
        latest = self.versions[0]
        return latest if latest.state in (S.PROPOSED, S.RETURNED) else self.holds

    def before(self, version: V) -> V | None:
        """Return what a version was proposed against; None for the first one."""
        row = version.row
        if row is None or row.proposed_by is None:
            return None
        return next((one for one in self.versions if one.number == row.base and one is not version), self.holds)

    def stored(self, pk: uuid.UUID) -> V | None:
        """Return a version by its id."""
        return next((one for one in self.versions if one.row is not None and one.row.pk == pk), None)
