"""Step-up: whoever does something that matters proves once more who they are (security design, section 4).

A fresh sign-in counts. Times in the future never count: the clock was set back, or somebody wrote them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from accounts import signals
from accounts.forms import DoorForm, LimitedPasswordForm
from accounts.kept import kept_at
from accounts.marks import METHODS, STEPPED
from accounts.mfa.forms import ConfirmCodeForm
from accounts.mfa.required import is_enrolled
from accounts.models import User
from accounts.permissions import staff
from accounts.sessions import renew
from accounts.waiting import waiting

MAX_AGE = 600
# Servers beside each other do not agree to the second.
SKEW = 2
View = Callable[..., HttpResponseBase]


def is_fresh(request: HttpRequest, max_age: int = MAX_AGE) -> bool:
    """Return whether this session was confirmed at most `max_age` seconds ago."""
    age = timezone.now().timestamp() - float(request.session.get(STEPPED, 0))
    return -SKEW <= age <= max_age


def stepup(request: HttpRequest, max_age: int = MAX_AGE) -> HttpResponse | None:
    """Return None when the session is fresh, else the answer that leads to the question; what was sent is kept."""
    if is_fresh(request, max_age):
        return None
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': kept_at(request)})}")


def requires_stepup(max_age: int = MAX_AGE) -> Callable[[View], View]:
    """Return a decorator for views that need a fresh confirmation; after it a sent form is offered again."""

    def decorate(view: View) -> View:
        @wraps(view)
        def ask_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return stepup(request, max_age) or view(request, *args, **kwargs)

        return ask_first

    return decorate


class ConfirmPasswordForm(LimitedPasswordForm):
    """Asks for the password of somebody who is signed in and has no second factor."""

    password = forms.CharField(widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request
        self.control("password", _("Password"), "current-password")

    def clean_password(self) -> str:
        """Check the password within the limits of the door."""
        password = str(self.cleaned_data["password"])
        with self.limits():
            found = get_adapter().authenticate(self.request, email=self.user.email, password=password)
        if found is None or found.pk != self.user.pk:
            raise ValidationError(_("This is not your password."))
        return password


class ConfirmView(FormView[DoorForm]):
    """Ask for a code, or for the password of those who have no second factor; then go on."""

    template_name = "account/confirm.html"

    def get_form(self, form_class: Any = None) -> DoorForm:
        """Return the form for this person."""
        user, sent = staff(self.request), self.request.POST if self.request.method == "POST" else None
        if is_enrolled(user):
            return ConfirmCodeForm(sent, user=user)
        return ConfirmPasswordForm(sent, user=user, request=self.request)

    def form_valid(self, form: DoorForm) -> HttpResponse:
        """Write time and method into the session, give it a new id, and go on."""
        method = "password"
        if isinstance(form, ConfirmCodeForm):
            form.save()
            method = str(form.authenticator.type)
        session = self.request.session
        session[STEPPED] = timezone.now().timestamp()
        session[METHODS] = [*session.get(METHODS, []), method][-10:]
        renew(self.request)
        signals.stepped_up.send(User, user=staff(self.request))
        return redirect(self._next())

    def form_invalid(self, form: DoorForm) -> HttpResponse:
        """Show the form again; 429 when nothing was looked at."""
        response: HttpResponse = super().form_invalid(form)
        return waiting(response, form.retry_after) if form.retry_after else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where to go on."""
        return {
            **super().get_context_data(**kwargs),
            "next": self._next(),
            "has_factor": is_enrolled(staff(self.request)),
        }

    def _next(self) -> str:
        """Return the path to go on to, of the own host only."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        return wanted if get_adapter().is_safe_url(wanted) else reverse("mfa_index")
