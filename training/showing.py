"""What people read of a date: its state in words, its seats, its deadlines and what they can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from pages.templatetags.pages import local_date
from training.models import ACTIVE, Booking, Course, CourseDate, CourseDatePart, DateState, Place, Status
from training.moments import why_not

# Look of the own booking by its state; what is missing here has no colour.
LOOKS = {
    Status.CONFIRMED: "success",
    Status.OFFERED: "warning",
    Status.REQUESTED: "info",
    Status.WAITING: "info",
    Status.ATTENDED: "success",
    Status.PARTIAL: "success",
    Status.DATE_CANCELLED: "danger",
}


@dataclass(frozen=True)
class Badge:
    """A state in words, with its look."""

    label: str
    kind: str = ""


@dataclass
class DateFace:
    """A date as one person sees it now."""

    date: CourseDate
    now: datetime
    mine: Booking | None = None

    @cached_property
    def parts(self) -> list[CourseDatePart]:
        """The parts that take place, as they were read with the date."""
        kept: list[CourseDatePart] | None = vars(self.date).get("parts_shown")
        return shown_parts(self.date) if kept is None else kept

    @property
    def why_not(self) -> str:
        """Say in a word why the date cannot be booked at all; empty when it can."""
        return why_not(self.date, self.now) or ("full" if self.is_full else "")

    @property
    def waiting(self) -> int:
        """How many people wait for a seat."""
        counted = vars(self.date).get("waiting")
        return int(counted if counted is not None else self.date.bookings.filter(place=Place.QUEUE).count())

    @property
    def free(self) -> int:
        """How many seats can be booked at once: none while others wait."""
        return 0 if self.waiting else self.date.seats.free

    @property
    def is_full(self) -> bool:
        """Whether neither a seat nor a place on the waiting list is left."""
        return not self.free and self.waiting >= self.date.seats.wait_capacity

    @property
    def badge(self) -> Badge:
        """The state in words."""
        if self.date.state == DateState.CALLED_OFF:
            return Badge(_("Called off"), "danger")
        if self.date.state in {DateState.HELD, DateState.ARCHIVED}:
            return Badge(_("Over"))
        reason = self.why_not
        if not reason and self.free:
            free = self.free
            return Badge(ngettext("%(count)s seat free", "%(count)s seats free", free) % {"count": free}, "success")
        if not reason:
            return Badge(_("Waiting list (%(count)s)") % {"count": self.waiting}, "warning")
        words = {
            "announced": _("Booking opens later"),
            "halted": _("Booking halted"),
            "quality": _("Being checked"),
            "running": _("Running"),
            "over": _("Over"),
            "full": _("Fully booked"),
        }
        return Badge(words.get(reason, _("Booking closed")))

    @property
    def own_badge(self) -> Badge | None:
        """The state of the own booking."""
        return booking_badge(self.mine) if self.mine else None

    @property
    def sentence(self) -> str:
        """Say until when something can be done, or why nothing can."""
        date, reason = self.date, self.why_not
        if date.state == DateState.CALLED_OFF:
            return _("Reason: %(reason)s") % {"reason": date.called_off_reason}
        if date.state != DateState.PUBLISHED:
            return _("This date is over.")
        sentences = {
            "": _("Book until %(moment)s") % {"moment": moment_words(date.registration_closes)},
            "announced": _("Booking opens on %(moment)s.") % {"moment": moment_words(date.registration_opens)},
            "closed": _("Booking closed on %(moment)s.") % {"moment": moment_words(date.registration_closes)},
            "halted": _("The training office has halted booking for now."),
            "quality": _("The date is being checked and takes no bookings for now."),
            "running": _("The date has begun."),
            "over": _("The date is over."),
            "full": _("All seats and all places of the waiting list are taken."),
        }
        return sentences[reason]

    @property
    def own_sentence(self) -> str:
        """Say until when the person must decide on an offer, or can cancel; empty without an own booking."""
        if self.mine is None:
            return ""
        if self.mine.status == Status.OFFERED and self.mine.offer_until:
            return _("Decide until %(until)s") % {"until": moment_words(self.mine.offer_until)}
        until = self.date.cancel_until
        can = self.mine.status == Status.CONFIRMED and self.now <= until
        return _("Cancel until %(until)s") % {"until": moment_words(until)} if can else ""

    @property
    def url(self) -> str:
        """Address of the date."""
        return reverse("training_date", args=[self.date.uid])

    @property
    def action(self) -> dict[str, str] | None:
        """The one button: to the own booking, to the form, or none."""
        if self.mine:
            return {"label": _("My booking"), "url": reverse("training_booking", args=[self.mine.uid])}
        if self.why_not:
            return None
        label = _("Book") if self.free else _("Join the waiting list")
        return {"label": label, "url": reverse("training_book", args=[self.date.uid])}

    @property
    def language(self) -> str:
        """Language that is spoken."""
        return str(self.date.get_language_display())

    @property
    def places(self) -> list[str]:
        """Venues of the parts, each once; a link is for participants only."""
        names = [part.venue.label if part.venue else _("online") for part in self.parts]
        return list(dict.fromkeys(names))

    @property
    def is_step_free(self) -> bool:
        """Whether every part can be reached without a step."""
        return bool(self.parts) and all(part.venue is None or part.venue.step_free for part in self.parts)


def moment_words(moment: datetime) -> str:
    """Return day and time of the wall clock in the reader's language."""
    return _("%(day)s, %(time)s") % {"day": local_date(moment), "time": local_date(moment, "time")}


def booking_badge(booking: Booking) -> Badge:
    """Return the state of a booking in words; a request that waits says so."""
    label = str(booking.get_status_display())
    if booking.status == Status.REQUESTED and booking.place == Place.QUEUE:
        label = _("approval requested, on the waiting list")
    return Badge(label[:1].upper() + label[1:], LOOKS.get(Status(booking.status), ""))


def shown_parts(date: CourseDate) -> list[CourseDatePart]:
    """Return the parts of one date in order of time."""
    rows = date.parts.filter(is_withdrawn=False).select_related("venue__room__floor__building")
    return list(rows.order_by("starts_at", "pk"))


def with_seats(dates: QuerySet[CourseDate]) -> QuerySet[CourseDate]:
    """Return dates in order of time with their seats and the number of those who wait, without their parts."""
    waiting = Count("bookings", filter=Q(bookings__place=Place.QUEUE))
    return dates.select_related("seats", "course").annotate(waiting=waiting).order_by("starts_at", "pk")


def dates_with_seats(dates: QuerySet[CourseDate]) -> QuerySet[CourseDate]:
    """Return dates with everything that a face shows: two queries for any number."""
    parts = CourseDatePart.objects.filter(is_withdrawn=False).select_related("venue__room__floor__building")
    shown = Prefetch("parts", parts.order_by("starts_at", "pk"), to_attr="parts_shown")
    return with_seats(dates).prefetch_related(shown)


def upcoming(courses: Iterable[int], now: datetime) -> QuerySet[CourseDate]:
    """Return what is planned for some courses, and what was called off before it began."""
    states = [DateState.PUBLISHED, DateState.CALLED_OFF]
    return dates_with_seats(CourseDate.objects.filter(course__in=list(courses), state__in=states, ends_at__gt=now))


def faces(dates: Iterable[CourseDate], person: Any, now: datetime) -> list[DateFace]:
    """Return dates as one person sees them, with their own active bookings."""
    found = list(dates)
    rows = Booking.objects.filter(person=person, date__in=found, status__in=ACTIVE)
    mine = {row.date_id: row for row in rows} if found else {}
    return [DateFace(date, now, mine.get(date.pk)) for date in found]


def next_open(course: Course, person: User, now: datetime, *, without: CourseDate) -> list[DateFace]:
    """Return the next three dates of a course that take bookings."""
    dates = upcoming([course.pk], now).exclude(pk=without.pk)
    return [face for face in faces(dates, person, now) if not face.why_not][:3]


def overlapping(person: User, parts: Sequence[CourseDatePart], *, without: CourseDate) -> list[CourseDatePart]:
    """Return the parts of own bookings that lie at the same time; they are named, never refused (section 4)."""
    if not parts:
        return []
    clash = Q()
    for part in parts:
        clash |= Q(starts_at__lt=part.ends_at, ends_at__gt=part.starts_at)
    own = Booking.objects.filter(person=person, status__in=ACTIVE).exclude(date=without)
    rows = CourseDatePart.objects.filter(clash, is_withdrawn=False, date__in=own.values("date"))
    return list(rows.select_related("date__course", "venue__room__floor__building").order_by("starts_at"))
