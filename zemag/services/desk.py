"""What quality staff and legal unit see: the list of open cases by plain columns, and one case, opened and logged."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet

from accounts.models import User
from zemag import sealing
from zemag.clocks import add_working_days, end_of_day, local_day
from zemag.models import (
    DecisionKind,
    Entitled,
    EntryDecision,
    EntryState,
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
from zemag.services import cases, logbook, support
from zemag.services.errors import Denied, NotFound

REVIEW_DAYS = 10
ASKED = (DecisionKind.REVIEW, DecisionKind.OBJECTED)
READERS = (Role.QUALITY, Role.LEGAL)
# Entries about which somebody has to decide.
DECIDED = (EntryState.PROPOSED, EntryState.PROVISIONAL, EntryState.DUE_REVIEW, EntryState.RESTRICTED)
# Who has the next step of a report, and what it is called.
STEPS: dict[str, tuple[str, str]] = {
    IncidentState.SUBMITTED: ("take", Role.QUALITY),
    IncidentState.TRIAGE: ("examine", Role.QUALITY),
    IncidentState.NEEDS_INFO: ("answer", "R1"),
    IncidentState.LEGAL_PENDING: ("file", Role.LEGAL),
    IncidentState.TRIGGER_RECORDED: ("propose", Role.QUALITY),
    IncidentState.ENTRY_PROPOSED: ("sign", Role.QUALITY),
    IncidentState.DECLINED: ("statistics", Role.QUALITY),
    IncidentState.STATISTICS_ONLY: ("close", Role.QUALITY),
}


@dataclass(frozen=True, slots=True)
class Next:
    """The one next step: a code whose text stands elsewhere, whose it is, and until when."""

    code: str
    role: str
    due: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether the step should have been done."""
        return self.due is not None and self.due <= now


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the list."""

    incident: Incident
    entry: RegisterEntry | None
    next: Next
    late: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its reader may see it; parts that are none of theirs are empty."""

    incident: Incident
    role: str
    grants: tuple[Grant, ...]
    told: dict[str, Any]
    offences: list[Any]
    next: Next
    intake: IntakePerson | None = None
    person: dict[str, Any] = field(default_factory=dict)
    victims: list[dict[str, Any]] = field(default_factory=list)
    statement: SupervisorStatement | None = None
    stated: str = ""
    notice: Notice | None = None
    deferral: str = ""
    entry: RegisterEntry | None = None
    content: dict[str, Any] = field(default_factory=dict)
    steps: list[tuple[LegalStep, str]] = field(default_factory=list)
    clocks: list[tuple[Entitled, dict[str, str]]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    texts: list[tuple[Supplement, str]] = field(default_factory=list)
    decisions: list[tuple[EntryDecision, str]] = field(default_factory=list)
    support: list[SupportContact] = field(default_factory=list)

    def has(self, role: str) -> bool:
        """Whether the reader holds a role today."""
        return any(grant.role == role for grant in self.grants)

    @property
    def leads(self) -> bool:
        """Whether the reader leads the quality staff."""
        return any(grant.is_lead for grant in self.grants)


def readers_grants(actor: User, now: datetime) -> tuple[Grant, ...]:
    """Return the grants by which somebody sees cases; none means that they see none."""
    return tuple(grant for role in READERS for grant in grants_of(actor, role, local_day(now)))


def next_step(
    incident: Incident, entry: RegisterEntry | None, notice: Notice | None, since: datetime | None = None
) -> Next:
    """Return the one next step: of the report, then of its entry, or the letter when its day comes first.

    `since` is when its review was asked for; it is due in ten working days (settled decision 1).
    """
    found = _of_state(incident, entry, since)
    if notice is None or notice.state != NoticeState.OPEN:
        return found
    due = end_of_day(notice.due_on)
    return Next("letter", Role.QUALITY, due) if found.due is None or due < found.due else found


def _of_state(incident: Incident, entry: RegisterEntry | None, since: datetime | None) -> Next:
    if incident.state in STEPS:
        code, role = STEPS[incident.state]
        due = incident.due_at
        if code == "sign" and entry is not None and entry.provisional_until is not None:
            due = entry.provisional_until
        return Next(code, role, due)
    due = end_of_day(add_working_days(local_day(since), REVIEW_DAYS)) if since else None
    if entry is not None and entry.has_objection:
        return Next("objection", Role.QUALITY, due)
    if entry is not None and entry.state == EntryState.RESTRICTED:
        return Next("restricted", Role.QUALITY)
    if entry is not None and entry.state in DECIDED:
        return Next("review", Role.QUALITY, due)
    return Next("none", "")


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
        waiting = Q(state__in=list(STEPS)) | Q(entry__state__in=DECIDED) | Q(notice__state=NoticeState.OPEN)
        rows = rows.filter(waiting | Q(entry__has_objection=True))
    asked = Max("entry__decisions__at", filter=Q(entry__decisions__kind__in=ASKED))
    return rows.select_related("entry", "notice").annotate(since=asked)


def _row(incident: Incident, now: datetime) -> Row:
    entry: RegisterEntry | None = getattr(incident, "entry", None)
    step = next_step(incident, entry, getattr(incident, "notice", None), getattr(incident, "since", None))
    return Row(incident, entry, step, step.is_late(now))


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
    entry = RegisterEntry.objects.filter(incident=incident).exclude(state=EntryState.DELETED).first()
    notice = Notice.objects.filter(incident=incident).first()
    intake = IntakePerson.objects.filter(incident=incident, destroyed_at=None).first()
    statement = SupervisorStatement.objects.filter(incident=incident).first()
    steps = list(LegalStep.objects.filter(incident=incident).order_by("filed_on", "pk"))
    clocks = list(Entitled.objects.filter(incident=incident).order_by("last_day", "pk"))
    texts = list(Supplement.objects.filter(incident=incident).order_by("at"))
    decisions = list(EntryDecision.objects.filter(entry=entry).order_by("at")) if entry else []
    opened = sealing.unseal_all([*steps, *clocks, *texts, *decisions])
    cut = [0, len(steps), len(steps) + len(clocks), len(steps) + len(clocks) + len(texts), len(opened)]
    parts = [opened[start:end] for start, end in zip(cut, cut[1:], strict=False)]
    since = max((row.at for row in decisions if row.kind in ASKED), default=None)
    return Case(
        incident=incident,
        role=grants[0].role,
        grants=grants,
        told=sealing.unseal(incident),
        offences=list(incident.offences.order_by("pk")),
        next=next_step(incident, entry, notice, since),
        intake=intake,
        person=sealing.unseal(intake) if intake else {},
        victims=sealing.unseal_all(list(Victim.objects.filter(incident=incident))) if legal else [],
        statement=statement,
        stated=sealing.unseal(statement)["text"] if statement else "",
        notice=notice,
        deferral=sealing.unseal(notice)["reason"] if notice else "",
        entry=entry,
        content=sealing.unseal(entry) if entry else {},
        steps=[(row, value["reference"]) for row, value in zip(steps, parts[0], strict=True)],
        clocks=list(zip(clocks, parts[1], strict=True)),
        letters=list(Letter.objects.filter(incident=incident).order_by("made_at")),
        texts=[(row, value["text"]) for row, value in zip(texts, parts[2], strict=True)],
        decisions=[(row, value["reason"]) for row, value in zip(decisions, parts[3], strict=True)],
        support=support.of(incident) if any(grant.role == Role.QUALITY for grant in grants) else [],
    )
