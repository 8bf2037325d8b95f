"""What can be done with a letter that came back, by quality staff."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from zemag.models import HOPELESS, OWED, Delivery, NoticeState
from zemag.services import delivery, notices
from zemag.services.desk import Case
from zemag_pages.desk.action import Action, on_person
from zemag_pages.desk.delivery_forms import ImpossibleForm, PostingForm, QueryForm, ReturnForm, TakeBackForm
from zemag_pages.desk.returned import can_return, can_take_back


def _note_return(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
    return delivery.note_return(actor=actor, now=now, **data)


def _take_back(case: Case, data: dict[str, Any], actor: User, now: datetime) -> object:
    return delivery.take_back(actor=actor, now=now, **data)


def _is_left(case: Case) -> bool:
    """Whether report or register hold anything of the person: of nobody else a letter is owed."""
    part = case.part
    return part.entry is not None or (part.intake is not None and part.intake.destroyed_at is None)


def _stands(case: Case, *states: Delivery) -> bool:
    """Whether a notice is owed whose letter came back, as far as one of these."""
    notice = case.part.notice
    return notice is not None and notice.state in OWED and notice.delivery in states


def _given_up(case: Case) -> bool:
    notice = case.part.notice
    return notice is not None and notice.state == NoticeState.OPEN and notice.is_undeliverable


ON_DELIVERY: dict[str, Action] = {
    "returned": Action(
        _("Note that a letter came back"),
        _("The notice is owed again: ask the residents' register next."),
        _note_return,
        form=ReturnForm,
        about_person=True,
        also=lambda case: _is_left(case) and bool(can_return(case)),
    ),
    "not-returned": Action(
        _("Take back that a letter came back"),
        _("For a return noted at the wrong letter: the notice counts as sent again, as before. Both are kept."),
        _take_back,
        form=TakeBackForm,
        about_person=True,
        also=lambda case: bool(can_take_back(case)),
    ),
    "query": Action(
        _("Note a query of the residents' register"),
        _(
            "Ask with name, birth date and last address alone, never why. With a new address a new letter follows; "
            "without one a public notice, or two people settle that it cannot be delivered."
        ),
        on_person(delivery.note_query),
        form=QueryForm,
        about_person=True,
        also=lambda case: _stands(case, Delivery.RETURNED, Delivery.NEW_ADDRESS, *HOPELESS),
    ),
    "post": Action(
        _("Note a public notice"),
        _(
            "What is posted names the city, the person, the last known address, day and number of the letter and where "
            "it can be read, never what it is about. It counts as delivered after two weeks (LZG NRW § 10)."
        ),
        on_person(delivery.post),
        form=PostingForm,
        serious=True,
        about_person=True,
        also=lambda case: _stands(case, Delivery.NO_ADDRESS, Delivery.NOT_KNOWN),
    ),
    "impossible": Action(
        _("Propose that it cannot be delivered"),
        _("Another person confirms; data protection is told. It is looked at again like a deferral."),
        on_person(notices.propose_impossible),
        form=ImpossibleForm,
        about_person=True,
        also=lambda case: _stands(case, *HOPELESS),
    ),
    "confirm-impossible": Action(
        _("Confirm that it cannot be delivered"),
        _("As the second person. The reason stands beside the case."),
        on_person(notices.confirm_deferral),
        serious=True,
        about_person=True,
        also=_given_up,
    ),
}
