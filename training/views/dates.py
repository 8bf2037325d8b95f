"""A date, and booking it in two clicks: the form, then the booking."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.permissions import staff
from pages.reader import Reader
from training.answers import busy_as_503, conflict
from training.approvers import approvers_of
from training.facts import deadlines, fact, part_rows, part_words, when_and_where
from training.forms import BookingForm
from training.models import CourseDate, DateState, Status
from training.moments import approval_until
from training.navigation import Step, course_url, frame
from training.services import booking as bookings
from training.services.errors import AlreadyBooked, DateGone, KeyOfAnotherDate, NotOpen, QueueFull, WrongState
from training.services.ledger import persistent
from training.showing import DateFace, dates_with_seats, faces, moment_words, next_open, overlapping


def found_date(uid: uuid.UUID, request: HttpRequest) -> DateFace:
    """Return a date as the reader sees it; raise Http404 for drafts and what does not exist."""
    dates = CourseDate.objects.filter(uid=uid).exclude(state=DateState.DRAFT)
    rows = dates_with_seats(dates)
    found = faces(rows, request.user, timezone.now())
    if not found:
        raise Http404
    return found[0]


def names_of(people: list[User]) -> str:
    """Return who approves, as one line."""
    return _(" or ").join(person.get_full_name() or person.email for person in people)


@require_safe
def show_date(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show parts, places, trainers, deadlines, the own state, and the button or why there is none."""
    face = found_date(uid, request)
    course = face.date.course
    confirmed = face.mine is not None and face.mine.status == Status.CONFIRMED
    trainers = face.date.trainers.filter(is_removed=False).select_related("trainer__user").order_by("pk")
    url = course_url(course, Reader.of(request))
    between = [Step(course.title, url)] if url else []
    others = next_open(course, staff(request), face.now, without=face.date) if face.why_not else []
    context = {
        **frame(request, course.title, "", *between),
        "face": face,
        "parts": part_rows(face, with_links=confirmed),
        "facts": deadlines(face),
        "trainers": [row.trainer for row in trainers],
        "course_url": url,
        "others": others,
    }
    context["crumbs"][-1] = Step(part_words(face.parts[0]) if face.parts else course.title, "")
    return render(request, "training/date.html", context)


@sensitive_post_parameters("text")
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
@busy_as_503
def book_date(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the form, or book; sending twice books once, and nothing typed is lost."""
    face = found_date(uid, request)
    if request.method == "POST":
        return _send(request, face)
    if face.mine:
        return redirect(f"{reverse('training_booking', args=[face.mine.uid])}?done=already")
    if face.why_not:
        return _not_open(request, face)
    return _form(request, face, BookingForm())


def _send(request: HttpRequest, face: DateFace) -> HttpResponse:
    """Book with what was sent."""
    form = BookingForm(request.POST)
    if not form.is_valid():
        if "request_key" in form.errors:
            form = BookingForm.again(request.POST, str(KeyOfAnotherDate.message))
        return _form(request, face, form)
    person = staff(request)
    try:
        made = persistent(
            lambda: bookings.book(
                date_id=face.date.pk,
                person=person,
                actor=person,
                request_key=form.cleaned_data["request_key"],
                now=timezone.now(),
                language=get_language() or "",
                wish=form.wish(),
            )
        )
    except KeyOfAnotherDate as refusal:
        return _form(request, face, BookingForm.again(request.POST, str(refusal)))
    except AlreadyBooked as refusal:
        same = refusal.booking.date_id == face.date.pk
        if not same:
            reason = _("You hold a booking of another date of this course already; cancel it first.")
            return conflict(request, reason, booking=refusal.booking)
        return redirect(f"{reverse('training_booking', args=[refusal.booking.uid])}?done=already")
    except (NotOpen, QueueFull, WrongState):
        return _not_open(request, found_date(face.date.uid, request))
    except DateGone:
        raise Http404 from None
    # What was sent before gives the booking that there is, also one that has ended since.
    return redirect(f"{reverse('training_booking', args=[made.uid])}?done=booked")


def _not_open(request: HttpRequest, face: DateFace) -> HttpResponse:
    """Say why the date cannot be booked, and name the next ones that can."""
    others = next_open(face.date.course, staff(request), face.now, without=face.date)
    way_on = {"label": _("To this date"), "url": face.url}
    return conflict(request, face.sentence if face.why_not else _("Please try again."), others=others, way_on=way_on)


def _form(request: HttpRequest, face: DateFace, form: BookingForm) -> HttpResponse:
    """Show what is booked, who approves, until when it can be cancelled, what overlaps, and the needs."""
    date, person = face.date, staff(request)
    facts = [*when_and_where(face), fact(_("Language"), face.language)]
    if date.course.needs_approval:
        people = names_of(approvers_of(person)) or _("the training office")
        until = moment_words(approval_until(date, face.now))
        facts.append(fact(_("Who approves"), _("%(people)s, until %(until)s") % {"people": people, "until": until}))
    else:
        facts.append(fact(_("Who approves"), _("not needed")))
    facts.append(fact(_("Cancel until"), moment_words(date.cancel_until)))
    overlaps = [
        {"course": part.date.course.title, "when": part_words(part)}
        for part in overlapping(person, face.parts, without=date)
    ]
    title = _("Book") if face.free else _("Join the waiting list")
    context = {
        **frame(request, title, "", Step(date.course.title, face.url)),
        "form": form,
        "face": face,
        "facts": facts,
        "overlaps": overlaps,
    }
    return render(request, "training/book.html", context)
