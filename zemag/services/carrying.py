"""Carrying a decision out, by another person: correction, erasure, restriction, objection (GDPR Art. 16 to 18, 21)."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import (
    FOUR_EYES,
    DecisionKind,
    EntryState,
    IntakePerson,
    RegisterEntry,
    RegisterPerson,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
)
from zemag.permissions import required
from zemag.services import cases, late, logbook, people, reviewing, subject_requests
from zemag.services.collecting import OBJECTED, entries_of
from zemag.services.correcting import corrected
from zemag.services.entries import changed, decide, erase, other_than, released_profile
from zemag.services.errors import NotSigned, WrongState

S, R, K = RequestState, RequestResult, RequestKind


def carry_out(*, request_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> SubjectRequest:
    """Carry out what was drafted and looked at; correction and erasure by another than who drafted it.

    An objection is decided by somebody who neither proposed nor signed the entry (acceptance 29). Each entry changes by
    its own service; what was done before a fault is not done twice.
    """
    granted, kind, told, reported = _ready(request_id, actor, now, expected)
    row = SubjectRequest.objects.get(pk=request_id)
    for entry in entries_of(row):
        if kind == K.OBJECTION:
            _decide_objection(entry, granted, told["answer"]["reason"], actor, now)
        elif granted:
            _ON_ENTRY[kind](entry, told["answer"], actor, now)
    if granted and kind in (K.ERASURE, K.RECTIFICATION):
        for intake in reported:
            _reported(intake, kind, told["answer"], actor, now)
    with subject_requests.changed(request_id, actor, now, S.LOOKED) as (row, _grant):
        row.state, row.carried_by = S.DONE, actor.uuid
    return row


def _ready(
    request_id: uuid.UUID, actor: User, now: datetime, expected: int | None
) -> tuple[bool, RequestKind, dict[str, Any], list[IntakePerson]]:
    """Return what is to be done, after every condition was looked at: nothing changes halfway for want of one."""
    with subject_requests.locked(actor, now):
        required(actor, Role.QUALITY, local_day(now))
        row = subject_requests.found(request_id, S.LOOKED, expected=expected)
        if row.result not in (R.GRANTED, R.REJECTED):
            raise WrongState
        if row.kind in FOUR_EYES:
            other_than(actor, row.drafted_by)
        entries = entries_of(row)
        for entry in entries:
            if row.kind == K.OBJECTION:
                people = (entry.proposed_by, entry.provisional_by, entry.approved_by, entry.second_approver)
                other_than(actor, *people)
            elif row.kind == K.RESTRICTION and row.result == R.GRANTED and entry.state not in OBJECTED:
                raise NotSigned
        reported = list(IntakePerson.objects.filter(requests__request=row).order_by("pk"))
        return row.result == R.GRANTED, K(row.kind), subject_requests.content(row), reported


def _decide_objection(entry: RegisterEntry, upheld: bool, reason: str, actor: User, now: datetime) -> None:
    if entry.state in OBJECTED and entry.has_objection:
        reviewing.decide_objection(entry_id=entry.pk, actor=actor, upheld=upheld, reason=reason, now=now)
    elif upheld:
        erase_on_request(entry_id=entry.pk, actor=actor, now=now)


def erase_on_request(*, entry_id: uuid.UUID, actor: User, now: datetime) -> RegisterEntry:
    """Delete an entry at the request of its person (Art. 17); its report goes on without one."""
    with changed(entry_id, actor, now, *(state for state in EntryState if state != EntryState.DELETED)) as (
        entry,
        grant,
    ):
        intake = entry.intake
        erase(entry, actor=actor, now=now, grant=grant, kind=DecisionKind.DELETED)
        entry.save()
        people.without_entry(intake, actor=actor, now=now, grant=grant)
    return entry


def _erase(entry: RegisterEntry, answer: Mapping[str, Any], actor: User, now: datetime) -> None:
    erase_on_request(entry_id=entry.pk, actor=actor, now=now)


def _restrict(entry: RegisterEntry, answer: Mapping[str, Any], actor: User, now: datetime) -> None:
    if entry.state != EntryState.RESTRICTED:
        reviewing.restrict(entry_id=entry.pk, actor=actor, reason=answer["reason"], now=now)


def _correct(entry: RegisterEntry, answer: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Correct the person of an entry; it is looked at again, and visits of today are compared with the new name."""
    states = (state for state in EntryState if state != EntryState.DELETED)
    with changed(entry.pk, actor, now, *states) as (row, grant):
        person = RegisterPerson.objects.get(pk=row.person_id)
        right = corrected(sealing.unseal(person), answer["correction"], local_day(now))
        sealing.seal(person, right)
        person.save()
        for one in RegisterEntry.objects.filter(person=person).exclude(state=EntryState.DELETED):
            # What an entry has brought is what stays of the person once the others end.
            sealing.seal(one, {**sealing.unseal(one), "brought": right})
            RegisterEntry.objects.filter(pk=one.pk).update(sealed=one.sealed)
            if one.pk == row.pk:
                row.sealed = one.sealed
        if row.state == EntryState.ACTIVE:
            row.state = EntryState.DUE_REVIEW
        row.save()
        reason = answer["reason"]
        decide(row, DecisionKind.CORRECTED, actor=actor, now=now, action="change", grant=grant, reason=reason)
        late.match(row, released_profile(), now)


_ON_ENTRY = {K.ERASURE: _erase, K.RESTRICTION: _restrict, K.RECTIFICATION: _correct}


def _reported(one: IntakePerson, kind: RequestKind, answer: Mapping[str, Any], actor: User, now: datetime) -> None:
    """Correct or destroy what a report still holds of the person; others whom it names stay as they are."""
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        intake = IntakePerson.objects.filter(pk=one.pk, destroyed_at=None).select_related("incident").first()
        if intake is None:
            return
        if kind == K.ERASURE:
            people.destroy(intake, now)
        else:
            sealing.seal(intake, corrected(sealing.unseal(intake), answer["correction"], local_day(now)))
            intake.save()
        action = "delete" if kind == K.ERASURE else "change"
        subject = logbook.subject_of(intake.incident)
        logbook.write(action, actor=actor, now=now, grant=grant, subject=subject, result="person")
        people.go_on(intake.incident, actor=actor, now=now, grant=grant)
