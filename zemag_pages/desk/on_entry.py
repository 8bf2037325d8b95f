"""What can be done with an entry: propose, sign, show, review, extend, restrict, objection, outcome."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag.catalogue import HIGHEST
from zemag.models import DecisionKind, EntryState, Role
from zemag.services import register, reviewing
from zemag.services.desk import Case
from zemag.services.people import MAKING
from zemag_pages.desk.action import Action, on_entry
from zemag_pages.desk.forms import ObjectionForm, OutcomeForm, ProposalForm, ReasonForm, UntilForm
from zemag_pages.desk.on_report import is_undecided

E = EntryState
UNSIGNED, SHOWN, SIGNED = (E.PROPOSED, E.PROVISIONAL), (E.ACTIVE, E.DUE_REVIEW), (E.ACTIVE, E.DUE_REVIEW, E.RESTRICTED)


def _sign(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
    entry = case.entry
    return register.approve(
        entry_id=entry.pk if entry else case.incident.pk,
        actor=actor,
        now=now,
        expected=entry.version if entry else None,
    )


def _waits(kind: DecisionKind) -> Callable[[Case], bool]:
    return lambda case: any(row.kind == kind and row.second is None for row, _reason in case.part.decisions)


ON_ENTRY: dict[str, Action] = {
    "propose": Action(
        _("Propose an entry"),
        _("Another person signs it before anybody can find it."),
        lambda case, data, actor, now: register.propose(
            incident_id=case.incident.pk, number=case.number, proposal=data, actor=actor, now=now
        ),
        states=MAKING,
        form=ProposalForm,
        serious=True,
        also=is_undecided,
        about_person=True,
    ),
    "sign": Action(
        _("Sign the entry"),
        _("It can be found from then on; visits of today are compared. Never one's own proposal."),
        _sign,
        entry=UNSIGNED,
        serious=True,
        about_person=True,
    ),
    "return": Action(
        _("Return the proposal"),
        _("Its content is destroyed; the reason stays with the report."),
        on_entry(register.send_back),
        entry=UNSIGNED,
        form=ReasonForm,
        serious=True,
        about_person=True,
    ),
    "show": Action(
        _("Show at once"),
        _("Level 3 alone: found from now on, for 72 hours or the end of the next working day."),
        on_entry(register.show_provisionally),
        entry=(E.PROPOSED,),
        serious=True,
        lead=True,
        also=lambda case: case.entry is not None and case.entry.level == HIGHEST and not case.entry.provisional_by,
        about_person=True,
    ),
    "review": Action(
        _("Put under review"),
        _("The entry stays searchable."),
        on_entry(reviewing.put_under_review),
        entry=(E.ACTIVE,),
        form=ReasonForm,
        about_person=True,
    ),
    "keep": Action(
        _("Keep after review"),
        _("The next review is set; the end stays as it was."),
        on_entry(reviewing.keep),
        entry=(E.DUE_REVIEW,),
        form=ReasonForm,
        serious=True,
        also=lambda case: case.entry is not None and not case.entry.has_objection,
        about_person=True,
    ),
    "extend": Action(
        _("Propose to keep it longer"),
        _("Another person sets the day."),
        on_entry(reviewing.propose_extension),
        entry=SHOWN,
        form=ReasonForm,
        about_person=True,
    ),
    "confirm-extension": Action(
        _("Keep it longer"),
        _("As the second person, within what the legal profile allows."),
        on_entry(reviewing.confirm_extension),
        entry=SHOWN,
        form=UntilForm,
        serious=True,
        also=_waits(DecisionKind.EXTENDED),
        about_person=True,
    ),
    "restrict": Action(
        _("Restrict"),
        _("GDPR Art. 18: the entry is hidden."),
        on_entry(reviewing.restrict),
        entry=SHOWN,
        form=ReasonForm,
        serious=True,
        about_person=True,
    ),
    "protect": Action(
        _("Propose to show it all the same"),
        _("Because another person's protection needs it; another person confirms."),
        on_entry(reviewing.propose_protection),
        entry=(E.RESTRICTED,),
        form=ReasonForm,
        also=lambda case: case.entry is not None and not case.entry.is_protected,
        about_person=True,
    ),
    "confirm-protection": Action(
        _("Show it all the same"),
        _("As the second person; visits of today are compared."),
        on_entry(reviewing.confirm_protection),
        entry=(E.RESTRICTED,),
        serious=True,
        also=_waits(DecisionKind.PROTECTION),
        about_person=True,
    ),
    "lift": Action(
        _("Lift the restriction"),
        _("The person has to be told before (letter T12). Visits of today are compared."),
        on_entry(reviewing.lift),
        entry=(E.RESTRICTED,),
        form=ReasonForm,
        serious=True,
        about_person=True,
    ),
    "objection": Action(
        _("Take an objection"),
        _("GDPR Art. 21: the entry is under review until somebody uninvolved has decided."),
        on_entry(reviewing.receive_objection),
        entry=SIGNED,
        form=ReasonForm,
        also=lambda case: case.entry is not None and not case.entry.has_objection,
        about_person=True,
    ),
    "decide-objection": Action(
        _("Decide the objection"),
        _("By somebody who neither proposed nor signed the entry."),
        on_entry(reviewing.decide_objection),
        entry=SIGNED,
        form=ObjectionForm,
        serious=True,
        also=lambda case: case.entry is not None and case.entry.has_objection,
        about_person=True,
    ),
    "outcome": Action(
        _("Record the outcome"),
        _("Acquittal deletes the entry unless a house ban runs; anything else leads to a review."),
        on_entry(reviewing.record_outcome),
        role=Role.LEGAL,
        entry=SIGNED,
        form=OutcomeForm,
        serious=True,
        about_person=True,
    ),
}
