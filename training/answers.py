"""How screens of training call services: a busy database is 503 with everything typed, a refusal is a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pages.errors import answer
from training.models import Booking
from training.navigation import frame
from training.services.errors import Busy, Refused
from training.showing import DateFace, booking_badge

View = Callable[..., HttpResponse]
CONFLICT = 409


def busy_as_503(view: View) -> View:
    """Answer 503 with everything that was sent, and a button to send it again, when the database stays busy."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Busy:
            heading, sentence = _("Very many people are booking right now"), _("Nothing is lost. Please try once more.")
            response = answer(request, 503, heading=heading, sentence=sentence, is_resent=True)
            response["Retry-After"] = "5"
            return response

    return guarded


def conflict(
    request: HttpRequest,
    reason: str | Refused,
    *,
    booking: Booking | None = None,
    others: list[DateFace] | None = None,
    way_on: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer 409: why it is not possible now, how things stand, and where to go on."""
    context = {
        **frame(request, _("This is not possible now")),
        "reason": str(reason),
        "badge": booking_badge(booking) if booking else None,
        "booking": booking,
        "others": others or [],
        "way_on": way_on,
    }
    if booking and not way_on and booking.person_id == getattr(request.user, "pk", None):
        context["way_on"] = {"label": _("To my booking"), "url": reverse("training_booking", args=[booking.uid])}
    return render(request, "training/conflict.html", context, status=CONFLICT)
