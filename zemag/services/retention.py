"""What ends by itself: one list says what is due, a dry run prints it, and applying does exactly that (section 17)."""

import datetime as dates
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zemag import sealing
from zemag.clocks import intake_ends, local_day, working_clock
from zemag.models import (
    Acknowledgement,
    DecisionKind,
    Entitled,
    EntryState,
    Incident,
    IncidentState,
    Inquiry,
    InquiryInput,
    IntakePerson,
    LogEvaluation,
    Notice,
    RegisterEntry,
    Watch,
)
from zemag.services import cases, letters, logbook, notices, old_reports, subject_requests
from zemag.services.entries import decide, erase
from zemag.services.ledger import REGISTER, changing

DRAFTS_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is due: what happens, and to which row."""

    kind: str
    row: uuid.UUID


def plan(now: datetime) -> list[Item]:
    """Return what is due, in the order in which it is done."""
    return [Item(kind, row) for kind, (due, _act) in RULES.items() for row in due(now)]


def apply(now: datetime) -> list[Item]:
    """Do what is due, each item in a transaction of its own with its row of the log; return what was done."""
    done = []
    for item in plan(now):
        due, act = RULES[item.kind]
        with changing(REGISTER):
            # Looked at again under the lock: what was settled meanwhile stays.
            if item.row not in set(due(now)):
                continue
            act(item.row, now)
        done.append(item)
    return done


def _expired(now: datetime) -> Iterator[uuid.UUID]:
    rows = RegisterEntry.objects.filter(delete_on__lt=local_day(now)).exclude(state=EntryState.DELETED)
    yield from rows.order_by("pk").values_list("pk", flat=True)


def delete_entry(row: uuid.UUID, now: datetime) -> None:
    """End an entry, in the caller's transaction."""
    entry = RegisterEntry.objects.get(pk=row)
    incident = entry.incident
    if incident is not None and incident.state == IncidentState.ENTRY_PROPOSED:
        cases.step(incident, IncidentState.STATISTICS_ONLY, actor=None, now=now)
    erase(entry, actor=None, now=now, kind=DecisionKind.DELETED)
    entry.version += 1
    entry.save()


def _lapsed(now: datetime) -> Iterator[uuid.UUID]:
    rows = RegisterEntry.objects.filter(state=EntryState.PROVISIONAL, provisional_until__lte=now)
    yield from rows.order_by("pk").values_list("pk", flat=True)


def _back_to_proposed(row: uuid.UUID, now: datetime) -> None:
    entry = RegisterEntry.objects.get(pk=row)
    entry.state, entry.version = EntryState.PROPOSED, entry.version + 1
    entry.save()
    decide(entry, DecisionKind.REVIEW, actor=None, now=now, action="change", reason="lapsed")


def _to_review(now: datetime) -> Iterator[uuid.UUID]:
    rows = RegisterEntry.objects.filter(state=EntryState.ACTIVE, review_on__lte=local_day(now))
    yield from rows.filter(delete_on__gte=local_day(now)).order_by("pk").values_list("pk", flat=True)


def _review(row: uuid.UUID, now: datetime) -> None:
    entry = RegisterEntry.objects.get(pk=row)
    entry.state, entry.version = EntryState.DUE_REVIEW, entry.version + 1
    entry.save()
    decide(entry, DecisionKind.REVIEW, actor=None, now=now, action="change", reason="review date")


def _intakes(now: datetime) -> Iterator[uuid.UUID]:
    today = local_day(now)
    rows = IntakePerson.objects.filter(destroyed_at=None).select_related("incident")
    for intake in rows.order_by("pk"):
        if _intake_ends(intake, today) <= today:
            yield intake.pk


def _intake_ends(intake: IntakePerson, today: dates.date) -> dates.date:
    """Return the day on which a reported person's data goes; without a notice row it is the day it was recorded."""
    notice = Notice.objects.filter(incident=intake.incident_id).first()
    due = notice.due_on if notice else intake.recorded_on
    applications = Entitled.objects.filter(incident=intake.incident_id).values_list("last_day", flat=True)
    return intake_ends(intake.recorded_on, applications, due, noticed=notices.holds(notice, today))


def _destroy_intake(row: uuid.UUID, now: datetime) -> None:
    incident = IntakePerson.objects.select_related("incident").get(pk=row).incident
    cases.destroy_intake(incident, now)
    logbook.write("delete", actor=None, now=now, subject=logbook.subject_of(incident), result="person")


def _drafts(now: datetime) -> Iterator[uuid.UUID]:
    rows = Incident.objects.filter(state=IncidentState.DRAFT, created_at__lte=now - DRAFTS_KEPT)
    yield from rows.order_by("pk").values_list("pk", flat=True)


def _drop_draft(row: uuid.UUID, now: datetime) -> None:
    draft = Incident.objects.get(pk=row)
    sealing.destroy([draft])
    draft.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.Incident {row}", result="draft")


def _unanswered(now: datetime) -> Iterator[uuid.UUID]:
    rows = Incident.objects.filter(state=IncidentState.NEEDS_INFO, due_at__lte=now)
    yield from rows.order_by("pk").values_list("pk", flat=True)


def _back_to_triage(row: uuid.UUID, now: datetime) -> None:
    incident = Incident.objects.get(pk=row)
    cases.step(incident, IncidentState.TRIAGE, actor=None, now=now, due=working_clock(now, incident.level))


def _typed(now: datetime) -> Iterator[uuid.UUID]:
    rows = InquiryInput.objects.filter(delete_on__lte=local_day(now))
    yield from rows.order_by("pk").values_list("pk", flat=True)


def _drop_typed(row: uuid.UUID, now: datetime) -> None:
    typed = InquiryInput.objects.get(pk=row)
    sealing.destroy([typed])
    typed.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.InquiryInput {row}", result="input")


def _old_inquiries(now: datetime) -> Iterator[uuid.UUID]:
    """Inquiries stay until the end of the following year, as the log does."""
    limit = dates.datetime(local_day(now).year - 1, 1, 1, tzinfo=dates.UTC)
    yield from Inquiry.objects.filter(asked_at__lt=limit).order_by("pk").values_list("pk", flat=True)


def _drop_inquiry(row: uuid.UUID, now: datetime) -> None:
    inquiry = Inquiry.objects.get(pk=row)
    parts = [
        *InquiryInput.objects.filter(item__inquiry=inquiry),
        *Watch.objects.filter(item__inquiry=inquiry),
        *Acknowledgement.objects.filter(hit__item__inquiry=inquiry),
    ]
    sealing.destroy([inquiry, *parts])
    inquiry.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.Inquiry {row}", result="inquiry")


def _evaluations(now: datetime) -> Iterator[uuid.UUID]:
    """Evaluations stay as long as the rows that tell of them."""
    limit = dates.datetime(local_day(now).year - 1, 1, 1, tzinfo=dates.UTC)
    yield from LogEvaluation.objects.filter(requested_at__lt=limit).order_by("pk").values_list("pk", flat=True)


def _drop_evaluation(row: uuid.UUID, now: datetime) -> None:
    evaluation = LogEvaluation.objects.get(pk=row)
    sealing.destroy([evaluation])
    evaluation.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.LogEvaluation {row}", result="evaluation")


def _letters(now: datetime) -> Iterator[uuid.UUID]:
    yield from letters.over(now)


def _requests(now: datetime) -> Iterator[uuid.UUID]:
    yield from subject_requests.over(now)


Rule = tuple[Callable[[datetime], Iterator[uuid.UUID]], Callable[[uuid.UUID, datetime], None]]
RULES: dict[str, Rule] = {
    "entry": (_expired, delete_entry),
    "provisional": (_lapsed, _back_to_proposed),
    "review": (_to_review, _review),
    "person": (_intakes, _destroy_intake),
    "draft": (_drafts, _drop_draft),
    "question": (_unanswered, _back_to_triage),
    "input": (_typed, _drop_typed),
    "letter": (_letters, letters.forget),
    "request": (_requests, subject_requests.forget),
    "inquiry": (_old_inquiries, _drop_inquiry),
    "evaluation": (_evaluations, _drop_evaluation),
    "report": (old_reports.over, old_reports.forget),
}
