"""Sign-in, sign-out and password reset on django-allauth; the only doors of the house."""

from typing import Any

from allauth.account import views as allauth_views
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts.backends import QUEUE_SECONDS, TooBusy

ENDED = {"idle", "limit", "signed-out"}


class SignInView(allauth_views.LoginView):
    """The one door."""

    template_name = "account/login.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the password; when too many are being checked, say so with 429."""
        try:
            return super().post(request, *args, **kwargs)
        except TooBusy:
            response = render(request, "account/locked.html", {"minutes": 1}, status=429)
            response["Retry-After"] = str(QUEUE_SECONDS)
            return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why the last session ended."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        ended = self.request.GET.get("ended", "")
        context["ended"] = ended if ended in ENDED else ""
        context["page_title"] = _("Sign in")
        return context


class SignOutView(allauth_views.LogoutView):
    """Sign out by POST; the browser forgets what it kept."""

    template_name = "account/logout.html"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session, delete the own cookies by name and clear the cache."""
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        response.delete_cookie(settings.SESSION_COOKIE_NAME)
        response.delete_cookie(settings.CSRF_COOKIE_NAME)
        return response


class InactiveView(TemplateView):
    """Says that an account is locked."""

    template_name = "account/inactive.html"
