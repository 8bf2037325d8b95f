"""Dates in the admin: the list, a new draft, one date with all that can be done with it."""

import uuid
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from training.models import Booking, CourseDate, DateState, Place, TrainerRole, TrainingEvent
from training.moments import phase_of
from training.office.actions import ON_DATE, ON_PART, ON_TRAINER, TARGETS, Action, possible
from training.office.base import OfficeScreen, attempt
from training.office.forms import NewDateForm
from training.office.words import event_name
from training.services.gaps import gaps_of
from training.services.ledger import Ledger
from training.services.planning import DatePlan, create_date

PER_PAGE, LOG_ROWS = 50, 40
VIEWS = {
    "coming": Q(state__in=[DateState.DRAFT, DateState.PUBLISHED]),
    "past": Q(state__in=[DateState.HELD, DateState.ARCHIVED]),
    "called-off": Q(state=DateState.CALLED_OFF),
}
TABS = (
    ("coming", gettext_lazy("Planned and published")),
    ("past", gettext_lazy("Held")),
    ("called-off", gettext_lazy("Called off")),
)


def state_of(date: CourseDate, now: datetime) -> str:
    """Return state or phase of a date in words."""
    phase = phase_of(date, now)
    if phase is None:
        return str(DateState(date.state).label)
    if date.registration_halted:
        return _("booking halted")
    return _("booking closed: quality is being checked") if date.quality_block else str(phase.label)


def with_counts(rows: QuerySet[CourseDate]) -> QuerySet[CourseDate]:
    """Return dates with what lists show of them."""
    waiting = Count("bookings", filter=Q(bookings__place=Place.QUEUE))
    return rows.select_related("course", "seats").annotate(waiting=waiting)


class DateList(OfficeScreen, TemplateView):
    """All dates, the next ones first."""

    page_title = gettext_lazy("Dates of courses")
    template_name = "training/office/dates.html"
    header_buttons: list[Any] = []

    def way(self) -> list[dict[str, Any]]:
        """Return nothing: this is the first screen."""
        return []

    def get_header_buttons(self) -> list[Any]:
        """Offer a new date."""
        return [HeaderButton(_("New date"), url=reverse("office_date_new"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the dates of a tab; an unknown tab is no page."""
        tab = self.request.GET.get("show", "coming")
        if tab not in VIEWS:
            raise Http404
        now = timezone.now()
        rows = with_counts(CourseDate.objects.filter(VIEWS[tab]))
        page = Paginator(rows.order_by("starts_at" if tab == "coming" else "-starts_at", "pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        dates = [{"date": date, "state": state_of(date, now)} for date in page]
        query = f"show={tab}&"
        years = [day.year for day in rows.dates("starts_at", "year", order="DESC")] if tab == "past" else []
        return super().get_context_data(tab=tab, tabs=TABS, page=page, dates=dates, query=query, years=years, **kwargs)


class NewDate(OfficeScreen, FormView):
    """Makes a draft."""

    page_title = gettext_lazy("New date")
    template_name = "training/office/form.html"
    form_class = NewDateForm

    def get_initial(self) -> dict[str, Any]:
        """Take the course of the page that led here."""
        return {"course": self.request.GET.get("course", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button does."""
        question = _("A draft is made. Deadlines follow from the start; further parts are added afterwards.")
        return super().get_context_data(
            question=question, button=_("Make the draft"), back=reverse("office_dates"), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Make the draft, or say what is wrong beside the field."""
        data, made = form.cleaned_data, []
        trainer = data["trainer"]
        names = ("course", "language", "capacity", "wait_capacity", "min_participants", "note", "uid")
        plan = DatePlan(
            parts=[form.plan()],
            trainers=[(trainer, TrainerRole.MAIN)] if trainer else [],
            **{name: data[name] for name in names},
        )
        status = attempt(form, lambda: made.append(create_date(plan=plan, actor=self.actor, now=timezone.now())))
        if status:
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, _("The draft is made."))
        return redirect("office_date", made[-1].uid)


class DateScreen(OfficeScreen):
    """A screen of one date."""

    date: CourseDate

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Remember which date; it is read once the right is checked."""
        super().setup(request, *args, **kwargs)
        self.uid: uuid.UUID = kwargs["uid"]

    def find(self) -> None:
        """Read the date; 404 where there is none."""
        self.date = get_object_or_404(with_counts(CourseDate.objects.all()), uid=self.uid)

    def get_page_subtitle(self) -> str:
        """Name course and day."""
        return f"{self.date.course}, {date_format(timezone.localtime(self.date.starts_at), 'SHORT_DATE_FORMAT')}"

    def way(self) -> list[dict[str, Any]]:
        """Return the list and the date."""
        return [*super().way(), {"url": reverse("office_date", args=[self.date.uid]), "label": str(self.date.course)}]


class DateDetail(DateScreen, TemplateView):
    """One date: seats, parts, trainers, deadlines, gaps, log; no names of participants."""

    template_name = "training/office/date.html"

    def get_page_title(self) -> str:
        """Name course and day."""
        return self.get_page_subtitle()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the date."""
        self.find()
        return super().get(request, *args, **kwargs)

    def way(self) -> list[dict[str, Any]]:
        """Return the list."""
        return OfficeScreen.way(self)

    def get_header_buttons(self) -> list[Any]:
        """Lead to the people, who are shown on a screen of their own."""
        uid, begun = self.date.uid, timezone.now() >= self.date.starts_at
        buttons = [HeaderButton(_("Participants"), url=reverse("office_people", args=[uid]), icon_name="group")]
        if begun and self.date.state in {DateState.PUBLISHED, DateState.HELD}:
            address = reverse("training_desk_date", args=[uid])
            buttons.append(HeaderButton(_("Attendance"), url=address, icon_name="tasks"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the date is made of and what can be done."""
        date, now = self.date, timezone.now()
        parts = list(date.parts.select_related("venue__room__floor__building").order_by("starts_at", "pk"))
        trainers = list(date.trainers.select_related("trainer__user").order_by("is_removed", "role", "pk"))
        for part in parts:
            part.date = date
        for row in trainers:
            row.date = date
        log = TrainingEvent.objects.filter(Q(booking=None) | Q(kind="override"), date=date).select_related("actor")
        return super().get_context_data(
            date=date,
            state=state_of(date, now),
            gaps=gaps_of(Ledger(date, date.seats), now) if date.state == DateState.DRAFT else [],
            parts=[{"part": part, "actions": possible(ON_PART, part, now)} for part in parts],
            trainers=[{"row": found, "actions": possible(ON_TRAINER, found, now)} for found in trainers],
            actions=possible(ON_DATE, date, now),
            log=[{"event": event, "name": event_name(event.kind)} for event in log.order_by("-pk")[:LOG_ROWS]],
            **kwargs,
        )


class ActionView(DateScreen, FormView):
    """Asks before something is done with a date or what belongs to it, then does it."""

    template_name = "training/office/form.html"
    action: Action
    target: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the right to the screen; unknown actions are no page."""
        found = TARGETS[kwargs.get("kind", "date")][1].get(kwargs["name"])
        if found is None:
            raise Http404
        self.action, self.page_title = found, str(found.label)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, as long as it is possible."""
        self._find()
        if not self.action.possible(self.target, timezone.now()):
            messages.error(request, _("This is not possible at the moment."))
            return redirect(self._back())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read date and target before the form."""
        self._find()
        return super().post(request, *args, **kwargs)

    def _find(self) -> None:
        """Read the date and the part, trainer or booking of it; 404 for one of another date."""
        self.find()
        model, _actions = TARGETS[self.kwargs.get("kind", "date")]
        if model is CourseDate:
            self.target = self.date
            return
        self.target = get_object_or_404(model, uid=self.kwargs["target"], date=self.date)
        self.target.date = self.date

    def get_form_class(self) -> Any:
        """Return the form of the action."""
        return self.action.form

    def get_initial(self) -> dict[str, Any]:
        """Return what stands there now."""
        return self.action.initial(self.target)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button does."""
        about = ""
        if isinstance(self.target, Booking) and self.target.person:
            about = self.target.person.get_full_name() or self.target.person.email
        return super().get_context_data(
            question=self.action.question,
            heading=self.get_page_subtitle(),
            about=about,
            button=self.action.label,
            serious=self.action.serious,
            back=self._back(),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; what it refuses stands in the form with everything that was typed."""
        now = timezone.now()
        status = attempt(form, lambda: self.action.call(self.target, form, self.actor, now))
        if status:
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(self.request, str(self.action.done))
        return redirect(self._back())

    def _back(self) -> str:
        """Return the screen that led here."""
        people = isinstance(self.target, Booking) or self.kwargs["name"] in {"book", "walk-in", "next"}
        return reverse("office_people" if people else "office_date", args=[self.date.uid])
