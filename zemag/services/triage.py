"""The desk of the quality staff: each report goes to the legal unit, to statistics, or is a duplicate (section 5)."""

import uuid
from datetime import datetime

from accounts.models import User
from zemag.catalogue import HIGHEST
from zemag.clocks import add_working_days, end_of_day, local_day, working_clock
from zemag.models import Incident, IncidentState, IntakePerson, PersonOutcome, Role, TextKind
from zemag.services import cases, people, support
from zemag.services.entries import checked, released_profile
from zemag.services.errors import Refused, Unsettled, WrongState

QUESTION_DAYS = 5


def take(*, incident_id: uuid.UUID, actor: User, now: datetime, expected: int | None = None) -> Incident:
    """Take a new report; what it needs next is due in two hours at level 3, else in one working day.

    With it come the offers of help (section 14).
    """
    with cases.changed(incident_id, actor, now, IncidentState.SUBMITTED, expected=expected) as (row, grant):
        support.offer(row, now)
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.TRIAGE, actor=actor, now=now, grant=grant, due=due)
    return row


def ask_back(*, incident_id: uuid.UUID, actor: User, question: str, now: datetime) -> Incident:
    """Ask the reporter; without an answer the report comes back after five working days. Nobody asks the unnamed."""
    words = checked(question, cases.LONGEST_TEXT)
    with cases.changed(incident_id, actor, now, IncidentState.TRIAGE) as (row, grant):
        if row.reporter is None:
            raise WrongState
        cases.add_text(row, TextKind.QUESTION, words, author=actor, now=now)
        due = end_of_day(add_working_days(local_day(now), QUESTION_DAYS))
        cases.step(row, IncidentState.NEEDS_INFO, actor=actor, now=now, grant=grant, due=due)
        cases.tell_reporter(row, "question")
    return row


def to_legal(*, incident_id: uuid.UUID, actor: User, now: datetime) -> Incident:
    """Give a report to the legal unit: every criminal act, also at level 1."""
    with cases.changed(incident_id, actor, now, IncidentState.TRIAGE) as (row, grant):
        if row.is_anonymous or row.level == 0:
            raise WrongState
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.LEGAL_PENDING, actor=actor, now=now, grant=grant, due=due)
        cases.tell_role(Role.LEGAL, row, "legal", now)
    return row


def to_statistics(*, incident_id: uuid.UUID, actor: User, reason: str, now: datetime) -> Incident:
    """Keep a report for statistics alone.

    From triage only level 0, an unknown offender and a report without a name; what is known of a person goes at once
    then. After the legal unit it stays until its clocks end (settled decision 4).
    """
    words = checked(reason)
    states = (IncidentState.TRIAGE, IncidentState.DECLINED, IncidentState.TRIGGER_RECORDED)
    with cases.changed(incident_id, actor, now, *states) as (row, grant):
        known = people.known(row).exists()
        at_once = row.level == 0 or row.is_anonymous or not known
        if row.state == IncidentState.TRIAGE and not at_once:
            raise WrongState
        makes_entries = row.state == IncidentState.TRIGGER_RECORDED and known
        if makes_entries and row.level >= released_profile().entry_threshold:
            raise WrongState
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now)
        people.settle(row, PersonOutcome.NOT_PUBLISHED)
        if at_once:
            people.destroy_all(row, now)
        cases.step(row, IncidentState.STATISTICS_ONLY, actor=actor, now=now, grant=grant)
    return row


def mark_duplicate(*, incident_id: uuid.UUID, first_id: uuid.UUID, actor: User, now: datetime) -> Incident:
    """End a report that tells of the same as an earlier one; what it holds of people is destroyed."""
    with cases.changed(incident_id, actor, now, IncidentState.TRIAGE) as (row, grant):
        states = [state for state in IncidentState if state not in (IncidentState.DUPLICATE, IncidentState.DRAFT)]
        first = cases.found(first_id, *states)
        if first.pk == row.pk or people.living(row).exists():
            raise WrongState
        row.duplicate_of = first
        people.destroy_all(row, now)
        cases.step(row, IncidentState.DUPLICATE, actor=actor, now=now, grant=grant)
        cases.tell_reporter(row, "closed")
    return row


def close(*, incident_id: uuid.UUID, actor: User, now: datetime) -> Incident:
    """Close a report that is kept for statistics, once everybody whom it names is settled."""
    with cases.changed(incident_id, actor, now, IncidentState.STATISTICS_ONLY) as (row, grant):
        if people.unsettled(row).exists():
            raise Unsettled
        cases.step(row, IncidentState.CLOSED, actor=actor, now=now, grant=grant)
        cases.tell_reporter(row, "closed")
    return row


def reopen(*, incident_id: uuid.UUID, actor: User, reason: str, now: datetime) -> Incident:
    """Open a closed report on a new fact, about people who have no entry; an entry is reviewed where it stands."""
    words = checked(reason)
    with cases.changed(incident_id, actor, now, IncidentState.CLOSED) as (row, grant):
        entered = people.living(row)
        rest = people.known(row).exclude(pk__in=entered.exclude(intake=None).values("intake"))
        if entered.exists() and not rest.exists():
            raise WrongState
        IntakePerson.objects.filter(pk__in=list(rest.values_list("pk", flat=True))).update(outcome="")
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now)
        due = working_clock(now, row.level)
        cases.step(row, IncidentState.TRIAGE, actor=actor, now=now, grant=grant, due=due)
    return row


def change_level(*, incident_id: uuid.UUID, actor: User, level: int, reason: str, now: datetime) -> Incident:
    """Change the computed level, with a reason."""
    words = checked(reason)
    if not 0 <= level <= HIGHEST:
        raise Refused
    with cases.changed(incident_id, actor, now, IncidentState.TRIAGE) as (row, grant):
        row.level = level
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now)
        cases.step(row, IncidentState.TRIAGE, actor=actor, now=now, grant=grant, due=working_clock(now, level))
    return row
