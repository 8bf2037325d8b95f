"""The form “Report a barrier”; works without script."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.limits import HOUR, address_of, may_report
from home.context import barrier_form_url, ombuds_office
from home.forms import BarrierForm
from home.services import receive_report
from pages.errors import too_many


def page_asked_about(request: HttpRequest) -> str:
    """Return the page from which the reader came, if it is one of ours."""
    given = request.GET.get("page") or request.headers.get("Referer", "")
    parts = urlsplit(given)
    own = {settings.PUBLIC_HOST, settings.INTRANET_HOST, None}
    return given[:400] if parts.hostname in own and parts.path.startswith("/") else ""


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def report_barrier(request: HttpRequest) -> HttpResponse:
    """Show the form; store a report; wrong input keeps every word and says beside the field what is missing."""
    if request.path_info != barrier_form_url(get_language() or "de"):
        return redirect(barrier_form_url(get_language() or "de"))
    if request.method == "POST":
        form = BarrierForm(request.POST)
        if form.is_valid():
            if not may_report(address_of(request)):
                return too_many(request, int(HOUR.total_seconds()))
            _store(form.cleaned_data)
            return redirect(f"{request.path}?sent=1")
    else:
        form = BarrierForm(initial={"address": page_asked_about(request)})
    sent = request.method == "GET" and request.GET.get("sent") == "1"
    status = 200
    context = {"form": form, "sent": sent, "ombuds": ombuds_office(request)}
    return render(request, "home/barrier_report.html", context, status=status)


def _store(data: dict[str, Any]) -> None:
    """Store a report; what fills the hidden field is a program and is thanked without being stored."""
    if data["website"]:
        return
    receive_report(
        request_key=data["request_key"],
        text=data["text"],
        email=data["email"],
        address=data["address"],
        language=get_language() or "de",
    )
