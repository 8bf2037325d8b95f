"""What people may see of their own reports: how far they are, what they sent and added, and what was asked back."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from zemag import sealing
from zemag.models import Incident, IncidentState, IntakePerson, Supplement, SupportContact, TextKind
from zemag.services import logbook, people, support
from zemag.services.errors import NotFound
from zemag.services.ledger import transaction_of

SHOWN = (TextKind.SUPPLEMENT, TextKind.QUESTION, TextKind.ANSWER, TextKind.NO_ENTRY)


@dataclass(frozen=True, slots=True)
class OwnReport:
    """An own report, opened: what was sent, and what was added since, in the order of time.

    Of a person whose data is destroyed nothing is left but what was decided. Whom the quality staff named is not shown.
    """

    incident: Incident
    content: dict[str, Any]
    offences: tuple[str, ...]
    people: tuple[tuple[IntakePerson, dict[str, Any]], ...]
    texts: tuple[tuple[Supplement, str], ...]
    support: tuple[SupportContact, ...]


def listed(actor: User) -> list[Incident]:
    """Return the own reports and drafts, newest first; numbers and states alone."""
    return list(Incident.objects.filter(reporter=actor.uuid).order_by("-created_at"))


def waiting(actor: User) -> list[Incident]:
    """Return the own reports to which somebody has asked a question."""
    return list(Incident.objects.filter(reporter=actor.uuid, state=IncidentState.NEEDS_INFO).order_by("due_at"))


def is_sent(actor: User, incident_id: uuid.UUID) -> bool:
    """Whether this is an own report that was sent already: its form came twice."""
    return Incident.objects.filter(pk=incident_id, reporter=actor.uuid).exclude(state=IncidentState.DRAFT).exists()


def opened(*, actor: User, incident_id: uuid.UUID, now: datetime) -> OwnReport:
    """Return an own report, logged; raise NotFound for drafts and those of others, Unreadable."""
    with logbook.denials(actor, now, "zemag.own_report"), transaction_of():
        rows = Incident.objects.filter(pk=incident_id, reporter=actor.uuid).exclude(state=IncidentState.DRAFT)
        incident = rows.first()
        if incident is None:
            raise NotFound
        logbook.write("view", actor=actor, now=now, subject=logbook.subject_of(incident), role="R1")
        shown = incident.supplements.filter(kind__in=SHOWN, person__named_by=None)
        texts = list(shown.select_related("person").order_by("at"))
        words = [str(found["text"]) for found in sealing.unseal_all(texts)]
        codes = tuple(incident.offences.order_by("pk").values_list("code", flat=True))
        told = tuple(zip(texts, words, strict=True))
        named = tuple((row, said) for row, said in people.opened(incident) if row.named_by is None)
        return OwnReport(incident, sealing.unseal(incident), codes, named, told, tuple(support.of(incident)))
