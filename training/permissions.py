"""Who may do what with dates and bookings; a superuser has no way past these (training design, section 2)."""

from datetime import datetime

from accounts.models import User
from training.approvers import OFFICE, approvers_of
from training.models import Booking, CourseDate

QUALITY = "training_qa"
TRAINER_DAYS = 14


def _in_group(user: User, name: str) -> bool:
    """Return whether an active account belongs to a role."""
    return user.is_active and user.groups.filter(name=name).exists()


def is_office(user: User) -> bool:
    """Return whether somebody works in the training office."""
    return _in_group(user, OFFICE)


def is_reviewer(user: User) -> bool:
    """Return whether somebody reviews the quality of training."""
    return _in_group(user, QUALITY)


def teaches(user: User, date: CourseDate) -> bool:
    """Return whether somebody is a trainer of a date."""
    return user.is_active and date.trainers.filter(trainer__user=user, is_removed=False).exists()


def can_book_for(user: User, person: User) -> bool:
    """Return whether somebody may book and cancel for a person: for themselves, or as the office."""
    return user.is_active and person.is_active and (user.pk == person.pk or is_office(user))


def can_see_booking(user: User, booking: Booking) -> bool:
    """Return whether somebody may see a booking as its owner or as the office."""
    return user.is_active and (user.pk == booking.person_id or is_office(user))


def can_approve(user: User, booking: Booking) -> bool:
    """Return whether somebody may approve or refuse a booking; nobody decides on their own."""
    person = booking.person
    if person is None or not user.is_active or user.pk == person.pk:
        return False
    return is_office(user) or any(approver.pk == user.pk for approver in approvers_of(person))


def can_see_participants(user: User, date: CourseDate, now: datetime) -> bool:
    """Return whether somebody may see who takes part: the office, and trainers until 14 days after."""
    if is_office(user):
        return True
    return (now - date.ends_at).days < TRAINER_DAYS and teaches(user, date)


def can_mark_attendance(user: User, date: CourseDate) -> bool:
    """Return whether somebody may note who was there."""
    return is_office(user) or teaches(user, date)


def can_override_queue(user: User) -> bool:
    """Return whether somebody may give a seat out of turn, with a reason."""
    return is_office(user)


def can_plan(user: User) -> bool:
    """Return whether somebody may plan, change and call off dates."""
    return is_office(user)


def can_export(user: User) -> bool:
    """Return whether somebody may export lists."""
    return is_office(user)


def can_review(user: User) -> bool:
    """Return whether somebody may approve trainers and review contents."""
    return is_reviewer(user)
