"""Mails of training, written with their final text in the transaction that causes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outbox.services import queue
from training.invitations import Invitation, ics
from training.models import CourseDate, CourseDatePart
from training.texts import Pair

PARTS = "_parts_in_order"
CALENDAR_KIND, NOTICE_KIND = "training.calendar", "training.notice"


@dataclass(frozen=True)
class Letter:
    """One message to one person; each further calendar entry goes in a short mail of its own."""

    email: str
    language: str
    text: Pair
    date: CourseDate
    link: str
    key: str
    order_key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    reason: str = ""
    more: Sequence[Callable[[], str]] = ()
    invitations: Sequence[Invitation] = ()
    part_text: Pair | None = None


def parts_of(date: CourseDate) -> list[CourseDatePart]:
    """Return the parts of a date in order of time, with their places, without withdrawn ones; read once per object."""
    kept: list[CourseDatePart] | None = date.__dict__.get(PARTS)
    if kept is None:
        rows = date.parts.filter(is_withdrawn=False).select_related("venue__room__floor__building")
        kept = date.__dict__[PARTS] = list(rows.order_by("starts_at", "pk"))
    return kept


def forget_parts(date: CourseDate) -> None:
    """Read the parts again next time."""
    date.__dict__.pop(PARTS, None)


def moment_text(moment: datetime) -> str:
    """Return day and time of the wall clock in the active language."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'H:i')}"


def part_line(part: CourseDatePart) -> str:
    """Return time and place of a part as one line."""
    end = date_format(timezone.localtime(part.ends_at), "H:i")
    return f"{moment_text(part.starts_at)}–{end}, {part.place}"


def labelled(label: str, value: str) -> str:
    """Return a fact as one line."""
    return f"{label}: {value}"


def send(letter: Letter, now: datetime) -> None:
    """Queue the message, once per event, recipient and slot; nothing without an address."""
    if not letter.email:
        return
    with translation.override(letter.language):
        course = letter.date.course.title_in(letter.language)
        subject, opening = letter.text
        _post(letter, str(subject), _body(letter, str(opening), course), course, 0, now)
        for slot, _invitation in enumerate(letter.invitations[1:], start=1):
            pair = letter.part_text or letter.text
            _post(letter, str(pair[0]), _body(letter, str(pair[1]), course), course, slot, now)


def _body(letter: Letter, opening: str, course: str) -> str:
    """Return the whole text of a mail."""
    values = {**letter.values, "course": course}
    for name, value in values.items():
        if isinstance(value, datetime):
            values[name] = moment_text(value)
    lines = [opening % values, "", labelled(_("Course"), course)]
    lines += [labelled(_("When and where"), part_line(part)) for part in parts_of(letter.date)]
    if letter.reason:
        lines.append(labelled(_("Reason"), letter.reason))
    lines += [*[line() for line in letter.more], "", letter.link, "", _("This mail was sent automatically.")]
    return "\n".join(lines)


def _file(data: bytes, method: str) -> MIMEBase:
    """Return the calendar message as a file, in base64, so that not a byte of it changes on the way."""
    part = MIMEBase("text", "calendar", method=method, charset="utf-8")
    part.set_payload(data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="einladung.ics")
    return part


def _post(letter: Letter, subject: str, body: str, course: str, slot: int, now: datetime) -> None:
    """Put one mail into the outbox."""
    title = " ".join((subject % {**letter.values, "course": course}).split())
    message = EmailMultiAlternatives(title, f"{body}\n", settings.DEFAULT_FROM_EMAIL, [letter.email])
    invitation = letter.invitations[slot] if slot < len(letter.invitations) else None
    if invitation is not None:
        data = ics(invitation, now)
        message.attach_alternative(data.decode(), f"text/calendar; method={invitation.method}")
        message.attach(_file(data, invitation.method))
    queue(
        message=message,
        kind=CALENDAR_KIND if invitation else NOTICE_KIND,
        dedupe_key=f"training:{letter.key}:{slot}",
        order_key=letter.order_key,
    )
