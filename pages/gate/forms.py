"""The form in which a second reader says why findings are let pass."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.gate.rule import LONGEST_REASON, SHORTEST_REASON


class ApprovalForm(forms.Form):
    """Asks for a reason only where findings are let pass."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text=_("20 to 500 signs: why the text goes live although findings are open. Kept with the approval."),
    )

    def __init__(self, *args: Any, wants_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wants_reason:
            del self.fields["reason"]
