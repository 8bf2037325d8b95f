"""Forms of sign-in and password reset."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.limits import address_of, may_reset, normalised


def renderer() -> BaseRenderer:
    """Return the renderer of the house; named by a setting, since it stands in a room above."""
    return import_string(settings.ACCOUNT_FORM_RENDERER)()


class SignInForm(LoginForm):
    """Sign-in by e-mail address and password; one text for every error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, renderer=renderer(), **kwargs)
        self.fields.pop("remember", None)
        self.fields["login"].label = _("E-mail address at work")
        self.fields["login"].widget.attrs.update({"autocomplete": "username", "placeholder": ""})
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.update({"autocomplete": "current-password", "placeholder": ""})


class ResetForm(ResetPasswordForm):
    """Ask for a mail that lets a person choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, renderer=renderer(), **kwargs)
        self.fields["email"].label = _("E-mail address at work")
        self.fields["email"].widget.attrs.update({"autocomplete": "username", "placeholder": ""})

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail unless the limits are spent; the page says the same in both cases."""
        name = normalised(self.cleaned_data["email"])
        if may_reset(name, address_of(request)):
            return super().save(request, **kwargs)
        return name


class NewPasswordForm(ResetPasswordKeyForm):
    """Choose a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, renderer=renderer(), **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs.update({"autocomplete": "new-password", "placeholder": ""})
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("At least 15 signs. A sentence works well.")
        self.fields["password2"].label = _("New password again")
