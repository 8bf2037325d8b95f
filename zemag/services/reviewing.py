"""Looking at an entry again: reviews, objections, restriction, outcomes of proceedings, extension (section 6)."""

import datetime as dates
import uuid
from datetime import datetime
from enum import StrEnum

from accounts.models import User
from zemag import sealing
from zemag.clocks import add_months, local_day
from zemag.models import DecisionKind, EntryDecision, EntryState, LegalStep, RegisterEntry, Role
from zemag.services import late
from zemag.services.entries import changed, checked, decide, erase, other_than, released_profile
from zemag.services.errors import PeriodOver, WrongState
from zemag.services.periods import ban_runs

SHOWN = (EntryState.ACTIVE, EntryState.DUE_REVIEW)


class Result(StrEnum):
    """How proceedings ended (ZeMAG design, section 6)."""

    ACQUITTED = "acquitted"
    DROPPED = "dropped"
    CONVICTED = "convicted"
    UNKNOWN = "unknown"


def put_under_review(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Let an entry be looked at; it stays searchable (settled decision 1)."""
    why = checked(reason)
    with changed(entry_id, actor, now, EntryState.ACTIVE) as (entry, grant):
        entry.state = EntryState.DUE_REVIEW
        decide(entry, DecisionKind.REVIEW, actor=actor, now=now, action="change", grant=grant, reason=why)
    return entry


def keep(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Keep an entry after a review; its next review is set, its end stays as it was."""
    why = checked(reason)
    with changed(entry_id, actor, now, EntryState.DUE_REVIEW) as (entry, grant):
        if entry.has_objection:
            raise WrongState
        _reactivate(entry, now)
        decide(entry, DecisionKind.KEPT, actor=actor, now=now, action="change", grant=grant, reason=why)
    return entry


def _reactivate(entry: RegisterEntry, now: datetime) -> None:
    entry.state, entry.is_protected = EntryState.ACTIVE, False
    entry.review_on = min(add_months(local_day(now), released_profile().review_months), entry.delete_on)


def propose_extension(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Propose to keep an entry longer; nothing changes until another person confirms."""
    why = checked(reason)
    with changed(entry_id, actor, now, *SHOWN) as (entry, grant):
        decide(entry, DecisionKind.EXTENDED, actor=actor, now=now, action="change", grant=grant, reason=why)
    return entry


def confirm_extension(*, entry_id: uuid.UUID, actor: User, until: dates.date, now: datetime) -> RegisterEntry:
    """Keep an entry longer, by at most what the profile allows and never beyond its longest period."""
    with changed(entry_id, actor, now, *SHOWN) as (entry, grant):
        longest = min(add_months(entry.delete_on, released_profile().extension_months), entry.latest_delete_on)
        if not entry.delete_on < until <= longest:
            raise PeriodOver
        _confirm(entry, DecisionKind.EXTENDED, actor)
        entry.delete_on = until
        decide(entry, DecisionKind.KEPT, actor=actor, now=now, action="approve", grant=grant)
    return entry


def _confirm(entry: RegisterEntry, kind: DecisionKind, actor: User) -> None:
    """Put a proposal in force as its second person; raise WrongState without one, SamePerson for its author."""
    waiting = EntryDecision.objects.filter(entry=entry, kind=kind, second=None).order_by("-at").first()
    if waiting is None:
        raise WrongState
    other_than(actor, waiting.actor)
    EntryDecision.objects.filter(pk=waiting.pk).update(second=actor.uuid)


def restrict(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Restrict an entry (GDPR Art. 18): it is hidden, unless somebody's protection needs it."""
    why = checked(reason)
    with changed(entry_id, actor, now, *SHOWN) as (entry, grant):
        entry.state, entry.is_protected = EntryState.RESTRICTED, False
        decide(entry, DecisionKind.RESTRICTED, actor=actor, now=now, action="restrict", grant=grant, reason=why)
    return entry


def propose_protection(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Propose to show a restricted entry because another person's protection needs it."""
    why = checked(reason)
    with changed(entry_id, actor, now, EntryState.RESTRICTED) as (entry, grant):
        decide(entry, DecisionKind.PROTECTION, actor=actor, now=now, action="restrict", grant=grant, reason=why)
    return entry


def confirm_protection(*, entry_id: uuid.UUID, actor: User, now: datetime) -> RegisterEntry:
    """Show a restricted entry, as the second person; visits of today are compared."""
    with changed(entry_id, actor, now, EntryState.RESTRICTED) as (entry, grant):
        _confirm(entry, DecisionKind.PROTECTION, actor)
        entry.is_protected, entry.protection_by = True, actor.uuid
        entry.save()
        decide(entry, DecisionKind.APPROVED, actor=actor, now=now, action="publish", grant=grant)
        late.match(entry, released_profile(), now)
    return entry


def lift(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Lift a restriction; with an open objection the entry stays under review. Visits of today are compared."""
    why = checked(reason)
    with changed(entry_id, actor, now, EntryState.RESTRICTED) as (entry, grant):
        _reactivate(entry, now)
        entry.state = EntryState.DUE_REVIEW if entry.has_objection else EntryState.ACTIVE
        entry.save()
        decide(entry, DecisionKind.LIFTED, actor=actor, now=now, action="restrict", grant=grant, reason=why)
        late.match(entry, released_profile(), now)
    return entry


def receive_objection(*, entry_id: uuid.UUID, actor: User, reason: str, now: datetime) -> RegisterEntry:
    """Take an objection (GDPR Art. 21): the entry is under review until somebody uninvolved has decided."""
    why = checked(reason)
    with changed(entry_id, actor, now, *SHOWN, EntryState.RESTRICTED) as (entry, grant):
        entry.has_objection = True
        if entry.state == EntryState.ACTIVE:
            entry.state = EntryState.DUE_REVIEW
        decide(entry, DecisionKind.OBJECTED, actor=actor, now=now, action="change", grant=grant, reason=why)
    return entry


def decide_objection(*, entry_id: uuid.UUID, actor: User, upheld: bool, reason: str, now: datetime) -> RegisterEntry:
    """Decide an objection as somebody who neither proposed nor signed the entry: it is deleted, or stays."""
    why = checked(reason)
    with changed(entry_id, actor, now, *SHOWN, EntryState.RESTRICTED) as (entry, grant):
        if not entry.has_objection:
            raise WrongState
        other_than(actor, entry.proposed_by, entry.provisional_by, entry.approved_by, entry.second_approver)
        if upheld:
            erase(entry, actor=actor, now=now, grant=grant, kind=DecisionKind.DELETED)
            return entry
        entry.has_objection = False
        if entry.state == EntryState.DUE_REVIEW:
            _reactivate(entry, now)
        decide(entry, DecisionKind.REJECTED, actor=actor, now=now, action="change", grant=grant, reason=why)
    return entry


def record_outcome(*, entry_id: uuid.UUID, actor: User, result: Result, now: datetime) -> RegisterEntry:
    """Take how proceedings ended, from the legal unit: acquittal deletes unless a house ban runs; else a review."""
    with changed(entry_id, actor, now, *SHOWN, EntryState.RESTRICTED, role=Role.LEGAL) as (entry, grant):
        rows = LegalStep.objects.filter(incident=entry.incident_id).about(entry.intake)
        steps = list(rows) if entry.incident_id else []
        if result is Result.ACQUITTED and not ban_runs(steps, local_day(now)):
            erase(entry, actor=actor, now=now, grant=grant, kind=DecisionKind.DELETED)
            return entry
        if entry.state == EntryState.ACTIVE:
            entry.state = EntryState.DUE_REVIEW
        decide(entry, DecisionKind.REVIEW, actor=actor, now=now, action="change", grant=grant, reason=result)
    return entry


def reason_of(decision: EntryDecision) -> str:
    """Return the reason of a decision; raise Unreadable."""
    value: str = sealing.unseal(decision)["reason"]
    return value
