"""What happened to a letter that came back: the return, each query of the residents' register, the public notice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.letters import Letter
from zemag.models.parts import ANSWERS


class ReturnedHow(models.TextChoices):
    """Why a letter came back."""

    UNKNOWN = "unknown", _("unknown at the address")
    MOVED = "moved", _("moved away")
    REFUSED = "refused", _("acceptance refused")
    OTHER = "other", _("otherwise")


class DeliveryKind(models.TextChoices):
    """What a step is."""

    RETURNED = "returned", _("letter came back")
    QUERIED = "queried", _("residents' register asked")
    POSTED = "posted", _("public notice")


class DeliveryStep(SealedRow):
    """One step with a letter that came back; none is ever changed. It goes with its letter.

    Sealed: a remark on the return; the authority that was asked and the address it told; the place of a public notice.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="delivery")
    kind = models.CharField(max_length=8, choices=DeliveryKind)
    code = models.CharField(max_length=11, blank=True, help_text="Why it came back, or what the register answered.")
    on = models.DateField(help_text="The day of the return, of the query, or of the posting.")
    until = models.DateField(null=True, help_text="The last day of a public notice.")
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("step with a returned letter")
        verbose_name_plural = _("steps with returned letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DeliveryKind.RETURNED, code__in=ReturnedHow.values, until=None)
                | Q(kind=DeliveryKind.QUERIED, code__in=[str(one) for one in ANSWERS], until=None)
                | Q(kind=DeliveryKind.POSTED, code="", until__isnull=False),
                name="zemag_delivery_step_whole",
            ),
            models.UniqueConstraint(
                fields=["letter", "kind"],
                condition=Q(kind__in=[DeliveryKind.RETURNED, DeliveryKind.POSTED]),
                name="zemag_returned_and_posted_once",
            ),
        ]
