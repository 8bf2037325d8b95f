"""All that training keeps of one person: bookings by what can be done with them, certificates, all of it as data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.crypto import Unreadable
from accounts.models import User
from training.invitations import PUBLISH, Invitation
from training.models import Booking, Certificate, CourseDate, Need, Place, Status
from training.services.needs import open_need
from training.services.steps import entries
from training.showing import Badge, DateFace, booking_badge, dates_with_seats, moment_words, shown_parts

MOST_OVER = 100


@dataclass
class BookingRow:
    """A booking as a row of a list."""

    booking: Booking
    face: DateFace
    place: int | None = None

    @property
    def badge(self) -> Badge:
        """The state in words, on the waiting list with the place."""
        found = booking_badge(self.booking)
        if self.place is None:
            return found
        return Badge(_("Place %(number)s of the waiting list") % {"number": self.place}, found.kind)

    @property
    def until(self) -> str:
        """The moment until which an offer stands."""
        moment = self.booking.offer_until
        return moment_words(moment) if moment and self.booking.status == Status.OFFERED else ""


@dataclass
class OwnRows:
    """The bookings of a person, by what can be done with them."""

    offers: list[BookingRow]
    coming: list[BookingRow]
    waiting: list[BookingRow]
    over: list[BookingRow]
    certificates: list[Certificate]

    def groups(self) -> list[tuple[str, str, list[BookingRow]]]:
        """Return anchor, heading and rows of each group that has any."""
        named = [
            ("offers", _("A seat is free for you"), self.offers),
            ("coming", _("Coming"), self.coming),
            ("waiting", _("On the waiting list"), self.waiting),
            ("over", _("Over"), self.over),
        ]
        return [group for group in named if group[2]]


def rows_of(person: User, now: datetime) -> OwnRows:
    """Return everything that a person has booked; the same number of queries for any number of bookings."""
    found = OwnRows([], [], [], [], own_certificates(person))
    for row in _booked(person, now):
        if row.booking.status == Status.OFFERED:
            found.offers.append(row)
        elif row.booking.is_active and row.booking.place == Place.QUEUE:
            found.waiting.append(row)
        elif row.booking.is_active:
            found.coming.append(row)
        else:
            found.over.append(row)
    found.over = found.over[::-1][:MOST_OVER]
    return found


def _booked(person: User, now: datetime) -> list[BookingRow]:
    """Return the bookings of a person in order of time, with the place of those that wait."""
    ahead = Booking.objects.filter(date=OuterRef("date"), place=Place.QUEUE, wait_no__lt=OuterRef("wait_no"))
    counted = ahead.order_by().values("date").annotate(number=Count("pk")).values("number")
    rows = Booking.objects.filter(person=person).annotate(ahead=Coalesce(Subquery(counted), 0))
    found = list(rows.select_related("course"))
    wanted = CourseDate.objects.filter(pk__in={row.date_id for row in found})
    dates = {date.pk: date for date in dates_with_seats(wanted)}
    booked = []
    for row in found:
        place = vars(row)["ahead"] + 1 if row.place == Place.QUEUE else None
        booked.append(BookingRow(row, DateFace(dates[row.date_id], now, row), place))
    return sorted(booked, key=lambda row: (row.face.date.starts_at, row.booking.pk))


def own_certificates(person: User) -> list[Certificate]:
    """Return the certificates of a person, newest first."""
    rows = Certificate.objects.filter(booking__person=person).select_related("booking__course")
    return list(rows.order_by("-issued_on", "-pk"))


def invitations_of(booking: Booking) -> list[Invitation]:
    """Return the calendar entries of a confirmed booking as a file for the own calendar: nobody is invited by it."""
    return entries(booking, booking.date, shown_parts(booking.date), PUBLISH, booking.ical_sequence)


def data_of(person: User) -> dict[str, Any]:
    """Return everything that training keeps of a person, as plain values."""
    rows = Booking.objects.filter(person=person).select_related("course", "date", "need", "certificate")
    rows = rows.prefetch_related("events", "marks__part").order_by("created_at", "pk")
    return {"person": person.email, "bookings": [_data_of_booking(row, person) for row in rows]}


def _data_of_booking(booking: Booking, person: User) -> dict[str, Any]:
    """Return one booking with its log, marks, needs and certificate."""
    need, certificate = getattr(booking, "need", None), getattr(booking, "certificate", None)
    return {
        "number": str(booking.uid),
        "course": booking.course.title,
        "starts": booking.date.starts_at.isoformat(),
        "ends": booking.date.ends_at.isoformat(),
        "state": booking.status,
        "booked": booking.created_at.isoformat(),
        "reason": booking.reason,
        "log": [
            {"at": event.at.isoformat(), "kind": event.kind, "state": event.new_status, "reason": event.reason}
            for event in booking.events.all()
        ],
        "attendance": [
            {"part": mark.part.starts_at.isoformat(), "presence": mark.presence, "minutes": mark.minutes}
            for mark in booking.marks.all()
        ],
        "need": _need_of(need, person) if need else None,
        "certificate": {
            "number": certificate.number,
            "code": certificate.code,
            "state": certificate.state,
            "issued": certificate.issued_on.isoformat(),
        }
        if certificate
        else None,
    }


def _need_of(need: Need, person: User) -> dict[str, Any]:
    """Return a need in the clear; one whose key is gone says so and never reads as empty."""
    try:
        return {**open_need(need=need, actor=person), "share_with_trainer": need.share_with_trainer}
    except Unreadable:
        return {"unreadable": True}
