"""Subjects and first sentences of mails; `course`, `person` and the like are filled in."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Pair = tuple[Promise | str, Promise | str]

# To the participant.
PARTICIPANT: dict[str, Pair] = {
    "confirmed": (_("Booked: %(course)s"), _("Your seat is booked. The calendar entry is attached.")),
    "queue": (_("Waiting list: %(course)s"), _("You are on place %(number)s of the waiting list.")),
    "offer": (
        _("A seat is free: %(course)s"),
        _("A seat is free for you until %(until)s. Please accept or decline it on the page below."),
    ),
    "refused": (_("Not approved: %(course)s"), _("Your booking was not approved.")),
    "approval_expired": (
        _("Not approved in time: %(course)s"),
        _("Nobody approved your booking in time, so it has ended."),
    ),
    "offer_expired": (
        _("Offer expired: %(course)s"),
        _("You did not accept the seat in time, so the next person gets it."),
    ),
    "cancelled": (_("Cancelled: %(course)s"), _("Your booking is cancelled.")),
    "cancelled_by_office": (_("Cancelled: %(course)s"), _("The training office has cancelled your booking.")),
    "left": (_("Cancelled: %(course)s"), _("Your booking is cancelled because your account has ended.")),
    "moved": (_("Changed: %(course)s"), _("Time or place has changed. The attached entry replaces the old one.")),
    "part_added": (_("New part: %(course)s"), _("The date has a new part. Its calendar entry is attached.")),
    "part_withdrawn": (
        _("Part withdrawn: %(course)s"),
        _("A part of the date does not take place. The attached entry removes it from your calendar."),
    ),
    "called_off": (_("Called off: %(course)s"), _("The date does not take place.")),
    "begun": (_("No seat: %(course)s"), _("The date has begun and no seat was free for you.")),
    "remind_7": (_("In a week: %(course)s"), _("Your course is in a week.")),
    "remind_1": (_("Tomorrow: %(course)s"), _("Your course is tomorrow.")),
    "certificate": (
        _("Certificate: %(course)s"),
        _("Your certificate is ready. You find it on the page below."),
    ),
    "certificate_withdrawn": (
        _("Certificate withdrawn: %(course)s"),
        _("Your attendance was corrected; the certificate no longer counts."),
    ),
    "part_entry": (_("Calendar entry: %(course)s"), _("This mail carries the calendar entry of one more part.")),
}
# To those who approve.
APPROVER: dict[str, Pair] = {
    "request": (
        _("Please approve: %(course)s"),
        _("%(person)s would like to take part. Please decide until %(until)s."),
    ),
    "again": (
        _("Still open: %(course)s"),
        _("The booking of %(person)s still waits for your decision, until %(until)s."),
    ),
    "expired": (
        _("Expired: %(course)s"),
        _("The booking of %(person)s has ended because nobody decided in time."),
    ),
    "late": (_("Late cancellation: %(course)s"), _("%(person)s has cancelled after the deadline.")),
}
# To trainers.
TRAINER: dict[str, Pair] = {
    "added": (_("You teach: %(course)s"), _("You are a trainer of this date. The calendar entry is attached.")),
    "moved": PARTICIPANT["moved"],
    "part_added": PARTICIPANT["part_added"],
    "part_withdrawn": PARTICIPANT["part_withdrawn"],
    "removed": (_("No longer: %(course)s"), _("You are no longer a trainer of this date.")),
    "called_off": PARTICIPANT["called_off"],
    "remind_2": (_("In two days: %(course)s"), _("You teach in two days. Your page shows who comes.")),
    "attendance": (_("Attendance: %(course)s"), _("Please note who was there and close the attendance.")),
    "part_entry": PARTICIPANT["part_entry"],
}
# To the training office.
OFFICE: dict[str, Pair] = {
    "late": APPROVER["late"],
    "decide": (
        _("Few bookings: %(course)s"),
        _("Fewer people than needed are booked. Please decide whether the date takes place."),
    ),
    "attendance": (_("Attendance open: %(course)s"), _("The attendance was not closed within 14 days.")),
    "block": (_("Quality: %(course)s"), _("The date takes no new bookings until its quality is checked again.")),
    "stuck": (_("Mail could not be sent: %(course)s"), _("A mail of this date could not be sent.")),
    "glyphs": (_("Sign without a letter shape: %(course)s"), _("A certificate holds a sign that the font lacks.")),
}
