"""The legal unit: complaint, application, house ban, and the days on which applications end (sections 5 and 7)."""

import datetime as dates
import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from zemag import mails, sealing
from zemag.catalogue import HIGHEST
from zemag.clocks import ApplicationClock, last_application_day, local_day, working_clock
from zemag.models import (
    Entitled,
    FiledBy,
    Incident,
    IncidentState,
    IntakePerson,
    LegalStep,
    PersonOutcome,
    Role,
    SupervisorStatement,
    TextKind,
    Trigger,
)
from zemag.permissions import holders
from zemag.services import cases, logbook, people
from zemag.services.entries import checked
from zemag.services.errors import NotFound, Refused, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_REFERENCE = 60
# Where a clock of an application still matters.
OPEN = (IncidentState.SUBMITTED, IncidentState.TRIAGE, IncidentState.NEEDS_INFO, IncidentState.LEGAL_PENDING)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded."""

    kind: Trigger
    filed_by: FiledBy
    filed_on: dates.date
    reference: str
    valid_until: dates.date | None = None
    # Against whom of several people a house ban was pronounced.
    number: int | None = None


def record_step(*, incident_id: uuid.UUID, step: Step, actor: User, now: datetime) -> LegalStep:
    """Record a trigger as the legal unit; more can follow."""
    states = (IncidentState.LEGAL_PENDING, IncidentState.TRIGGER_RECORDED)
    with cases.changed(incident_id, actor, now, *states, role=Role.LEGAL) as (row, grant):
        made = _stored(row, step, actor, now)
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.TRIGGER_RECORDED, actor=actor, now=now, grant=grant, due=due)
        cases.tell_role(Role.QUALITY, row, "trigger", now)
    return made


def record_by_lead(*, incident_id: uuid.UUID, step: Step, actor: User, now: datetime) -> LegalStep:
    """Record a complaint with the reference of the police out of hours: level 3 alone, by a lead (decision Z9)."""
    with cases.changed(incident_id, actor, now, IncidentState.LEGAL_PENDING, lead=True) as (row, grant):
        if row.level != HIGHEST or step.kind is not Trigger.COMPLAINT:
            raise WrongState
        made = _stored(row, step, actor, now)
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.TRIGGER_RECORDED, actor=actor, now=now, grant=grant, due=due)
        cases.tell_role(Role.LEGAL, row, "trigger", now)
    return made


def _stored(row: Incident, step: Step, actor: User, now: datetime) -> LegalStep:
    reference = checked(step.reference, LONGEST_REFERENCE)
    if step.filed_on > local_day(now) or (step.valid_until is not None) and step.kind is not Trigger.HOUSE_BAN:
        raise Refused
    made = LegalStep(incident=row, kind=step.kind, filed_by=step.filed_by, filed_on=step.filed_on)
    made.valid_until, made.recorded_by = step.valid_until, actor.uuid
    made.person = _banned(row, step)
    sealing.seal(made, {"reference": reference})
    made.save(force_insert=True)
    return made


def _banned(row: Incident, step: Step) -> IntakePerson | None:
    """Return against whom a house ban is; of several people they are named, nobody is guessed."""
    many = IntakePerson.objects.filter(incident=row).count()
    if step.kind is not Trigger.HOUSE_BAN or not many:
        if step.number is not None:
            raise Refused
        return None
    return people.found(row, step.number)


def decline(*, incident_id: uuid.UUID, actor: User, reason: str, now: datetime) -> Incident:
    """Decline to file, with a reason; reporter, supervisor and quality staff are told."""
    words = checked(reason)
    with cases.changed(incident_id, actor, now, IncidentState.LEGAL_PENDING, role=Role.LEGAL) as (row, grant):
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now)
        people.settle(row, PersonOutcome.DECLINED)
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.DECLINED, actor=actor, now=now, grant=grant, due=due)
        cases.tell_reporter(row, "declined")
        cases.tell_role(Role.QUALITY, row, "declined", now)
        part = SupervisorStatement.objects.filter(incident=row).first()
        if part is not None:
            mails.tell([part.supervisor], kind="declined", number=str(row.number), key=f"{row.pk} unit")
    return row


def confirm_knowledge(
    *, entitled_id: uuid.UUID, known_on: dates.date, source: str, actor: User, now: datetime
) -> Entitled:
    """Confirm on which day somebody knew act and offender; an offender who is identified later starts it later (Z6)."""
    words = checked(source)
    with cases.locked(actor, now):
        grant = cases.required(actor, Role.LEGAL, local_day(now))
        clock = Entitled.objects.select_related("incident").filter(pk=entitled_id).first()
        if clock is None:
            raise NotFound
        if known_on > local_day(now):
            raise Refused
        name = sealing.unseal(clock)["name"]
        clock.known_on, clock.is_confirmed, clock.last_day = known_on, True, last_application_day(known_on)
        sealing.seal(clock, {"name": name, "source": words})
        clock.save()
        subject = logbook.subject_of(clock.incident)
        logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result="knowledge")
    return clock


def warn(now: datetime) -> int:
    """Mail the legal unit 30, 14, 7 and 2 days before an application ends that nobody has filed; return how many.

    A warning that was missed (the tick stood still) is made up for; each one goes once.
    """
    today, done = local_day(now), 0
    for clock in Entitled.objects.filter(incident__state__in=OPEN, last_day__gte=today).select_related("incident"):
        due = [day for day in ApplicationClock(clock.known_on, clock.is_confirmed).warnings if day <= today]
        if not due:
            continue
        with changing(REGISTER):
            people, key = holders(Role.LEGAL, today), f"{clock.pk} {due[-1]}"
            mails.tell(people, kind="application", number=str(clock.incident.number), key=key)
        done += 1
    return done
