"""Mail backend that writes into the outbox instead of sending."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from outbox.services import queue


class Backend(BaseEmailBackend):
    """Queue every message in the outbox of `default`, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; return how many."""
        for message in email_messages:
            queue(message=message)
        return len(email_messages)
