"""My security: methods, last sign-ins and open sessions of the person who asks (security design, section 4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts.mfa import recovery
from accounts.mfa.required import is_enrolled, is_required
from accounts.permissions import staff
from accounts.sessions import end_one, end_others, shown_of

DONE = {"removed", "ended", "others"}


class SecurityView(TemplateView):
    """The overview."""

    template_name = "account/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what protects the account, and where it was used."""
        user, done = staff(self.request), self.request.GET.get("done", "")
        shown = shown_of(self.request, user)
        return {
            **super().get_context_data(**kwargs),
            "is_enrolled": is_enrolled(user),
            "is_required": is_required(user),
            "codes_left": recovery.left(user),
            "open_sessions": [entry for entry in shown if entry.seen],
            "sign_ins": shown,
            "done": done if done in DONE else "",
        }


class EndSessionsView(View):
    """End one session of the person who asks, or all but this one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the overview, where the buttons are."""
        return redirect("mfa_index")

    def post(self, request: HttpRequest) -> HttpResponse:
        """End what was chosen; a number of somebody else's session ends nothing."""
        user, chosen = staff(request), request.POST.get("session", "")
        done = "ended"
        if chosen == "others":
            end_others(request, user)
            done = "others"
        elif chosen.isdecimal() and len(chosen) < 16:
            end_one(user, int(chosen))
        return redirect(f"{reverse('mfa_index')}?done={done}")
