"""Requests of people about their own data: intake, identity, refusal, the look of data protection (section 16)."""

import datetime as dates
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import mails, sealing
from zemag.asking import LONGEST, Question, read_question
from zemag.clocks import RequestClock, add_months, end_of_day, local_day
from zemag.models import (
    DeliveryStep,
    EntryState,
    Grant,
    Identity,
    IntakeWay,
    Letter,
    OwedAnswer,
    RegisterEntry,
    RequestCase,
    RequestKind,
    RequestResult,
    RequestState,
    Role,
    SubjectRequest,
)
from zemag.permissions import holders, required
from zemag.services import logbook
from zemag.services.entries import checked
from zemag.services.errors import NotFound, Stale, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_WORDS, LONGEST_NOTE = 4_000, 500
KEPT_MONTHS = 12
OLDEST = dates.timedelta(days=365)
S, R = RequestState, RequestResult
# Days before an answer is due on which the quality staff is reminded; what is late goes to data protection too.
WARNED_BEFORE = (14, 7, 3)
DAY = dates.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Intake:
    """A request as it came in; `question` is who asks, with the address to which the answer goes."""

    kind: RequestKind
    way: IntakeWay
    received_on: dates.date
    question: Question
    town: str
    words: str = ""
    account: uuid.UUID | None = None


@contextmanager
def locked(actor: User, now: datetime) -> Iterator[None]:
    """Open the transaction of a change of requests; attempts without a right are logged."""
    with logbook.denials(actor, now, "zemag.request"), changing(REGISTER):
        yield


def found(request_id: uuid.UUID, *states: RequestState, expected: int | None = None) -> SubjectRequest:
    """Return a request in one of these states; raise NotFound, Stale or WrongState."""
    row = SubjectRequest.objects.filter(pk=request_id).first()
    if row is None:
        raise NotFound
    if expected is not None and row.version != expected:
        raise Stale
    if states and row.state not in states:
        raise WrongState
    return row


@contextmanager
def changed(
    request_id: uuid.UUID,
    actor: User,
    now: datetime,
    *states: RequestState,
    expected: int | None = None,
    role: Role = Role.QUALITY,
    action: str = "change",
) -> Iterator[tuple[SubjectRequest, Grant]]:
    """Give a request, locked, to somebody who may change it; save and log it afterwards."""
    with locked(actor, now):
        grant = required(actor, role, local_day(now))
        row = found(request_id, *states, expected=expected)
        yield row, grant
        row.version += 1
        row.save()
        log(row, action, actor, grant, now)


def log(row: SubjectRequest, action: str, actor: User, grant: Grant, now: datetime, result: str = "") -> None:
    """Write the row of the log of a step."""
    subject = logbook.subject_of(row)
    made = result or row.state
    logbook.write(action, actor=actor, now=now, grant=grant, subject=subject, purpose=row.kind, result=made)


def content(row: SubjectRequest) -> dict[str, Any]:
    """Return what is sealed; raise Unreadable."""
    told: dict[str, Any] = sealing.unseal(row)
    return told


def put(row: SubjectRequest, **values: Any) -> None:
    """Add to what is sealed; the caller saves the row."""
    sealing.seal(row, {**content(row), **values})


def take_in(*, intake: Intake, request_key: uuid.UUID, actor: User, now: datetime) -> SubjectRequest:
    """Take a request; a form that was sent twice makes one. Raise ValidationError with a sentence for each field."""
    with locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        before = SubjectRequest.objects.filter(request_key=request_key).first()
        if before is not None:
            return before
        _check(intake, local_day(now))
        row = SubjectRequest(
            number=next_number(local_day(now).year),
            kind=intake.kind,
            way=intake.way,
            received_on=intake.received_on,
            due_on=RequestClock(intake.received_on).due,
            account=intake.account,
            request_key=request_key,
            created_at=now,
            taken_by=actor.uuid,
        )
        told = {"question": intake.question.values(), "town": intake.town.strip(), "words": intake.words.strip()}
        sealing.seal(row, told)
        row.save(force_insert=True)
        log(row, "create", actor, grant, now)
    return row


def _check(intake: Intake, today: dates.date) -> None:
    """Raise ValidationError when the request cannot be stored, searched or answered as it is."""
    faults = _unknown(intake.question, today)
    if not today - OLDEST <= intake.received_on <= today:
        faults["received_on"] = [_("Please enter the day on which it came in; it lies neither ahead nor a year back.")]
    if not 0 < len(intake.town.strip()) <= LONGEST:
        faults["town"] = [_("Please enter postcode and town.")]
    if len(intake.words) > LONGEST_WORDS:
        faults["words"] = [_("Please use 4,000 signs at most.")]
    if faults:
        raise ValidationError(faults)


def _unknown(question: Question, today: dates.date) -> dict[str, Any]:
    """Return what is wrong with who asks: a name to search for and an address for the answer are needed."""
    try:
        asked = read_question(question, today)
    except ValidationError as fault:
        return dict(fault.message_dict)
    missing = {
        "family": (asked.person is None, _("Please enter the family name.")),
        "street": (asked.address is None, _("Please enter street and house number.")),
    }
    return {name: [words] for name, (wrong, words) in missing.items() if wrong}


def next_number(year: int) -> str:
    """Return the next number of a year; a request stays for longer than its year, so no number comes twice."""
    start = f"BR-{year}-"
    last = SubjectRequest.objects.filter(number__startswith=start).aggregate(last=Max("number"))["last"]
    return f"{start}{int(last.removeprefix(start)) + 1 if last else 1:04}"


def confirm_identity(
    *, request_id: uuid.UUID, how: Identity, note: str, actor: User, now: datetime, expected: int | None = None
) -> SubjectRequest:
    """Note how it was made sure who asks; a document is looked at, never copied."""
    if len(note) > LONGEST_NOTE:
        raise ValidationError({"note": [_("Please use 500 signs at most.")]})
    with changed(request_id, actor, now, S.RECEIVED, expected=expected) as (row, _grant):
        put(row, identity={"how": Identity(how).value, "note": note.strip(), "by": str(actor.uuid)})
        row.state = S.IDENTIFIED
    return row


def refuse(
    *, request_id: uuid.UUID, reason: str, actor: User, now: datetime, expected: int | None = None
) -> SubjectRequest:
    """Refuse a request with a reason (Art. 12(4)); a refusal has the first month alone, extended or not."""
    words = checked(reason)
    with changed(request_id, actor, now, S.RECEIVED, S.IDENTIFIED, S.COLLECTED, expected=expected) as (row, _grant):
        put(row, answer={"reason": words})
        row.state, row.result, row.drafted_by = S.DRAFTED, R.REFUSED, actor.uuid
        row.due_on = RequestClock(row.received_on).due
        tell(row, Role.DATA_PROTECTION, now)
    return row


def look(
    *,
    request_id: uuid.UUID,
    agreed: bool,
    note: str,
    actor: User,
    now: datetime,
    expected: int | None = None,
) -> SubjectRequest:
    """Look at an answer as data protection; without consent it goes back with a note, and nothing leaves."""
    words = checked(note) if not agreed else note.strip()
    with changed(request_id, actor, now, S.DRAFTED, expected=expected, role=Role.DATA_PROTECTION) as (row, _grant):
        put(row, remark=words)
        if agreed:
            row.state, row.looked_by = S.LOOKED, actor.uuid
        else:
            _back(row)
        tell(row, Role.QUALITY, now)
    return row


def _back(row: SubjectRequest) -> None:
    """Put a request back to where its answer was drafted."""
    clock = RequestClock(row.received_on)
    row.due_on = clock.due_extended if row.is_extended else clock.due
    row.drafted_by = None
    if row.result in (R.NONE, R.REFUSED) and row.rest_of_id is None:
        known = "identity" in content(row)
        row.state, row.result = S.IDENTIFIED if known else S.RECEIVED, ""
        row.cases.all().delete()
    else:
        row.state, row.result = S.COLLECTED, R.FOUND if row.kind == RequestKind.ACCESS else ""


def tell(row: SubjectRequest, role: Role, now: datetime) -> None:
    """Mail who has the next step: a number, a day, no name."""
    key = f"{row.pk} {row.version}"
    people = holders(role, local_day(now))
    mails.tell(people, kind="request", number=row.number, key=key, due=end_of_day(row.due_on))


def escalate(now: datetime) -> int:
    """Mail the quality staff 14, 7 and 3 days before an answer is due, and data protection too once it is late."""
    rows = SubjectRequest.objects.exclude(state=S.SENT).order_by("due_on", "pk")
    return sum(warn(row, row.due_on, now) for row in rows)


def warn(
    row: SubjectRequest, due_on: dates.date, now: datetime, what: str = "", since: dates.date | None = None
) -> bool:
    """Mail that something of a request is due on a day, once for each of the days before; return whether one is.

    `since` is a day on which there is something new to do.
    """
    today, new = local_day(now), [since] if since is not None else []
    days = (*new, *(due_on - number * DAY for number in WARNED_BEFORE), due_on + DAY)
    reached = [day for day in days if day <= today]
    if not reached:
        return False
    roles = [Role.QUALITY, *([Role.DATA_PROTECTION] if today > due_on else [])]
    with changing(REGISTER):
        for role in roles:
            key = f"{row.pk} {what}{max(reached)}"
            mails.tell(holders(role, today), kind="request", number=row.number, key=key)
    return True


def over(now: datetime) -> QuerySet[SubjectRequest]:
    """Return the requests that were answered 12 months ago and whose cases hold no living entry any more.

    An answer about an entry stays as long as the entry, so that it can be accounted for; a negative one has none.
    """
    rows = SubjectRequest.objects.filter(state=S.SENT, sent_on__lte=add_months(local_day(now), -KEPT_MONTHS))
    living = RegisterEntry.objects.exclude(state=EntryState.DELETED).exclude(intake=None)
    kept = RequestCase.objects.filter(person__in=living.values("intake"))
    return rows.exclude(pk__in=kept.values("request"))


def forget(request_id: uuid.UUID, now: datetime) -> None:
    """Destroy a request and its letters with what is noted of their delivery, in the caller's transaction."""
    row = SubjectRequest.objects.get(pk=request_id)
    made = Letter.objects.filter(request=row)
    steps, owed = DeliveryStep.objects.filter(letter__in=made), OwedAnswer.objects.filter(request=row)
    sealing.destroy([*steps, *owed, row, *made])
    steps.delete()
    owed.delete()
    made.delete()
    subject = logbook.subject_of(row)
    row.delete()
    logbook.write("delete", actor=None, now=now, subject=subject, result="request")
