"""Answers that come back: the return, the query, sending it again, the public notice, giving up (design, section 16).

As with notices (`zemag.services.delivery`) the letter is owed again, for 14 days at least and not before the answer was
due; how it goes stands in `zemag.services.returned`. What only tells what is stored is never posted publicly.
"""

import datetime as dates
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import local_day
from zemag.models import (
    OWED,
    Delivery,
    DeliveryStep,
    Grant,
    Letter,
    LetterKind,
    NoticeState,
    OwedAnswer,
    RequestResult,
    RequestState,
    ReturnedHow,
    Role,
    SubjectRequest,
)
from zemag.permissions import holders
from zemag.services import answering, letters, returned, subject_requests
from zemag.services.entries import checked
from zemag.services.errors import NotFound, NotPosted, WrongState
from zemag.services.returned import Owing

S, R = RequestState, RequestResult
# Decisions; of what says no to a request alone, T2 is one too.
DECISIONS = frozenset((LetterKind.OBJECTION, LetterKind.ERASURE, LetterKind.RECTIFICATION, LetterKind.RESTRICTION))


def may_post(row: SubjectRequest) -> bool:
    """Whether what is owed can be posted publicly: a decision, never what only tells what is stored."""
    return row.state == S.SENT and (answering.kind_of(row) in DECISIONS or row.result in (R.REFUSED, R.REJECTED))


def sent_letters(row: SubjectRequest) -> QuerySet[Letter]:
    """Return the letters of a request that were sent, the last one last."""
    return Letter.objects.filter(request=row).exclude(sent_on=None).order_by("sent_on", "made_at", "pk")


def note_return(
    *,
    request_id: uuid.UUID,
    letter_id: uuid.UUID,
    returned_on: dates.date,
    how: ReturnedHow,
    actor: User,
    now: datetime,
    note: str = "",
    expected: int | None = None,
) -> DeliveryStep:
    """Note that a letter of a request came back: unless a later one was sent, it is owed again."""
    with subject_requests.changed(request_id, actor, now, expected=expected) as (row, grant):
        letter = _of(row, letter_id)
        returned.check_return(letter, returned_on, how, note, now)
        owed = OwedAnswer.objects.filter(request=row).first() or _begun(row)
        owed.due_on = row.due_on
        step = returned.came_back(_owing(owed, row, actor, grant, now), letter, returned_on, how, note)
        owed.save()
    return step


def _begun(row: SubjectRequest) -> OwedAnswer:
    last = sent_letters(row).last()
    owed = OwedAnswer(request=row, state=NoticeState.SENT, sent_on=last.sent_on if last else None, due_on=row.due_on)
    sealing.seal(owed, {"reason": ""})
    return owed


def take_back(
    *,
    request_id: uuid.UUID,
    letter_id: uuid.UUID,
    reason: str,
    actor: User,
    now: datetime,
    expected: int | None = None,
) -> DeliveryStep:
    """Take back that a letter of a request came back; raise StepTaken once something was done about it."""
    with subject_requests.changed(request_id, actor, now, expected=expected) as (row, grant):
        letter, owed = _of(row, letter_id), OwedAnswer.objects.filter(request=row).first()
        if owed is None:
            raise WrongState
        step = returned.take_back(_owing(owed, row, actor, grant, now), letter, reason)
        owed.save()
    return step


def note_query(
    *,
    request_id: uuid.UUID,
    queried_on: dates.date,
    authority: str,
    result: Delivery,
    actor: User,
    now: datetime,
    address: str = "",
    expected: int | None = None,
) -> DeliveryStep:
    """Document a query of the residents' register about who asks; a new address offers itself in the next letter."""
    with _changed(request_id, actor, now, expected) as (row, owing):
        step = returned.queried(owing, queried_on, authority, result, address)
        if result == Delivery.NEW_ADDRESS:
            told = subject_requests.content(row)
            lines = [answering.name_of(told), *checked(address, letters.LONGEST_RECIPIENT).splitlines()]
            subject_requests.put(row, recipient=lines)
    return step


def again(*, request_id: uuid.UUID, recipient: str, actor: User, now: datetime, expected: int | None = None) -> Letter:
    """Make a letter that came back once more, with another address and the words it had; one not yet sent is replaced.

    The answer if there is one, else the interim message.
    """
    lines = checked(recipient, letters.LONGEST_RECIPIENT).splitlines()
    with _changed(request_id, actor, now, expected) as (row, _owing):
        subject_requests.put(row, recipient=lines)
        return answering.made_again(row, actor, now)


def post(
    *,
    request_id: uuid.UUID,
    posted_on: dates.date,
    place: str,
    actor: User,
    now: datetime,
    expected: int | None = None,
) -> DeliveryStep:
    """Note that a decision is posted publicly; raise NotPosted for what only tells what is stored."""
    with _changed(request_id, actor, now, expected) as (row, owing):
        if not may_post(row):
            raise NotPosted
        return returned.posted(owing, posted_on, place)


def propose_impossible(
    *,
    request_id: uuid.UUID,
    reason: str,
    recheck_on: dates.date,
    actor: User,
    now: datetime,
    expected: int | None = None,
) -> None:
    """Propose to settle that a letter of a request cannot be delivered, until a day at most 90 days ahead."""
    words = returned.reason_until(reason, recheck_on, now)
    with _changed(request_id, actor, now, expected) as (_row, owing):
        returned.given_up(owing.row, words, actor, recheck_on)


def confirm_impossible(*, request_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> None:
    """Settle as the second person that a letter cannot be delivered; data protection is told."""
    with _changed(request_id, actor, now, expected) as (row, owing):
        returned.confirmed(owing.row, actor)
        key = f"{owing.row.pk} {owing.row.recheck_on}"
        mails.tell(holders(Role.DATA_PROTECTION, local_day(now)), kind="deferral", number=row.number, key=key)


@contextmanager
def _changed(
    request_id: uuid.UUID, actor: User, now: datetime, expected: int | None
) -> Iterator[tuple[SubjectRequest, Owing]]:
    """Give a request of which a letter is owed again; save both afterwards."""
    with subject_requests.changed(request_id, actor, now, expected=expected) as (row, grant):
        owed = OwedAnswer.objects.filter(request=row, state__in=OWED).first()
        if owed is None:
            raise WrongState
        yield row, _owing(owed, row, actor, grant, now)
        owed.save()


def _owing(owed: OwedAnswer, row: SubjectRequest, actor: User, grant: Grant, now: datetime) -> Owing:
    return Owing(owed, Letter.objects.filter(request=row), actor, grant, now)


def _of(row: SubjectRequest, letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.filter(pk=letter_id, request=row).first()
    if letter is None:
        raise NotFound
    return letter


def escalate(now: datetime) -> int:
    """Mail the quality staff before a letter is due again, and before somebody is looked for again."""
    rows = OwedAnswer.objects.filter(state__in=OWED).select_related("request").order_by("pk")
    days = ((one, one.recheck_on if one.state == NoticeState.DEFERRED else one.again_by) for one in rows)
    return sum(subject_requests.warn(one.request, day, now, "back ") for one, day in days if day is not None)
