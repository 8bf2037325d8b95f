"""The catalogue of courses: its filters, its cards with the next date and its seats, read live, never indexed."""

from dataclasses import dataclass
from datetime import date as day_type
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery, Window
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.lists import Chip, Filter, Listing, Option, Query, Typed, chips_of, choice_filter
from pages.permissions import visible_to
from pages.reader import Reader
from pages.templatetags.pages import local_date
from search.service import pages_of_kind
from training.models import Booking, Course, CourseDate, CourseDatePart, CoursePage, DateState, Place, TrainingTopic
from training.models.dates import LANGUAGES
from training.showing import DateFace, with_seats

PER_PAGE = 20
NAMES = ("q", "topic", "language", "from", "to", "step_free", "free")
SWITCHES = ("step_free", "free")


@dataclass
class CourseCard:
    """A course in the catalogue: its page, the next date that fits, and how many more there are."""

    page: CoursePage
    face: DateFace | None
    further: int

    @property
    def course(self) -> Course | None:
        """The course to book; None where the page has none yet."""
        return self.page.course


class CourseListing(Listing):
    """A list whose rows carry their number, so that counting costs no query of its own."""

    @cached_property
    def found(self) -> list[Any]:
        """The entries of the current page."""
        entries = super().entries()
        if entries:
            self._total = entries[0].number_found
        return entries

    def entries(self) -> list[Any]:
        """Return the entries of the current page; raise Http404 beyond the last one."""
        return self.found

    @property
    def total(self) -> int:
        """How many pages match."""
        return (self._total or 0) if self.found else 0


class Days:
    """The days that a person typed; wrong ones are named and ignored (settled.md 21)."""

    def __init__(self, query: Query) -> None:
        self.errors: dict[str, str] = {}
        self.first, self.last = self._read(query, "from"), self._read(query, "to")
        if self.first and self.last and self.first > self.last:
            self.errors["to"] = _("This day lies before the first one.")
            self.last = None

    def _read(self, query: Query, name: str) -> day_type | None:
        """Return a day, or None and a message."""
        typed = query.get(name)
        if not typed:
            return None
        try:
            found: day_type = forms.DateField().clean(typed)
        except forms.ValidationError:
            self.errors[name] = _("“%(typed)s” is not a day. Please write it like 24.12.2026.") % {"typed": typed[:40]}
            return None
        return found


class Catalogue:
    """The list of one address for one reader."""

    def __init__(self, page: Any, reader: Reader, request: HttpRequest, now: datetime) -> None:
        self.reader, self.now = reader, now
        self.query = Query.read(request, NAMES)
        self.days = Days(self.query)
        self.visible = visible_to(reader.user, CoursePage.objects.child_of(page))
        self._check()

    def _check(self) -> None:
        """Raise Http404 for values that no form of ours sends."""
        query = self.query
        if query.get("language") not in {"", *dict(LANGUAGES)}:
            raise Http404
        if any(query.get(name) not in {"", "1"} for name in SWITCHES):
            raise Http404
        if query.get("topic") and not TrainingTopic.objects.filter(code=query.get("topic")).exists():
            raise Http404

    def dates(self) -> QuerySet[CourseDate]:
        """Return the coming dates that pass the filters."""
        query, days = self.query, self.days
        found = CourseDate.objects.filter(state=DateState.PUBLISHED, starts_at__gt=self.now)
        if query.get("language"):
            found = found.filter(language=query.get("language"))
        if days.first:
            found = found.filter(starts_at__gte=timezone.make_aware(datetime.combine(days.first, time.min)))
        if days.last:
            end = datetime.combine(days.last + timedelta(days=1), time.min)
            found = found.filter(starts_at__lt=timezone.make_aware(end))
        if query.get("step_free"):
            steps = CourseDatePart.objects.filter(date=OuterRef("pk"), is_withdrawn=False, venue__step_free=False)
            found = found.exclude(Exists(steps))
        return self._free(found) if query.get("free") else found

    def _free(self, dates: QuerySet[CourseDate]) -> QuerySet[CourseDate]:
        """Return dates on which a seat can be booked at once."""
        waiting = Booking.objects.filter(date=OuterRef("pk"), place=Place.QUEUE)
        is_open = dates.filter(registration_opens__lte=self.now, registration_closes__gt=self.now, quality_block="")
        free = is_open.filter(registration_halted=False, seats__seats_taken__lt=F("seats__capacity"))
        return free.exclude(Exists(waiting))

    @property
    def asks_for_dates(self) -> bool:
        """Whether courses without a fitting date are left out."""
        named = any(self.query.get(name) for name in ("language", *SWITCHES))
        return named or bool(self.days.first or self.days.last)

    def pages(self) -> QuerySet[CoursePage]:
        """Return the pages that pass the filters, the next date first, courses without a date last."""
        found, query = self.visible, self.query
        coming = self.dates().filter(course=OuterRef("course"))
        if query.get("topic"):
            found = found.filter(course__topics__code=query.get("topic"))
        if query.get("q"):
            found = found.filter(pk__in=pages_of_kind(query.get("q"), self.reader, "course"))
        if self.asks_for_dates:
            found = found.filter(Exists(coming))
        found = found.annotate(next_start=Subquery(coming.order_by("starts_at").values("starts_at")[:1]))
        rows = found.select_related("course").annotate(number_found=Window(Count("pk")))
        return rows.order_by(F("next_start").asc(nulls_last=True), "path")

    def cards(self, pages: list[CoursePage]) -> list[CourseCard]:
        """Return pages with their next date; one that can be booked goes before an earlier one that cannot."""
        wanted = self.dates().filter(course__in=[page.course_id for page in pages if page.course_id])
        by_course: dict[int, list[DateFace]] = {}
        for date in with_seats(wanted):
            by_course.setdefault(date.course_id, []).append(DateFace(date, self.now))
        cards = []
        for page in pages:
            found = by_course.get(page.course_id or 0, [])
            best = next((face for face in found if not face.why_not), found[0] if found else None)
            cards.append(CourseCard(page, best, max(len(found) - 1, 0)))
        return cards

    def filters(self) -> list[Filter]:
        """Return the fields to filter by."""
        query, errors = self.query, self.days.errors
        topics = [(topic.code, topic.name) for topic in TrainingTopic.objects.order_by("order", "pk")]
        return [
            choice_filter("topic", _("Topic"), topics, query),
            choice_filter("language", _("Language of the course"), LANGUAGES, query),
            Filter("from", _("From"), [], typed=Typed(query.get("from"), errors.get("from", ""))),
            Filter("to", _("Until"), [], typed=Typed(query.get("to"), errors.get("to", ""))),
            self._switch("free", _("Seats"), _("with free seats")),
            self._switch("step_free", _("Access"), _("step-free")),
        ]

    def _switch(self, name: str, label: str, option: str) -> Filter:
        """Return a box to tick."""
        return Filter(name, label, [Option("1", option, bool(self.query.get(name)))], multiple=True)

    def chips(self) -> list[Chip]:
        """Return the filters in force."""
        if not self.query.values:
            return []
        days = [("from", _("From"), self.days.first), ("to", _("Until"), self.days.last)]
        named = [Chip(f"{label}: {local_date(day)}", self.query.url(without=name)) for name, label, day in days if day]
        return [*chips_of(self.filters(), self.query), *named]

    def line(self, number: int) -> str:
        """Return the count in words."""
        return ngettext("%(number)d course", "%(number)d courses", number) % {"number": number}

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        listing = CourseListing(self.query, self.pages(), per_page=PER_PAGE)
        context = listing.context(self.filters, self.chips, self.line)
        context["cards"] = SimpleLazyObject(lambda: self.cards(list(context["entries"])))
        return context
