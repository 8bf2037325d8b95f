"""What a refusal looks like: 403, 404, 409 and 429 as pages with a sentence, 503 with the telephone number."""

import math
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.kept import written
from accounts.waiting import waiting
from pages.errors import answer, carried
from zemag.services.errors import Denied, LimitReached, NotFound, Refused
from zemag_pages.navigation import Visit, frame
from zemag_pages.showing import clock

# The team that answers by telephone, and who is there at night; the same numbers stand on paper in every office.
TELEPHONE, AT_NIGHT = "0221 4710-115", "0221 4710-110"
CONFLICT = 409


def cannot_answer(request: HttpRequest) -> HttpResponse:
    """Answer 503 without asking any database: this is no answer about a person, and whom to call instead."""
    sentence = _(
        "This is no answer: nobody knows right now whether there is an entry. Call before you go: ZeMAG team "
        "%(day)s, at night and on weekends the control room %(night)s."
    ) % {"day": TELEPHONE, "night": AT_NIGHT}
    response = answer(request, 503, heading=_("ZeMAG cannot answer now"), sentence=sentence)
    response["Retry-After"] = "60"
    return response


def refused(request: HttpRequest, visit: Visit | None, fault: Refused, now: datetime) -> HttpResponse:
    """Answer a refusal of a service: its sentence stands on the page."""
    if isinstance(fault, Denied):
        hint = _("Rights in ZeMAG are requested by the coordinator of your department. Questions: %(number)s.")
        return answer(request, 403, sentence=f"{fault} {hint % {'number': TELEPHONE}}")
    if isinstance(fault, NotFound):
        return answer(request, 404)
    if isinstance(fault, LimitReached):
        words = _("You may ask again at %(time)s. If it cannot wait, call the ZeMAG team: %(number)s.")
        sentence = words % {"time": clock(fault.until, now), "number": TELEPHONE}
        response = answer(request, 429, heading=str(fault), sentence=sentence)
        return waiting(response, max(1, math.ceil((fault.until - now).total_seconds())))
    return conflict(request, visit, fault)


def beside(form: forms.Form, refusal: Refused | ValidationError) -> None:
    """Put a refusal beside the fields that it is about, where the form has them, else above the form."""
    if isinstance(refusal, ValidationError):
        form.add_error(None, refusal)
        return
    known: list[str | None] = [name for name in refusal.fields if name in form.fields]
    for name in known or [None]:
        form.add_error(name, str(refusal))


def conflict(
    request: HttpRequest, visit: Visit | None, fault: Refused, *, way_on: dict[str, str] | None = None
) -> HttpResponse:
    """Answer 409: why it is not possible as things stand, what was typed, and where to go on."""
    context: dict[str, Any] = {
        **frame(request, visit, _("This is not possible now")),
        "reason": str(fault),
        "written": written(carried(request)),
        "way_on": way_on or {"label": _("Look at it again"), "url": request.path},
    }
    return render(request, "zemag_pages/conflict.html", context, status=CONFLICT)
