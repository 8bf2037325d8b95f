"""The inbox of those who approve: only requests that come to them, oldest first, one button each."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import staff
from audit.services import record
from training.answers import busy_as_503, conflict
from training.approvers import requests_for
from training.forms import ReasonForm
from training.models import ACTIVE, Booking, CourseDate, CourseDatePart, Place, Status
from training.navigation import frame
from training.permissions import can_approve
from training.services import approving
from training.services.errors import ReasonMissing, ReasonTooLong, Refused
from training.services.ledger import persistent
from training.showing import DateFace, dates_with_seats, moment_words


@dataclass
class Request:
    """A request with what a decision needs."""

    booking: Booking
    face: DateFace
    form: ReasonForm
    is_refused: bool = False
    overlaps: list[str] = field(default_factory=list)

    @property
    def until(self) -> str:
        """Moment until which somebody must decide."""
        return moment_words(self.booking.approval_until) if self.booking.approval_until else ""

    @property
    def waits(self) -> bool:
        """Whether the request stands on the waiting list."""
        return self.booking.place == Place.QUEUE


def requests_of(
    person: User, now: datetime, refused: Booking | None = None, form: ReasonForm | None = None
) -> list[Request]:
    """Return the open requests of somebody; the one that is being refused keeps its form."""
    found = requests_for(person, Booking.objects.filter(status=Status.REQUESTED, approval_until__gt=now))
    dates = {date.pk: date for date in dates_with_seats(CourseDate.objects.filter(pk__in=[b.date_id for b in found]))}
    others = _others_of([row.person_id for row in found])
    rows = []
    for row in found:
        face = DateFace(dates[row.date_id], now)
        mine = form if refused is not None and refused.pk == row.pk else None
        overlaps = _overlaps(face, [other for other in others if other.person_id == row.person_id])
        rows.append(Request(row, face, mine or ReasonForm(auto_id=f"id_{row.pk}_%s"), mine is not None, overlaps))
    return rows


def _others_of(people: list[int | None]) -> list[Booking]:
    """Return all active bookings of some people with the parts of their dates: three queries for any number."""
    rows = Booking.objects.filter(person__in=people, status__in=ACTIVE).select_related("course", "date")
    return list(rows.prefetch_related("date__parts")) if people else []


def _overlaps(face: DateFace, others: list[Booking]) -> list[str]:
    """Return the courses that a person has booked at the same time."""

    def clash(part: CourseDatePart) -> bool:
        return not part.is_withdrawn and any(
            part.starts_at < own.ends_at and part.ends_at > own.starts_at for own in face.parts
        )

    elsewhere = [row for row in others if row.date_id != face.date.pk]
    return [row.course.title for row in elsewhere if any(clash(part) for part in row.date.parts.all())]


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits for a decision; the log gets its row before the list leaves."""
    return _inbox(request)


def _inbox(request: HttpRequest, refused: Booking | None = None, form: ReasonForm | None = None) -> HttpResponse:
    """Show the list, with the form of the request that is being refused."""
    person, now = staff(request), timezone.now()
    rows = requests_of(person, now, refused, form)
    if rows:
        record(
            using="default",
            action="training_list",
            now=now,
            actor=person,
            subject="training.approvals",
            result=str(len(rows)),
        )
    done = {"approved": _("Approved."), "refused": _("Refused; the person is told why.")}
    context = {
        **frame(request, _("To approve"), "approvals"),
        "rows": rows,
        "done": done.get(request.GET.get("done", ""), ""),
        "form": form,
    }
    return render(request, "training/approvals.html", context)


def asked_for(request: HttpRequest, uid: uuid.UUID) -> Booking:
    """Return a booking that the reader may decide on: 404 for those of others, 403 for the own."""
    rows = Booking.objects.select_related(
        "person__supervisor__substitute", "person__department__head", "course", "date"
    )
    found, person = rows.filter(uid=uid).first(), staff(request)
    if found is None:
        raise Http404
    if found.person_id == person.pk:
        raise PermissionDenied
    if not can_approve(person, found):
        raise Http404
    return found


@csrf_protect
@require_POST
@busy_as_503
def approve(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Approve a request; 409 with the current state when it has ended."""
    booking = asked_for(request, uid)
    try:
        persistent(lambda: approving.approve(booking=booking, actor=staff(request), now=timezone.now()))
    except Refused as refusal:
        return _settled(request, uid, refusal)
    return redirect(f"{reverse('training_approvals')}?done=approved")


@csrf_protect
@require_POST
@busy_as_503
def refuse(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Refuse a request with a reason; without one the list comes back with what was typed."""
    booking = asked_for(request, uid)
    form = ReasonForm(request.POST, auto_id=f"id_{booking.pk}_%s")
    if not form.is_valid():
        return _inbox(request, booking, form)
    reason = form.cleaned_data["reason"]
    try:
        persistent(lambda: approving.refuse(booking=booking, actor=staff(request), reason=reason, now=timezone.now()))
    except (ReasonMissing, ReasonTooLong) as refusal:
        form.add_error("reason", str(refusal))
        return _inbox(request, booking, form)
    except Refused as refusal:
        return _settled(request, uid, refusal)
    return redirect(f"{reverse('training_approvals')}?done=refused")


def _settled(request: HttpRequest, uid: uuid.UUID, refusal: Refused) -> HttpResponse:
    """Say how the booking stands by now."""
    way_on = {"label": _("To what is open"), "url": reverse("training_approvals")}
    return conflict(request, refusal, booking=asked_for(request, uid), way_on=way_on)
