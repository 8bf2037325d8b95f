"""What a person needs to take part: read by the office, by trainers if the person agreed, erased 14 days after."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q

from accounts.crypto import Unreadable, unseal
from accounts.models import User
from training.approvers import OFFICE
from training.models import CourseDate, Need
from training.permissions import is_office, teaches

KEPT = timedelta(days=14)


def open_need(*, need: Need, actor: User) -> dict[str, Any]:
    """Return a need; raise PermissionDenied, or Unreadable when its key is gone (it must never read as empty)."""
    booking = need.booking
    allowed = is_office(actor) or (need.share_with_trainer and teaches(actor, booking.date))
    if not allowed and actor.pk != booking.person_id:
        raise PermissionDenied
    value: dict[str, Any] = unseal("need", bytes(need.sealed), label="training.Need", pk=need.pk)
    return value


def open_needs(*, date: CourseDate, actor: User) -> dict[int, dict[str, Any] | None]:
    """Return by booking the needs of a date that somebody may read, None for one whose key is gone; one question.

    The rule is that of `open_need`.
    """
    if not actor.is_active:
        return {}
    trainers = date.trainers.filter(trainer__user=actor, is_removed=False)
    readable = Exists(actor.groups.filter(name=OFFICE)) | Q(Exists(trainers), share_with_trainer=True)
    return {need.pk: _value(need) for need in Need.objects.filter(readable, booking__date=date)}


def _value(need: Need) -> dict[str, Any] | None:
    """Return what is sealed, or None when it cannot be read."""
    try:
        value: dict[str, Any] = unseal("need", bytes(need.sealed), label="training.Need", pk=need.pk)
    except Unreadable:
        return None
    return value


def erase_needs(now: datetime) -> int:
    """Erase the needs of dates that ended 14 days ago; return how many."""
    old = Need.objects.filter(booking__date__ends_at__lt=now - KEPT)
    return old.delete()[0]
