"""The supervisor's part: contact within one working day, statement within three, else the substitute (section 5)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.models import User
from zemag import mails, sealing
from zemag.clocks import local_day
from zemag.models import IncidentState, StatementState, SupervisorStatement, SupportContact, SupportState
from zemag.services import cases, logbook, support
from zemag.services.entries import checked
from zemag.services.errors import NotFound, WrongState
from zemag.services.ledger import REGISTER, changing


def _part_of(incident_id: uuid.UUID, actor: User) -> SupervisorStatement:
    """Return the part of a report of its supervisor or substitute (R2); it is nobody else's."""
    part = SupervisorStatement.objects.select_related("incident").filter(incident=incident_id).first()
    if part is None or not actor.is_active or actor.uuid not in (part.supervisor, part.substitute):
        raise NotFound
    if part.incident.state == IncidentState.DUPLICATE:
        raise WrongState
    return part


@contextmanager
def _own_part(incident_id: uuid.UUID, actor: User, now: datetime) -> Iterator[SupervisorStatement]:
    """Give the own part of a report, and store and log it afterwards."""
    with cases.locked(actor, now):
        part = _part_of(incident_id, actor)
        yield part
        part.save()
        subject = logbook.subject_of(part.incident)
        logbook.write("change", actor=actor, now=now, subject=subject, result=part.state, role="R2")


def contact(*, incident_id: uuid.UUID, actor: User, now: datetime) -> SupervisorStatement:
    """Note that somebody has talked to the employee."""
    with _own_part(incident_id, actor, now) as part:
        if part.state not in (StatementState.OPEN, StatementState.PASSED):
            raise WrongState
        part.state, part.contacted_on = StatementState.CONTACTED, local_day(now)
        support.talked(part.incident, now)
    return part


def state(*, incident_id: uuid.UUID, actor: User, text: str, now: datetime) -> SupervisorStatement:
    """Give the statement, once, after the contact."""
    words = checked(text, cases.LONGEST_TEXT)
    with _own_part(incident_id, actor, now) as part:
        if part.state != StatementState.CONTACTED:
            raise WrongState
        sealing.seal(part, {"text": words})
        part.state = StatementState.STATED
    return part


def settle_support(
    *, incident_id: uuid.UUID, contact_id: uuid.UUID, state: SupportState, actor: User, now: datetime
) -> SupportContact:
    """Note what became of an offer of help for somebody of the own unit; raise NotFound, WrongState."""
    with cases.locked(actor, now):
        _part_of(incident_id, actor)
        row = SupportContact.objects.select_related("incident").filter(pk=contact_id, incident=incident_id).first()
        if row is None:
            raise NotFound
        if support.settle(row, state, now):
            subject = logbook.subject_of(row)
            logbook.write("change", actor=actor, now=now, subject=subject, result=f"support_{state}", role="R2")
    return row


def pass_on(now: datetime) -> int:
    """Pass what is late to the substitute, once, and remind the supervisor; return how many."""
    late = SupervisorStatement.objects.filter(state=StatementState.OPEN, contact_due__lte=now)
    done = 0
    for part in late.select_related("incident"):
        with changing(REGISTER):
            rows = SupervisorStatement.objects.filter(pk=part.pk, state=StatementState.OPEN)
            if not rows.update(state=StatementState.PASSED):
                continue
            people = [part.supervisor, *([part.substitute] if part.substitute else [])]
            mails.tell(people, kind="unit_late", number=str(part.incident.number), key=str(part.pk))
            subject = logbook.subject_of(part.incident)
            logbook.write("change", actor=None, now=now, subject=subject, result=StatementState.PASSED)
        done += 1
    return done
