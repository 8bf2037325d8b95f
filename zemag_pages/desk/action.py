"""One thing that can be done with a case: a form, a service, a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from accounts.models import User
from zemag.models import Role
from zemag.services.desk import NOBODY, Case
from zemag_pages.desk.forms import CaseForm

Call = Callable[[Case, Any, User, datetime], object]


@dataclass(frozen=True)
class Action:
    """`label` stands on the button, `text` above the form; `serious` asks once more who it is.

    `about_person`: it is done for one of the people of the case, and with several of them for the one who was chosen.
    """

    label: Promise
    text: Promise
    call: Call
    role: Role = Role.QUALITY
    states: tuple[str, ...] = ()
    entry: tuple[str, ...] = ()
    form: type[CaseForm] = CaseForm
    serious: bool = False
    lead: bool = False
    about_person: bool = False
    also: Callable[[Case], bool] = lambda case: True

    def possible(self, case: Case) -> bool:
        """Whether this can be done with the case as it is, by its reader; the service asks again."""
        if not case.has(self.role) or (self.lead and not case.leads):
            return False
        if self.states and case.incident.state not in self.states:
            return False
        if self.entry and (case.entry is None or case.entry.state not in self.entry):
            return False
        if self.about_person and case.part is NOBODY and len(case.people) > 1:
            return False
        return self.also(case)


def on_incident(service: Callable[..., object], **fixed: Any) -> Call:
    """Call a service of the report; what the form asks for is handed over by name."""

    def call(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
        return service(incident_id=case.incident.pk, actor=actor, now=now, **data, **fixed)

    return call


def on_person(service: Callable[..., object], **fixed: Any) -> Call:
    """Call a service of the report that is about one of its people."""

    def call(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
        return service(incident_id=case.incident.pk, number=case.number, actor=actor, now=now, **data, **fixed)

    return call


def on_entry(service: Callable[..., object], **fixed: Any) -> Call:
    """Call a service of the entry."""

    def call(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
        return service(entry_id=case.entry.pk if case.entry else None, actor=actor, now=now, **data, **fixed)

    return call
