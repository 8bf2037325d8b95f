"""Failed mails are sent again, unless a later calendar message of the same entry has replaced them (section 10)."""

from datetime import datetime
from email import message_from_bytes

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from icalendar import Calendar

from accounts.models import User
from outbox.models import OutgoingMail, State
from outbox.services import send_again
from training.permissions import can_plan


def failed_mails() -> QuerySet[OutgoingMail]:
    """Return the mails of training that could not be sent and still have their text."""
    rows = OutgoingMail.objects.filter(kind__startswith="training.", state=State.FAILED).exclude(message=b"")
    return rows.order_by("pk")


def send_failed_again(*, actor: User, now: datetime) -> tuple[int, int]:
    """Queue every failed mail again; return how many are queued, and how many a later message has replaced."""
    if not can_plan(actor):
        raise PermissionDenied
    queued = overtaken = 0
    for mail in failed_mails():
        state = send_again(using="default", pk=mail.pk, now=now, overtaken=is_overtaken(mail)).state
        queued += state == State.QUEUED
        overtaken += state == State.SUPERSEDED
    return queued, overtaken


def is_overtaken(mail: OutgoingMail) -> bool:
    """Return whether a later mail carries the same calendar entry: an old one must not undo it."""
    uid = entry_of(mail)
    if not uid or not mail.order_key:
        return False
    later = OutgoingMail.objects.filter(order_key=mail.order_key, pk__gt=mail.pk).exclude(message=b"")
    return any(entry_of(row) == uid for row in later)


def entry_of(mail: OutgoingMail) -> str:
    """Return the UID of the calendar entry of a mail, or nothing."""
    for part in message_from_bytes(bytes(mail.message)).walk():
        data = part.get_payload(decode=True) if part.get_content_type() == "text/calendar" else None
        if isinstance(data, bytes):
            return next((str(event["UID"]) for event in Calendar.from_ical(data).walk("VEVENT")), "")
    return ""
