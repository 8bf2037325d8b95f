"""The form for a code from paper: address, code and a new password on one page (security design, section 4)."""

from typing import Any

from allauth.account.fields import PasswordField, SetPasswordField
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.activation import redeem
from accounts.backends import LocalBackend
from accounts.forms import LONGEST_ADDRESS, DoorForm
from accounts.hashers import TooBusy
from accounts.limits import address_of, may_try_code, normalised
from accounts.models import User
from accounts.paper import LONGEST_TYPED
from accounts.services import choose_password

# One text whatever is wrong: address, code, its time, or too many tries.
REFUSED = _(
    "Address and code do not fit together, or the code is no longer valid. After three tries you have to wait an hour."
)


class Refused(Exception):
    """The code does not open this account."""


class CodeForm(DoorForm):
    """Opens an account, or replaces a forgotten password, with a code that was handed over on paper."""

    email = forms.EmailField()
    code = forms.CharField(max_length=LONGEST_TYPED)
    password1 = SetPasswordField()
    password2 = PasswordField()

    def __init__(self, *args: Any, purpose: str, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose, self.request = purpose, request
        self.control("email", _("E-mail address at work"), "username", maxlength=LONGEST_ADDRESS)
        hint = _("Twelve letters and digits from the letter. Capitals and strokes do not matter.")
        self.control("code", _("Code"), "one-time-code", hint, spellcheck="false", autocapitalize="characters")
        self.ask_for_password()

    def clean(self) -> Any:
        """Try the code once everything else is in order, so that a typing error costs no try."""
        found = super().clean()
        password = self.cleaned_data.get("password1")
        if password and "password2" in self.cleaned_data and password != self.cleaned_data["password2"]:
            self.add_error("password2", _("The two passwords differ."))
        if self.errors:
            return found
        try:
            self._use_code(password or "")
        except Refused:
            raise ValidationError(REFUSED) from None
        except TooBusy:
            raise self.refuse_busy() from None
        return found

    def _use_code(self, password: str) -> None:
        """Redeem the code and store the password, both or neither; raise Refused, ValidationError or TooBusy."""
        name = normalised(self.cleaned_data["email"])
        if not may_try_code(name, address_of(self.request)):
            raise Refused
        found = User.objects.filter(email=name).first()
        is_open = found is not None and LocalBackend().user_can_authenticate(found)
        # A code of nobody is looked up as well: it takes as long and is never found.
        person = found if found is not None and is_open else User(pk=0)
        with transaction.atomic():
            if not redeem(person, self.purpose, self.cleaned_data["code"]):
                raise Refused
            self._check_against_name(password, person)
            choose_password(person, password)

    @staticmethod
    def _check_against_name(password: str, person: User) -> None:
        """Raise ValidationError beside the field for a password made of the own name; the code stays good."""
        try:
            validate_password(password, person)
        except ValidationError as fault:
            raise ValidationError({"password1": fault.messages}) from None
