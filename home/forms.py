"""Forms of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from accounts.once import RequestKeyField
from pages.forms import KernForm


class BarrierForm(KernForm):
    """Report a barrier: text, optional address for the answer; a hidden field keeps programs away."""

    text = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=_("What does not work for you?"),
        help_text=_("In your own words. If you like, name the page and the device you use."),
    )
    email = forms.EmailField(
        required=False,
        label=_("E-mail address"),
        help_text=_("Only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(required=False, max_length=400, label=_("Page it is about"))
    request_key = RequestKeyField()
    website = forms.CharField(
        required=False,
        label=_("Leave this field empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_text(self) -> str:
        """Ask for at least a sentence."""
        text: str = self.cleaned_data["text"].strip()
        if len(text) < 10:
            raise forms.ValidationError(_("Please describe the barrier in a sentence."))
        return text


class AnswerForm(WagtailAdminModelForm):
    """Answer to a report: an interim one, or the one that closes it."""

    reply = forms.CharField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        label=_("answer"),
        help_text=_("Sent by e-mail if there is an address. Name and procedure of the ombuds office are added below."),
    )
    final = forms.BooleanField(
        required=False,
        label=_("This closes the report"),
        help_text=_("Not ticked: an interim answer; the final one stays due."),
    )
