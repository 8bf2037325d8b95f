"""Queue, claim and send mail: nothing is lost when a sender dies, nothing is sent twice while it lives."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.message import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from outbox.models import OutgoingMail, State
from outbox.transport import connection_of

ALIASES = ("default", "zemag")
LEASE = timedelta(minutes=5)
TRIES = 12
BATCH = 50
KEPT = timedelta(days=30)


def queue(
    *,
    message: EmailMessage,
    using: str = "default",
    kind: str = "mail",
    dedupe_key: str | None = None,
    order_key: str = "",
) -> OutgoingMail | None:
    """Store a mail in the caller's transaction; a key that was used before stores nothing and returns None.

    Mails with one `order_key` leave in this order. The Message-ID comes from the row, so a repeat is recognisable.
    """
    mail_id = uuid.uuid4()
    host = urlsplit(settings.INTRANET_URL).hostname
    message.extra_headers.setdefault("Message-ID", f"<{mail_id}@{host}>")
    row = OutgoingMail(
        uuid=mail_id,
        kind=kind,
        dedupe_key=dedupe_key,
        order_key=order_key,
        recipients=list(message.recipients()),
        subject=str(message.subject)[:255],
        message=message.message().as_bytes(),
    )
    if not row.recipients:
        return None
    try:
        with transaction.atomic(using=using):
            row.save(using=using)
    except IntegrityError:
        return None
    return row


def due(using: str, now: datetime) -> Any:
    """Return mails that wait, and those whose sender did not come back; none that an earlier one must go before."""
    waiting = Q(state=State.QUEUED, next_at__lte=now)
    orphaned = Q(state=State.SENDING, lease_until__lt=now)
    rows = OutgoingMail.objects.using(using)
    earlier = rows.filter(
        order_key=OuterRef("order_key"), pk__lt=OuterRef("pk"), state__in=[State.QUEUED, State.SENDING]
    )
    return rows.filter(waiting | orphaned).filter(Q(order_key="") | ~Exists(earlier))


def claim(using: str, pk: int, now: datetime) -> OutgoingMail | None:
    """Take one mail for sending by one conditional update; None when another sender was faster."""
    lease = uuid.uuid4()
    taken = (
        due(using, now)
        .filter(pk=pk)
        .update(state=State.SENDING, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return OutgoingMail.objects.using(using).get(pk=pk, lease=lease) if taken else None


def send_due(now: Callable[[], datetime] = timezone.now, connection: Any = None) -> int:
    """Send what is due in both databases; return how many were sent."""
    sent = 0
    transport = connection or connection_of(settings.EMAIL_URL)
    for using in ALIASES:
        for pk in list(due(using, now()).order_by("next_at").values_list("pk", flat=True)[:BATCH]):
            mail = claim(using, pk, now())
            if mail is not None and _send(mail, using, transport, now()):
                sent += 1
    return sent


def _send(mail: OutgoingMail, using: str, transport: Any, now: datetime) -> bool:
    """Send one claimed mail; store success, or when to try again."""
    rows = OutgoingMail.objects.using(using).filter(pk=mail.pk, lease=mail.lease)
    try:
        transport.send_messages([Stored(mail)])
    except Exception as error:
        final = mail.attempts >= TRIES
        rows.update(
            state=State.FAILED if final else State.QUEUED,
            next_at=now + timedelta(minutes=2 ** min(mail.attempts, 7)),
            last_error=type(error).__name__[:200],
            lease=None,
            lease_until=None,
        )
        return False
    return bool(rows.update(state=State.SENT, sent_at=now, lease=None, lease_until=None, last_error=""))


def send_again(*, using: str, pk: int, now: datetime, overtaken: bool = False) -> OutgoingMail:
    """Queue a failed mail again, or note that a later one has replaced it; only its owner can tell (`overtaken`)."""
    OutgoingMail.objects.using(using).filter(pk=pk, state=State.FAILED).update(
        state=State.SUPERSEDED if overtaken else State.QUEUED, attempts=0, next_at=now
    )
    return OutgoingMail.objects.using(using).get(pk=pk)


class Parsed(Message):
    """A parsed message that can be written with the line ends that Django's senders ask for."""

    def as_bytes(self, unixfrom: bool = False, policy: Any = None, linesep: str = "\n") -> bytes:
        """Return the message as it was stored, with these line ends."""
        return super().as_bytes(unixfrom, policy=(policy or self.policy).clone(linesep=linesep))


class Stored(EmailMessage):
    """A stored message that is sent byte by byte as it was queued."""

    def __init__(self, mail: OutgoingMail) -> None:
        super().__init__(subject=mail.subject, to=mail.recipients, from_email=settings.DEFAULT_FROM_EMAIL)
        self._stored = message_from_bytes(bytes(mail.message), Parsed)

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """Return the stored message."""
        return self._stored


def erase_bodies(now: datetime | None = None) -> int:
    """Erase the text of mails that are 30 days old; return how many."""
    limit = (now or timezone.now()) - KEPT
    return sum(
        OutgoingMail.objects.using(using)
        .filter(created_at__lt=limit)
        .exclude(message=b"")
        .update(message=b"", recipients=[], subject="")
        for using in ALIASES
    )


def waiting_since(now: datetime | None = None) -> timedelta:
    """Return for how long the oldest due mail has been waiting."""
    moment = now or timezone.now()
    oldest: list[datetime] = []
    for using in ALIASES:
        rows = OutgoingMail.objects.using(using).filter(state=State.QUEUED, next_at__lte=moment)
        oldest.extend(rows.order_by("next_at").values_list("next_at", flat=True)[:1])
    return moment - min(oldest) if oldest else timedelta(0)
