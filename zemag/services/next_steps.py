"""The one next step of a case: of its report, of one of its entries, or a letter whose day comes first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db.models import Max, Q, QuerySet

from zemag.clocks import add_working_days, end_of_day, local_day
from zemag.models import (
    DecisionKind,
    Delivery,
    EntryState,
    Incident,
    IncidentState,
    Notice,
    NoticeState,
    Owed,
    RegisterEntry,
    Role,
)
from zemag.services.people import UNSIGNED

REVIEW_DAYS = 10
NEVER = datetime.max.replace(tzinfo=UTC)
ASKED = (DecisionKind.REVIEW, DecisionKind.OBJECTED)
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
# What is owed to a person whose letter came back.
RETURNED = {
    "": "letter",
    Delivery.RETURNED: "query",
    Delivery.NEW_ADDRESS: "again",
    Delivery.NO_ADDRESS: "undelivered",
    Delivery.NOT_KNOWN: "undelivered",
    Delivery.BLOCKED: "blocked",
}


@dataclass(frozen=True, slots=True)
class Next:
    """The one next step: a code whose text stands elsewhere, whose it is, until when, and about whom, if about one."""

    code: str
    role: str
    due: datetime | None = None
    about: uuid.UUID | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether the step should have been done."""
        return self.due is not None and self.due <= now


def next_step(incident: Incident, entries: Sequence[RegisterEntry], notices: Sequence[Notice]) -> Next:
    """Return the one next step: of the report, of one of its entries, or a letter when its day comes first.

    Each entry says when its review was asked for (`since`): it is due in ten working days (settled decision 1).
    """
    found = _of_report(incident, entries)
    steps = [_of_entry(entry) for entry in entries if entry.state not in UNSIGNED]
    if found is None:
        # One with a day comes before one without.
        steps.sort(key=lambda step: (step.code == "none", step.due is None, step.due or NEVER))
        found = steps.pop(0) if steps else Next("none", "")
    steps += [step for notice in notices if (step := _of_notice(notice)) is not None]
    for step in steps:
        if step.due is not None and (found.due is None or step.due < found.due):
            found = step
    return found


def _of_report(incident: Incident, entries: Sequence[RegisterEntry]) -> Next | None:
    """Return the step that its state asks for; None for a report that is at rest."""
    if incident.state not in STEPS:
        return None
    code, role = STEPS[incident.state]
    if code != "sign":
        return Next(code, role, incident.due_at)
    unsigned = sorted(
        (entry for entry in entries if entry.state in UNSIGNED), key=lambda entry: entry.provisional_until or NEVER
    )
    first = unsigned[0] if unsigned else None
    due = first.provisional_until if first else None
    return Next(code, role, due or incident.due_at, first.intake_id if first else None)


def _of_entry(entry: RegisterEntry) -> Next:
    since: datetime | None = getattr(entry, "since", None)
    due = end_of_day(add_working_days(local_day(since), REVIEW_DAYS)) if since else None
    if entry.has_objection:
        return Next("objection", Role.QUALITY, due, entry.intake_id)
    if entry.state == EntryState.RESTRICTED:
        return Next("restricted", Role.QUALITY, None, entry.intake_id)
    if entry.state in DECIDED:
        return Next("review", Role.QUALITY, due, entry.intake_id)
    return Next("none", "")


def _of_notice(notice: Notice) -> Next | None:
    """Return what is owed to a person."""
    step = of_owed(notice)
    return replace(step, about=notice.person_id) if step is not None else None


def of_owed(row: Owed) -> Next | None:
    """Return what is owed by letter; who was given up is looked for again by the day of looking again."""
    if row.state == NoticeState.DEFERRED and row.is_undeliverable and row.recheck_on is not None:
        return Next("query", Role.QUALITY, end_of_day(row.recheck_on))
    if row.state != NoticeState.OPEN:
        return None
    code = "given-up" if row.is_undeliverable else RETURNED[row.delivery]
    return Next(code, Role.QUALITY, end_of_day(row.again_by or row.due_on))


def entries_with_days() -> QuerySet[RegisterEntry]:
    """Return the entries that are not deleted, each with the moment at which its review was asked for."""
    asked = Max("decisions__at", filter=Q(decisions__kind__in=ASKED))
    return RegisterEntry.objects.exclude(state=EntryState.DELETED).annotate(since=asked).order_by("pk")
