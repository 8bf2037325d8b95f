"""What can be done with a request: one form and one service for each step, with its role and states."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zemag.models import FOUR_EYES, RequestKind, RequestState, Role
from zemag.services import answering, carrying, collecting, subject_requests
from zemag.services.rights_desk import DECIDED, OpenedRequest
from zemag_pages.subjects.deed import Deed
from zemag_pages.subjects.forms import (
    CollectForm,
    DecisionForm,
    IdentityForm,
    LookForm,
    RedactForm,
    StepForm,
    WhyForm,
)
from zemag_pages.subjects.on_delivery import ON_DELIVERY, SETTLES

S, K = RequestState, RequestKind


def _is_access(opened: OpenedRequest) -> bool:
    return opened.request.kind == K.ACCESS


def _is_current(opened: OpenedRequest) -> bool:
    """Whether nothing was deferred since the data was collected."""
    return not opened.beside.is_overtaken


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
        _("Take out whatever is about other people; an empty text is left out. Names of employees are refused."),
        answering.draft_access,
        (S.COLLECTED,),
        RedactForm,
        also=lambda opened: _is_access(opened) and _is_current(opened),
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
        also=_is_current,
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
        also=lambda opened: opened.request.state == S.DONE or (not _has_decision(opened) and _is_current(opened)),
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
        _(
            "With a reason (GDPR Art. 12(4)); data protection looks at it. A refusal has the first month alone. "
            "What is deferred is held back without refusing the rest; refuse all where that would tell too much."
        ),
        subject_requests.refuse,
        (S.RECEIVED, S.IDENTIFIED, S.COLLECTED),
        WhyForm,
        serious=True,
    ),
    **ON_DELIVERY,
}


def settling(opened: OpenedRequest) -> str:
    """Return the name of what settles the next step of a request, whoever does it."""
    return SETTLES.get(opened.next.code, opened.next.code)


def possible(opened: OpenedRequest) -> dict[str, Deed]:
    """Return what the reader of a request can do with it now, its next step first."""
    return {name: deed for name, deed in DEEDS.items() if deed.possible(opened)}


def call(deed: Deed, opened: OpenedRequest, form: StepForm, **who: Any) -> object:
    """Do it, with the version that was read; return what the service does."""
    version = form.cleaned_data.get("version")
    return deed.call(request_id=opened.request.pk, expected=version, **form.values(), **who)
