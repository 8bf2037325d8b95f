"""Screens of the second factor: the code at sign-in, set-up, recovery codes, removal (security design, section 4)."""

from typing import Any

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from accounts.backends import LocalBackend
from accounts.crypto import Unreadable
from accounts.forms import DoorForm
from accounts.marks import METHODS
from accounts.mfa import services, totp
from accounts.mfa.forms import CodeForm, SetUpForm
from accounts.mfa.required import is_enrolled, is_required
from accounts.models import User
from accounts.permissions import staff
from accounts.sessions import go_on
from accounts.stepup import requires_stepup
from accounts.waiting import waiting

SECRET, CODES = "mfa_pending", "mfa_codes"


class CodeView(AuthenticateView):
    """Ask for the code after the password; only then somebody is signed in."""

    template_name = "account/code_at_sign_in.html"

    def _build_forms(self) -> CodeForm:
        """Return the one form there is; the library's would also look for keys."""
        sent = self.request.POST if self.request.method == "POST" else None
        self.webauthn_form = None
        self.auth_form = self.get_form_class()(sent, user=self.stage.login.user)
        return self.auth_form

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Sign in, unless the account was locked between password and code."""
        if not LocalBackend().user_can_authenticate(self.stage.login.user):
            return self.stage.abort()
        return super().form_valid(form)

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        """Show the form again; 429 when the code was not looked at."""
        response = super().form_invalid(form)
        return waiting(response, form.retry_after) if form.retry_after else response


def picture_of(text: str) -> tuple[str, int]:
    """Return a QR code as the path of a drawing and its width, quiet border of four included."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    dots = (f"M{column} {line}h1v1h-1z" for line, row in enumerate(rows) for column, dark in enumerate(row) if dark)
    return "".join(dots), len(rows)


@method_decorator([never_cache, requires_stepup()], name="dispatch")
class SetUpView(FormView[DoorForm]):
    """Set up a second factor, or replace it: scan, type the code, keep the recovery codes."""

    template_name = "account/mfa_set_up.html"

    def get_form(self, form_class: Any = None) -> DoorForm:
        """Return the form for the secret that waits in this session."""
        user = staff(self.request)
        sent = self.request.POST if self.request.method == "POST" else None
        return SetUpForm(sent, user=user, secret=self._secret(user), asks_paper_code=is_required(user))

    def _secret(self, user: User) -> str:
        """Return the secret that waits to be proved, made at first; in the session it lies sealed (settled.md E7)."""
        try:
            return totp.opened(user, self.request.session[SECRET], totp.PENDING)
        except (KeyError, ValueError, Unreadable):
            secret = totp.new_secret()
            self.request.session[SECRET] = totp.sealed(user, secret, totp.PENDING)
            return secret

    def form_valid(self, form: Any) -> HttpResponse:
        """Go on in this session alone, and show the recovery codes once."""
        user = staff(self.request)
        del self.request.session[SECRET]
        self.request.session[METHODS] = [*self.request.session.get(METHODS, []), "totp"]
        go_on(self.request, user)
        return show_once(self.request, user, form.codes)

    def form_invalid(self, form: DoorForm) -> HttpResponse:
        """Show the form again; 429 when nothing was looked at."""
        response: HttpResponse = super().form_invalid(form)
        return waiting(response, form.retry_after) if form.retry_after else response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret as picture, address and text."""
        user = staff(self.request)
        secret = self._secret(user)
        url = get_adapter().build_totp_url(user, secret)
        path, width = picture_of(url)
        return {
            **super().get_context_data(**kwargs),
            "otp_url": url,
            "qr_path": path,
            "qr_width": width,
            "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            "is_required": is_required(user),
            "is_enrolled": is_enrolled(user),
        }


def show_once(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    """Lay recovery codes sealed into the session and lead to the page that shows them once."""
    request.session[CODES] = totp.sealed(user, " ".join(codes), totp.PENDING)
    return redirect("mfa_codes")


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(TemplateView):
    """Show fresh recovery codes, once; a POST makes new ones."""

    template_name = "account/mfa_codes.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what waits and forget it; without, lead to the overview."""
        waiting_codes = request.session.pop(CODES, "")
        try:
            codes = totp.opened(staff(request), waiting_codes, totp.PENDING).split()
        except (ValueError, Unreadable):
            return redirect("mfa_index")
        return self.render_to_response({"codes": codes})

    @method_decorator(requires_stepup())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make new codes; the old ones no longer count."""
        user = staff(request)
        return show_once(request, user, services.new_recovery_codes(user))


@method_decorator(requires_stepup(), name="dispatch")
class RemoveView(TemplateView):
    """Ask, then take the own second factor away; accounts that must have one cannot."""

    template_name = "account/mfa_remove.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, where there is something to take away."""
        user = staff(request)
        if is_required(user) or not is_enrolled(user):
            return redirect("mfa_index")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it away and go on in this session alone."""
        user = staff(request)
        services.remove(actor=user, user=user)
        go_on(request, user)
        return redirect(f"{reverse('mfa_index')}?done=removed")
