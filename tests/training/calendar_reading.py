"""Reads calendar messages out of queued mails, as a mail program would get them."""

from email import message_from_bytes, policy
from typing import Any

from icalendar import Calendar

from outbox.models import OutgoingMail


def ics_of(mail: OutgoingMail) -> bytes:
    """Return the attached calendar file of a mail, empty when there is none."""
    message = message_from_bytes(bytes(mail.message), policy=policy.default)
    for part in message.walk():
        if part.get_filename() == "einladung.ics":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""


def kinds_of(mail: OutgoingMail) -> list[tuple[str, str]]:
    """Return content type and calendar method of the parts of a mail."""
    message = message_from_bytes(bytes(mail.message), policy=policy.default)
    return [(part.get_content_type(), str(part.get_param("method", ""))) for part in message.walk()]


def text_of(mail: OutgoingMail) -> str:
    """Return the text that a person reads."""
    body = message_from_bytes(bytes(mail.message), policy=policy.default).get_body(("plain",))
    return body.get_content() if body else ""


def events_to(email: str) -> list[Any]:
    """Return (method, event) of each calendar message to an address, oldest first."""
    found = []
    for mail in OutgoingMail.objects.order_by("pk"):
        data = ics_of(mail) if mail.recipients == [email] else b""
        if data:
            calendar = Calendar.from_ical(data)
            found += [(str(calendar["METHOD"]), event) for event in calendar.walk("VEVENT")]
    return found


def facts(email: str) -> list[tuple[str, int, str]]:
    """Return method, SEQUENCE and UID of each calendar message to an address."""
    return [(method, int(event["SEQUENCE"]), str(event["UID"])) for method, event in events_to(email)]
