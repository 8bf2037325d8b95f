"""The own bookings: what became of them, offers, cancelling, the calendar file, and all own data."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import staff
from pages.reader import Reader
from training import own
from training.answers import busy_as_503, conflict
from training.approvers import approvers_of
from training.facts import fact, next_step, part_rows, when_and_where
from training.forms import ReasonForm
from training.invitations import published
from training.models import Booking, CertificateState, Place, Status
from training.navigation import Step, catalogue_url, frame
from training.services import approving, cancelling
from training.services.errors import ReasonMissing, ReasonTooLong, Refused
from training.services.ledger import persistent
from training.services.steps import place_in_queue
from training.showing import DateFace, booking_badge, moment_words
from training.views.dates import names_of


def own_booking(request: HttpRequest, uid: uuid.UUID) -> Booking:
    """Return a booking of the reader; raise Http404 for those of others."""
    rows = Booking.objects.filter(person=staff(request), uid=uid)
    found = rows.select_related("date__seats", "date__course", "course", "certificate").first()
    if found is None:
        raise Http404
    return found


def done_words(request: HttpRequest, booking: Booking) -> str:
    """Return what has just happened; nothing where the booking no longer fits the word."""
    words = {
        "booked": (_("We have received your booking."), booking.is_active),
        "already": (_("You are booked already."), booking.is_active),
        "accepted": (_("You have accepted the seat."), booking.status == Status.CONFIRMED),
        "declined": (_("You have declined the seat."), booking.status == Status.DECLINED),
        "cancelled": (_("The booking is cancelled."), booking.status == Status.CANCELLED),
    }
    text, fits = words.get(request.GET.get("done", ""), ("", False))
    return text if fits else ""


@require_safe
def show_booking(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the result, the next step, and what can be done."""
    booking, now = own_booking(request, uid), timezone.now()
    face = DateFace(booking.date, now, booking)
    confirmed = booking.status == Status.CONFIRMED
    approvers = names_of(approvers_of(staff(request))) if booking.status == Status.REQUESTED else ""
    facts = []
    if booking.place == Place.QUEUE:
        facts.append(fact(_("Waiting list"), _("Place %(number)s") % {"number": place_in_queue(booking)}))
    if booking.reason:
        facts.append(fact(_("Reason"), booking.reason))
    before = booking.is_active and now < booking.date.starts_at
    title = booking.course.title
    context = {
        **frame(request, title, "", Step(_("My training"), reverse("training_mine"))),
        "booking": booking,
        "face": face,
        "badge": booking_badge(booking),
        "next_step": next_step(booking, approvers, now),
        "facts": facts,
        "parts": part_rows(face, with_links=confirmed),
        "certificate": getattr(booking, "certificate", None),
        "done": done_words(request, booking),
        "is_offer": booking.status == Status.OFFERED and bool(booking.offer_until and now < booking.offer_until),
        "may_cancel": before,
        "has_calendar": confirmed,
    }
    return render(request, "training/booking.html", context)


def _change(request: HttpRequest, uid: uuid.UUID, service: Callable[..., Booking], word: str) -> HttpResponse:
    """Let a service change the own booking; 409 with the current state where it is too late."""
    booking = own_booking(request, uid)
    try:
        persistent(lambda: service(booking=booking, actor=staff(request), now=timezone.now()))
    except Refused as refusal:
        return conflict(request, refusal, booking=own_booking(request, uid))
    return redirect(f"{reverse('training_booking', args=[uid])}?done={word}")


@csrf_protect
@require_POST
@busy_as_503
def accept(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Accept an offered seat."""
    return _change(request, uid, approving.accept, "accepted")


@csrf_protect
@require_POST
@busy_as_503
def decline(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Decline an offered seat."""
    return _change(request, uid, approving.decline, "declined")


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@busy_as_503
def cancel(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask once, after the deadline for a reason, then cancel."""
    booking, now = own_booking(request, uid), timezone.now()
    late = booking.status == Status.CONFIRMED and now > booking.date.cancel_until
    if not booking.is_active or now >= booking.date.starts_at:
        if booking.status == Status.CANCELLED:
            return redirect(f"{reverse('training_booking', args=[uid])}?done=cancelled")
        return conflict(request, _("This booking can no longer be cancelled."), booking=booking)
    hint = _("Your approver and the training office read it.") if late else ""
    form = ReasonForm(request.POST if request.method == "POST" else None, needed=late, help_text=hint)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            person = staff(request)
            persistent(lambda: cancelling.cancel(booking=booking, actor=person, now=timezone.now(), reason=reason))
            return redirect(f"{reverse('training_booking', args=[uid])}?done=cancelled")
        except (ReasonMissing, ReasonTooLong) as refusal:
            form.add_error("reason", str(refusal))
        except Refused as refusal:
            return conflict(request, refusal, booking=own_booking(request, uid))
    step = Step(booking.course.title, reverse("training_booking", args=[uid]))
    context = {
        **frame(request, _("Cancel the booking"), "", step),
        "booking": booking,
        "facts": when_and_where(DateFace(booking.date, now, booking)),
        "form": form,
        "late": late,
        "until": moment_words(booking.date.cancel_until),
    }
    return render(request, "training/cancel.html", context)


@require_safe
def calendar(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Return the calendar entries of a confirmed booking as a file; 404 for every other state."""
    booking = own_booking(request, uid)
    if booking.status != Status.CONFIRMED:
        raise Http404
    response = HttpResponse(published(own.invitations_of(booking), timezone.now()), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{booking.course.code}.ics"'
    return response


@require_safe
def certificate(request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """Return the own certificate as a file; 404 while there is none and once it was withdrawn."""
    found = getattr(own_booking(request, uid), "certificate", None)
    if found is None or not found.file or found.state != CertificateState.VALID:
        raise Http404
    name = f"{found.number}.pdf"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show offers, what is coming, places in the queue, what is over, and certificates."""
    found = own.rows_of(staff(request), timezone.now())
    context: dict[str, Any] = {
        **frame(request, _("My training"), "mine"),
        "groups": found.groups(),
        "certificates": found.certificates,
        "catalogue_url": catalogue_url(Reader.of(request)),
    }
    return render(request, "training/mine.html", context)


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Return everything that training keeps of the reader, as a file (GDPR, article 15)."""
    response = JsonResponse(own.data_of(staff(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="training.json"'
    return response
