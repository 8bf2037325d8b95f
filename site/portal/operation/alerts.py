"""Tell the operators by mail about errors of the server: each kind once an hour, its place and nothing that was typed.

Source: platform design, section 11; security design, section 11.
"""

import hashlib
import logging
import traceback
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

logger = logging.getLogger("portal.alerts")


def place_of(record: logging.LogRecord) -> tuple[str, str]:
    """Return type and place (file and line) of the error of a log line; a line without one has its own place."""
    kind, _error, trace = record.exc_info or (None, None, None)
    if kind is None:
        return record.levelname, f"{record.filename}:{record.lineno}"
    frames = traceback.extract_tb(trace)
    place = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    return kind.__name__, place


def what_ran(record: logging.LogRecord) -> str:
    """Return the pattern of the route, or the entry of the tick: never an address, which may hold a secret."""
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    return match.route if match else str(getattr(record, "action", ""))


def mail_about(record: logging.LogRecord, now: datetime) -> None:
    """Queue one mail per kind of error and hour; without ADMINS nobody is told."""
    # The logging is set up before the models are.
    from outbox.services import queue  # noqa: PLC0415

    if not settings.ADMINS:
        return
    kind, place = place_of(record)
    route = what_ran(record)
    fingerprint = hashlib.sha256(f"{kind}|{place}|{route}".encode()).hexdigest()[:16]
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            (_("Error"), kind),
            (_("Place"), place),
            (_("Route or task"), route or "-"),
            (_("Time"), timezone.localtime(now).isoformat(timespec="seconds")),
            (_("Release"), settings.RELEASE),
            (_("Number of the request"), getattr(getattr(record, "request", None), "request_id", "-")),
        ]
        subject = _("Umsicht: error %(kind)s in %(place)s") % {"kind": kind, "place": place}
        text = "\n".join(f"{label}: {value}" for label, value in lines)
        end = _("The same error is reported once an hour at most; the log has every one.")
    message = EmailMessage(
        subject, f"{text}\n\n{end}\n", settings.SERVER_EMAIL, [mail for _name, mail in settings.ADMINS]
    )
    queue(message=message, kind="error", dedupe_key=f"error:{fingerprint}:{now:%Y%m%d%H}")


class MailHandler(logging.Handler):
    """Hands error lines of requests and of the tick to the outbox."""

    def emit(self, record: logging.LogRecord) -> None:
        """Queue the mail; an outbox that cannot take it must not break the answer."""
        try:
            mail_about(record, timezone.now())
        except Exception:
            logger.warning("error mail not queued", exc_info=True)
