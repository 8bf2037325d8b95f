"""How tests of training look at bookings and mails."""

from typing import Any

from accounts.models import User
from outbox.models import OutgoingMail
from tests.training_factories import book, published
from training.models import Booking, CourseDate


def state(booking: Booking) -> tuple[str, str]:
    booking.refresh_from_db()
    return booking.status, booking.place


def mails_to(person: User | None) -> list[str]:
    assert person is not None
    return [row.subject for row in OutgoingMail.objects.order_by("pk") if row.recipients == [person.email]]


def full(**fields: Any) -> tuple[CourseDate, Booking, Booking]:
    """A date with one seat that is taken, and one person who waits."""
    date = published(capacity=1, **fields)
    return date, book(date), book(date)
