"""Sign-in, sign-out and password reset on django-allauth; the only doors of the house."""

from typing import Any
from uuid import UUID

from allauth.account import views as allauth_views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from accounts.code_forms import CodeForm
from accounts.crypto import Unreadable
from accounts.forms import DoorForm
from accounts.hashers import TooBusy
from accounts.kept import discard, open_kept, written
from accounts.models import Purpose
from accounts.permissions import staff
from accounts.waiting import waiting

ENDED = {"idle", "limit", "over", "signed-out"}


class SignInView(allauth_views.LoginView):
    """The one door."""

    def form_valid(self, form: DoorForm) -> HttpResponse:
        """Go on, to the second factor where there is one: under a new session id, as the password was right."""
        response: HttpResponse = super().form_valid(form)
        if not self.request.user.is_authenticated:
            self.request.session.cycle_key()
        return response

    def form_invalid(self, form: DoorForm) -> HttpResponse:
        """Show the form again; 429 when the password was not looked at."""
        response: HttpResponse = super().form_invalid(form)
        return waiting(response, form.retry_after) if form.retry_after else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the last session ended."""
        ended = self.request.GET.get("ended", "")
        return {**super().get_context_data(**kwargs), "ended": ended if ended in ENDED else ""}


class SignOutView(allauth_views.LogoutView):
    """Sign out by POST; the browser forgets what it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session, delete the own cookies by name and clear the cache, nothing else (security design, 8)."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DRAFT_COOKIE_NAME):
            response.delete_cookie(name)
        return response


class KeptView(TemplateView):
    """Offer what a person sent after their session had ended: send it, or discard it."""

    template_name = "account/kept.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open it for the same person in the same browser; 404 for everybody else, and when it is gone."""
        try:
            path, fields = open_kept(self.request, kwargs["pk"], staff(self.request))
        except Unreadable:
            raise Http404 from None
        return {**super().get_context_data(**kwargs), "path": path, "fields": fields, "written": written(fields)}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Discard it."""
        discard(request, pk)
        return redirect(f"/{get_language()}/")


class NewPasswordView(allauth_views.PasswordResetFromKeyView):
    """Choose a new password through a link that was mailed; nobody is signed in by it."""

    def form_valid(self, form: DoorForm) -> HttpResponse:
        """Store the password; when too many are being hashed, say so with 429."""
        try:
            response: HttpResponse = super().form_valid(form)
        except TooBusy:
            form.add_error(None, form.refuse_busy())
            return waiting(self.form_invalid(form), form.retry_after)
        return response


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodeView(FormView):
    """Choose a password with a code from paper; nobody is signed in by it, there is one door."""

    purpose = Purpose.INVITE
    template_name = "account/code.html"
    form_class = CodeForm
    success_url = reverse_lazy("account_reset_password_from_key_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form what the code is for and who asks."""
        return {**super().get_form_kwargs(), "purpose": self.purpose, "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the page is for."""
        return {**super().get_context_data(**kwargs), "is_invitation": self.purpose == Purpose.INVITE}

    def form_invalid(self, form: DoorForm) -> HttpResponse:
        """Show the form again; 429 when too many passwords are being hashed."""
        response = super().form_invalid(form)
        return waiting(response, form.retry_after) if form.retry_after else response
