"""Events of the office and its partners."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from news import context as show
from news import times
from news.blocks import PlacesBlock, ProgrammeBlock, StationsBlock
from news.listing import EventListing
from pages.addresses import HttpURLField
from pages.fields import StreamField
from pages.models import BasePage
from pages.models.translating import translation_rules


class EventKind(models.TextChoices):
    """What an event is."""

    ACTION_DAY = "action_day", _("action day")
    CONGRESS = "congress", _("congress")
    CONFERENCE = "conference", _("conference")
    INFO_DAY = "info_day", _("information event")
    PUBLIC_MEETING = "public_meeting", _("public meeting")


class Registration(models.TextChoices):
    """How to register."""

    NONE = "none", _("no registration needed")
    URL = "external_url", _("on a website")
    MAIL = "e-mail", _("by e-mail")


class EventStatus(models.TextChoices):
    """Whether an event takes place as announced."""

    PLANNED = "planned", _("Takes place")
    CANCELLED = "cancelled", _("Cancelled")
    MOVED = "moved", _("Moved")


class EventIndexPage(BasePage):
    """List of all events."""

    subpage_types: ClassVar[list[str]] = ["news.EventPage"]
    max_count_per_parent = 1
    template = "news/event_index_page.html"
    override_translatable_fields = translation_rules([], [])

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the events to come and the calendar address."""
        context = super().get_context(request, *args, **kwargs)
        listing = EventListing(EventPage.objects.child_of(self), context["reader"], request)
        context.update(listing.context())
        context["calendar_url"] = f"{self.get_url(request)}calendar.ics"
        return context


class EventPage(BasePage):
    """One event."""

    kind = models.CharField(
        _("kind"), max_length=16, choices=EventKind, default=EventKind.INFO_DAY, help_text=_("What it is.")
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"), null=True, blank=True, help_text=_("For example 12 for the 12th congress.")
    )
    start = models.DateTimeField(_("start"), default=timezone.now, help_text=_("Day and time."))
    end = models.DateTimeField(_("end"), null=True, blank=True, help_text=_("Day and time, if known."))
    all_day = models.BooleanField(_("all day"), default=False, help_text=_("Times are not shown."))
    place = StreamField(PlacesBlock(), blank=True, verbose_name=_("place"), help_text=_("With notes on access."))
    online_url = HttpURLField(_("online address"), blank=True, help_text=_("Where to take part online."))
    price = models.CharField(_("price"), max_length=120, blank=True, help_text=_("For example: free of charge."))
    recurrence_text = models.CharField(_("repeats"), max_length=200, blank=True, help_text=_("In words."))
    registration = models.CharField(
        _("registration"),
        max_length=12,
        choices=Registration,
        default=Registration.NONE,
        help_text=_("How to register."),
    )
    registration_url = HttpURLField(_("registration address"), blank=True, help_text=_("For “on a website”."))
    registration_mail = models.EmailField(_("registration mailbox"), blank=True, help_text=_("For “by e-mail”."))
    stations = StreamField(StationsBlock(), blank=True, verbose_name=_("stands"), help_text=_("Who shows what."))
    programme = StreamField(ProgrammeBlock(), blank=True, verbose_name=_("programme"), help_text=_("Times and titles."))
    organisers = models.CharField(_("organisers"), max_length=200, blank=True, help_text=_("By office."))
    status = models.CharField(
        _("status"), max_length=10, choices=EventStatus, default=EventStatus.PLANNED, help_text=_("Does it take place?")
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)

    # Rows of lists name the place.
    listed_streams: ClassVar[tuple[str, ...]] = ("place",)
    parent_page_types: ClassVar[list[str]] = ["news.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "news/event_page.html"
    override_translatable_fields = translation_rules(
        ["place", "price", "recurrence_text", "stations", "programme", "organisers"],
        [
            "kind",
            "edition",
            "start",
            "end",
            "all_day",
            "online_url",
            "registration",
            "registration_url",
            "registration_mail",
            "status",
        ],
    )
    content_panels = [
        *BasePage.content_panels[:2],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("edition"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("all_day")]),
                FieldPanel("recurrence_text"),
                FieldPanel("organisers"),
                FieldPanel("price"),
            ],
            heading=_("At a glance"),
        ),
        FieldPanel("place"),
        MultiFieldPanel(
            [
                FieldPanel("online_url"),
                FieldPanel("registration"),
                FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_mail")]),
            ],
            heading=_("Taking part"),
        ),
        FieldPanel("programme"),
        FieldPanel("stations"),
        *BasePage.content_panels[2:],
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse an end before the start and a registration without its address."""
        super().clean()
        errors = {}
        if self.start and self.end and self.end < self.start:
            errors["end"] = _("The end lies before the start.")
        if self.registration == Registration.URL and not self.registration_url:
            errors["registration_url"] = _("Where can people register?")
        if self.registration == Registration.MAIL and not self.registration_mail:
            errors["registration_mail"] = _("To which mailbox do people write?")
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Count publications: calendars take a higher number as a change."""
        if self.pk and self.live:
            # nosemgrep: page-query a page reads its own row
            stored = EventPage.objects.filter(pk=self.pk).values_list("sequence", "last_published_at").first()
            if stored and stored[1] != self.last_published_at:
                self.sequence = stored[0] + (1 if stored[1] else 0)
        return super().save(*args, **kwargs)

    @property
    def last_moment(self) -> datetime:
        """When the event is over."""
        end: datetime = self.end or self.start
        if self.all_day:
            return times.start_of_day(timezone.localtime(end).date() + timedelta(days=1))
        return end

    @property
    def when(self) -> str:
        """Time and length in words."""
        return times.when(self.start, self.end, all_day=self.all_day)

    @property
    def place_line(self) -> str:
        """Name of the place."""
        return next((str(row["value"].get("name", "")) for row in self.place.raw_data), "")

    @property
    def list_date(self) -> Any:
        """First day."""
        return timezone.localtime(self.start).date()

    @property
    def list_facts(self) -> str:
        """Place and time in one line."""
        return " · ".join(part for part in (self.place_line, self.when) if part)

    @property
    def month_label(self) -> str:
        """Month and year in words."""
        return times.month(self.start)

    @property
    def is_off(self) -> bool:
        """Whether it is cancelled or moved."""
        return self.status != EventStatus.PLANNED

    @property
    def state_label(self) -> str:
        """Cancelled or moved, until the event is over."""
        return str(self.get_status_display()) if self.is_off else ""

    @property
    def state_kind(self) -> str:
        """Look of the state."""
        return {"cancelled": "danger", "moved": "warning"}.get(self.status, "")

    def structured_data(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return the event in schema.org terms."""
        return show.event_data(self, request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add facts, programme and the calendar address."""
        context = super().get_context(request, *args, **kwargs)
        context.update(
            state_label=self.state_label,
            state_kind=self.state_kind,
            is_off=self.is_off,
            when=self.when,
            in_past=self.last_moment < timezone.now(),
            place=SimpleLazyObject(lambda: next((row.value for row in self.place), None)),
            registration_url=self.registration_url if self.registration == Registration.URL else "",
            registration_mail=self.registration_mail if self.registration == Registration.MAIL else "",
            stations=SimpleLazyObject(lambda: [row.value for row in self.stations]),
            programme=SimpleLazyObject(lambda: [row.value for row in self.programme]),
            facts=SimpleLazyObject(lambda: show.event_facts(self)),
            ics_url=f"{self.get_url(request)}event.ics",
        )
        return context
