"""Forms of training for staff: booking with needs, and a reason."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.once import RequestKeyField
from pages.forms import KernForm
from training.services.booking import Wish
from training.services.record import LONGEST_REASON

NEEDS = ("step_free", "induction_loop", "sign_language", "large_print")


class BookingForm(KernForm):
    """Book a date; what a person needs is optional and stored sealed."""

    step_free = forms.BooleanField(required=False, label=_("Access without steps"))
    induction_loop = forms.BooleanField(required=False, label=_("Induction loop"))
    sign_language = forms.BooleanField(required=False, label=_("Sign language interpreter"))
    large_print = forms.BooleanField(required=False, label=_("Large print"))
    text = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Anything else you need"),
    )
    share_with_trainer = forms.BooleanField(required=False, label=_("The trainer may read this too"))
    request_key = RequestKeyField()

    @classmethod
    def again(cls, data: Any, message: str) -> "BookingForm":
        """Return the form with everything typed, a fresh key and a message."""
        fresh = data.copy()
        fresh["request_key"] = str(uuid.uuid4())
        form = cls(fresh)
        form.is_valid()
        form.add_error(None, message)
        return form

    @property
    def asks_for_something(self) -> bool:
        """Whether anything about needs was given or is wrong."""
        names = [*NEEDS, "text", "share_with_trainer"]
        return self.is_bound and any(self.data.get(name) for name in names)

    def wish(self) -> Wish:
        """Return what the person needs."""
        data = self.cleaned_data
        return Wish(
            **{name: data[name] for name in NEEDS}, text=data["text"], share_with_trainer=data["share_with_trainer"]
        )


class ReasonForm(KernForm):
    """A reason, needed or not."""

    reason = forms.CharField(
        max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}), label=_("Reason"), required=False
    )

    def __init__(self, *args: Any, needed: bool = True, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed
        self.fields["reason"].help_text = help_text
        self.fields["reason"].error_messages["required"] = _("Please give a reason.")


class CheckForm(KernForm):
    """What stands on a certificate."""

    code = forms.CharField(max_length=20, label=_("Check code"), help_text=_("Ten signs; capitals do not matter."))
    surname = forms.CharField(max_length=80, label=_("Family name of the holder"))
