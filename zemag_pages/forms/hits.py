"""Forms after a hit: what will be done, and why somebody wants to know more."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import KernForm
from zemag import kinds

LONGEST_REASON = 2_000


class PlanForm(KernForm):
    """At least one measure, or the visit does not take place."""

    measures = forms.MultipleChoiceField(
        label=_("What will you do?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of the measures is not offered any more. Please choose another one.")},
    )
    cancelled = forms.BooleanField(label=_("The visit does not take place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["measures"]).choices = kinds.offered(kinds.measures())

    def clean(self) -> dict[str, Any]:
        """Something has to be chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("measures") and not data.get("cancelled") and not self.errors:
            raise forms.ValidationError(_("Please choose at least one measure, or that the visit does not take place."))
        return data


class ReasonForm(KernForm):
    """Why somebody needs the details."""

    reason = forms.CharField(
        label=_("Why do you need the details?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text=_("Your reason is logged with your name."),
        error_messages={"required": _("Please give a reason.")},
    )
