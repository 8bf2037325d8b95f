"""The reported people of a case: up to five, each settled alone before the case is closed (ZeMAG design, 5 and 8)."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from zemag import sealing
from zemag.clocks import working_clock
from zemag.models import (
    OWED,
    EntryState,
    Grade,
    Grant,
    Incident,
    IncidentState,
    IntakePerson,
    Notice,
    NoticeState,
    PersonOutcome,
    RegisterEntry,
    TextKind,
)
from zemag.services import cases, logbook
from zemag.services.entries import checked
from zemag.services.errors import NotFound, WrongState

UNSIGNED = (EntryState.PROPOSED, EntryState.PROVISIONAL)
# States in which entries are made from a report.
MAKING = (IncidentState.TRIGGER_RECORDED, IncidentState.ENTRY_PROPOSED)


def found(incident: Incident, number: int | None) -> IntakePerson:
    """Return a person of a case by their number; without one the only person.

    Raise NotFound for a number that nobody has, WrongState when nobody or more than one could be meant.
    """
    rows = list(IntakePerson.objects.filter(incident=incident))
    if number is None:
        if len(rows) != 1:
            raise WrongState
        return rows[0]
    for row in rows:
        if row.position == number:
            return row
    raise NotFound


def known(incident: Incident) -> QuerySet[IntakePerson]:
    """Return the people of a case whose data is not destroyed."""
    return IntakePerson.objects.filter(incident=incident, destroyed_at=None)


def opened(incident: Incident) -> tuple[tuple[IntakePerson, dict[str, Any]], ...]:
    """Return all people of a case with what is stored of each, in their order; nothing of whom was destroyed."""
    rows = list(IntakePerson.objects.filter(incident=incident))
    kept = [row for row in rows if row.destroyed_at is None]
    told = dict(zip((row.pk for row in kept), sealing.unseal_all(kept), strict=True))
    return tuple((row, told.get(row.pk, {})) for row in rows)


def living(incident: Incident) -> QuerySet[RegisterEntry]:
    """Return the entries of a case that are not deleted."""
    return RegisterEntry.objects.filter(incident=incident).exclude(state=EntryState.DELETED)


def unsettled(incident: Incident) -> QuerySet[IntakePerson]:
    """Return the people of a case about whom nothing is decided and of whom no entry tells."""
    return known(incident).filter(outcome="").exclude(pk__in=living(incident).exclude(intake=None).values("intake"))


def settle(incident: Incident, outcome: PersonOutcome) -> None:
    """Note the same for all people about whom nothing is decided yet."""
    IntakePerson.objects.filter(pk__in=list(unsettled(incident).values_list("pk", flat=True))).update(outcome=outcome)


def go_on(incident: Incident, *, actor: User | None, now: datetime, grant: Grant | None = None) -> None:
    """Move a report on to what is left while entries are made from it; the caller has stored what was settled.

    First what waits for a signature, then whom nothing is decided about. Once everybody is settled it is closed with an
    entry, and kept for statistics without one.
    """
    if incident.state not in MAKING:
        return
    before = incident.state
    if living(incident).filter(state__in=UNSIGNED).exists():
        after = IncidentState.ENTRY_PROPOSED
    elif unsettled(incident).exists():
        after = IncidentState.TRIGGER_RECORDED
    elif IntakePerson.objects.filter(incident=incident, outcome=PersonOutcome.PUBLISHED).exists():
        after = IncidentState.CLOSED
    else:
        cases.step(incident, IncidentState.STATISTICS_ONLY, actor=actor, now=now, grant=grant)
        return
    incident.state, incident.version = after, incident.version + 1
    if (before, after) == (IncidentState.ENTRY_PROPOSED, IncidentState.TRIGGER_RECORDED):
        incident.due_at = working_clock(now, incident.level)
    incident.save(update_fields=["state", "version", "due_at"])
    if after == IncidentState.CLOSED:
        cases.tell_reporter(incident, "closed")


def without_entry(
    intake: IntakePerson | None, *, actor: User | None, now: datetime, grant: Grant | None = None
) -> None:
    """Note that somebody's entry ended before it was signed, and go on; the caller has stored the entry."""
    if intake is None:
        return
    IntakePerson.objects.filter(pk=intake.pk, outcome="").update(outcome=PersonOutcome.NOT_PUBLISHED)
    go_on(intake.incident, actor=actor, now=now, grant=grant)


def make_no_entry(
    *, incident_id: uuid.UUID, reason: str, actor: User, now: datetime, number: int | None = None
) -> IntakePerson:
    """Settle that no entry is made of a person; the reporter reads the reason."""
    words = checked(reason)
    with cases.changed(incident_id, actor, now, *MAKING) as (row, grant):
        intake = found(row, number)
        if not unsettled(row).filter(pk=intake.pk).exists():
            raise WrongState
        intake.outcome = PersonOutcome.NOT_PUBLISHED
        intake.save(update_fields=["outcome"])
        cases.add_text(row, TextKind.NO_ENTRY, words, author=actor, now=now, person=intake)
        subject = logbook.subject_of(row)
        logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result="no entry")
        go_on(row, actor=actor, now=now, grant=grant)
    return intake


def identify(
    *,
    incident_id: uuid.UUID,
    grade: Grade,
    clearly_adult: bool,
    reason: str,
    actor: User,
    now: datetime,
    number: int | None = None,
) -> IntakePerson:
    """Change how sure it is who a person is, and whether they are clearly adult, with a reason."""
    words = checked(reason)
    states = [state for state in IncidentState if state not in (IncidentState.DRAFT, IncidentState.DUPLICATE)]
    with cases.changed(incident_id, actor, now, *states) as (row, grant):
        intake = found(row, number)
        # What an entry was made from stays as it was signed.
        if not unsettled(row).filter(pk=intake.pk).exists():
            raise WrongState
        intake.grade, intake.is_clearly_adult = grade, clearly_adult
        intake.save(update_fields=["grade", "is_clearly_adult"])
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now, person=intake)
        subject = logbook.subject_of(row)
        logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result=f"grade {grade}")
    return intake


def destroy(intake: IntakePerson, now: datetime) -> None:
    """Destroy what is known of a reported person, and with it the notice that nobody has sent."""
    if intake.destroyed_at is not None:
        return
    sealing.destroy([intake])
    IntakePerson.objects.filter(pk=intake.pk).update(destroyed_at=now)
    intake.destroyed_at = now
    # Who stands in the register is still owed a letter.
    if not RegisterEntry.objects.filter(intake=intake).exclude(state=EntryState.DELETED).exists():
        Notice.objects.filter(person=intake, state__in=OWED).update(state=NoticeState.DESTROYED)


def destroy_all(incident: Incident, now: datetime) -> None:
    """Destroy what is known of all people of a case."""
    for intake in known(incident):
        destroy(intake, now)
