"""What can be done with a letter of a request that came back, and with what an answer held back, by quality staff."""

from django.utils.translation import gettext_lazy as _

from zemag.models import HOPELESS, Delivery, NoticeState, RequestState
from zemag.services import answer_delivery, holding_back
from zemag.services.rights_desk import OpenedRequest
from zemag_pages.subjects.deed import Deed
from zemag_pages.subjects.delivery_forms import (
    AgainForm,
    ImpossibleForm,
    PostingForm,
    QueryForm,
    ReturnForm,
    TakeBackForm,
    can_return,
    can_take_back,
)

ALWAYS = tuple(RequestState)


def _stands(opened: OpenedRequest, *states: Delivery) -> bool:
    """Whether a letter is owed again that came back, as far as one of these."""
    owed = opened.beside.owed
    return owed is not None and owed.delivery in states


def _given_up(opened: OpenedRequest) -> bool:
    owed = opened.beside.owed
    return owed is not None and owed.state == NoticeState.OPEN and owed.is_undeliverable


ON_DELIVERY: dict[str, Deed] = {
    "anew": Deed(
        _("Collect the data anew"),
        _("The notice in a case was deferred since the data was collected. What is deferred is then held back."),
        holding_back.collect_anew,
        ALWAYS,
        also=lambda opened: opened.beside.is_overtaken,
    ),
    "rest": Deed(
        _("Collect the rest of the answer"),
        _(
            "The deferral has ended. What was held back is collected as a request of its own, with a month of its own; "
            "texts, look and letter follow as always."
        ),
        holding_back.begin_rest,
        (RequestState.SENT,),
        also=lambda opened: opened.beside.rest_due is not None,
    ),
    "query": Deed(
        _("Note a query of the residents' register"),
        _("Ask with name, birth date and last address alone, never why. With a new address the letter is made again."),
        answer_delivery.note_query,
        ALWAYS,
        QueryForm,
        also=lambda opened: _stands(opened, Delivery.RETURNED, Delivery.NEW_ADDRESS, *HOPELESS),
    ),
    "again": Deed(
        _("Make the letter again"),
        _("With the same words, the day of today and this address: the answer that data protection looked at."),
        answer_delivery.again,
        ALWAYS,
        AgainForm,
        also=lambda opened: opened.beside.owed is not None,
    ),
    "post": Deed(
        _("Note a public notice"),
        _(
            "What is posted names the city, the person, the last known address, day and number of the letter and where "
            "it can be read, never what it is about. It counts as delivered after two weeks (LZG NRW § 10)."
        ),
        answer_delivery.post,
        ALWAYS,
        PostingForm,
        serious=True,
        also=lambda opened: (
            _stands(opened, Delivery.NO_ADDRESS, Delivery.NOT_KNOWN) and answer_delivery.may_post(opened.request)
        ),
    ),
    "impossible": Deed(
        _("Propose that it cannot be delivered"),
        _("Another person confirms; data protection is told. By the day you choose the person is looked for again."),
        answer_delivery.propose_impossible,
        ALWAYS,
        ImpossibleForm,
        also=lambda opened: _stands(opened, *HOPELESS),
    ),
    "confirm-impossible": Deed(
        _("Confirm that it cannot be delivered"),
        _("As the second person. The reason stands beside the request."),
        answer_delivery.confirm_impossible,
        ALWAYS,
        serious=True,
        also=_given_up,
    ),
    "returned": Deed(
        _("Note that a letter came back"),
        _("The letter is owed again: ask the residents' register next."),
        answer_delivery.note_return,
        ALWAYS,
        ReturnForm,
        also=lambda opened: bool(can_return(opened)),
    ),
    "not-returned": Deed(
        _("Take back that a letter came back"),
        _("For a return noted at the wrong letter: the letter counts as sent again, as before. Both are kept."),
        answer_delivery.take_back,
        ALWAYS,
        TakeBackForm,
        also=lambda opened: bool(can_take_back(opened)),
    ),
}
# What settles a next step whose name is another.
SETTLES = {"undelivered": "post", "unreachable": "impossible", "given-up": "confirm-impossible"}
