"""Forms that ask for a code: at sign-in, to confirm a step, and to set the second factor up."""

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.crypto import Unreadable
from accounts.forms import DoorForm, until_in_words
from accounts.guessing import TooManyTries
from accounts.mfa import services, totp
from accounts.mfa.tries import check, trying_code
from accounts.models import User
from accounts.paper import LONGEST_TYPED

WRONG = _("This code does not fit, or it was used before. Please wait for the next one.")
UNREADABLE = _("Your codes cannot be checked at this moment. Please call the office: 0221 4710-100.")


class LimitedForm(DoorForm):
    """A form that looks at codes within the limits."""

    def refuse(self, refusal: TooManyTries) -> ValidationError:
        """Return the message that says until when codes are not looked at."""
        self.retry_after = max(1, round((refusal.until - timezone.now()).total_seconds()))
        return ValidationError(until_in_words(refusal.until))


class CodeForm(LimitedForm, BaseAuthenticateForm):
    """Asks for a code from the app, or one of the recovery codes."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Six digits from your app. Without the phone: one of your recovery codes.")
        self.control("code", _("Code"), "one-time-code", hint, maxlength=LONGEST_TYPED, spellcheck="false")

    def clean_code(self) -> str:
        """Use the code up within the limits; the library's own check is never reached (settled.md E7)."""
        code = str(self.cleaned_data["code"])[:LONGEST_TYPED]
        try:
            factor = check(self.user, code)
        except TooManyTries as refusal:
            raise self.refuse(refusal) from None
        except Unreadable:
            raise ValidationError(UNREADABLE) from None
        if factor is None:
            raise ValidationError(WRONG)
        self.authenticator = factor
        return code

    def save(self) -> None:
        """Note for the sign-in that goes on which factor was used."""
        post_authentication(context.request, self.authenticator)


class ConfirmCodeForm(CodeForm):
    """Asks for a code from somebody who is signed in."""

    def save(self) -> None:
        """Note the use of the factor."""
        self.authenticator.record_usage()


class SetUpForm(LimitedForm):
    """Proves that the app knows the secret; asks for the code of the technical administration where it is needed."""

    paper_code = forms.CharField(max_length=LONGEST_TYPED)
    code = forms.CharField(max_length=LONGEST_TYPED)

    def __init__(self, *args: Any, user: User, secret: str, asks_paper_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret
        self.codes: list[str] = []
        if asks_paper_code:
            hint = _("Twelve letters and digits. The technical administration hands them to you in person.")
            self.control("paper_code", _("Code on paper"), "off", hint, spellcheck="false", maxlength=LONGEST_TYPED)
        else:
            del self.fields["paper_code"]
        app = _("The six digits that the app shows now.")
        self.control("code", _("Code from the app"), "one-time-code", app, inputmode="numeric", maxlength=LONGEST_TYPED)

    def clean(self) -> Any:
        """Set the factor up when both codes are right; a wrong one costs a try, the paper code stays good."""
        found = super().clean()
        if self.errors:
            return found
        try:
            with trying_code(self.user) as place:
                place.is_right = self._enrol()
        except TooManyTries as refusal:
            raise self.refuse(refusal) from None
        return found

    def _enrol(self) -> bool:
        """Return whether the factor was set up; else the message stands beside its field."""
        step = totp.fitting_step(self.secret, self.cleaned_data["code"])
        if step is None:
            self.add_error("code", _("This is not the code that the app shows. Is the clock of the phone right?"))
            return False
        try:
            self.codes = services.enrol(self.user, self.secret, step, self.cleaned_data.get("paper_code", ""))
        except services.WrongPaperCode:
            self.add_error("paper_code", _("This code is wrong, older than a day, or was used before."))
            return False
        return True
