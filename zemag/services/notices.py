"""The notice to a reported person: a letter, a deferral or its impossibility by two people, or destruction."""

import datetime as dates
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import LOCAL, local_day, notice_escalations
from zemag.clocks.notice import ESCALATED_BEFORE
from zemag.models import HOPELESS, OWED, Delivery, Grant, Incident, Notice, NoticeState, Role
from zemag.permissions import holders, required
from zemag.services import cases, logbook, people
from zemag.services.entries import checked, other_than
from zemag.services.errors import AddressKnown, NotAsked, NotFound, PeriodOver, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_DEFERRAL = dates.timedelta(days=90)
NOON = dates.time(12)
RECHECK_WARNED = dates.timedelta(days=7)


@contextmanager
def changed(incident_id: uuid.UUID, number: int | None, actor: User, now: datetime) -> Iterator[tuple[Notice, Grant]]:
    """Give the notice that is owed to one person of a case, locked; each person is owed one of their own."""
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        rows = Notice.objects.select_related("incident").filter(incident=incident_id)
        incident = Incident.objects.filter(pk=incident_id).first()
        notice = rows.filter(person=people.found(incident, number)).first() if incident and rows else None
        if notice is None:
            raise NotFound
        if notice.state not in OWED:
            raise WrongState
        yield notice, grant
        notice.save()
        subject = logbook.subject_of(notice.incident)
        logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result=f"notice {notice.state}")


def mark_sent(*, incident_id: uuid.UUID, actor: User, now: datetime, number: int | None = None) -> Notice:
    """Note that the letter to a person has left; `number` is to whom of several."""
    with changed(incident_id, number, actor, now) as (notice, _grant):
        notice.state, notice.sent_on = NoticeState.SENT, local_day(now)
        notice.delivery, notice.again_by, notice.is_undeliverable = "", None, False
    return notice


def propose_deferral(
    *,
    incident_id: uuid.UUID,
    actor: User,
    reason: str,
    recheck_on: dates.date,
    now: datetime,
    number: int | None = None,
) -> Notice:
    """Propose to defer the letter, with a day on which it is looked at again, 90 days ahead at most."""
    words = _reason(reason, recheck_on, now)
    with changed(incident_id, number, actor, now) as (notice, _grant):
        _propose(notice, words, actor, recheck_on)
    return notice


def propose_impossible(
    *,
    incident_id: uuid.UUID,
    actor: User,
    reason: str,
    recheck_on: dates.date,
    now: datetime,
    number: int | None = None,
) -> Notice:
    """Propose to settle that nothing can reach a person whose letter came back; `confirm_deferral` confirms it.

    It is a deferral (GDPR Art. 14(5)(b)) with the same longest time: who could not be reached once is looked for again.
    Raise NotAsked before the residents' register was asked, AddressKnown when it told an address.
    """
    words = _reason(reason, recheck_on, now)
    with changed(incident_id, number, actor, now) as (notice, _grant):
        if notice.delivery == Delivery.NEW_ADDRESS:
            raise AddressKnown
        if notice.delivery not in HOPELESS:
            raise NotAsked
        _propose(notice, words, actor, recheck_on, undeliverable=True)
    return notice


def _reason(reason: str, recheck_on: dates.date, now: datetime) -> str:
    """Return the checked reason of a deferral; raise PeriodOver for a day that is not ahead, or too far."""
    words = checked(reason)
    if not local_day(now) < recheck_on <= local_day(now) + LONGEST_DEFERRAL:
        raise PeriodOver
    return words


def _propose(notice: Notice, reason: str, actor: User, recheck_on: dates.date, *, undeliverable: bool = False) -> None:
    notice.state, notice.second, notice.is_undeliverable = NoticeState.OPEN, None, undeliverable
    notice.deferred_by, notice.recheck_on = actor.uuid, recheck_on
    sealing.seal(notice, {"reason": reason})


def owed_anew(notice: Notice, delivery: Delivery, again_by: dates.date) -> None:
    """Owe a notice again whose letter came back, without what was decided before; the caller saves it."""
    notice.state, notice.sent_on, notice.is_undeliverable = NoticeState.OPEN, None, False
    notice.deferred_by, notice.second, notice.recheck_on = None, None, None
    notice.delivery, notice.again_by = delivery, again_by
    sealing.seal(notice, {"reason": ""})


def confirm_deferral(*, incident_id: uuid.UUID, actor: User, now: datetime, number: int | None = None) -> Notice:
    """Defer the letter as the second person; data protection is told."""
    with changed(incident_id, number, actor, now) as (notice, _grant):
        if notice.deferred_by is None or notice.state != NoticeState.OPEN:
            raise WrongState
        other_than(actor, notice.deferred_by)
        notice.state, notice.second = NoticeState.DEFERRED, actor.uuid
        people = holders(Role.DATA_PROTECTION, local_day(now))
        key = f"{notice.pk} {notice.recheck_on}"
        mails.tell(people, kind="deferral", number=str(notice.incident.number), key=key)
    return notice


def holds(notice: Notice | None, today: dates.date) -> bool:
    """Whether a letter was sent, or a deferral stands until its day of looking again."""
    if notice is None:
        return False
    if notice.state == NoticeState.SENT:
        return True
    deferred = notice.state == NoticeState.DEFERRED and notice.recheck_on is not None
    return deferred and notice.recheck_on is not None and today <= notice.recheck_on


def escalate(now: datetime) -> int:
    """Mail the quality staff on days 14 and 21 and three days before a notice is due, once each; return how many."""
    today, done = local_day(now), 0
    rows = Notice.objects.filter(state__in=[NoticeState.OPEN, NoticeState.DEFERRED])
    for notice in rows.select_related("incident", "person"):
        reached = [day for day in _escalations(notice) if day <= today]
        if not reached:
            continue
        with changing(REGISTER):
            people, key = holders(Role.QUALITY, today), f"{notice.pk} {max(reached)}"
            mails.tell(people, kind="notice", number=str(notice.incident.number), key=key)
        done += 1
    return done


def _escalations(notice: Notice) -> Iterator[dates.date]:
    """Return the days on which a notice is escalated; a deferred one a week before it is looked at again.

    One whose letter came back once more three days before its next step is due.
    """
    if notice.state == NoticeState.DEFERRED and notice.recheck_on is not None:
        yield notice.recheck_on - RECHECK_WARNED
    else:
        # Of somebody who was named later nothing came in before.
        yield from notice_escalations(datetime.combine(notice.person.recorded_on, NOON, LOCAL))
        if notice.again_by is not None:
            yield notice.again_by - dates.timedelta(days=ESCALATED_BEFORE)
