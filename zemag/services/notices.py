"""The notice to a reported person: a letter, a deferral that two people decide, or destruction by its day."""

import datetime as dates
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import local_day, notice_escalations
from zemag.models import Grant, Incident, Notice, NoticeState, Role
from zemag.permissions import holders, required
from zemag.services import cases, logbook, people
from zemag.services.entries import checked, other_than
from zemag.services.errors import NotFound, PeriodOver, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_DEFERRAL = dates.timedelta(days=90)
RECHECK_WARNED = dates.timedelta(days=7)


@contextmanager
def _changed(incident_id: uuid.UUID, number: int | None, actor: User, now: datetime) -> Iterator[tuple[Notice, Grant]]:
    """Give the notice to one person of a case; each person is owed one of their own."""
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        rows = Notice.objects.select_related("incident").filter(incident=incident_id)
        incident = Incident.objects.filter(pk=incident_id).first()
        notice = rows.filter(person=people.found(incident, number)).first() if incident and rows else None
        if notice is None:
            raise NotFound
        if notice.state not in (NoticeState.OPEN, NoticeState.DEFERRED):
            raise WrongState
        yield notice, grant
        notice.save()
        subject = logbook.subject_of(notice.incident)
        logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result=f"notice {notice.state}")


def mark_sent(*, incident_id: uuid.UUID, actor: User, now: datetime, number: int | None = None) -> Notice:
    """Note that the letter to a person has left; `number` is to whom of several."""
    with _changed(incident_id, number, actor, now) as (notice, _grant):
        notice.state, notice.sent_on = NoticeState.SENT, local_day(now)
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
    words = checked(reason)
    if not local_day(now) < recheck_on <= local_day(now) + LONGEST_DEFERRAL:
        raise PeriodOver
    with _changed(incident_id, number, actor, now) as (notice, _grant):
        notice.state, notice.second = NoticeState.OPEN, None
        notice.deferred_by, notice.recheck_on = actor.uuid, recheck_on
        sealing.seal(notice, {"reason": words})
    return notice


def confirm_deferral(*, incident_id: uuid.UUID, actor: User, now: datetime, number: int | None = None) -> Notice:
    """Defer the letter as the second person; data protection is told."""
    with _changed(incident_id, number, actor, now) as (notice, _grant):
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
    rows = Notice.objects.filter(state__in=[NoticeState.OPEN, NoticeState.DEFERRED]).select_related("incident")
    for notice in rows:
        reached = [day for day in _escalations(notice) if day <= today]
        if not reached:
            continue
        with changing(REGISTER):
            people, key = holders(Role.QUALITY, today), f"{notice.pk} {max(reached)}"
            mails.tell(people, kind="notice", number=str(notice.incident.number), key=key)
        done += 1
    return done


def _escalations(notice: Notice) -> Iterator[dates.date]:
    """Return the days on which a notice is escalated; a deferred one a week before it is looked at again."""
    if notice.state == NoticeState.DEFERRED and notice.recheck_on is not None:
        yield notice.recheck_on - RECHECK_WARNED
    elif notice.incident.submitted_at is not None:
        yield from notice_escalations(notice.incident.submitted_at)
