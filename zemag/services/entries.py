"""What all changes of an entry share: the lock, the right, the version, the decision, and how an entry ends."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from accounts.crypto import Unreadable
from accounts.models import User
from zemag import profiles, sealing
from zemag.clocks import local_day
from zemag.models import (
    OWED,
    DecisionKind,
    EntryDecision,
    EntryState,
    Grant,
    Notice,
    NoticeState,
    RegisterEntry,
    RegisterPerson,
    Role,
)
from zemag.permissions import required
from zemag.profiles import Profile
from zemag.services import logbook
from zemag.services.errors import (
    CannotAnswer,
    NotFound,
    ReasonMissing,
    ReasonTooLong,
    SamePerson,
    Stale,
    WrongState,
)
from zemag.services.ledger import REGISTER, changing

LONGEST_REASON = 2_000


def checked(text: str, longest: int = LONGEST_REASON) -> str:
    """Return a reason without blanks around it; raise ReasonMissing or ReasonTooLong."""
    value = text.strip()
    if not value:
        raise ReasonMissing
    if len(value) > longest:
        raise ReasonTooLong
    return value


def released_profile() -> Profile:
    """Return the released profile; raise CannotAnswer when there is none."""
    found = profiles.released()
    if found is None:
        raise CannotAnswer("profile")
    return found


@contextmanager
def changed(
    entry_id: uuid.UUID,
    actor: User,
    now: datetime,
    *states: EntryState,
    expected: int | None = None,
    role: Role = Role.QUALITY,
    lead: bool = False,
) -> Iterator[tuple[RegisterEntry, Grant]]:
    """Give an entry that is in one of these states, locked, to somebody who may change it; save it afterwards."""
    with logbook.denials(actor, now, "zemag.register"), changing(REGISTER):
        grant = required(actor, role, local_day(now), lead=lead)
        entry = RegisterEntry.objects.filter(pk=entry_id).first()
        if entry is None:
            raise NotFound
        if expected is not None and entry.version != expected:
            raise Stale
        if states and entry.state not in states:
            raise WrongState
        yield entry, grant
        entry.version += 1
        entry.save()


def other_than(actor: User, *people: uuid.UUID | None) -> None:
    """Raise SamePerson when the actor did another part before."""
    if actor.uuid in people:
        raise SamePerson


def decide(
    entry: RegisterEntry,
    kind: DecisionKind,
    *,
    actor: User | None,
    now: datetime,
    action: str,
    grant: Grant | None = None,
    reason: str = "",
) -> EntryDecision:
    """Write a decision and its row of the log."""
    made = EntryDecision(entry=entry, kind=kind, actor=actor.uuid if actor else None, at=now)
    sealing.seal(made, {"reason": reason})
    made.save(force_insert=True)
    logbook.write(action, actor=actor, now=now, grant=grant, subject=logbook.subject_of(entry), result=kind)
    return made


def erase(
    entry: RegisterEntry, *, actor: User | None, now: datetime, grant: Grant | None = None, kind: DecisionKind
) -> None:
    """End an entry: keys of entry, reasons and, with its last entry, person are destroyed; the caller saves the row.

    What stays is the row without content, the decision that tells of it, and the log with an id that names nobody.
    """
    sealing.destroy([entry, *EntryDecision.objects.filter(entry=entry)])
    if entry.intake is not None and entry.intake.destroyed_at is not None:
        # Nothing is left of which a notice could tell.
        Notice.objects.filter(person=entry.intake, state__in=OWED).update(state=NoticeState.DESTROYED)
    entry.state, entry.is_protected, entry.has_objection = EntryState.DELETED, False, False
    entry.incident, entry.intake = None, None
    others = list(
        RegisterEntry.objects.filter(person=entry.person_id).exclude(pk=entry.pk).exclude(state=EntryState.DELETED)
    )
    person = RegisterPerson.objects.get(pk=entry.person_id)
    if others:
        _forget(person, others)
    else:
        sealing.destroy([person])
    decide(entry, kind, actor=actor, now=now, action="delete", grant=grant)


def _forget(person: RegisterPerson, others: list[RegisterEntry]) -> None:
    """Take from a person what none of the entries that stay has brought; what cannot be read stays as it is."""
    try:
        stays = brought_by(sealing.unseal(person), others)
    except (Unreadable, KeyError):
        return
    if stays is None:
        return
    sealing.seal(person, stays)
    person.save()


def brought_by(kept: dict[str, Any], entries: list[RegisterEntry]) -> dict[str, Any] | None:
    """Return what some entries have brought of a person; None where no name is theirs. Raise Unreadable, KeyError."""
    brought = [content["brought"] for content in sealing.unseal_all(entries)]
    names = [name for name in kept["names"] if any(name in one["names"] for one in brought)]
    if not names:
        return None
    addresses = [place for place in kept["addresses"] if any(place in one["addresses"] for one in brought)]
    births = [one["birth"] for one in brought if one["birth"]]
    birth = kept["birth"] if kept["birth"] in births else next(iter(births), None)
    return {"names": names, "birth": birth, "addresses": addresses}
