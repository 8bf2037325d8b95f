"""The desk of trainers: own dates, who is booked, and one form for the attendance of a part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from pages.forms import KernForm
from training.attendance_sheet import name_of
from training.models import (
    RESULTS,
    AttendanceMark,
    Booking,
    CourseDate,
    CourseDatePart,
    DateState,
    Presence,
    Status,
)
from training.moments import DAY
from training.permissions import TRAINER_DAYS
from training.services.attendance import Mark


def own_dates(user: User, now: datetime) -> QuerySet[CourseDate]:
    """Return the dates that somebody teaches, until 14 days after."""
    rows = CourseDate.objects.filter(trainers__trainer__user=user, trainers__is_removed=False)
    rows = rows.filter(state__in=[DateState.PUBLISHED, DateState.HELD], ends_at__gt=now - TRAINER_DAYS * DAY)
    return rows.order_by("starts_at", "pk").distinct()


def on_list(date: CourseDate) -> list[Booking]:
    """Return who takes part, or took part: confirmed people, after closing those with a result."""
    rows = date.bookings.filter(Q(status=Status.CONFIRMED) | Q(status__in=RESULTS), person__isnull=False)
    return list(rows.select_related("person", "department").order_by("person__last_name", "person__first_name", "pk"))


@dataclass
class Row:
    """One person on the list."""

    booking: Booking
    name: str
    presence: BoundField
    minutes: BoundField
    need: str = ""

    @property
    def result(self) -> str:
        """The result in words, once attendance is closed."""
        return str(Status(self.booking.status).label) if self.booking.status in RESULTS else ""


class AttendanceForm(KernForm):
    """Who was there in one part: for each person a choice, and minutes where it was not the whole time."""

    def __init__(
        self, data: Any, *, part: CourseDatePart, bookings: Iterable[Booking], marks: Iterable[AttendanceMark]
    ) -> None:
        self.part, self.bookings = part, list(bookings)
        self.noted = {mark.booking_id: mark for mark in marks}
        super().__init__(data)
        for booking in self.bookings:
            mark, name = self.noted.get(booking.pk), name_of(booking)
            partly = mark is not None and mark.presence == Presence.PRESENT and mark.minutes != part.minutes
            self.fields[f"presence_{booking.pk}"] = forms.ChoiceField(
                choices=Presence.choices,
                widget=forms.RadioSelect,
                required=False,
                label=name,
                initial=mark.presence if mark else None,
            )
            self.fields[f"minutes_{booking.pk}"] = forms.IntegerField(
                min_value=0,
                max_value=part.minutes,
                required=False,
                label=_("Minutes, if not the whole time"),
                initial=mark.minutes if mark and partly else None,
            )

    def clean(self) -> dict[str, Any]:
        """Minutes belong to people who were there."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for booking in self.bookings:
            presence = data.get(f"presence_{booking.pk}")
            if data.get(f"minutes_{booking.pk}") is not None and presence in {Presence.ABSENT, Presence.EXCUSED}:
                self.add_error(f"minutes_{booking.pk}", _("Who was not there has no minutes."))
        return data

    def rows(self, needs: dict[int, str]) -> list[Row]:
        """Return the people with their controls, and what they need where the reader may know it."""
        return [
            Row(
                booking,
                name_of(booking),
                self[f"presence_{booking.pk}"],
                self[f"minutes_{booking.pk}"],
                needs.get(booking.pk, ""),
            )
            for booking in self.bookings
        ]

    def marks(self, *, rest_present: bool) -> list[Mark]:
        """Return what was noted; with `rest_present` everybody without a note was there the whole time."""
        found = []
        for booking in self.bookings:
            presence = self.cleaned_data[f"presence_{booking.pk}"]
            minutes = self.cleaned_data[f"minutes_{booking.pk}"]
            if not presence and (minutes is not None or rest_present):
                presence = Presence.PRESENT
            if presence:
                found.append(Mark(booking.pk, self.part.pk, Presence(presence), minutes))
        return found

    def changed_marks(self) -> list[Mark]:
        """Return the marks that differ from what is stored: corrections are written one by one."""
        return [mark for mark in self.marks(rest_present=False) if self._differs(mark)]

    def _differs(self, mark: Mark) -> bool:
        old = self.noted.get(mark.booking_id)
        present = mark.presence == Presence.PRESENT
        minutes = (self.part.minutes if mark.minutes is None else mark.minutes) if present else 0
        return old is None or (old.presence, old.minutes) != (mark.presence, minutes)
