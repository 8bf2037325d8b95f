"""Collecting what is stored about who asks: every row is opened and compared, or there is no answer (section 16)."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from accounts.crypto import Unreadable
from accounts.models import User
from zemag import sealing
from zemag.asking import Question, read_question
from zemag.clocks import local_day
from zemag.matching import Level, Matcher, MatchProfile, Person, read_address
from zemag.models import (
    Certainty,
    EntryState,
    Incident,
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
from zemag.services import gathering, holding_back, reviewing, subject_requests
from zemag.services.entries import checked, released_profile
from zemag.services.errors import CannotAnswer, WrongState
from zemag.services.looking import birth_of

S, R = RequestState, RequestResult
OBJECTED = (*reviewing.SHOWN, EntryState.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of a case who may be the one who asks, with what is stored of them."""

    incident: Incident
    intake: IntakePerson
    certainty: Certainty
    person: dict[str, Any]
    has_entry: bool


def candidates(*, request_id: uuid.UUID, actor: User, now: datetime) -> list[Candidate]:
    """Return the cases that may be about who asks, sure ones first; logged. Raise CannotAnswer, never "none"."""
    with subject_requests.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        row = subject_requests.found(request_id, S.IDENTIFIED)
        rows = _compared(row, now)
        subject_requests.log(row, "view", actor, grant, now, result=str(len(rows)))
    return rows


def _compared(row: SubjectRequest, now: datetime) -> list[Candidate]:
    """Compare who asks with every person of register and reports, whatever the state of the entry."""
    profile = released_profile()
    try:
        asked = read_question(Question(**subject_requests.content(row)["question"]), local_day(now))
        stored = [*_of_register(), *_of_reports()]
        people = [_person(told, number) for number, (_intake, told, _has) in enumerate(stored)]
        if asked.person is None:
            raise CannotAnswer("unreadable")
        best: dict[uuid.UUID, Candidate] = {}
        for hit in Matcher(MatchProfile.of(profile.matching)).rank(asked.person, people):
            intake, told, has_entry = stored[int(str(hit.person.key))]
            certainty = Certainty.SURE if hit.match.level is Level.SURE else Certainty.POSSIBLE
            best.setdefault(intake.pk, Candidate(intake.incident, intake, certainty, told, has_entry))
    except (Unreadable, ValidationError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise CannotAnswer("unreadable") from fault
    return list(best.values())


def _of_register() -> Iterator[tuple[IntakePerson, dict[str, Any], bool]]:
    """Yield every person with an entry that is not deleted; searchable or not, it is stored."""
    rows = RegisterEntry.objects.exclude(state=EntryState.DELETED).select_related("intake__incident")
    entries = list(rows.order_by("pk"))
    people = RegisterPerson.objects.in_bulk([entry.person_id for entry in entries])
    opened = dict(zip(people, sealing.unseal_all(list(people.values())), strict=True))
    for entry in entries:
        if entry.intake is None:
            raise Unreadable(RegisterEntry._meta.label)
        yield entry.intake, opened[entry.person_id], True


def _of_reports() -> Iterator[tuple[IntakePerson, dict[str, Any], bool]]:
    """Yield every reported person whose data is not destroyed."""
    rows = list(IntakePerson.objects.filter(destroyed_at=None).select_related("incident").order_by("pk"))
    known = set(RegisterEntry.objects.exclude(state=EntryState.DELETED).values_list("intake", flat=True))
    for intake, told in zip(rows, sealing.unseal_all(rows), strict=True):
        yield intake, told, intake.pk in known


def _person(told: dict[str, Any], number: int) -> Person:
    names = tuple((str(given), str(family)) for given, family in told["names"])
    kept = told.get("addresses") or ([told["address"]] if told.get("address") else [])
    places = [read_address(place["street"], place["number"]) for place in kept]
    return Person(names, birth_of(told["birth"]), tuple(place for place in places if place), number)


def settle(
    *,
    request_id: uuid.UUID,
    people: Sequence[uuid.UUID],
    reason: str,
    actor: User,
    now: datetime,
    expected: int | None = None,
) -> SubjectRequest:
    """Settle which people of cases are who asks, and collect what is held; leaving out a sure one needs a reason."""
    with subject_requests.changed(request_id, actor, now, S.IDENTIFIED, expected=expected, action="export_dsr") as (
        row,
        _g,
    ):
        rows = _compared(row, now)
        chosen = [one.intake for one in rows if one.intake.pk in set(people)]
        if len(chosen) != len(set(people)):
            raise WrongState
        left = any(one.certainty is Certainty.SURE and one.intake not in chosen for one in rows)
        why = checked(reason) if left else reason.strip()
        staff = gathering.of_employee(row.account) if row.account else {}
        holding_back.collect(row, chosen, local_day(now))
        subject_requests.put(row, staff=staff, left_out=why)
        _move(row, actor, now)
    _object(row, actor, now)
    return row


def _move(row: SubjectRequest, actor: User, now: datetime) -> None:
    """Go on to the draft; where nothing is stored the answer is that."""
    told = subject_requests.content(row)
    if told["cases"] or told["staff"] or row.cases.filter(is_held=True).exists():
        row.state, row.result = S.COLLECTED, R.FOUND if row.kind == RequestKind.ACCESS else ""
        return
    row.state, row.result, row.drafted_by = S.DRAFTED, R.NONE, actor.uuid
    subject_requests.put(row, answer={})
    subject_requests.tell(row, Role.DATA_PROTECTION, now)


def entries_of(row: SubjectRequest) -> list[RegisterEntry]:
    """Return the entries about who asks that are not deleted, never those of others in the same case."""
    rows = RegisterEntry.objects.filter(intake__requests__request=row).exclude(state=EntryState.DELETED)
    return list(rows.order_by("pk"))


def _object(row: SubjectRequest, actor: User, now: datetime) -> None:
    """Put the entries that are objected to under review at once (Art. 21)."""
    if row.kind != RequestKind.OBJECTION:
        return
    words = subject_requests.content(row)["words"] or row.number
    for entry in entries_of(row):
        if entry.state in OBJECTED and not entry.has_objection:
            reviewing.receive_objection(entry_id=entry.pk, actor=actor, reason=words[:2_000], now=now)
