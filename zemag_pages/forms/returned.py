"""Fields for letters that come back, at a case and at a request; they hold what was typed, the services decide."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zemag.models import ANSWERS, Delivery, Letter, LetterKind, ReturnedHow
from zemag.services import letters
from zemag.services.entries import LONGEST_REASON
from zemag.services.returned import LONGEST_LINE
from zemag_pages.desk.forms import CHOOSE, day, long_text


class OfLetter(forms.Form):
    """Which letter a step is about, the last one unless another is chosen."""

    letter_id = forms.TypedChoiceField(label=_("Letter"), coerce=uuid.UUID)

    def offer(self, rows: Sequence[Letter]) -> None:
        """Offer letters that were sent, the last one last."""
        own: Any = self.fields["letter_id"]
        own.choices = [(str(row.pk), f"{row.kind} {LetterKind(row.kind).label}, {_sent(row)}") for row in rows]
        own.initial = str(rows[-1].pk) if rows else None


def _sent(letter: Letter) -> str:
    return date_format(letter.sent_on, "SHORT_DATE_FORMAT") if letter.sent_on else ""


class ReturnFields(OfLetter):
    """Which letter came back, when and how."""

    returned_on = day(_("Came back on"), help_text=_("The next step is due 14 days later, or when the notice is due."))
    how = forms.TypedChoiceField(label=_("How"), coerce=ReturnedHow, choices=[*CHOOSE, *ReturnedHow.choices])
    note = forms.CharField(
        label=_("Remark"),
        max_length=LONGEST_LINE,
        required=False,
        help_text=_("What stands on the envelope; needed for “otherwise”."),
    )


class TakeBackFields(OfLetter):
    """Which return was noted by mistake, and why."""

    reason = long_text(_("What was noted by mistake?"), LONGEST_REASON, rows=3)


class QueryFields(forms.Form):
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


class PostingFields(forms.Form):
    """Where and since when a letter is posted publicly."""

    posted_on = day(_("Posted on"), help_text=_("It hangs until the end of the day two weeks later."))
    place = forms.CharField(
        label=_("Place of the notice"),
        max_length=LONGEST_LINE,
        help_text=_("For example the notice board in the town hall."),
    )
