"""Forms for letters that come back; they hold what was typed, the services decide."""

import uuid
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zemag.models import ANSWERS, Delivery, Letter, LetterKind, ReturnedHow
from zemag.services import letters
from zemag.services.delivery import LONGEST_LINE
from zemag_pages.desk.forms import CHOOSE, CaseForm, DeferralForm, day, long_text
from zemag_pages.desk.returned import can_return


class ReturnForm(CaseForm):
    """Which letter came back, when and how."""

    letter_id = forms.TypedChoiceField(label=_("Letter"), coerce=uuid.UUID)
    returned_on = day(_("Came back on"), help_text=_("The next step is due 14 days later, or when the notice is due."))
    how = forms.TypedChoiceField(label=_("How"), coerce=ReturnedHow, choices=[*CHOOSE, *ReturnedHow.choices])
    note = forms.CharField(
        label=_("Remark"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("What stands on the envelope; needed for “otherwise”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["letter_id"]
        rows = can_return(self.case)
        own.choices = [(str(row.pk), f"{row.kind} {LetterKind(row.kind).label}, {_sent(row)}") for row in rows]
        own.initial = str(rows[-1].pk) if rows else None


def _sent(letter: Letter) -> str:
    return date_format(letter.sent_on, "SHORT_DATE_FORMAT") if letter.sent_on else ""


class QueryForm(CaseForm):
    """What the residents' register answered."""

    queried_on = day(_("Asked on"))
    authority = forms.CharField(
        label=_("Authority"), max_length=LONGEST_LINE, help_text=_("For example the residents' office of a town.")
    )
    result = forms.TypedChoiceField(
        label=_("Answer"), coerce=Delivery, choices=[*CHOOSE, *((one.value, one.label) for one in ANSWERS)]
    )
    address = long_text(
        _("New address"),
        letters.LONGEST_RECIPIENT,
        rows=3,
        required=False,
        help_text=_("Street, number and town, as it is to stand on the letter. It goes into letters alone."),
    )


class PostingForm(CaseForm):
    """Where and since when a letter is posted publicly."""

    posted_on = day(_("Posted on"), help_text=_("It hangs until the end of the day two weeks later."))
    place = forms.CharField(
        label=_("Place of the notice"),
        max_length=LONGEST_LINE,
        help_text=_("For example the notice board in the town hall."),
    )


class ImpossibleForm(DeferralForm):
    """Why nothing can reach a person, and when they are looked for again."""
