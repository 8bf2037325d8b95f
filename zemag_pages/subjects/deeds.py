"""What can be done with a request: one form and one service for each step, with its role and states."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zemag.models import FOUR_EYES, RequestKind, RequestState, Role
from zemag.services import answering, carrying, collecting, subject_requests
from zemag.services.rights_desk import DECIDED, OpenedRequest
from zemag_pages.subjects.forms import (
    CollectForm,
    DecisionForm,
    IdentityForm,
    LookForm,
    RedactForm,
    StepForm,
    WhyForm,
)

S, K = RequestState, RequestKind


@dataclass(frozen=True)
class Deed:
    """`label` leads to the form and stands on its `button`, `text` above it; `serious` asks once more who it is."""

    label: Promise
    text: Promise
    call: Callable[..., object]
    states: tuple[str, ...]
    form: type[StepForm] = StepForm
    role: Role = Role.QUALITY
    serious: bool = False
    button: Promise | str = ""
    also: Callable[[OpenedRequest], bool] = lambda opened: True

    def possible(self, opened: OpenedRequest) -> bool:
        """Whether this can be done with the request as it is, by its reader; the service asks again."""
        return opened.has(self.role) and opened.request.state in self.states and self.also(opened)


def _is_access(opened: OpenedRequest) -> bool:
    return opened.request.kind == K.ACCESS


def needs_another(opened: OpenedRequest) -> bool:
    """Whether the reader drafted what another person has to carry out."""
    row, readers = opened.request, {grant.user for grant in opened.grants}
    return row.state == S.LOOKED and row.kind in FOUR_EYES and row.drafted_by in readers


def _has_decision(opened: OpenedRequest) -> bool:
    return opened.request.result in DECIDED


DEEDS: dict[str, Deed] = {
    "identity": Deed(
        _("Check who asks"),
        _("Nothing is searched before. Look at a document, make no copy; destroy one that was sent."),
        subject_requests.confirm_identity,
        (S.RECEIVED,),
        IdentityForm,
    ),
    "collect": Deed(
        _("Search, and settle the cases"),
        _("Register and reports were searched. Only what is about this person goes into the answer."),
        collecting.settle,
        (S.IDENTIFIED,),
        CollectForm,
        serious=True,
        button=_("Settle the cases"),
    ),
    "redact": Deed(
        _("Look through the texts"),
        _("Take out whatever is about other people; an empty text is held back. Names of employees are refused."),
        answering.draft_access,
        (S.COLLECTED,),
        RedactForm,
        also=_is_access,
    ),
    "decide": Deed(
        _("Draft the decision"),
        _("Nothing changes yet: data protection looks at it, then another person carries it out."),
        answering.draft_decision,
        (S.COLLECTED,),
        DecisionForm,
        also=lambda opened: not _is_access(opened),
    ),
    "look": Deed(
        _("Look at the answer"),
        _("The answer leaves only with your consent."),
        subject_requests.look,
        (S.DRAFTED,),
        LookForm,
        role=Role.DATA_PROTECTION,
        serious=True,
        button=_("Note the result"),
    ),
    "carry-out": Deed(
        _("Carry the decision out"),
        _(
            "Now it changes the register. Correction and erasure by another person than the draft; an objection by "
            "somebody who neither proposed nor signed the entry."
        ),
        carrying.carry_out,
        (S.LOOKED,),
        serious=True,
        also=_has_decision,
    ),
    "letter": Deed(
        _("Make the letter"),
        _("The German text binds, an English reading help follows."),
        answering.make_letter,
        (S.LOOKED, S.DONE),
        also=lambda opened: opened.request.state == S.DONE or not _has_decision(opened),
    ),
    "extend": Deed(
        _("Take two more months"),
        _(
            "Makes the interim letter (T3) with your reason. The time counts once it is noted as sent, inside the "
            "first month."
        ),
        answering.make_interim,
        answering.OPEN,
        WhyForm,
        also=lambda opened: opened.may_extend,
    ),
    "refuse": Deed(
        _("Refuse the request"),
        _("With a reason (GDPR Art. 12(4)); data protection looks at it. A refusal has the first month alone."),
        subject_requests.refuse,
        (S.RECEIVED, S.IDENTIFIED, S.COLLECTED),
        WhyForm,
        serious=True,
    ),
}


def possible(opened: OpenedRequest) -> dict[str, Deed]:
    """Return what the reader of a request can do with it now, its next step first."""
    return {name: deed for name, deed in DEEDS.items() if deed.possible(opened)}


def call(deed: Deed, opened: OpenedRequest, form: StepForm, **who: Any) -> None:
    """Do it, with the version that was read."""
    version = form.cleaned_data.get("version")
    deed.call(request_id=opened.request.pk, expected=version, **form.values(), **who)
