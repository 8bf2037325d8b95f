"""The page that says whether a certificate is genuine (training design, section 7)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.limits import may_check_certificate
from accounts.permissions import staff
from training.forms import CheckForm
from training.navigation import frame
from training.services.certificates import check

TOO_MANY = 429


@sensitive_post_parameters("code", "surname")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is valid; a wrong code and a wrong name look alike, ten tries an hour."""
    form = CheckForm(request.POST or None)
    context = {**frame(request, _("Check a certificate")), "form": form, "result": ""}
    status = 200
    if form.is_valid():
        if may_check_certificate(staff(request)):
            day = timezone.localdate()
            context["result"] = check(code=form.cleaned_data["code"], surname=form.cleaned_data["surname"], today=day)
        else:
            form.add_error(None, _("You have checked ten certificates within an hour. Please try again later."))
            status = TOO_MANY
    response = render(request, "training/check.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
