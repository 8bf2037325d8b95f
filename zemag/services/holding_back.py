"""Holding back from an answer (Art. 15) what a deferral keeps from the person, and telling it once that has ended.

What is deferred is never collected: no draft, letter or preview can hold it. The case stays with the request as held
back, so that the desk is asked for the rest when the deferral has ended; the rest is a request with its own month.
"""

import datetime as dates
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import sealing
from zemag.clocks import RequestClock, local_day
from zemag.letters.told import HeldBasis
from zemag.models import (
    OWED,
    EntryState,
    IntakePerson,
    Letter,
    LetterKind,
    NoticeState,
    OwedAnswer,
    RegisterEntry,
    RequestCase,
    RequestKind,
    RequestResult,
    RequestState,
    SubjectRequest,
)
from zemag.services import gathering, letters, notices, subject_requests
from zemag.services.entries import LONGEST_REASON
from zemag.services.errors import DeferralChanged, WrongState
from zemag.services.returned import wrong

S, R = RequestState, RequestResult
DRAFTING = (S.COLLECTED, S.DRAFTED, S.LOOKED, S.LETTER)


def collect(row: SubjectRequest, people: Sequence[IntakePerson], today: dates.date) -> None:
    """Collect what the cases of a request hold; of an answer under Art. 15 without what is deferred today."""
    is_access = row.kind == RequestKind.ACCESS
    held = notices.deferred_among([one.pk for one in people], today) if is_access else set()
    RequestCase.objects.bulk_create(
        RequestCase(request=row, incident=one.incident, person=one, is_held=one.pk in held) for one in people
    )
    _gather(row, people, held, today)


def _gather(row: SubjectRequest, people: Sequence[IntakePerson], held: set[uuid.UUID], today: dates.date) -> None:
    told_on = today if row.kind == RequestKind.ACCESS else None
    found = [gathering.of_person(one, told_on) for one in people if one.pk not in held]
    subject_requests.put(row, cases=found, collected_on=today.isoformat())


def held_words(row: SubjectRequest, basis: str, reason: str) -> dict[str, Any]:
    """Return what a draft says about what is held back, empty where nothing is.

    `basis` stands in the letter, `reason` inside the office alone. Raise ValidationError beside either.
    """
    if not row.cases.filter(is_held=True).exists():
        return {}
    words = reason.strip()
    if basis not in HeldBasis.values:
        raise wrong("basis", _("Please choose the legal basis."))
    if not words:
        raise wrong("reason", _("Please give a reason."))
    if len(words) > LONGEST_REASON:
        raise wrong("reason", _("Please use 2,000 signs at most."))
    return {"held": {"basis": basis, "reason": words}}


def deferred_since(now: datetime) -> QuerySet[RequestCase]:
    """Return the cases of answers that are told although their notice is deferred by now."""
    rows = RequestCase.objects.filter(is_held=False, request__kind=RequestKind.ACCESS, request__result=R.FOUND)
    owed = OwedAnswer.objects.filter(state__in=OWED).values("request")
    rows = rows.exclude(request__in=SubjectRequest.objects.filter(state=S.SENT).exclude(pk__in=owed))
    deferred = {"state": NoticeState.DEFERRED, "is_undeliverable": False, "recheck_on__gte": local_day(now)}
    return rows.filter(**{f"person__notice__{name}": value for name, value in deferred.items()})


def check(row: SubjectRequest, now: datetime) -> None:
    """Raise DeferralChanged when an answer would tell what was deferred after it was collected."""
    if deferred_since(now).filter(request=row).exists():
        raise DeferralChanged


def collect_anew(*, request_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> SubjectRequest:
    """Collect the settled cases anew, as a deferral has begun since; a letter that was not sent is destroyed."""
    with subject_requests.changed(
        request_id, actor, now, *DRAFTING, S.SENT, expected=expected, action="export_dsr"
    ) as (row, _grant):
        if not deferred_since(now).filter(request=row).exists():
            raise WrongState
        people = [case.person for case in row.cases.select_related("person__incident").order_by("person")]
        held = notices.deferred_among([one.pk for one in people], local_day(now))
        row.cases.update(is_held=False)
        row.cases.filter(person__in=held).update(is_held=True)
        _gather(row, [one for one in people if _is_left(one)], held, local_day(now))
        subject_requests.put(row, answer={})
        for letter in Letter.objects.filter(request=row, sent_on=None).exclude(kind=LetterKind.INTERIM):
            letters.forget(letter.pk, now)
        row.state, row.result, row.drafted_by, row.looked_by = S.COLLECTED, R.FOUND, None, None
    return row


def _is_left(person: IntakePerson) -> bool:
    """Whether report or register still hold something of a person."""
    living = RegisterEntry.objects.filter(intake=person).exclude(state=EntryState.DELETED)
    return person.destroyed_at is None or living.exists()


def waiting(now: datetime) -> dict[uuid.UUID, list[tuple[RequestCase, dates.date]]]:
    """Return the answered requests of which a rest can be told by now: each case with the day its deferral ended."""
    rest = RequestCase.objects.filter(request__rest_of=OuterRef("request"), person=OuterRef("person"))
    rows = RequestCase.objects.filter(is_held=True, request__state=S.SENT, request__result=R.FOUND)
    rows = rows.exclude(Exists(rest)).select_related("request", "person__notice", "person__incident")
    found: dict[uuid.UUID, list[tuple[RequestCase, dates.date]]] = defaultdict(list)
    for case in rows.order_by("person"):
        since = case.request.sent_on or case.request.received_on
        ended = notices.ended_on(case.person.notice, since, local_day(now))
        if ended is not None:
            found[case.request_id].append((case, ended))
    return found


def rest_clock(cases: Sequence[tuple[RequestCase, dates.date]]) -> RequestClock:
    """Return the clock of a rest: a month from the day on which the first deferral ended."""
    return RequestClock(min(ended for _case, ended in cases))


def begin_rest(*, request_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> SubjectRequest:
    """Collect what was held back and can be told now, as a request of its own whose letter follows."""
    with subject_requests.changed(request_id, actor, now, S.SENT, expected=expected, action="export_dsr") as (
        first,
        grant,
    ):
        cases = waiting(now).get(first.pk, [])
        if not cases:
            raise WrongState
        clock, told = rest_clock(cases), subject_requests.content(first)
        row = SubjectRequest(
            number=subject_requests.next_number(local_day(now).year),
            kind=first.kind,
            way=first.way,
            state=S.COLLECTED,
            result=R.FOUND,
            received_on=clock.received,
            due_on=clock.due,
            request_key=uuid.uuid4(),
            created_at=now,
            taken_by=actor.uuid,
            rest_of=first,
        )
        kept = {name: told[name] for name in ("question", "town", "words", "identity", "recipient") if name in told}
        asked_on = told.get("asked_on", first.received_on.isoformat())
        sealing.seal(row, {**kept, "asked_on": asked_on, "staff": {}, "left_out": ""})
        row.save(force_insert=True)
        collect(row, [case.person for case, _ended in cases if _is_left(case.person)], local_day(now))
        _settled_too(row, [case for case, _ended in cases])
        row.save()
        subject_requests.log(row, "create", actor, grant, now)
    return row


def _settled_too(row: SubjectRequest, cases: Sequence[RequestCase]) -> None:
    """Note the cases of which nothing is left: the rest says so, and they wait no more."""
    known = set(row.cases.values_list("person", flat=True))
    RequestCase.objects.bulk_create(
        RequestCase(request=row, incident_id=case.incident_id, person_id=case.person_id)
        for case in cases
        if case.person_id not in known
    )


def escalate(now: datetime) -> int:
    """Mail the quality staff when a deferral has ended and before its rest is due, data protection once it is late."""
    clocks = {pk: rest_clock(cases) for pk, cases in waiting(now).items()}
    rows = SubjectRequest.objects.in_bulk(list(clocks))
    return sum(
        subject_requests.warn(rows[pk], clock.due, now, "rest ", since=clock.received) for pk, clock in clocks.items()
    )
