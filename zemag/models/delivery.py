"""What happened to a letter that came back: the return, each query of the residents' register, the public notice.

What is owed to a reported person stands in their notice, what is owed to who asked in `OwedAnswer`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zemag.models.base import SealedRow
from zemag.models.letters import Letter
from zemag.models.owed import (
    ANSWERS,
    DEFERRED_WHOLE,
    GIVEN_UP_WAS_ASKED,
    KNOWN_DELIVERY,
    RETURNED_HAS_A_DAY,
    TWO_PEOPLE,
    NoticeState,
    Owed,
)
from zemag.models.requests import SubjectRequest


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
    UNDONE = "undone", _("return taken back")


class DeliveryStep(SealedRow):
    """One step with a letter that came back; it goes with its letter, and none is changed but by `is_void`.

    Sealed: a remark on the return; the authority that was asked and the address it told; the place of a public notice;
    why a return was taken back.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="delivery")
    kind = models.CharField(max_length=8, choices=DeliveryKind)
    code = models.CharField(max_length=11, blank=True, help_text="Why it came back, or what the register answered.")
    on = models.DateField(help_text="The day of the return, of the query, or of the posting.")
    until = models.DateField(null=True, help_text="The last day of a public notice.")
    is_void = models.BooleanField(default=False, help_text="A return that was noted by mistake and taken back.")
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("step with a returned letter")
        verbose_name_plural = _("steps with returned letters")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DeliveryKind.RETURNED, code__in=ReturnedHow.values, until=None)
                | Q(kind=DeliveryKind.QUERIED, code__in=[str(one) for one in ANSWERS], until=None)
                | Q(kind=DeliveryKind.POSTED, code="", until__isnull=False)
                | Q(kind=DeliveryKind.UNDONE, code="", until=None),
                name="zemag_delivery_step_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_void=False) | Q(kind=DeliveryKind.RETURNED), name="zemag_only_a_return_is_taken_back"
            ),
            models.UniqueConstraint(
                fields=["letter", "kind"],
                condition=Q(kind__in=[DeliveryKind.RETURNED, DeliveryKind.POSTED], is_void=False),
                name="zemag_returned_and_posted_once",
            ),
        ]


class OwedAnswer(Owed):
    """Whether the letters of a request reach who asks; there is none as long as none came back. Sealed: reason."""

    request = models.OneToOneField(SubjectRequest, models.CASCADE, related_name="owed")

    class Meta:
        verbose_name = _("answer that is owed")
        verbose_name_plural = _("answers that are owed")
        constraints = [
            models.CheckConstraint(condition=TWO_PEOPLE, name="zemag_answer_two_people"),
            models.CheckConstraint(condition=DEFERRED_WHOLE, name="zemag_answer_given_up_whole"),
            models.CheckConstraint(condition=KNOWN_DELIVERY, name="zemag_answer_delivery"),
            models.CheckConstraint(condition=RETURNED_HAS_A_DAY, name="zemag_returned_answer_has_a_day"),
            models.CheckConstraint(condition=GIVEN_UP_WAS_ASKED, name="zemag_undeliverable_answer_was_asked"),
            # An answer is never deferred, only given up.
            models.CheckConstraint(
                condition=~Q(state=NoticeState.DEFERRED) | Q(is_undeliverable=True),
                name="zemag_answer_never_deferred",
            ),
        ]
