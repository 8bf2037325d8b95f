"""Outgoing mail, written in the transaction that causes it and sent afterwards."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a mail is."""

    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    SUPERSEDED = "superseded", _("superseded by a later mail")


class OutgoingMail(models.Model):
    """One mail; it stands in both databases, so that it is part of the business transaction (training design, 10)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40, default="mail")
    # Null, not empty: only keys that are given must differ.
    dedupe_key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001
    # Mails with the same key leave in the order in which they were queued: a cancellation never passes its invitation.
    order_key = models.CharField(max_length=80, blank=True, default="")
    recipients = models.JSONField(default=list)
    subject = models.CharField(max_length=255)
    message = models.BinaryField(help_text="The whole message as it is sent, erased after 30 days.")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(fields=["state", "next_at"], name="outbox_due"),
            models.Index(fields=["order_key", "state"], name="outbox_order"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
