"""What quality staff and data protection see of requests: the list with its clocks, one request, what R9 is told of."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import User
from zemag import sealing
from zemag.clocks import RequestClock, add_months, end_of_day, local_day
from zemag.models import (
    Grant,
    Incident,
    Inquiry,
    Letter,
    LetterKind,
    Notice,
    NoticeState,
    RegisterEntry,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
)
from zemag.permissions import grants_of, required
from zemag.services import logbook, subject_requests
from zemag.services.collecting import entries_of
from zemag.services.errors import Denied
from zemag.services.next_steps import Next

READERS = (Role.QUALITY, Role.DATA_PROTECTION)
FLAGGED_MONTHS = 12
S = RequestState
STEPS: dict[str, tuple[str, Role]] = {
    S.RECEIVED: ("identity", Role.QUALITY),
    S.IDENTIFIED: ("collect", Role.QUALITY),
    S.DRAFTED: ("look", Role.DATA_PROTECTION),
    S.DONE: ("letter", Role.QUALITY),
    S.LETTER: ("send", Role.QUALITY),
}
DECIDED = (RequestResult.GRANTED, RequestResult.REJECTED)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in the list; no name stands there."""

    request: SubjectRequest
    next: Next
    late: bool


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """A request, opened."""

    request: SubjectRequest
    told: dict[str, Any]
    grants: tuple[Grant, ...]
    next: Next
    cases: list[Incident] = field(default_factory=list)
    entries: list[RegisterEntry] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    deferred: list[Notice] = field(default_factory=list)
    may_extend: bool = False

    def has(self, role: str) -> bool:
        """Whether the reader holds a role today."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for data protection, and what it is told of."""

    waiting: list[RequestRow]
    deferrals: list[tuple[Notice, str]]
    flags: list[tuple[str, str, str, int]]


def next_step(row: SubjectRequest) -> Next:
    """Return the one next step of a request; all of them are due when the answer is."""
    due = end_of_day(row.due_on)
    if row.state == S.SENT:
        return Next("none", "")
    if row.state == S.COLLECTED:
        return Next("redact" if row.kind == RequestKind.ACCESS else "decide", Role.QUALITY, due)
    if row.state == S.LOOKED:
        return Next("carry-out" if row.result in DECIDED else "letter", Role.QUALITY, due)
    code, role = STEPS[row.state]
    return Next(code, role, due)


def _readers(actor: User, now: datetime) -> tuple[Grant, ...]:
    found = tuple(grant for role in READERS for grant in grants_of(actor, role, local_day(now)))
    if not found:
        raise Denied
    return found


def listed(*, actor: User, now: datetime, everything: bool = False) -> list[RequestRow]:
    """Return the open requests, late ones first; logged as a view. `everything` adds those that are answered."""
    with logbook.denials(actor, now, "zemag.request"), logbook.transaction_of():
        grants = _readers(actor, now)
        found = _rows(now, everything=everything)
        logbook.write("view", actor=actor, now=now, grant=grants[0], subject="zemag.requests", result=str(len(found)))
    return found


def _rows(now: datetime, *, everything: bool = False) -> list[RequestRow]:
    rows = SubjectRequest.objects.order_by("due_on", "number")
    if not everything:
        rows = rows.exclude(state=S.SENT)
    found = []
    for row in rows:
        step = next_step(row)
        found.append(RequestRow(row, step, step.is_late(now)))
    return sorted(found, key=lambda one: (not one.late, one.request.state == S.SENT))


def opened(*, request_id: uuid.UUID, actor: User, now: datetime) -> OpenedRequest:
    """Open a request for quality staff or data protection; logged as a view before it leaves."""
    with subject_requests.locked(actor, now):
        grants = _readers(actor, now)
        row = subject_requests.found(request_id)
        letters = list(Letter.objects.filter(request=row).order_by("made_at", "pk"))
        interim = any(letter.kind == LetterKind.INTERIM and letter.sent_on is None for letter in letters)
        in_time = RequestClock(row.received_on).may_extend(local_day(now)) and row.result != RequestResult.REFUSED
        cases = list(Incident.objects.filter(requests__request=row).distinct().order_by("number"))
        found = OpenedRequest(
            request=row,
            told=subject_requests.content(row),
            grants=grants,
            next=next_step(row),
            cases=cases,
            entries=entries_of(row),
            letters=letters,
            deferred=list(_deferred().filter(person__requests__request=row)),
            may_extend=in_time and not row.is_extended and not interim and row.state not in (S.LETTER, S.SENT),
        )
        subject_requests.log(row, "view", actor, grants[0], now, result="request")
    return found


def _deferred() -> Any:
    """Return the notices that two people deferred."""
    return Notice.objects.filter(state=NoticeState.DEFERRED).select_related("incident").order_by("recheck_on", "pk")


def overview(*, actor: User, now: datetime) -> Overview:
    """Return what waits for data protection, with reasons of deferrals and counts of flagged inquiries; logged.

    Who asked is opened by two keys alone: flags are counted by month, department and kind.
    """
    with logbook.denials(actor, now, "zemag.protection"), logbook.transaction_of():
        grant = required(actor, Role.DATA_PROTECTION, local_day(now))
        notices = list(_deferred())
        reasons = [str(told["reason"]) for told in sealing.unseal_all(notices)]
        waiting = [row for row in _rows(now) if row.next.role == Role.DATA_PROTECTION]
        logbook.write("view", actor=actor, now=now, grant=grant, subject="zemag.protection", result=str(len(waiting)))
    return Overview(waiting, list(zip(notices, reasons, strict=True)), _flags(now))


def _flags(now: datetime) -> list[tuple[str, str, str, int]]:
    """Return month, department, flag and how often, newest first."""
    since = end_of_day(add_months(local_day(now), -FLAGGED_MONTHS))
    rows = Inquiry.objects.filter(asked_at__gte=since).exclude(flags=[])
    counted = Counter(
        (f"{local_day(asked_at):%Y-%m}", department, str(flag))
        for asked_at, department, flags in rows.values_list("asked_at", "department", "flags")
        for flag in flags
    )
    return [(*key, number) for key, number in sorted(counted.items(), key=lambda one: one[0], reverse=True)]


def waiting_for(role: Role) -> int:
    """Return how many requests wait for a role; a number, so nothing is logged."""
    rows = SubjectRequest.objects.exclude(state=S.SENT)
    return sum(next_step(row).role == role for row in rows)
