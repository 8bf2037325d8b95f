"""Evaluating the access log: asked for with a reason, confirmed within 72 hours, open for seven days (section 11).

Whoever asked sees the rows of the period that fit, up to the moment of the second key, with what was typed as long as
it is kept (settled decision Z8). Each step is a row of the log itself.
"""

import datetime as dates
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.crypto import Unreadable, unseal_with
from accounts.models import User
from audit.chain import derived, ring_of
from audit.models import Entry
from audit.services import LABEL
from zemag import mails, profiles, sealing
from zemag.clocks import end_of_day, local_day
from zemag.models import EvaluationState, InquiryInput, InquiryItem, LogEvaluation, Role
from zemag.permissions import grants_of, holders, required
from zemag.services import logbook
from zemag.services.entries import checked, other_than
from zemag.services.errors import Denied, NotFound, Refused, WrongState
from zemag.services.ledger import ALIAS, EVALUATIONS, changing, transaction_of

ACTION = "log_evaluation"
CONFIRMED_WITHIN, OPEN_FOR = timedelta(hours=72), timedelta(days=7)
MOST_ROWS, LONGEST_DAYS = 200, 366
ITEM = "zemag.InquiryItem "


class SwitchedOff(Refused):
    """There is no works agreement, or the installation has not switched evaluation on (LPVG NRW § 72(3))."""

    message: Promise | str = _("The log is not evaluated here: that needs a works agreement in the legal profile.")


class WrongPeriod(Refused):
    """A period that does not end after it begins, lies ahead, or is longer than a year."""

    message: Promise | str = _("Please choose a period of one year at most that ends today or earlier.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty is not asked for."""

    person: str = ""
    department: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """An evaluation with its words, and what its reader can do."""

    row: LogEvaluation
    reason: str
    wanted: Wanted
    may_decide: bool
    may_open: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the log, opened: its text, and of a question what was typed and what was noticed."""

    entry: Entry
    text: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The latest rows that fit, newest first, and how many there are in all."""

    row: LogEvaluation
    rows: tuple[Found, ...]
    total: int
    until: datetime


def is_possible() -> bool:
    """Whether the installation evaluates the log and the released profile names the works agreement."""
    found = profiles.released()
    return bool(settings.ZEMAG_LOG_EVALUATION and found and found.works_agreement)


def request(
    *,
    actor: User,
    reason: str,
    begins_on: dates.date,
    ends_on: dates.date,
    wanted: Wanted,
    request_key: uuid.UUID,
    now: datetime,
) -> LogEvaluation:
    """Ask for an evaluation as data protection; a form sent twice is one request. The staff council is told."""
    words, today = checked(reason), local_day(now)
    if not begins_on <= ends_on <= today or (ends_on - begins_on).days > LONGEST_DAYS:
        raise WrongPeriod
    with _changing(actor, now):
        grant = required(actor, Role.DATA_PROTECTION, today)
        _switched_on()
        sent = LogEvaluation.objects.filter(requested_by=actor.uuid, request_key=request_key).first()
        if sent is not None:
            return sent
        row = LogEvaluation(begins_on=begins_on, ends_on=ends_on, requested_by=actor.uuid, requested_at=now)
        row.request_key = request_key
        told = {"reason": words, "wanted": asdict(wanted)}
        sealing.seal(row, told)
        row.save(force_insert=True)
        _log(row, actor, now, EvaluationState.REQUESTED, grant=grant, text=told)
        number, people = str(row.pk)[:8], holders(Role.STAFF_COUNCIL, today)
        mails.tell(people, kind="evaluation", number=number, key=str(row.pk), due=now + CONFIRMED_WITHIN)
    return row


def decide(*, evaluation_id: uuid.UUID, actor: User, agreed: bool, now: datetime) -> LogEvaluation:
    """Turn the second key as the staff council, or refuse to; after 72 hours it is too late."""
    with _changing(actor, now):
        grant = required(actor, Role.STAFF_COUNCIL, local_day(now))
        row = _found(evaluation_id)
        if agreed:
            _switched_on()
        if not _waits(row, now):
            raise WrongState
        other_than(actor, row.requested_by)
        row.state = EvaluationState.CONFIRMED if agreed else EvaluationState.DECLINED
        row.decided_by, row.decided_at = actor.uuid, now
        row.save()
        _log(row, actor, now, row.state, grant=grant)
        mails.tell([row.requested_by], kind="evaluation", number=str(row.pk)[:8], key=f"{row.pk} decided")
    return row


def listed(*, actor: User, now: datetime) -> list[Request]:
    """Return the evaluations of the last year with their words, newest first; that somebody looked is a row itself."""
    with logbook.denials(actor, now, "zemag.evaluation"), transaction_of():
        today = local_day(now)
        asks, council = (bool(grants_of(actor, role, today)) for role in (Role.DATA_PROTECTION, Role.STAFF_COUNCIL))
        if not asks and not council:
            raise Denied
        rows = list(LogEvaluation.objects.order_by("-requested_at")[:MOST_ROWS])
        if rows:
            logbook.write(ACTION, actor=actor, now=now, subject="zemag.LogEvaluation", result="listed")
        told = sealing.unseal_all(rows)
    return [
        Request(
            row,
            words["reason"],
            Wanted(**words["wanted"]),
            may_decide=council and _waits(row, now),
            may_open=asks and row.requested_by == actor.uuid and _is_open(row, now),
            is_over=not _waits(row, now) if row.state == EvaluationState.REQUESTED else not _is_open(row, now),
        )
        for row, words in zip(rows, told, strict=True)
    ]


def result(*, evaluation_id: uuid.UUID, actor: User, now: datetime) -> Result:
    """Return the rows that fit, for who asked alone; each look is a row of the log, written before."""
    with logbook.denials(actor, now, "zemag.evaluation"), transaction_of():
        grant = required(actor, Role.DATA_PROTECTION, local_day(now))
        row = _found(evaluation_id)
        if row.requested_by != actor.uuid:
            raise NotFound
        _switched_on()
        if not _is_open(row, now) or row.decided_at is None:
            raise WrongState
        _log(row, actor, now, "opened", grant=grant)
        entries = _fitting(row, Wanted(**sealing.unseal(row)["wanted"]))
        latest = list(entries.order_by("-seq")[:MOST_ROWS])
        return Result(row, tuple(_opened(latest)), entries.count(), row.decided_at + OPEN_FOR)


@contextmanager
def _changing(actor: User, now: datetime) -> Iterator[None]:
    with logbook.denials(actor, now, "zemag.evaluation"), changing(EVALUATIONS):
        yield


def _switched_on() -> None:
    if not is_possible():
        raise SwitchedOff


def _found(evaluation_id: uuid.UUID) -> LogEvaluation:
    row = LogEvaluation.objects.filter(pk=evaluation_id).first()
    if row is None:
        raise NotFound
    return row


def _waits(row: LogEvaluation, now: datetime) -> bool:
    return row.state == EvaluationState.REQUESTED and now <= row.requested_at + CONFIRMED_WITHIN


def _is_open(row: LogEvaluation, now: datetime) -> bool:
    confirmed = row.state == EvaluationState.CONFIRMED and row.decided_at is not None
    return confirmed and row.decided_at is not None and now <= row.decided_at + OPEN_FOR


def _log(row: LogEvaluation, actor: User, now: datetime, done: str, **more: Any) -> None:
    logbook.write(ACTION, actor=actor, now=now, subject=logbook.subject_of(row), result=done, **more)


def _fitting(row: LogEvaluation, wanted: Wanted) -> Any:
    begins = end_of_day(row.begins_on - timedelta(days=1))
    entries = Entry.objects.using(ALIAS).filter(at__gte=begins, at__lt=end_of_day(row.ends_on), at__lte=row.decided_at)
    asked = {"actor": wanted.person, "department": wanted.department, "action": wanted.action}
    return entries.filter(**{name: value for name, value in asked.items() if value})


def _opened(entries: Sequence[Entry]) -> list[Found]:
    """Open what belongs to rows of the log; what is destroyed or cannot be read is left out."""
    keys = [entry.subject.removeprefix(ITEM) for entry in entries if entry.subject.startswith(ITEM)]
    items = {f"{ITEM}{item.pk}": item for item in InquiryItem.objects.filter(pk__in=keys).select_related("inquiry")}
    typed = {
        f"{ITEM}{row.item_id}": row
        for row in InquiryInput.objects.filter(item__in=[item.pk for item in items.values()])
    }
    return [
        Found(
            entry,
            _text(entry),
            _typed(typed.get(entry.subject)),
            tuple(items[entry.subject].inquiry.flags) if entry.subject in items else (),
        )
        for entry in entries
    ]


def _text(entry: Entry) -> dict[str, Any]:
    if not entry.text:
        return {}
    try:
        told = unseal_with(derived(ring_of(ALIAS), "text"), bytes(entry.text), label=LABEL, pk=entry.seq)
    except Unreadable:
        return {}
    return told if isinstance(told, dict) else {}


def _typed(row: InquiryInput | None) -> dict[str, Any]:
    if row is None:
        return {}
    try:
        found: dict[str, Any] = sealing.unseal(row)
    except Unreadable:
        return {}
    return found
