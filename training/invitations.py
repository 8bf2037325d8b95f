"""Calendar messages of bookings (RFC 5545, RFC 5546; training design, section 9).

One VEVENT per message; the UID is made of lasting ids, SEQUENCE is stored and never made here; times are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from training.models import Booking, CourseDatePart, DateTrainer

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


@dataclass(frozen=True)
class Invitation:
    """What a calendar program is told about one part."""

    part: CourseDatePart
    uid: str
    method: str
    sequence: int
    summary: str
    description: str
    email: str
    name: str

    @property
    def facts(self) -> dict[str, object]:
        """What the log keeps of it: enough to prove the order of messages, nobody's name."""
        return {"uid": self.uid, "method": self.method, "sequence": self.sequence}


def _host() -> str:
    return urlsplit(settings.INTRANET_URL).hostname or ""


def uid_of_booking(booking: Booking, part: CourseDatePart) -> str:
    """Return the lasting name of a participant's calendar entry."""
    return f"booking-{booking.uid}-{part.uid}@{_host()}"


def uid_of_trainer(trainer: DateTrainer, part: CourseDatePart) -> str:
    """Return the lasting name of a trainer's calendar entry."""
    return f"trainer-{trainer.uid}-{part.uid}@{_host()}"


def ics(invitation: Invitation, now: datetime) -> bytes:
    """Return the calendar message: CRLF, lines of 75 octets at most."""
    calendar = _calendar(invitation.method)
    calendar.add_component(_event(invitation, now))
    return bytes(calendar.to_ical())


def published(invitations: Sequence[Invitation], now: datetime) -> bytes:
    """Return several parts as one file to download; it invites nobody (METHOD:PUBLISH)."""
    calendar = _calendar(PUBLISH)
    for invitation in invitations:
        calendar.add_component(_event(invitation, now))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    """Return a calendar without entries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Umsicht//Training//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(invitation: Invitation, now: datetime) -> Event:
    """Return the entry of one part."""
    event = Event()
    event.add("uid", invitation.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", invitation.sequence)
    event.add("dtstart", invitation.part.starts_at.astimezone(UTC))
    event.add("dtend", invitation.part.ends_at.astimezone(UTC))
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
    event.add("location", invitation.part.place)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if invitation.method == CANCEL else "CONFIRMED")
    if invitation.method != PUBLISH:
        _name_people(event, invitation)
    return event


def _name_people(event: Event, invitation: Invitation) -> None:
    """Name the organiser, who is the sender of the mail, and the one who is invited."""
    event.add("organizer", vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}"))
    attendee = vCalAddress(f"mailto:{invitation.email}")
    attendee.params["CN"] = vText(invitation.name or invitation.email)
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
