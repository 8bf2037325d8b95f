"""Help for who was attacked: talks and offers of each report, what became of them, and reminders (section 14).

Stored are kind, day and state, never what was talked about: whoever helps keeps that, ZeMAG does not.
"""

import datetime as dates
import uuid
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from zemag import mails
from zemag.catalogue import FIRST_TALK, SUPPORT, Support
from zemag.clocks import LOCAL, add_working_days, local_day, working_day_from
from zemag.models import (
    Incident,
    IncidentState,
    Role,
    StatementState,
    SupervisorStatement,
    SupportContact,
    SupportState,
)
from zemag.permissions import holders, required
from zemag.services import cases, logbook
from zemag.services.errors import NotFound, WrongState
from zemag.services.ledger import REGISTER, changing

TALKS = tuple(kind for kind, support in SUPPORT.items() if support.working_days or support.weeks)
NOON = dates.time(12)


def due_on(support: Support, sent: dates.date) -> dates.date | None:
    """Return the day of a talk, always a working day; none for an offer without one."""
    if support.working_days is not None:
        return add_working_days(sent, support.working_days)
    if support.weeks is not None:
        return working_day_from(sent + dates.timedelta(weeks=support.weeks))
    return None


def offer(incident: Incident, now: datetime) -> None:
    """Make the offers of a report that is taken, once each, in the caller's transaction.

    A report without a name tells of nobody who could be talked to: it gets what needs no person.
    """
    has_person = incident.reporter is not None
    sent = local_day(incident.submitted_at or now)
    contacted = SupervisorStatement.objects.filter(
        incident=incident, state__in=(StatementState.CONTACTED, StatementState.STATED)
    ).exists()
    for kind, support in SUPPORT.items():
        if has_person or not support.needs_person:
            done = {"state": SupportState.DONE, "decided_at": now} if kind == FIRST_TALK and contacted else {}
            values = {"due_on": due_on(support, sent), **done}
            SupportContact.objects.get_or_create(incident=incident, kind=kind, defaults=values)


def talked(incident: Incident, now: datetime) -> None:
    """Note the first talk as done, as the supervisor says, in the caller's transaction."""
    rows = SupportContact.objects.filter(incident=incident, kind=FIRST_TALK, state=SupportState.OPEN)
    rows.update(state=SupportState.DONE, decided_at=now)


def of(incident: Incident) -> list[SupportContact]:
    """Return the offers of a report in the order of the catalogue; those of a duplicate stand at the first report."""
    if incident.state == IncidentState.DUPLICATE:
        return []
    order = {kind: place for place, kind in enumerate(SUPPORT)}
    return sorted(incident.support.all(), key=lambda row: order.get(row.kind, len(order)))


def decide(*, contact_id: uuid.UUID, state: SupportState, actor: User, now: datetime) -> SupportContact:
    """Note an offer as done, as not wanted, or open it again; the same decision twice changes nothing.

    What is settled is opened before it is settled otherwise; raise NotFound, Denied, WrongState.
    """
    with cases.locked(actor, now):
        grant = required(actor, Role.QUALITY, local_day(now))
        row = SupportContact.objects.select_related("incident").filter(pk=contact_id).first()
        if row is None:
            raise NotFound
        if settle(row, state, now):
            subject = logbook.subject_of(row)
            logbook.write("change", actor=actor, now=now, grant=grant, subject=subject, result=f"support_{state}")
    return row


def settle(row: SupportContact, state: SupportState, now: datetime) -> bool:
    """Note what became of an offer, in the caller's transaction; return whether that changed anything."""
    if row.incident.state == IncidentState.DUPLICATE:
        raise WrongState
    if row.state == state:
        return False
    if SupportState.OPEN not in (row.state, state):
        raise WrongState
    row.state, row.decided_at = state, None if state == SupportState.OPEN else now
    row.save(update_fields=["state", "decided_at"])
    return True


def set_reminders(*, incident_id: uuid.UUID, wanted: bool, actor: User, now: datetime) -> None:
    """Switch the reminders of an own report on or off; raise NotFound for drafts and those of others."""
    with cases.locked(actor, now):
        rows = Incident.objects.filter(pk=incident_id, reporter=actor.uuid).exclude(state=IncidentState.DRAFT)
        incident = rows.first()
        if incident is None:
            raise NotFound
        # Without a new version: forms about the report that are open elsewhere stay as they are.
        if rows.exclude(support_reminders=wanted).update(support_reminders=wanted):
            result = "reminders_on" if wanted else "reminders_off"
            subject = logbook.subject_of(incident)
            logbook.write("change", actor=actor, now=now, subject=subject, result=result, role="R1")


def due_talks(now: datetime) -> QuerySet[SupportContact]:
    """Return the open talks whose day has come and of which nobody was told, unless reminders are switched off."""
    rows = SupportContact.objects.filter(kind__in=TALKS, state=SupportState.OPEN, reminded_at=None)
    rows = rows.filter(due_on__lte=local_day(now), incident__support_reminders=True)
    return rows.exclude(incident__state=IncidentState.DUPLICATE).select_related("incident").order_by("due_on", "pk")


def remind(now: datetime) -> int:
    """Mail the quality staff of each talk that is due, once; return how many. An entry of the tick."""
    people, done = holders(Role.QUALITY, local_day(now)), 0
    for row in due_talks(now) if people else ():
        with changing(REGISTER):
            # Looked at again under the lock: what was settled or switched off meanwhile is nobody's mail.
            if not due_talks(now).filter(pk=row.pk).exists():
                continue
            SupportContact.objects.filter(pk=row.pk).update(reminded_at=now)
            due = datetime.combine(row.due_on, NOON, LOCAL) if row.due_on else None
            mails.tell(people, kind="support", number=str(row.incident.number), key=str(row.pk), due=due)
        done += 1
    return done
