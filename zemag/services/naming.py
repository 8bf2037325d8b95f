"""Somebody becomes known after the report was sent: the quality staff adds them to the case (ZeMAG design, 4 and 5)."""

import uuid
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag import sealing
from zemag.clocks import last_application_day, local_day, working_clock
from zemag.models import MOST_PEOPLE, Entitled, Incident, IncidentState, IntakePerson, Role, TextKind
from zemag.services import cases, logbook, people, reporting
from zemag.services.entries import checked
from zemag.services.errors import WrongState

S = IncidentState
# A report that is closed is opened again by it; one that is kept for statistics is closed first.
STATES = (S.TRIAGE, S.NEEDS_INFO, S.LEGAL_PENDING, S.TRIGGER_RECORDED, S.ENTRY_PROPOSED, S.CLOSED)
BEYOND_TRIAGE = (S.LEGAL_PENDING, S.TRIGGER_RECORDED, S.ENTRY_PROPOSED)


def add(*, incident_id: uuid.UUID, person: reporting.Reported, reason: str, actor: User, now: datetime) -> IntakePerson:
    """Add a person of whom the report did not tell; `reason` says where the name comes from, beside the person.

    Who reported does not see them: what others told of somebody is not theirs.

    The month for the notice begins on this day, on which the data came in (GDPR Art. 14(3)(a)); periods that ran out
    while nobody knew the offender begin anew until the legal unit confirms the day (StGB § 77b(2)). Raise
    ValidationError for a person without a family name, one who is named already, and a sixth one.
    """
    words = checked(reason)
    with cases.changed(incident_id, actor, now, *STATES) as (row, grant):
        if row.is_anonymous or row.level == 0:
            raise WrongState
        rows = people.opened(row)
        _check(person, [told for _intake, told in rows])
        position = max((intake.position for intake, _told in rows), default=0) + 1
        if position > MOST_PEOPLE:
            raise ValidationError({"family": [_("A case can name five people at most.")]})
        intake = reporting.keep_person(row, position, person, now, named_by=actor.uuid)
        cases.add_text(row, TextKind.REASON, words, author=actor, now=now, person=intake)
        _begin_clocks(row, now)
        if row.state == S.CLOSED:
            due = working_clock(now, row.level)
            cases.step(row, S.TRIAGE, actor=actor, now=now, grant=grant, due=due)
        else:
            row.version += 1
            row.save(update_fields=["version"])
            subject = logbook.subject_of(row)
            logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result="person added")
        if row.state in BEYOND_TRIAGE:
            cases.tell_role(Role.LEGAL, row, "supplement", now)
    return intake


def _check(person: reporting.Reported, known: list[dict[str, object]]) -> None:
    if not person.names or not person.names[0][1].strip():
        raise ValidationError({"family": [_("Please enter the family name.")]})
    if any(_is_same(person, told) for told in known):
        raise ValidationError({"family": [_("This person is named in the case already.")]})


def _is_same(person: reporting.Reported, told: dict[str, object]) -> bool:
    """Whether a person of the case has both names and the birth date of another; of nobody whose data is destroyed."""
    names, birth = told.get("names"), told.get("birth")
    if not isinstance(names, list):
        return False
    mine = [part.strip().casefold() for part in person.names[0]]
    theirs = [str(part).strip().casefold() for part in names[0]]
    born = list(person.birth) if person.birth else None
    return mine == theirs and bool(mine[0]) and (list(birth) if isinstance(birth, list | tuple) else None) == born


def _begin_clocks(row: Incident, now: datetime) -> None:
    """Let the clocks that ran out before anybody confirmed their day begin today."""
    today = local_day(now)
    for clock in Entitled.objects.filter(incident=row, is_confirmed=False, last_day__lt=today):
        told = sealing.unseal(clock)
        clock.known_on, clock.last_day = today, last_application_day(today)
        sealing.seal(clock, {**told, "source": "day on which the offender was named"})
        clock.save()
