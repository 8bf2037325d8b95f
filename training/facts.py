"""Courses, dates and bookings as labels and values, for boxes beside a text and for summaries."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from pages.templatetags.pages import local_date
from training.models import Booking, Course, CourseDate, CourseDatePart, Status, Venue
from training.services.needs import open_needs
from training.showing import DateFace, moment_words

NEED_WORDS = {
    "step_free": gettext_lazy("step-free access"),
    "induction_loop": gettext_lazy("induction loop"),
    "sign_language": gettext_lazy("sign language"),
    "large_print": gettext_lazy("large print"),
}


def needs_in_words(date: CourseDate, reader: User) -> dict[int, str]:
    """Return in words what people need, by booking, as far as this reader may know; what is unreadable says so."""
    found = {}
    for booking, value in open_needs(date=date, actor=reader).items():
        words = [str(word) for name, word in NEED_WORDS.items() if value and value.get(name)]
        text = value.get("text", "") if value is not None else _("cannot be read")
        found[booking] = ", ".join([*words, *filter(None, [text])])
    return found


def fact(label: str, value: str, url: str = "") -> dict[str, str]:
    """Return a label with its value."""
    return {"label": label, "value": value, "url": url}


def course_facts(course: Course) -> list[dict[str, str]]:
    """Return length, subjects, approval and validity of a course."""
    units, months = course.units, course.validity_months
    length = ngettext("%(number)d unit of 45 minutes", "%(number)d units of 45 minutes", units) % {"number": units}
    valid = ngettext("%(number)d month", "%(number)d months", months) % {"number": months} if months else _("no end")
    return [
        fact(_("Length"), length),
        fact(_("Subjects"), ", ".join(topic.name for topic in course.topics.order_by("order", "pk"))),
        fact(_("Who approves"), _("your supervisor") if course.needs_approval else _("not needed")),
        fact(_("Certificate valid"), valid),
    ]


def part_words(part: CourseDatePart) -> str:
    """Return day and hours of a part."""
    return _("%(day)s, %(start)s to %(end)s") % {
        "day": local_date(part.starts_at),
        "start": local_date(part.starts_at, "time"),
        "end": local_date(part.ends_at, "time"),
    }


def access_words(venue: Venue) -> str:
    """Return what a venue offers to people who need it."""
    offers = (
        (venue.step_free, _("step-free")),
        (venue.induction_loop, _("induction loop")),
        (venue.accessible_toilet, _("accessible toilet")),
    )
    named = [words for there, words in offers if there]
    return ", ".join(named) if named else _("not step-free")


def part_rows(face: DateFace, *, with_links: bool) -> list[dict[str, Any]]:
    """Return the parts with place and access; the link of an online part is for participants only."""
    return [
        {
            "when": part_words(part),
            "place": part.venue.label if part.venue else _("online"),
            "url": part.online_url if with_links else "",
            "access": access_words(part.venue) if part.venue else "",
            "directions": part.venue.directions if part.venue else "",
        }
        for part in face.parts
    ]


def deadlines(face: DateFace) -> list[dict[str, str]]:
    """Return language and deadlines of a date."""
    date = face.date
    return [
        fact(_("Language"), face.language),
        fact(_("Book until"), moment_words(date.registration_closes)),
        fact(_("Cancel until"), moment_words(date.cancel_until)),
    ]


def when_and_where(face: DateFace) -> list[dict[str, str]]:
    """Return each part as a fact."""
    rows = [f"{row['when']}, {row['place']}" for row in part_rows(face, with_links=False)]
    if len(rows) == 1:
        return [fact(_("When and where"), rows[0])]
    return [fact(_("Part %(number)s") % {"number": number}, row) for number, row in enumerate(rows, start=1)]


def next_step(booking: Booking, approvers: str, now: datetime) -> str:
    """Say what happens next with a booking, and what the person can do."""
    date = booking.date
    if booking.status == Status.REQUESTED:
        who = approvers or _("the training office")
        until = moment_words(booking.approval_until) if booking.approval_until else ""
        return _("Now %(who)s decides, until %(until)s. You get a mail then.") % {"who": who, "until": until}
    sentences = {
        Status.WAITING: _("When a seat becomes free you get a mail. Nobody can overtake you."),
        Status.OFFERED: _("A seat is free for you. Please accept or decline it until %(until)s.")
        % {"until": moment_words(booking.offer_until) if booking.offer_until else ""},
        Status.CONFIRMED: _("The calendar entry is in your mail. You can cancel until %(until)s without a reason.")
        % {"until": moment_words(date.cancel_until)}
        if now <= date.cancel_until
        else _("The calendar entry is in your mail."),
        Status.CANCELLED: _("Your booking is cancelled. You can book again as long as the date is open."),
        Status.REFUSED: _("Your booking was not approved."),
        Status.DECLINED: _("You declined the seat."),
        Status.EXPIRED: _("The time for this booking is over."),
        Status.DATE_CANCELLED: _("The date does not take place."),
        Status.ATTENDED: _("You took part."),
        Status.PARTIAL: _("You took part for some of the time."),
        Status.NO_SHOW: _("You were not there."),
        Status.EXCUSED: _("You were excused."),
    }
    return sentences.get(Status(booking.status), "")
