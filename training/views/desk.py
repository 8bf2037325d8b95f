"""The desk of trainers: own dates, the list, the sheet, attendance by keyboard and phone (training design, 7, 11)."""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import staff
from training.answers import busy_as_503, conflict
from training.attendance_sheet import sheet
from training.desk import AttendanceForm, on_list, own_dates
from training.facts import needs_in_words
from training.models import AttendanceMark, Booking, CourseDate, CourseDatePart, DateState, Status
from training.navigation import Step, frame
from training.permissions import can_mark_attendance, can_see_participants, is_office
from training.seen import log_view
from training.services import attendance
from training.services.attendance import TRAINER_CORRECTS
from training.services.errors import Refused
from training.services.ledger import persistent
from training.showing import DateFace, dates_with_seats


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show the own dates, the next first; those that wait for attendance on top."""
    now, person = timezone.now(), staff(request)
    rows = [DateFace(date, now) for date in dates_with_seats(own_dates(person, now))]
    waiting = [face for face in rows if face.date.state == DateState.PUBLISHED and face.date.ends_at <= now]
    coming = [face for face in rows if face.date.state == DateState.PUBLISHED and face.date.ends_at > now]
    over = [face for face in rows if face.date.state == DateState.HELD]
    groups = [
        ("waiting", _("Attendance to be closed"), waiting),
        ("coming", _("Coming"), coming),
        ("over", _("Over"), over),
    ]
    context = {**frame(request, _("My dates as a trainer"), "desk"), "groups": [group for group in groups if group[2]]}
    return _private(render(request, "training/desk.html", context))


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@busy_as_503
def desk_date(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show who is booked, and take notes of who was there; the log gets its row before the list leaves."""
    now = timezone.now()
    date = _found(request, uid, now)
    parts = list(
        date.parts.filter(is_withdrawn=False).select_related("venue__room__floor__building").order_by("starts_at")
    )
    part = _chosen(request, parts, now)
    bookings = on_list(date)
    marks = AttendanceMark.objects.filter(booking__date=date, part=part)
    sent = request.POST if request.method == "POST" else None
    form = AttendanceForm(sent, part=part, bookings=bookings, marks=marks)
    if sent is not None:
        answer = _note(request, date, part, form, now)
        if answer is not None:
            return answer
    log_view(actor=staff(request), date=date, what="attendance", rows=len(bookings), now=now)
    return _show(request, date, parts, part, form, now)


def _found(request: HttpRequest, uid: uuid.UUID, now: datetime) -> CourseDate:
    """Return a date whose participants the visitor may see; 404 for everybody else."""
    date = get_object_or_404(CourseDate.objects.select_related("course", "seats"), uid=uid)
    if not can_see_participants(staff(request), date, now) or date.state == DateState.DRAFT:
        raise Http404
    return date


def _chosen(request: HttpRequest, parts: list[CourseDatePart], now: datetime) -> CourseDatePart:
    """Return the part that is asked for, else the last one that has begun; an unknown one is no page."""
    wanted = request.GET.get("part", "")
    if wanted:
        found = next((part for part in parts if str(part.uid) == wanted), None)
        if found is None:
            raise Http404
        return found
    begun = [part for part in parts if part.starts_at <= now]
    return begun[-1] if begun else parts[0]


def _note(
    request: HttpRequest, date: CourseDate, part: CourseDatePart, form: AttendanceForm, now: datetime
) -> HttpResponse | None:
    """Write the notes, or close attendance; None when the form has to be shown again."""
    actor, action = staff(request), request.POST.get("action", "")
    if action not in {"save", "rest", "close"}:
        raise Http404
    here = f"{reverse('training_desk_date', args=[date.uid])}?part={part.uid}"
    if not form.is_valid():
        return None
    try:
        if date.state == DateState.HELD:
            _correct(form, actor, now)
        else:
            noted = form.marks(rest_present=action == "rest")
            persistent(lambda: attendance.mark(date_id=date.pk, marks=noted, actor=actor, now=now))
        if action == "close":
            persistent(lambda: attendance.close(date_id=date.pk, actor=actor, now=now))
    except ValidationError as wrong:
        form.add_error(None, " ".join(wrong.messages))
        return None
    except Refused as refusal:
        return conflict(request, refusal, way_on={"label": _("To this date"), "url": here})
    return redirect(f"{here}&done={'closed' if action == 'close' else 'saved'}")


def _correct(form: AttendanceForm, actor: Any, now: datetime) -> None:
    """Write corrections of a closed date; the certificate follows each."""
    changed = {mark.booking_id: mark for mark in form.changed_marks()}
    for booking in Booking.objects.filter(pk__in=list(changed)).order_by("pk"):
        marks = [changed[booking.pk]]
        persistent(partial(attendance.correct, booking=booking, marks=marks, actor=actor, now=now))


def _show(
    request: HttpRequest,
    date: CourseDate,
    parts: list[CourseDatePart],
    part: CourseDatePart,
    form: AttendanceForm,
    now: datetime,
) -> HttpResponse:
    """Show list and form."""
    person = staff(request)
    held = date.state == DateState.HELD
    may_mark = can_mark_attendance(person, date) and (
        (date.state == DateState.PUBLISHED and now >= date.starts_at)
        or (held and (is_office(person) or now < date.ends_at + TRAINER_CORRECTS))
    )
    done = {"saved": _("The notes are saved."), "closed": _("Attendance is closed. Certificates follow by mail.")}
    context = {
        **frame(request, date.course.title, "desk", Step(_("My dates as a trainer"), reverse("training_desk"))),
        "date": date,
        "parts": parts,
        "part": part,
        "form": form,
        "rows": form.rows(needs_in_words(date, person)),
        "may_mark": may_mark,
        "may_close": may_mark and not held and now >= date.ends_at,
        "held": held,
        "missing": 0 if held or not may_mark else attendance.missing_marks(date),
        "done": done.get(request.GET.get("done", ""), ""),
    }
    return _private(render(request, "training/desk_date.html", context))


@require_safe
def desk_sheet(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Return the sheet for signatures as a PDF."""
    now = timezone.now()
    date = _found(request, uid, now)
    bookings = [booking for booking in on_list(date) if booking.status == Status.CONFIRMED or date.held_at]
    log_view(actor=staff(request), date=date, what="sheet", rows=len(bookings), now=now)
    response = HttpResponse(sheet(date, bookings), content_type="application/pdf")
    name = _("attendance-sheet")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localtime(date.starts_at):%Y-%m-%d}.pdf"'
    return _private(response)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep names out of every store."""
    response["Cache-Control"] = "private, no-store"
    return response
