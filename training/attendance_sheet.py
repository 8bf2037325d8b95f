"""The sheet on which people sign: name, department, signature; no address, no needs (training design, section 7)."""

from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.pdf import cleaned, compiled
from training.mails import part_line, parts_of
from training.models import Booking, CourseDate

SOURCE = Path(__file__).with_name("attendance_sheet.typ")
EMPTY_LINES = 3


def sheet(date: CourseDate, bookings: Iterable[Booking]) -> bytes:
    """Return the PDF in the language that is active, with some lines for people who come without a booking."""
    rows = [
        [str(number), cleaned(name_of(booking)), cleaned(booking.department.name if booking.department else ""), ""]
        for number, booking in enumerate(bookings, 1)
    ]
    rows += [["", "", "", ""]] * EMPTY_LINES
    language = get_language() or "de"
    return compiled(
        SOURCE,
        {
            "lang": language,
            "issuer": _("Centre for Crime Prevention and Security"),
            "title": _("Attendance sheet"),
            "course": date.course.title_in(language),
            "parts": [part_line(part) for part in parts_of(date)],
            "heads": [_("No."), _("Name"), _("Department"), _("Signature")],
            "rows": rows,
        },
    )


def name_of(booking: Booking) -> str:
    """Return family name and given name."""
    person = booking.person
    return f"{person.last_name}, {person.first_name}".strip(", ") or person.email if person else ""
