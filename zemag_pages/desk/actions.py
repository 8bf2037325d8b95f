"""All that can be done with a case; the services hold the rules."""

from typing import Any

from zemag.services.desk import Case
from zemag_pages.desk.action import Action
from zemag_pages.desk.forms import CaseForm, ProposalForm, StepForm
from zemag_pages.desk.on_entry import ON_ENTRY
from zemag_pages.desk.on_report import ON_REPORT

ACTIONS: dict[str, Action] = {**ON_REPORT, **ON_ENTRY}


def possible(case: Case) -> dict[str, Action]:
    """Return what the reader of a case can do with it now."""
    return {name: action for name, action in ACTIONS.items() if action.possible(case)}


def handed_over(form: CaseForm) -> Any:
    """Return what a service takes from a form: a step, a proposal, or its fields by name."""
    if isinstance(form, StepForm):
        return form.step()
    if isinstance(form, ProposalForm):
        return form.proposal()
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
