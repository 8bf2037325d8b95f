"""Forms of sign-in and password reset."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.guessing import TooManyTries
from accounts.hashers import QUEUE_SECONDS, TooBusy
from accounts.limits import address_of, may_mail, normalised
from accounts.models import User
from accounts.passwords import LONGEST
from accounts.tasks import send_reset

LONGEST_ADDRESS = 254
SHORT = timedelta(hours=1)


def until_in_words(until: datetime) -> str:
    """Return the sentence that says when an account is open again."""
    local = timezone.localtime(until)
    # A short lock shortly before midnight ends on the next day, but in minutes.
    if until - timezone.now() <= SHORT:
        return _now("There were too many tries. You can try again at %(time)s.") % {"time": date_format(local, "H:i")}
    return _now(
        "There were too many tries today. You can try again on %(date)s, or ask the technical administration."
    ) % {"date": date_format(local, "DATE_FORMAT")}


class DoorForm(forms.Form):
    """Base of the forms here: the renderer of the house, named by a setting as it stands in a room above (H4).

    `retry_after` is the number of seconds to wait when the form was not looked at, for an answer 429.
    """

    retry_after = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("renderer", import_string(settings.ACCOUNT_FORM_RENDERER)())
        super().__init__(*args, **kwargs)

    def control(self, name: str, label: Any, autocomplete: str, help_text: Any = "", **attrs: Any) -> None:
        """Give a field its words and what browsers fill in."""
        field = self.fields[name]
        field.label, field.help_text = label, help_text
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update({"autocomplete": autocomplete, **attrs})

    def ask_for_password(self) -> None:
        """Give the two fields of a new password their words."""
        rules = _("At least 15 signs. A sentence works well; any signs are fine.")
        self.control("password1", _("New password"), "new-password", rules, maxlength=LONGEST)
        self.control("password2", _("New password again"), "new-password", maxlength=LONGEST)

    def refuse_busy(self) -> ValidationError:
        """Return the message for a queue that is full."""
        self.retry_after = QUEUE_SECONDS
        return ValidationError(_("Many people are signing in at this moment. Please try again in a few seconds."))


class LimitedPasswordForm(DoorForm):
    """A form that checks a password within the limits of the door."""

    @contextmanager
    def limits(self) -> Iterator[None]:
        """Turn what the limits say into the message of the form."""
        try:
            yield
        except TooManyTries as refusal:
            self.retry_after = max(1, round((refusal.until - timezone.now()).total_seconds()))
            raise ValidationError(until_in_words(refusal.until)) from None
        except TooBusy:
            raise self.refuse_busy() from None


class SignInForm(LimitedPasswordForm, LoginForm):
    """Sign-in by e-mail address and password; one text for every error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.control("login", _("E-mail address at work"), "username", maxlength=LONGEST_ADDRESS)
        self.control("password", _("Password"), "current-password")

    def clean(self) -> Any:
        """Check the password within the limits."""
        with self.limits():
            return super().clean()


class ResetForm(DoorForm, ResetPasswordForm):
    """Ask for a mail that lets a person choose a new password."""

    users: list[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.control("email", _("E-mail address at work"), "username", maxlength=LONGEST_ADDRESS)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the mail sent unless the limits are spent; the page says the same in both cases.

        The job leaves out locked accounts and those of the city's sign-in service.
        """
        email = normalised(self.cleaned_data["email"])
        if may_mail(email, address_of(request)):
            send_reset.enqueue(self.users[0].pk if self.users else None)
        return email


class NewPasswordForm(DoorForm, ResetPasswordKeyForm):
    """Choose a new password; the rules are checked by the validators of the settings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_password()
