"""Notices that come back: the return, the query of the residents' register, the public notice (design, section 16).

A notice that came back counts as sent no more: it is owed again, for 14 days at least. A new address leads to a new
letter (`letters.make`, `send`); without one the letter is posted publicly, or two people settle that nothing can reach
the person (`notices.propose_impossible`). How it goes stands in `zemag.services.returned`, for answers too.
"""

import datetime as dates
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from zemag.clocks import local_day
from zemag.models import (
    Delivery,
    DeliveryStep,
    EntryState,
    Grant,
    Letter,
    Notice,
    RegisterEntry,
    ReturnedHow,
    Role,
)
from zemag.permissions import required
from zemag.services import cases, letters, notices, returned
from zemag.services.errors import NotFound, NothingLeft
from zemag.services.returned import LONGEST_LINE, Owing

__all__ = ["LONGEST_LINE", "note_query", "note_return", "post", "sent_notices", "take_back"]


def note_return(
    *, letter_id: uuid.UUID, returned_on: dates.date, how: ReturnedHow, actor: User, now: datetime, note: str = ""
) -> DeliveryStep:
    """Note that a notice (T1a, T1b) came back: unless a later one was sent, it is owed again.

    Raise NothingLeft once neither report nor register hold anything of the person.
    """
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        letter = _sent(letter_id)
        returned.check_return(letter, returned_on, how, note, now)
        notice = _notice_of(letter)
        if not _is_left(notice):
            raise NothingLeft
        step = returned.came_back(_owing(notice, actor, grant, now), letter, returned_on, how, note)
        notice.save()
    return step


def take_back(*, letter_id: uuid.UUID, reason: str, actor: User, now: datetime) -> DeliveryStep:
    """Take back that a notice came back; raise StepTaken once something was done about it."""
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        letter = _sent(letter_id)
        notice = _notice_of(letter)
        step = returned.take_back(_owing(notice, actor, grant, now), letter, reason)
        notice.save()
    return step


def note_query(
    *,
    incident_id: uuid.UUID,
    queried_on: dates.date,
    authority: str,
    result: Delivery,
    actor: User,
    now: datetime,
    address: str = "",
    number: int | None = None,
) -> DeliveryStep:
    """Document a query of the residents' register about one person of a case, and what it answered.

    A new address stands in this step and in the letter that goes there, never in the register.
    """
    with _changed(incident_id, number, actor, now) as owing:
        return returned.queried(owing, queried_on, authority, result, address)


def post(
    *,
    incident_id: uuid.UUID,
    posted_on: dates.date,
    place: str,
    actor: User,
    now: datetime,
    number: int | None = None,
) -> DeliveryStep:
    """Note that a notice is posted publicly; it hangs for two weeks, and counts as sent from the first day."""
    with _changed(incident_id, number, actor, now) as owing:
        return returned.posted(owing, posted_on, place)


@contextmanager
def _changed(incident_id: uuid.UUID, number: int | None, actor: User, now: datetime) -> Iterator[Owing]:
    with notices.changed(incident_id, number, actor, now) as (notice, grant):
        yield _owing(notice, actor, grant, now)


def _owing(notice: Notice, actor: User, grant: Grant, now: datetime) -> Owing:
    return Owing(notice, _notices(notice.person_id), actor, grant, now)


def _notices(person: uuid.UUID | None) -> QuerySet[Letter]:
    return Letter.objects.filter(person=person, kind__in=letters.NOTICES)


def sent_notices(person: uuid.UUID | None) -> QuerySet[Letter]:
    """Return the notices that were sent to a person, the last one last."""
    return _notices(person).exclude(sent_on=None).order_by("sent_on", "made_at", "pk")


def _sent(letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.filter(pk=letter_id, kind__in=letters.NOTICES).exclude(person=None).first()
    if letter is None:
        raise NotFound
    return letter


def _notice_of(letter: Letter) -> Notice:
    notice = Notice.objects.select_related("person").filter(person=letter.person_id).first()
    if notice is None:
        raise NotFound
    return notice


def _is_left(notice: Notice) -> bool:
    """Whether report or register still hold something of the person."""
    living = RegisterEntry.objects.filter(intake=notice.person).exclude(state=EntryState.DELETED)
    return notice.person.destroyed_at is None or living.exists()
