"""Texts that one person proposes and another releases: what holds, what waits, what a version is set against.

Who proposes and who decides stands here once; what texts must be stands with each kind of them.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, Self, TypeVar

from django.db.models import F

from accounts.models import User
from zemag import mails
from zemag.clocks import local_day
from zemag.models import Grant, Role, TemplateState
from zemag.permissions import holders, required
from zemag.services import logbook
from zemag.services.entries import other_than
from zemag.services.errors import NotFound, WrongState

S = TemplateState
# Who reads versions: those who propose and those who decide.
READERS = (Role.EDITOR, Role.QUALITY)
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


def withdraw(item: Versions[Any], now: datetime) -> None:
    """Take back what waits, because a newer proposal takes its place."""
    if item.waiting is not None and item.waiting.row is not None:
        item.waiting.row.state, item.waiting.row.decided_at = S.WITHDRAWN, now
        item.waiting.row.save(update_fields=["state", "decided_at"])


def to_decide(row: Any, actor: User, now: datetime, state: TemplateState) -> Grant:
    """Return the right to decide on texts that wait, or that this person has decided in this way already.

    Raise Denied, NotFound where there is no row, SamePerson for who proposed it, WrongState for what is settled.
    """
    grant = required(actor, Role.QUALITY, local_day(now))
    if row is None:
        raise NotFound
    other_than(actor, row.proposed_by)
    again = row.state == state and row.decided_by == actor.uuid
    if row.state != S.PROPOSED and not again:
        raise WrongState
    return grant


def proposed(row: Any, code: str, actor: User, grant: Grant, now: datetime) -> None:
    """Log a proposal that was stored, and tell those who decide."""
    _log(row, code, actor, grant, now)
    mails.tell(holders(Role.QUALITY, local_day(now)), kind="wording", number=code, key=str(row.pk))


def decide(row: Any, code: str, state: TemplateState, actor: User, grant: Grant, now: datetime) -> None:
    """Store a decision, log it, and tell who proposed."""
    row.state, row.decided_by, row.decided_at = state, actor.uuid, now
    row.save()
    _log(row, code, actor, grant, now)
    if row.proposed_by is not None:
        mails.tell([row.proposed_by], kind="wording", number=code, key=f"{row.pk} decided")


def _log(row: Any, code: str, actor: User, grant: Grant, now: datetime) -> None:
    subject = f"{row._meta.label} {row.pk}"
    logbook.write("wording", actor=actor, now=now, grant=grant, subject=subject, purpose=code, result=row.state)
