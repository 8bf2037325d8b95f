"""Mails of ZeMAG: a number, a role, a date and a link, never a name, a level, a place or a department (section 18)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import head_of
from outbox.services import queue
from zemag.clocks import last_day, local_day
from zemag.models import Role
from zemag.permissions import TECHNICAL, holders

ALIAS = "zemag"
START = "/zemag/"


def address_of(user: User, path: str = START) -> str:
    """Return a link in the language of its reader, fixed here and not read from pages (settled decision 12)."""
    return f"{settings.INTRANET_URL}/{user.language}{path}"


def tell(users: Iterable[uuid.UUID], *, kind: str, number: str, key: str, due: datetime | None = None) -> None:
    """Queue a mail for each person in the caller's transaction, once per key; `number` names the case."""
    for user in User.objects.filter(uuid__in=list(users), is_active=True).order_by("pk"):
        with translation.override(user.language):
            subject = _("ZeMAG: case %(number)s - please sign in") % {"number": number}
            lines = [_("Something in ZeMAG needs you.")]
            if due is not None:
                lines.append(_("Due: %(day)s") % {"day": f"{last_day(due):%d.%m.%Y}"})
            lines.append(address_of(user))
        message = EmailMessage(subject, "\n\n".join(lines) + "\n", to=[user.email])
        queue(message=message, using=ALIAS, kind=f"zemag_{kind}", dedupe_key=f"zemag {kind} {key} {user.pk}")


def tell_of_fault(now: datetime) -> None:
    """Tell quality staff and technical administration, once an hour, that ZeMAG cannot answer."""
    quality = User.objects.filter(uuid__in=holders(Role.QUALITY, local_day(now)))
    technical = User.objects.filter(groups__name=TECHNICAL)
    for user in (quality | technical).filter(is_active=True).distinct().order_by("pk"):
        with translation.override(user.language):
            subject = _("ZeMAG cannot answer - please sign in")
            text = _("Inquiries are answered with the telephone number at the moment. Please look at it.")
        message = EmailMessage(subject, f"{text}\n\n{address_of(user)}\n", to=[user.email])
        key = f"zemag fault {now:%Y-%m-%dT%H} {user.pk}"
        queue(message=message, using=ALIAS, kind="zemag_fault", dedupe_key=key)


def send_head(now: datetime) -> int:
    """Send data protection the head of the log once a month; return how many mails (section 11).

    Whoever keeps it can show later that no row before it was changed, whoever runs the database.
    """
    head, month, sent = head_of(ALIAS), f"{local_day(now):%m.%Y}", 0
    if head is None:
        return 0
    people = User.objects.filter(uuid__in=holders(Role.DATA_PROTECTION, local_day(now)), is_active=True)
    for user in people.order_by("pk"):
        with translation.override(user.language):
            subject = _("ZeMAG: head of the log, %(month)s") % {"month": month}
            text = _("Row %(seq)d. Please keep this mail: it shows later that no earlier row was changed.")
            lines = [text % {"seq": head.seq}, head.hash, address_of(user)]
        message = EmailMessage(subject, "\n\n".join(lines) + "\n", to=[user.email])
        key = f"zemag head {month} {user.pk}"
        sent += queue(message=message, using=ALIAS, kind="zemag_head", dedupe_key=key) is not None
    return sent
