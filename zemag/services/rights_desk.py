"""What quality staff and data protection see of requests: the list with its clocks, one request, what R9 is told of."""

import datetime as dates
import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from zemag import sealing
from zemag.clocks import RequestClock, add_months, end_of_day, local_day
from zemag.models import (
    OWED,
    DeliveryStep,
    Grant,
    Incident,
    Inquiry,
    Letter,
    LetterKind,
    Notice,
    NoticeState,
    OwedAnswer,
    RegisterEntry,
    RequestCase,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
)
from zemag.permissions import grants_of, required
from zemag.services import answer_delivery, holding_back, logbook, subject_requests
from zemag.services.collecting import entries_of
from zemag.services.errors import Denied
from zemag.services.next_steps import NEVER, Next, of_owed

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
class Beside:
    """What stands beside the state of a request: a rest that waits until a day, a letter owed, a newer deferral."""

    rest_due: dates.date | None = None
    owed: OwedAnswer | None = None
    is_made: bool = False
    is_overtaken: bool = False


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
    held: list[RequestCase] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    owed_reason: str = ""
    delivery: list[tuple[DeliveryStep, dict[str, str]]] = field(default_factory=list)
    rests: list[SubjectRequest] = field(default_factory=list)
    may_extend: bool = False

    def has(self, role: str) -> bool:
        """Whether the reader holds a role today."""
        return any(grant.role == role for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for data protection, and what it is told of."""

    waiting: list[RequestRow]
    deferrals: list[tuple[Notice, str]]
    given_up: list[tuple[OwedAnswer, str]]
    flags: list[tuple[str, str, str, int]]


def _beside(now: datetime, requests: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, Beside]:
    """Return it for all requests of which there is something, or for some."""
    owed = {one.request_id: one for one in OwedAnswer.objects.filter(state__in=OWED).select_related("request")}
    unsent = Letter.objects.filter(request__in=list(owed), sent_on=None)
    made = set(unsent.exclude(kind=LetterKind.INTERIM, request__state=S.SENT).values_list("request", flat=True))
    rests = {pk: holding_back.rest_clock(cases).due for pk, cases in holding_back.waiting(now).items()}
    overtaken = set(holding_back.deferred_since(now).values_list("request", flat=True))
    known = {*owed, *rests, *overtaken} if requests is None else set(requests)
    return {pk: Beside(rests.get(pk), owed.get(pk), pk in made, pk in overtaken) for pk in known}


def next_step(row: SubjectRequest, beside: Beside = Beside()) -> Next:
    """Return the one next step of a request: of its answer, of a letter that came back, or of what was held back."""
    steps = [step for step in (_of_answer(row, beside), _of_returned(row, beside)) if step is not None]
    if beside.rest_due is not None:
        steps.append(Next("rest", Role.QUALITY, end_of_day(beside.rest_due)))
    return min(steps, key=lambda step: step.due or NEVER, default=Next("none", ""))


def _of_returned(row: SubjectRequest, beside: Beside) -> Next | None:
    """Return what is done about a letter that came back; only a decision can be posted."""
    step = of_owed(beside.owed) if beside.owed is not None else None
    if step is None:
        return None
    if beside.is_made and row.state != S.LETTER:
        return replace(step, code="send")
    hopeless = step.code == "blocked" or (step.code == "undelivered" and not answer_delivery.may_post(row))
    return replace(step, code="unreachable") if hopeless else step


def _of_answer(row: SubjectRequest, beside: Beside) -> Next | None:
    """Return the step of the answer; all of them are due when it is."""
    due = end_of_day(row.due_on)
    if beside.is_overtaken:
        return Next("anew", Role.QUALITY, due)
    if row.state == S.SENT:
        return None
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
    rows, beside = SubjectRequest.objects.order_by("due_on", "number"), _beside(now)
    if not everything:
        rows = rows.filter(~Q(state=S.SENT) | Q(pk__in=list(beside)))
    found = []
    for row in rows:
        step = next_step(row, beside.get(row.pk, Beside()))
        found.append(RequestRow(row, step, step.is_late(now)))
    return sorted(found, key=lambda one: (not one.late, one.next.code == "none", one.next.due or NEVER))


def opened(*, request_id: uuid.UUID, actor: User, now: datetime) -> OpenedRequest:
    """Open a request for quality staff or data protection; logged as a view before it leaves."""
    with subject_requests.locked(actor, now):
        grants = _readers(actor, now)
        row = subject_requests.found(request_id)
        letters = list(Letter.objects.filter(request=row).order_by("made_at", "pk"))
        interim = any(letter.kind == LetterKind.INTERIM and letter.sent_on is None for letter in letters)
        in_time = RequestClock(row.received_on).may_extend(local_day(now)) and row.result != RequestResult.REFUSED
        (beside,) = _beside(now, [row.pk]).values()
        steps = list(DeliveryStep.objects.filter(letter__in=letters).select_related("letter").order_by("noted_at"))
        cases = list(Incident.objects.filter(requests__request=row).distinct().order_by("number"))
        found = OpenedRequest(
            request=row,
            told=subject_requests.content(row),
            grants=grants,
            next=next_step(row, beside),
            cases=cases,
            entries=entries_of(row),
            letters=letters,
            deferred=list(_deferred().filter(person__requests__request=row, is_undeliverable=False)),
            held=list(_held(row)),
            beside=beside,
            owed_reason=str(sealing.unseal(beside.owed)["reason"]) if beside.owed is not None else "",
            delivery=list(zip(steps, sealing.unseal_all(steps), strict=True)),
            rests=list(row.rests.order_by("number")),
            may_extend=in_time
            and row.rest_of_id is None
            and not (row.is_extended or interim or row.state in (S.LETTER, S.SENT)),
        )
        subject_requests.log(row, "view", actor, grants[0], now, result="request")
    return found


def _held(row: SubjectRequest) -> Any:
    """Return the cases that an answer holds back."""
    return row.cases.filter(is_held=True).select_related("incident", "person__notice").order_by("incident__number")


def _deferred() -> Any:
    """Return the notices that two people deferred."""
    return Notice.objects.filter(state=NoticeState.DEFERRED).select_related("incident").order_by("recheck_on", "pk")


def _given_up() -> Any:
    """Return the answers that two people settled cannot be delivered."""
    return OwedAnswer.objects.filter(state=NoticeState.DEFERRED).select_related("request").order_by("recheck_on", "pk")


def overview(*, actor: User, now: datetime) -> Overview:
    """Return what waits for data protection, with reasons of deferrals and counts of flagged inquiries; logged.

    Who asked is opened by two keys alone: flags are counted by month, department and kind.
    """
    with logbook.denials(actor, now, "zemag.protection"), logbook.transaction_of():
        grant = required(actor, Role.DATA_PROTECTION, local_day(now))
        notices = list(_deferred())
        reasons = [str(told["reason"]) for told in sealing.unseal_all(notices)]
        answers = list(_given_up())
        given_up = [str(told["reason"]) for told in sealing.unseal_all(answers)]
        waiting = [row for row in _rows(now) if row.next.role == Role.DATA_PROTECTION]
        logbook.write("view", actor=actor, now=now, grant=grant, subject="zemag.protection", result=str(len(waiting)))
    deferrals, unreached = zip(notices, reasons, strict=True), zip(answers, given_up, strict=True)
    return Overview(waiting, list(deferrals), list(unreached), _flags(now))


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


def waiting_for(role: Role, now: datetime) -> int:
    """Return how many requests wait for a role; a number, so nothing is logged."""
    return sum(row.next.role == role for row in _rows(now))
