"""What ends by itself: one list says what is due, a dry run prints it, and applying does exactly that (section 17)."""

import datetime as dates
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from zemag import sealing
from zemag.clocks import intake_ends, local_day, working_clock
from zemag.models import (
    Acknowledgement,
    DecisionKind,
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
from zemag.services import cases, letters, logbook, notices, old_reports, people, subject_requests
from zemag.services.entries import decide, erase
from zemag.services.ledger import REGISTER, changing

DRAFTS_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that is due: what happens, and to which row."""

    kind: str
    row: uuid.UUID


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of end: the rows among which some may be due, what tells which are, and what is done with one."""

    rows: Callable[[datetime], QuerySet[Any]]
    act: Callable[[uuid.UUID, datetime], None]
    judge: Callable[[datetime], Callable[[Any], bool]] | None = None

    def due(self, now: datetime, row: uuid.UUID | None = None) -> list[uuid.UUID]:
        """Return the rows that are due, or whether this one is: ten thousand ends must not read each other."""
        found = self.rows(now).order_by("pk")
        if row is not None:
            found = found.filter(pk=row)
        if self.judge is None:
            return list(found.values_list("pk", flat=True))
        is_due = self.judge(now)
        return [one.pk for one in found if is_due(one)]


def plan(now: datetime) -> list[Item]:
    """Return what is due, in the order in which it is done."""
    return [Item(kind, row) for kind, rule in RULES.items() for row in rule.due(now)]


def apply(now: datetime) -> list[Item]:
    """Do what is due, each item in a transaction of its own with its row of the log; return what was done."""
    done = []
    for item in plan(now):
        rule = RULES[item.kind]
        with changing(REGISTER):
            # Looked at again under the lock: what was settled meanwhile stays.
            if not rule.due(now, item.row):
                continue
            rule.act(item.row, now)
        done.append(item)
    return done


def _expired(now: datetime) -> QuerySet[Any]:
    return RegisterEntry.objects.filter(delete_on__lt=local_day(now)).exclude(state=EntryState.DELETED)


def delete_entry(row: uuid.UUID, now: datetime) -> None:
    """End an entry, in the caller's transaction."""
    entry = RegisterEntry.objects.get(pk=row)
    intake = entry.intake
    erase(entry, actor=None, now=now, kind=DecisionKind.DELETED)
    entry.version += 1
    entry.save()
    people.without_entry(intake, actor=None, now=now)


def _lapsed(now: datetime) -> QuerySet[Any]:
    return RegisterEntry.objects.filter(state=EntryState.PROVISIONAL, provisional_until__lte=now)


def _back_to_proposed(row: uuid.UUID, now: datetime) -> None:
    entry = RegisterEntry.objects.get(pk=row)
    entry.state, entry.version = EntryState.PROPOSED, entry.version + 1
    entry.save()
    decide(entry, DecisionKind.REVIEW, actor=None, now=now, action="change", reason="lapsed")


def _to_review(now: datetime) -> QuerySet[Any]:
    today = local_day(now)
    return RegisterEntry.objects.filter(state=EntryState.ACTIVE, review_on__lte=today, delete_on__gte=today)


def _review(row: uuid.UUID, now: datetime) -> None:
    entry = RegisterEntry.objects.get(pk=row)
    entry.state, entry.version = EntryState.DUE_REVIEW, entry.version + 1
    entry.save()
    decide(entry, DecisionKind.REVIEW, actor=None, now=now, action="change", reason="review date")


def _intakes(now: datetime) -> QuerySet[Any]:
    rows = IntakePerson.objects.filter(destroyed_at=None).select_related("incident", "notice")
    return rows.prefetch_related("incident__entitled")


def _intake_is_over(now: datetime) -> Callable[[Any], bool]:
    today = local_day(now)
    return lambda intake: _intake_ends(intake, today) <= today


def _intake_ends(intake: IntakePerson, today: dates.date) -> dates.date:
    """Return the day on which a reported person's data goes; without a notice row it is the day it was recorded."""
    notice: Notice | None = getattr(intake, "notice", None)
    due = notice.due_on if notice else intake.recorded_on
    applications = [entitled.last_day for entitled in intake.incident.entitled.all()]
    again = notice.again_by if notice else None
    return intake_ends(intake.recorded_on, applications, due, noticed=notices.holds(notice, today), again=again)


def _destroy_intake(row: uuid.UUID, now: datetime) -> None:
    intake = IntakePerson.objects.select_related("incident").get(pk=row)
    people.destroy(intake, now)
    logbook.write("delete", actor=None, now=now, subject=logbook.subject_of(intake.incident), result="person")
    people.go_on(intake.incident, actor=None, now=now)


def _drafts(now: datetime) -> QuerySet[Any]:
    return Incident.objects.filter(state=IncidentState.DRAFT, created_at__lte=now - DRAFTS_KEPT)


def _drop_draft(row: uuid.UUID, now: datetime) -> None:
    draft = Incident.objects.get(pk=row)
    sealing.destroy([draft])
    draft.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.Incident {row}", result="draft")


def _unanswered(now: datetime) -> QuerySet[Any]:
    return Incident.objects.filter(state=IncidentState.NEEDS_INFO, due_at__lte=now)


def _back_to_triage(row: uuid.UUID, now: datetime) -> None:
    incident = Incident.objects.get(pk=row)
    cases.step(incident, IncidentState.TRIAGE, actor=None, now=now, due=working_clock(now, incident.level))


def _typed(now: datetime) -> QuerySet[Any]:
    return InquiryInput.objects.filter(delete_on__lte=local_day(now))


def _drop_typed(row: uuid.UUID, now: datetime) -> None:
    typed = InquiryInput.objects.get(pk=row)
    sealing.destroy([typed])
    typed.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.InquiryInput {row}", result="input")


def _old_inquiries(now: datetime) -> QuerySet[Any]:
    """Inquiries stay until the end of the following year, as the log does."""
    limit = dates.datetime(local_day(now).year - 1, 1, 1, tzinfo=dates.UTC)
    return Inquiry.objects.filter(asked_at__lt=limit)


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


def _evaluations(now: datetime) -> QuerySet[Any]:
    """Evaluations stay as long as the rows that tell of them."""
    limit = dates.datetime(local_day(now).year - 1, 1, 1, tzinfo=dates.UTC)
    return LogEvaluation.objects.filter(requested_at__lt=limit)


def _drop_evaluation(row: uuid.UUID, now: datetime) -> None:
    evaluation = LogEvaluation.objects.get(pk=row)
    sealing.destroy([evaluation])
    evaluation.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.LogEvaluation {row}", result="evaluation")


RULES = {
    "entry": Rule(_expired, delete_entry),
    "provisional": Rule(_lapsed, _back_to_proposed),
    "review": Rule(_to_review, _review),
    "person": Rule(_intakes, _destroy_intake, _intake_is_over),
    "draft": Rule(_drafts, _drop_draft),
    "question": Rule(_unanswered, _back_to_triage),
    "input": Rule(_typed, _drop_typed),
    "letter": Rule(letters.over, letters.forget),
    "request": Rule(subject_requests.over, subject_requests.forget),
    "inquiry": Rule(_old_inquiries, _drop_inquiry),
    "evaluation": Rule(_evaluations, _drop_evaluation),
    "report": Rule(old_reports.over, old_reports.forget, old_reports.is_counted),
}
