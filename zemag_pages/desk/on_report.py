"""What can be done with a report, by quality staff and legal unit."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag.catalogue import HIGHEST
from zemag.models import MOST_PEOPLE, Incident, IncidentState, NoticeState, Role
from zemag.services import legal, naming, notices, people, triage
from zemag.services.desk import Case, Part
from zemag_pages.desk.action import Action, on_incident, on_person
from zemag_pages.desk.forms import (
    DeferralForm,
    DuplicateForm,
    IdentityForm,
    KnowledgeForm,
    LevelForm,
    QuestionForm,
    ReasonForm,
    StepForm,
)
from zemag_pages.desk.naming import NamedForm

S = IncidentState
TRIAGE = (S.TRIAGE,)


def _take(case: Case, data: dict[str, Any], actor: User, now: datetime) -> Incident:
    return triage.take(incident_id=case.incident.pk, actor=actor, now=now, expected=case.incident.version)


def _duplicate(case: Case, data: dict[str, Any], actor: User, now: datetime) -> Incident:
    return triage.mark_duplicate(incident_id=case.incident.pk, first_id=data["first"], actor=actor, now=now)


def _knowledge(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
    return legal.confirm_knowledge(
        entitled_id=data["entitled"], known_on=data["known_on"], source=data["source"], actor=actor, now=now
    )


def is_known(case: Case) -> bool:
    """Whether somebody is known of whom an entry could tell."""
    anybody = any(part.intake is not None and part.intake.destroyed_at is None for part in case.people)
    return anybody and case.incident.level > 0 and not case.incident.is_anonymous


def can_name_more(case: Case) -> bool:
    """Whether the case can name another person."""
    few = sum(part.intake is not None for part in case.people) < MOST_PEOPLE
    return few and case.incident.level > 0 and not case.incident.is_anonymous


def is_undecided(case: Case) -> bool:
    """Whether nothing is decided yet about the person whom a step is about."""
    return case.part.is_open and case.incident.level > 0 and not case.incident.is_anonymous


def _without_entry(part: Part) -> bool:
    return part.intake is not None and part.intake.destroyed_at is None and part.entry is None


def _notice_open(case: Case) -> bool:
    return case.part.notice is not None and case.part.notice.state in (NoticeState.OPEN, NoticeState.DEFERRED)


def _deferral_waits(case: Case) -> bool:
    notice = case.part.notice
    waits = notice is not None and notice.state == NoticeState.OPEN and notice.deferred_by is not None
    return waits and notice is not None and not notice.is_undeliverable


ON_REPORT: dict[str, Action] = {
    "take": Action(_("Take the report"), _("You examine it; its next step is due then."), _take, states=(S.SUBMITTED,)),
    "to-legal": Action(
        _("To the legal unit"),
        _("Every criminal act goes there, also at level 1."),
        on_incident(triage.to_legal),
        states=TRIAGE,
        also=lambda case: case.incident.level > 0 and not case.incident.is_anonymous,
    ),
    "ask-back": Action(
        _("Ask the reporter"),
        _("Without an answer the report comes back after five working days."),
        on_incident(triage.ask_back),
        states=TRIAGE,
        form=QuestionForm,
        also=lambda case: case.incident.reporter is not None,
    ),
    "statistics": Action(
        _("Statistics only"),
        _("What is known of people is destroyed at once, or when its periods end."),
        on_incident(triage.to_statistics),
        states=(S.TRIAGE, S.DECLINED, S.TRIGGER_RECORDED),
        form=ReasonForm,
        serious=True,
        also=lambda case: case.incident.state == S.DECLINED or not is_known(case),
    ),
    "duplicate": Action(
        _("Duplicate"),
        _("The report ends; what it holds of people is destroyed. It cannot be taken back."),
        _duplicate,
        states=TRIAGE,
        form=DuplicateForm,
        serious=True,
    ),
    "level": Action(
        _("Change the level"),
        _("The computed level stays in the log."),
        on_incident(triage.change_level),
        states=TRIAGE,
        form=LevelForm,
    ),
    "close": Action(_("Close"), _("The reporter is told."), on_incident(triage.close), states=(S.STATISTICS_ONLY,)),
    "reopen": Action(
        _("Open again"),
        _("On a new fact."),
        on_incident(triage.reopen),
        states=(S.CLOSED,),
        form=ReasonForm,
        also=lambda case: not any(part.entry for part in case.people) or any(map(_without_entry, case.people)),
    ),
    "record": Action(
        _("Record a step"),
        _("Complaint, application or house ban; more can follow."),
        lambda case, data, actor, now: legal.record_step(incident_id=case.incident.pk, step=data, actor=actor, now=now),
        role=Role.LEGAL,
        states=(S.LEGAL_PENDING, S.TRIGGER_RECORDED),
        form=StepForm,
        serious=True,
    ),
    "decline": Action(
        _("Decline"),
        _("Nothing is filed; reporter, supervisor and quality staff are told."),
        on_incident(legal.decline),
        role=Role.LEGAL,
        states=(S.LEGAL_PENDING,),
        form=ReasonForm,
        serious=True,
    ),
    "knowledge": Action(
        _("Confirm the day of knowledge"),
        _("From this day on the three months of StGB § 77b run."),
        _knowledge,
        role=Role.LEGAL,
        form=KnowledgeForm,
        also=lambda case: bool(case.clocks),
    ),
    "record-out-of-hours": Action(
        _("Record a complaint out of hours"),
        _("Level 3 alone, with the reference of the police; the legal unit is told."),
        lambda case, data, actor, now: legal.record_by_lead(
            incident_id=case.incident.pk, step=data, actor=actor, now=now
        ),
        states=(S.LEGAL_PENDING,),
        form=StepForm,
        serious=True,
        lead=True,
        also=lambda case: case.incident.level == HIGHEST,
    ),
    "add-person": Action(
        _("Add a person"),
        _("Somebody of whom the report did not tell. The month for the letter to them begins today."),
        on_incident(naming.add),
        states=naming.STATES,
        form=NamedForm,
        serious=True,
        also=can_name_more,
    ),
    "no-entry": Action(
        _("Make no entry"),
        _("Once everybody whom the report names is settled, the case can be closed. The reporter reads the reason."),
        on_person(people.make_no_entry),
        states=people.MAKING,
        form=ReasonForm,
        serious=True,
        about_person=True,
        also=is_undecided,
    ),
    "identify": Action(
        _("Change how sure it is"),
        _("Who has only been guessed never gets an entry."),
        on_person(people.identify),
        states=tuple(state for state in S if state not in (S.DRAFT, S.DUPLICATE)),
        form=IdentityForm,
        about_person=True,
        also=lambda case: case.part.is_open,
    ),
    "defer": Action(
        _("Propose to defer the notice"),
        _("Another person confirms; data protection is told."),
        on_person(notices.propose_deferral),
        form=DeferralForm,
        about_person=True,
        also=_notice_open,
    ),
    "confirm-deferral": Action(
        _("Confirm the deferral"),
        _("As the second person."),
        on_person(notices.confirm_deferral),
        serious=True,
        about_person=True,
        also=_deferral_waits,
    ),
}
