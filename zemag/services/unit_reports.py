"""What supervisor and substitute (R2) see of the reports of their own unit."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from zemag import sealing
from zemag.models import IncidentState, StatementState, SupervisorStatement, SupportContact
from zemag.services import logbook, support
from zemag.services.errors import NotFound
from zemag.services.ledger import transaction_of


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A report of the own unit, opened, with who was hurt, the own statement and the offers of help."""

    part: SupervisorStatement
    content: dict[str, Any]
    offences: tuple[str, ...]
    victims: tuple[dict[str, Any], ...]
    statement: str
    support: tuple[SupportContact, ...]


def parts_of(actor: User) -> QuerySet[SupervisorStatement]:
    """Return the own parts of reports, what is due first; numbers and dates alone."""
    rows = SupervisorStatement.objects.filter(Q(supervisor=actor.uuid) | Q(substitute=actor.uuid))
    rows = rows.exclude(incident__state=IncidentState.DUPLICATE).select_related("incident")
    return rows.order_by("contact_due", "pk")


def waiting(actor: User) -> QuerySet[SupervisorStatement]:
    """Return the own parts that are not done."""
    return parts_of(actor).exclude(state=StatementState.STATED)


def opened(*, actor: User, incident_id: uuid.UUID, now: datetime) -> UnitReport:
    """Return a report of the own unit, logged; raise NotFound for those of others, Unreadable."""
    with logbook.denials(actor, now, "zemag.unit"), transaction_of():
        part = parts_of(actor).filter(incident=incident_id).first() if actor.is_active else None
        if part is None:
            raise NotFound
        incident = part.incident
        logbook.write("view", actor=actor, now=now, subject=logbook.subject_of(incident), role="R2")
        victims = tuple(sealing.unseal_all(list(incident.victims.order_by("pk"))))
        codes = tuple(incident.offences.order_by("pk").values_list("code", flat=True))
        words, offers = sealing.unseal(part)["text"], tuple(support.of(incident))
        return UnitReport(part, sealing.unseal(incident), codes, victims, words, offers)
