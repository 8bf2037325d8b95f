"""What a superior writes in an application for prosecution; dates, place and periods come from the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag.services.letters import LONGEST_RECIPIENT, LONGEST_WORDS
from zemag_pages.forms.asking import OFF


def _long(label: Any, longest: int, rows: int, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={**OFF, "rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget, help_text=help_text)


class ApplicationForm(KernForm):
    """Words of letter T8."""

    superior = forms.CharField(
        label=_("Entitled superior"), max_length=200, help_text=_("Name and function."), widget=forms.TextInput(OFF)
    )
    act = _long(_("What happened"), LONGEST_WORDS, 6, _("One to three sentences."))
    recipient = _long(_("Police or public prosecutor, with postal address"), LONGEST_RECIPIENT, 4)
