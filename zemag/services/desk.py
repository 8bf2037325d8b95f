"""What quality staff and legal unit see: the list of open cases by plain columns, and one case, opened and logged."""

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import (
    DeliveryKind,
    DeliveryStep,
    Entitled,
    EntryDecision,
    Grant,
    Incident,
    IncidentState,
    IntakePerson,
    LegalStep,
    Letter,
    Notice,
    NoticeState,
    RegisterEntry,
    Role,
    SupervisorStatement,
    Supplement,
    SupportContact,
    Victim,
)
from zemag.permissions import grants_of
from zemag.services import cases, logbook, people, support
from zemag.services.errors import Denied, NotFound
from zemag.services.next_steps import DECIDED, STEPS, Next, entries_with_days, next_step

READERS = (Role.QUALITY, Role.LEGAL)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list."""

    incident: Incident
    next: Next
    late: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What a case holds of one reported person: data, notice, entry with its decisions; empty what there is not."""

    intake: IntakePerson | None = None
    person: dict[str, Any] = field(default_factory=dict)
    notice: Notice | None = None
    deferral: str = ""
    entry: RegisterEntry | None = None
    content: dict[str, Any] = field(default_factory=dict)
    decisions: tuple[tuple[EntryDecision, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is decided about this person and no entry tells of them."""
        row = self.intake
        return row is not None and row.destroyed_at is None and not row.outcome and self.entry is None


NOBODY = Part()


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its reader may see it; parts that are none of theirs are empty.

    `part` is the person whom a step is about: the only one, or the one who was chosen of several.
    """

    incident: Incident
    role: str
    grants: tuple[Grant, ...]
    told: dict[str, Any]
    offences: list[Any]
    next: Next
    people: tuple[Part, ...] = ()
    part: Part = NOBODY
    victims: list[dict[str, Any]] = field(default_factory=list)
    statement: SupervisorStatement | None = None
    stated: str = ""
    steps: list[tuple[LegalStep, str]] = field(default_factory=list)
    clocks: list[tuple[Entitled, dict[str, str]]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    delivery: list[tuple[DeliveryStep, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[Supplement, str]] = field(default_factory=list)
    support: list[SupportContact] = field(default_factory=list)

    def has(self, role: str) -> bool:
        """Whether the reader holds a role today."""
        return any(grant.role == role for grant in self.grants)

    @property
    def entry(self) -> RegisterEntry | None:
        """The entry of the person whom a step is about."""
        return self.part.entry

    @property
    def number(self) -> int | None:
        """The number of the person whom a step is about."""
        return self.part.intake.position if self.part.intake is not None else None

    @property
    def new_address(self) -> str:
        """What the residents' register told last about the person whom a step is about; empty without an address."""
        about = self.part.intake.pk if self.part.intake is not None else None
        told = [
            words["address"]
            for step, words in self.delivery
            if step.kind == DeliveryKind.QUERIED and step.letter.person_id == about
        ]
        return told[-1] if told else ""

    def about(self, number: int) -> "Case | None":
        """Return the case as a step about one of its people sees it; None for a number that nobody has."""
        chosen = [part for part in self.people if part.intake is not None and part.intake.position == number]
        return replace(self, part=chosen[0]) if chosen else None

    @property
    def leads(self) -> bool:
        """Whether the reader leads the quality staff."""
        return any(grant.is_lead for grant in self.grants)


def readers_grants(actor: User, now: datetime) -> tuple[Grant, ...]:
    """Return the grants by which somebody sees cases; none means that they see none."""
    return tuple(grant for role in READERS for grant in grants_of(actor, role, local_day(now)))


def inbox(*, actor: User, role: Role, now: datetime, everything: bool = False) -> list[Row]:
    """Return the cases whose next step is a role's, late ones first, then by level; `everything` adds those at rest."""
    with logbook.denials(actor, now, "zemag.inbox"), logbook.transaction_of():
        grants = grants_of(actor, role, local_day(now))
        if role not in READERS or not grants:
            raise Denied
        rows = [_row(incident, now) for incident in _listed(role, everything)]
        if not everything:
            rows = [row for row in rows if row.next.role == role]
        logbook.write("view", actor=actor, now=now, grant=grants[0], subject="zemag.inbox", result=str(len(rows)))
    return sorted(rows, key=_order)


def _listed(role: Role, everything: bool) -> QuerySet[Incident]:
    rows = Incident.objects.exclude(state=IncidentState.DRAFT)
    if role == Role.LEGAL:
        theirs = Q(state__in=(IncidentState.LEGAL_PENDING, IncidentState.DECLINED))
        rows = rows.exclude(is_anonymous=True).filter(theirs | Q(pk__in=LegalStep.objects.values("incident")))
    if not everything:
        entries = RegisterEntry.objects.exclude(incident=None)
        asked = entries.filter(Q(state__in=DECIDED) | Q(has_objection=True)).values("incident")
        given_up = Q(state=NoticeState.DEFERRED, is_undeliverable=True)
        owed = Notice.objects.filter(Q(state=NoticeState.OPEN) | given_up).values("incident")
        rows = rows.filter(Q(state__in=list(STEPS)) | Q(pk__in=asked) | Q(pk__in=owed))
    return rows.prefetch_related(Prefetch("entries", entries_with_days()), "notices")


def _row(incident: Incident, now: datetime) -> Row:
    step = next_step(incident, list(incident.entries.all()), list(incident.notices.all()))
    return Row(incident, step, step.is_late(now))


def _order(row: Row) -> tuple[bool, bool, int, float, str]:
    due = row.next.due.timestamp() if row.next.due else 0
    return (not row.late, row.next.due is None, -row.incident.level, due, str(row.incident.number))


def open_case(*, incident_id: uuid.UUID, actor: User, now: datetime) -> Case:
    """Open a case for quality staff or the legal unit; logged as a view before it leaves.

    People who were hurt are the legal unit's to read, not the quality staff's (ZeMAG design, section 4), and what help
    somebody takes is the quality staff's alone; cases that were never handed to the legal unit are missing for it
    (section 3: its part of a case).
    """
    with cases.locked(actor, now):
        grants = readers_grants(actor, now)
        if not grants:
            raise Denied
        legal_only = all(grant.role == Role.LEGAL for grant in grants)
        incident = _listed(Role.LEGAL if legal_only else Role.QUALITY, everything=True).filter(pk=incident_id).first()
        if incident is None:
            raise NotFound
        found = _case(incident, grants, legal=any(grant.role == Role.LEGAL for grant in grants))
        subject = logbook.subject_of(incident)
        logbook.write("view", actor=actor, now=now, grant=grants[0], subject=subject, result="case")
    return found


def _case(incident: Incident, grants: tuple[Grant, ...], *, legal: bool) -> Case:
    entries, notices = list(incident.entries.all()), list(incident.notices.all())
    statement = SupervisorStatement.objects.filter(incident=incident).first()
    steps = list(LegalStep.objects.filter(incident=incident).order_by("filed_on", "pk"))
    clocks = list(Entitled.objects.filter(incident=incident).order_by("last_day", "pk"))
    texts = list(Supplement.objects.filter(incident=incident).select_related("person").order_by("at"))
    letters = list(Letter.objects.filter(incident=incident).select_related("person").order_by("made_at"))
    of_letters = DeliveryStep.objects.filter(letter__in=letters)
    returned = list(of_letters.select_related("letter__person").order_by("noted_at"))
    sealed = (steps, clocks, texts, returned)
    opened = iter(sealing.unseal_all([row for rows in sealed for row in rows]))
    parts = [list(islice(opened, len(rows))) for rows in sealed]
    found = _people(incident, entries, notices)
    return Case(
        incident=incident,
        role=grants[0].role,
        grants=grants,
        told=sealing.unseal(incident),
        offences=list(incident.offences.order_by("pk")),
        next=next_step(incident, entries, notices),
        people=found,
        part=found[0] if len(found) == 1 else NOBODY,
        victims=sealing.unseal_all(list(Victim.objects.filter(incident=incident))) if legal else [],
        statement=statement,
        stated=sealing.unseal(statement)["text"] if statement else "",
        steps=[(row, value["reference"]) for row, value in zip(steps, parts[0], strict=True)],
        clocks=list(zip(clocks, parts[1], strict=True)),
        letters=letters,
        delivery=list(zip(returned, parts[3], strict=True)),
        texts=[(row, value["text"]) for row, value in zip(texts, parts[2], strict=True)],
        support=support.of(incident) if any(grant.role == Role.QUALITY for grant in grants) else [],
    )


def _people(incident: Incident, entries: list[RegisterEntry], notices: list[Notice]) -> tuple[Part, ...]:
    """Return what the case holds of each person, in the order of the report."""
    decisions = list(EntryDecision.objects.filter(entry__in=entries).order_by("at"))
    rows = [*entries, *notices, *decisions]
    contents = dict(zip((row.pk for row in rows), sealing.unseal_all(rows), strict=True))
    entry_of = {entry.intake_id: entry for entry in entries}
    notice_of = {notice.person_id: notice for notice in notices}
    found = []
    for intake, told in people.opened(incident):
        entry, notice = entry_of.get(intake.pk), notice_of.get(intake.pk)
        of_entry = [row for row in decisions if entry is not None and row.entry_id == entry.pk]
        found.append(
            Part(
                intake=intake,
                person=told,
                notice=notice,
                deferral=contents[notice.pk]["reason"] if notice else "",
                entry=entry,
                content=contents[entry.pk] if entry else {},
                decisions=tuple((row, contents[row.pk]["reason"]) for row in of_entry),
            )
        )
    return tuple(found)
