"""Letters that come back: the return, the query of the residents' register, the public notice (design, section 16).

A letter that came back counts as sent no more: its notice is owed again, for 14 days at least. A new address leads to a
new letter (`letters.make`, `send`); without one the letter is posted publicly, or two people settle that nothing can
reach the person (`notices.propose_impossible`).
"""

import datetime as dates
import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day, posting_ends, returned_due
from zemag.models import (
    Delivery,
    DeliveryKind,
    DeliveryStep,
    EntryState,
    Grant,
    Letter,
    Notice,
    NoticeState,
    RegisterEntry,
    ReturnedHow,
    Role,
)
from zemag.permissions import required
from zemag.services import cases, letters, logbook, notices
from zemag.services.entries import checked
from zemag.services.errors import AddressBlocked, AddressKnown, NotAsked, NotFound, NothingLeft, WrongState

LONGEST_LINE = 200
NOT_AHEAD = _("This day lies ahead.")


def note_return(
    *, letter_id: uuid.UUID, returned_on: dates.date, how: ReturnedHow, actor: User, now: datetime, note: str = ""
) -> DeliveryStep:
    """Note that a notice (T1a, T1b) came back: unless a later one was sent, it is owed again.

    Raise NothingLeft once neither report nor register hold anything of the person.
    """
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        letter = _sent(letter_id)
        if letter.sent_on is None or returned_on < letter.sent_on:
            raise _wrong("returned_on", _("The letter was not sent yet on this day."))
        _not_ahead("returned_on", returned_on, now)
        if how == ReturnedHow.OTHER and not note.strip():
            raise _wrong("note", _("Please say how it came back."))
        if letter.delivery.exists():
            raise WrongState
        notice = Notice.objects.select_related("person").filter(person=letter.person_id).first()
        if notice is None:
            raise NotFound
        if not _is_left(notice):
            raise NothingLeft
        words = {"note": checked(note, LONGEST_LINE) if note.strip() else ""}
        step = DeliveryStep(letter=letter, kind=DeliveryKind.RETURNED, code=how, on=returned_on)
        _keep(step, words, actor, grant, now)
        if notice.state == NoticeState.SENT and letter == sent_notices(letter.person_id).last():
            notices.owed_anew(notice, Delivery.RETURNED, returned_due(returned_on, notice.due_on))
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

    It can be asked again; the last answer counts. A new address stands in this step and in the letter that goes there,
    never in the register. It ends a decision that nothing can reach the person, which then has 14 days for the letter.
    """
    where = checked(authority, LONGEST_LINE)
    if (result == Delivery.NEW_ADDRESS) != bool(address.strip()):
        told = _("Please give the new address.") if result == Delivery.NEW_ADDRESS else _("No address was told.")
        raise _wrong("address", told)
    with notices.changed(incident_id, number, actor, now) as (notice, grant):
        letter = _returned(notice)
        _in_order("queried_on", queried_on, letter, now)
        words = {"authority": where, "address": checked(address, letters.LONGEST_RECIPIENT) if address.strip() else ""}
        step = DeliveryStep(letter=letter, kind=DeliveryKind.QUERIED, code=result, on=queried_on)
        _keep(step, words, actor, grant, now)
        if notice.is_undeliverable and result == Delivery.NEW_ADDRESS:
            notices.owed_anew(notice, result, returned_due(queried_on, notice.due_on))
        notice.delivery = result
    return step


def post(
    *,
    incident_id: uuid.UUID,
    posted_on: dates.date,
    place: str,
    actor: User,
    now: datetime,
    number: int | None = None,
) -> DeliveryStep:
    """Note that a letter is posted publicly; it hangs for two weeks, and counts as sent from the first day.

    Raise NotAsked, AddressKnown or AddressBlocked unless the residents' register was asked and knows no address.
    """
    where = checked(place, LONGEST_LINE)
    with notices.changed(incident_id, number, actor, now) as (notice, grant):
        letter = _returned(notice)
        refusals = {
            Delivery.RETURNED: NotAsked,
            Delivery.NEW_ADDRESS: AddressKnown,
            Delivery.BLOCKED: AddressBlocked,
        }
        if notice.delivery in refusals:
            raise refusals[Delivery(notice.delivery)]
        _in_order("posted_on", posted_on, letter, now)
        step = DeliveryStep(letter=letter, kind=DeliveryKind.POSTED, on=posted_on, until=posting_ends(posted_on))
        _keep(step, {"place": where}, actor, grant, now)
        notice.state, notice.sent_on, notice.delivery = NoticeState.SENT, posted_on, Delivery.POSTED
        notice.deferred_by, notice.second, notice.recheck_on = None, None, None
        notice.is_undeliverable = False
    return step


def sent_notices(person: uuid.UUID | None) -> QuerySet[Letter]:
    """Return the notices that were sent to a person, the last one last."""
    rows = Letter.objects.filter(person=person, kind__in=letters.NOTICES).exclude(sent_on=None)
    return rows.order_by("sent_on", "made_at", "pk")


def _sent(letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.filter(pk=letter_id, kind__in=letters.NOTICES).exclude(person=None).first()
    if letter is None:
        raise NotFound
    return letter


def _is_left(notice: Notice) -> bool:
    """Whether report or register still hold something of the person."""
    living = RegisterEntry.objects.filter(intake=notice.person).exclude(state=EntryState.DELETED)
    return notice.person.destroyed_at is None or living.exists()


def _returned(notice: Notice) -> Letter:
    """Return the letter that came back and has to reach the person in another way; raise WrongState without one."""
    letter = sent_notices(notice.person_id).last()
    if letter is None or not notice.delivery:
        raise WrongState
    return letter


def _in_order(field: str, day: dates.date, letter: Letter, now: datetime) -> None:
    """Refuse a day ahead, or one before what was noted last about a letter."""
    before = letter.delivery.order_by("on").last()
    if before is not None and day < before.on:
        raise _wrong(field, _("This day lies before what was noted last about this letter."))
    _not_ahead(field, day, now)


def _not_ahead(field: str, day: dates.date, now: datetime) -> None:
    if day > local_day(now):
        raise _wrong(field, NOT_AHEAD)


def _wrong(field: str, message: Promise) -> ValidationError:
    """Return a refusal that stands beside a field."""
    return ValidationError({field: [str(message)]})


def _keep(step: DeliveryStep, words: dict[str, str], actor: User, grant: Grant, now: datetime) -> None:
    """Seal and store a step, with its row of the log."""
    step.noted_by, step.noted_at = actor.uuid, now
    sealing.seal(step, words)
    step.save(force_insert=True)
    letter = step.letter
    result = f"{step.kind} {step.code}".strip()
    subject = logbook.subject_of(letter)
    logbook.write("letter", actor=actor, now=now, grant=grant, subject=subject, purpose=letter.kind, result=result)
