"""The notice to a reported person: a letter, a deferral or its impossibility by two people, or destruction."""

import datetime as dates
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from zemag import mails
from zemag.clocks import LOCAL, local_day, notice_escalations
from zemag.clocks.notice import ESCALATED_BEFORE
from zemag.models import OWED, Grant, Incident, Notice, NoticeState, Role
from zemag.permissions import holders, required
from zemag.services import cases, logbook, people, returned
from zemag.services.errors import NotFound, WrongState
from zemag.services.ledger import REGISTER, changing

NOON = dates.time(12)
DAY = dates.timedelta(days=1)
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
    words = returned.reason_until(reason, recheck_on, now)
    with changed(incident_id, number, actor, now) as (notice, _grant):
        returned.proposed(notice, words, actor, recheck_on)
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
    words = returned.reason_until(reason, recheck_on, now)
    with changed(incident_id, number, actor, now) as (notice, _grant):
        returned.given_up(notice, words, actor, recheck_on)
    return notice


def confirm_deferral(*, incident_id: uuid.UUID, actor: User, now: datetime, number: int | None = None) -> Notice:
    """Defer the letter as the second person; data protection is told."""
    with changed(incident_id, number, actor, now) as (notice, _grant):
        returned.confirmed(notice, actor)
        people = holders(Role.DATA_PROTECTION, local_day(now))
        key = f"{notice.pk} {notice.recheck_on}"
        mails.tell(people, kind="deferral", number=str(notice.incident.number), key=key)
    return notice


def deferred_among(people: Iterable[uuid.UUID], today: dates.date) -> set[uuid.UUID]:
    """Return the people whom nothing may tell of their case today, as two people deferred their notice.

    Whom nothing could be delivered to is not among them: nothing is kept from who asks.
    """
    rows = Notice.objects.filter(state=NoticeState.DEFERRED, is_undeliverable=False, recheck_on__gte=today)
    return set(rows.filter(person__in=list(people)).values_list("person", flat=True))


def ended_on(notice: Notice, since: dates.date, today: dates.date) -> dates.date | None:
    """Return since when a deferral that was in force on a day is over; None as long as it stands, or is to go on."""
    if notice.state == NoticeState.DESTROYED:
        gone = notice.person.destroyed_at
        return max(since, local_day(gone)) if gone else since
    if notice.state in OWED and notice.deferred_by and notice.recheck_on and not notice.is_undeliverable:
        return None if notice.recheck_on >= today else max(since, notice.recheck_on + DAY)
    return max(since, notice.sent_on or since)


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
