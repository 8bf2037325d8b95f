"""All that can be done with a case; the services hold the rules."""

from typing import Any

from zemag.services.desk import Case
from zemag_pages.desk.action import Action
from zemag_pages.desk.forms import CaseForm, ProposalForm, StepForm
from zemag_pages.desk.naming import NamedForm
from zemag_pages.desk.on_delivery import ON_DELIVERY
from zemag_pages.desk.on_entry import ON_ENTRY
from zemag_pages.desk.on_report import ON_REPORT

ACTIONS: dict[str, Action] = {**ON_REPORT, **ON_ENTRY, **ON_DELIVERY}
# What settles the next step of a case, by the code of the step; a step with a letter is settled beside the case.
SETTLES: dict[str, tuple[str, ...]] = {
    "take": ("take",),
    "examine": ("to-legal", "statistics", "duplicate"),
    "file": ("record", "decline"),
    "propose": ("propose", "no-entry"),
    "sign": ("sign",),
    "statistics": ("statistics",),
    "close": ("close",),
    "query": ("query",),
    "undelivered": ("post", "impossible"),
    "blocked": ("impossible",),
    "given-up": ("confirm-impossible",),
    "objection": ("decide-objection",),
    "restricted": ("lift",),
    "review": ("keep", "extend"),
}


def possible(case: Case, *, about_person: bool | None = None) -> dict[str, Action]:
    """Return what the reader of a case can do with it now, what settles its next step first.

    `about_person` leaves those out that are about one of its people, or all others.
    """
    first = tuple(dict.fromkeys((*SETTLES.get(case.next.code, ()), *SETTLES["propose"])))
    names = [*first, *(name for name in ACTIONS if name not in first)]
    found = {name: ACTIONS[name] for name in names if ACTIONS[name].possible(case)}
    return {name: one for name, one in found.items() if about_person in (None, one.about_person)}


def handed_over(form: CaseForm) -> Any:
    """Return what a service takes from a form: a step, a proposal, a person, or its fields by name."""
    if isinstance(form, NamedForm):
        return form.named()
    if isinstance(form, StepForm):
        return form.step()
    if isinstance(form, ProposalForm):
        return form.proposal()
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
