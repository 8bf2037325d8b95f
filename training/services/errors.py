"""States of affairs in which a service refuses; views turn them into sentences."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something is not possible as things stand; `message` says why, in the language that is active when it is read."""

    message: Promise | str = _("This is not possible at the moment.")

    def __init__(self, message: Promise | str = "", **detail: Any) -> None:
        super().__init__()
        self.message = message or type(self).message
        self.detail = detail

    def __str__(self) -> str:
        return str(self.message) % self.detail if self.detail else str(self.message)


class DateGone(Refused):
    """There is no such date."""

    message = _("There is no such date.")


class NotOpen(Refused):
    """The date takes no bookings now."""

    message = _("This date cannot be booked at the moment.")


class QueueFull(Refused):
    """Neither a seat nor a place in the queue is left."""

    message = _("All seats and all places of the waiting list are taken.")


class KeyOfAnotherDate(Refused):
    """The form was made for another date."""

    message = _("This form belongs to another date. Please check your entries and send it again.")


class AlreadyBooked(Refused):
    """The person has an active booking of this date, or of another date of the course: `booking`."""

    message = _("You are booked already.")

    def __init__(self, booking: Any) -> None:
        super().__init__()
        self.booking = booking


class WrongState(Refused):
    """The booking or date is in a state in which this cannot be done: `status`."""

    message = _("This has been settled in the meantime.")

    def __init__(self, status: str = "", message: Promise | str = "") -> None:
        super().__init__(message)
        self.status = status


class TooLate(Refused):
    """The deadline has passed."""

    message = _("The deadline has passed.")


class NoSeat(Refused):
    """No seat is free."""

    message = _("No seat is free.")


class ReasonMissing(Refused):
    """A reason is needed."""

    message = _("Please give a reason.")


class ReasonTooLong(Refused):
    """A reason has 500 signs at most."""

    message = _("Please use 500 signs at most.")


class CapacityRefused(Refused):
    """Fewer seats than are taken, or more than the venue holds."""

    message = _("Between %(least)s (seats taken) and %(most)s (people the venue holds) are possible.")


class NotReady(Refused):
    """The date cannot be published; `gaps` names what is missing."""

    message = _("The date cannot be published yet.")

    def __init__(self, gaps: list[str]) -> None:
        super().__init__()
        self.gaps = gaps


class Busy(Exception):
    """The database was busy three times; nothing happened, the same click can be repeated (503)."""
