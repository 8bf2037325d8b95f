"""What all changes of a report share: the lock, the right, the version, the step and its row of the log."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from zemag import mails, sealing
from zemag.catalogue import HIGHEST
from zemag.clocks import local_day
from zemag.models import Grant, Incident, IncidentState, IntakePerson, Role, Supplement, TextKind
from zemag.permissions import holders, required
from zemag.services import logbook
from zemag.services.errors import NotFound, Stale, WrongState
from zemag.services.ledger import REGISTER, changing

LONGEST_TEXT = 4_000
# States in which somebody of the office has the next step.
WAITING = (
    IncidentState.SUBMITTED,
    IncidentState.TRIAGE,
    IncidentState.LEGAL_PENDING,
    IncidentState.TRIGGER_RECORDED,
    IncidentState.DECLINED,
)


@contextmanager
def locked(actor: User | None, now: datetime) -> Iterator[None]:
    """Open the transaction of a change of reports; attempts without a right are logged."""
    with logbook.denials(actor, now, "zemag.incident"), changing(REGISTER):
        yield


def found(incident_id: uuid.UUID, *states: IncidentState, expected: int | None = None) -> Incident:
    """Return a report in one of these states; raise NotFound, Stale or WrongState. Drafts are nobody else's."""
    incident = Incident.objects.filter(pk=incident_id).exclude(state=IncidentState.DRAFT).first()
    if incident is None:
        raise NotFound
    if expected is not None and incident.version != expected:
        raise Stale
    if incident.state not in states:
        raise WrongState
    return incident


@contextmanager
def changed(
    incident_id: uuid.UUID,
    actor: User,
    now: datetime,
    *states: IncidentState,
    role: Role = Role.QUALITY,
    lead: bool = False,
    expected: int | None = None,
) -> Iterator[tuple[Incident, Grant]]:
    """Give a report, locked, to somebody who may change it."""
    with locked(actor, now):
        grant = required(actor, role, local_day(now), lead=lead)
        yield found(incident_id, *states, expected=expected), grant


def step(
    incident: Incident,
    state: IncidentState,
    *,
    actor: User | None,
    now: datetime,
    grant: Grant | None = None,
    due: datetime | None = None,
    action: str = "change",
    role: str = "",
) -> None:
    """Move a report on and write its row of the log; who reported without a name stays without one there."""
    incident.state, incident.due_at, incident.version = state, due, incident.version + 1
    incident.save()
    logbook.write(
        action,
        actor=actor,
        now=now,
        grant=grant,
        subject=logbook.subject_of(incident),
        result=state,
        **({"role": role} if role else {}),
    )


def add_text(
    incident: Incident,
    kind: TextKind,
    text: str,
    *,
    author: User | None,
    now: datetime,
    person: IntakePerson | None = None,
) -> Supplement:
    """Keep a later text; `person` is whom alone it tells of."""
    made = Supplement(incident=incident, person=person, kind=kind, author=author.uuid if author else None, at=now)
    sealing.seal(made, {"text": text})
    made.save(force_insert=True)
    return made


def tell_role(role: Role, incident: Incident, kind: str, now: datetime) -> None:
    """Mail who holds a role today; once per state of the report."""
    key = f"{incident.pk} {incident.version}"
    mails.tell(holders(role, local_day(now)), kind=kind, number=str(incident.number), key=key, due=incident.due_at)


def tell_reporter(incident: Incident, kind: str) -> None:
    """Mail who reported."""
    if incident.reporter is not None:
        key = f"{incident.pk} {incident.version}"
        mails.tell([incident.reporter], kind=kind, number=str(incident.number), key=key)


def overdue(now: datetime) -> QuerySet[Incident]:
    """Return the reports whose next step is late, the worst first: nobody took them, nobody filed, nobody proposed."""
    rows = Incident.objects.filter(state__in=WAITING, due_at__lte=now)
    return rows.order_by("-level", "due_at")


def untaken(now: datetime) -> QuerySet[Incident]:
    """Return the reports of the highest level that nobody took in time, two hours (settled decision 3)."""
    return overdue(now).filter(state=IncidentState.SUBMITTED, level=HIGHEST)


def escalate(now: datetime) -> int:
    """Mail the quality staff, and the legal unit where it is theirs or at level 3, of what is late; once each."""
    rows = list(overdue(now))
    for incident in rows:
        with changing(REGISTER):
            tell_role(Role.QUALITY, incident, "late", now)
            if incident.state == IncidentState.LEGAL_PENDING or incident.level == HIGHEST:
                tell_role(Role.LEGAL, incident, "late_legal", now)
    return len(rows)
