"""Forms for letters of a request that come back; they hold what was typed, the services decide."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zemag.models import Letter
from zemag.services import answering, letters
from zemag.services.entries import LONGEST_REASON
from zemag.services.rights_desk import OpenedRequest
from zemag_pages.desk.forms import day, long_text
from zemag_pages.desk.returned import returns_in, without_later_step
from zemag_pages.forms.returned import PostingFields, QueryFields, ReturnFields, TakeBackFields
from zemag_pages.subjects.forms import StepForm


def can_return(opened: OpenedRequest) -> list[Letter]:
    """Return the letters that were sent and did not come back, the last one last."""
    back = returns_in(opened.delivery)
    return [row for row in opened.letters if row.sent_on is not None and row.pk not in back]


def can_take_back(opened: OpenedRequest) -> list[Letter]:
    """Return the letters whose return can be taken back, the last one last."""
    return without_later_step(opened.delivery, opened.letters)


class ReturnForm(ReturnFields, StepForm):
    """Which letter came back, when and how."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(can_return(self.opened))
        self.fields["returned_on"].help_text = _("The next step is due 14 days later, or when the answer is due.")


class TakeBackForm(TakeBackFields, StepForm):
    """Which return was noted by mistake."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(can_take_back(self.opened))


class QueryForm(QueryFields, StepForm):
    """What the residents' register answered."""


class PostingForm(PostingFields, StepForm):
    """Where and since when a decision is posted publicly."""


class AgainForm(StepForm):
    """To whom a letter goes once more."""

    recipient = long_text(_("Name and postal address"), letters.LONGEST_RECIPIENT, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].initial = "\n".join(answering.recipient_of(self.opened.told))


class ImpossibleForm(StepForm):
    """Why nothing can reach a person, and when they are looked for again."""

    reason = long_text(_("Reason"), LONGEST_REASON, help_text=_("It stays inside the office."))
    recheck_on = day(_("Look at it again on"), help_text=_("90 days ahead at most."))
