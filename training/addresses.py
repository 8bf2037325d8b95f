"""Addresses of the screens of training, as mails name them."""

from django.conf import settings

from training.models import Booking, CourseDate


def _intranet(language: str, path: str) -> str:
    return f"{settings.INTRANET_URL}/{language}/training/{path}"


def booking_url(booking: Booking, language: str) -> str:
    """Return the address of a booking; it asks for a click (POST) before anything changes."""
    return _intranet(language, f"bookings/{booking.uid}/")


def date_url(date: CourseDate, language: str) -> str:
    """Return the address of a date."""
    return _intranet(language, f"dates/{date.uid}/")


def approvals_url(language: str) -> str:
    """Return the address of the supervisor's inbox."""
    return _intranet(language, "approvals/")


def desk_url(language: str) -> str:
    """Return the address of the trainer's desk."""
    return _intranet(language, "desk/")


def work_list_url() -> str:
    """Return the address of the work list of the training office."""
    return f"{settings.INTRANET_URL}/admin/training/work/"


def check_url(language: str) -> str:
    """Return the address of the page that checks certificates."""
    return _intranet(language, "certificates/check/")
