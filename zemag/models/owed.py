"""What is owed to somebody by letter, a notice or an answer, and how far it is when the letter came back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow


class NoticeState(models.TextChoices):
    """What became of a notice (GDPR Art. 14)."""

    OPEN = "open", _("open")
    SENT = "sent", _("sent")
    DEFERRED = "deferred", _("deferred")
    DESTROYED = "destroyed", _("data destroyed")


# As long as somebody is owed a notice.
OWED = (NoticeState.OPEN, NoticeState.DEFERRED)


class Delivery(models.TextChoices):
    """How far a notice is whose letter came back; empty as long as none did, and once it was sent again."""

    RETURNED = "returned", _("letter came back")
    NEW_ADDRESS = "new_address", _("new address")
    NO_ADDRESS = "no_address", _("no address")
    NOT_KNOWN = "not_known", _("no such person known")
    BLOCKED = "blocked", _("blocked")
    POSTED = "posted", _("public notice")


# What the residents' register can answer, and of this what leaves no address to write to.
ANSWERS = (Delivery.NEW_ADDRESS, Delivery.NO_ADDRESS, Delivery.NOT_KNOWN, Delivery.BLOCKED)
HOPELESS = (Delivery.NO_ADDRESS, Delivery.NOT_KNOWN, Delivery.BLOCKED)


class Owed(SealedRow):
    """What is owed by letter; sealed: the reason of two people not to send it, and what a return has changed."""

    state = models.CharField(max_length=9, choices=NoticeState, default=NoticeState.OPEN)
    due_on = models.DateField()
    deferred_by = models.UUIDField(null=True)
    second = models.UUIDField(null=True)
    recheck_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    delivery = models.CharField(max_length=11, choices=Delivery, blank=True)
    again_by = models.DateField(null=True, help_text="Until when a notice is settled whose letter came back.")
    is_undeliverable = models.BooleanField(default=False, help_text="It is deferred because nothing can reach them.")

    class Meta:
        abstract = True


# What the database holds of each of them.
TWO_PEOPLE = ~Q(second=F("deferred_by"))
DEFERRED_WHOLE = ~Q(state=NoticeState.DEFERRED) | Q(
    deferred_by__isnull=False, second__isnull=False, recheck_on__isnull=False
)
KNOWN_DELIVERY = Q(delivery__in=["", *Delivery.values])
RETURNED_HAS_A_DAY = Q(delivery="") | Q(again_by__isnull=False)
# Nobody is given up before the residents' register was asked.
GIVEN_UP_WAS_ASKED = Q(is_undeliverable=False) | Q(delivery__in=HOPELESS)
