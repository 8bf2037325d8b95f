"""App configuration of the room."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Outgoing mail with lease, retry and dedupe key."""

    name = "outbox"
