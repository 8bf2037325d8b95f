"""Publish alone in an emergency, with a reason, and have it read afterwards (editing design, section 4.3)."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.once import first_or_made
from pages.approvals import publish_as
from pages.models import Approval, ApprovalKind, FourEyesTask, SecondLook
from pages.publishing import NotApproved

SHORTEST_REASON, LONGEST_REASON = 20, 500
MOST_PEOPLE = 3
PERMISSION = "publish_alone"
UNREAD_FOR = timedelta(hours=24)


def may_publish_alone(user: Any) -> bool:
    """Return whether a person has the right in person: no group gives it, and superusers have no shortcut."""
    return bool(user.is_active and user.user_permissions.filter(codename=PERMISSION).exists())


def people() -> Any:
    """Return everybody who may publish alone."""
    return get_user_model().objects.filter(user_permissions__codename=PERMISSION, is_active=True)


def publish_alone(page: Any, user: Any, reason: str, request_key: UUID | None = None) -> Approval:
    """Publish the latest draft and tell the readers; raises NotApproved, or ValidationError for a bad reason.

    A form that was sent before (`request_key`) returns the approval that it has given.
    """
    if not may_publish_alone(user):
        raise NotApproved
    own = Approval.objects.filter(approver=user)
    make = partial(_publish_alone, page, user, reason.strip(), request_key)
    return first_or_made(request_key, own, make, refusals=(ValidationError,))[0]


def _publish_alone(page: Any, user: Any, words: str, request_key: UUID | None) -> Approval:
    """Publish the latest draft, or raise ValidationError with what stands against it."""
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON:
        raise ValidationError(_("Please give a reason of 20 to 500 signs."))
    revision = page.get_latest_revision() or page.save_revision(user=user)
    if Approval.objects.filter(revision=revision).exists():
        raise ValidationError(_("This text was published before; there is nothing new to publish."))
    date = revision.as_object().go_live_at
    if date is not None and date > timezone.now():
        raise ValidationError(_("This text has a date on which it goes live. Take the date away to publish it now."))
    approval = publish_as(revision, ApprovalKind.EMERGENCY, user=user, reason=words, request_key=request_key)
    _tell(readers().exclude(pk=user.pk))
    return approval


def readers() -> Any:
    """Return everybody who reads for a review."""
    groups = FourEyesTask.objects.filter(active=True).values("groups")
    return get_user_model().objects.filter(is_active=True, groups__in=groups).distinct()


def had_part(user: Any, approval: Approval) -> bool:
    """Return whether a person wrote what went live, or published it."""
    return user.pk == approval.approver_id or user.pk in approval.authors


def may_confirm(user: Any, approval: Approval) -> bool:
    """Return whether a person reads for reviews and had no part in the text or its publication."""
    return not had_part(user, approval) and readers().filter(pk=user.pk).exists()


def confirm(approval: Approval, user: Any) -> SecondLook:
    """Keep that a second person has read what went live; raises NotApproved for somebody who had a part in it."""
    if approval.kind != ApprovalKind.EMERGENCY or not may_confirm(user, approval):
        raise NotApproved
    look, _created = SecondLook.objects.get_or_create(approval=approval, defaults={"reader": user})
    return look


def remind() -> int:
    """Mail every reader while something has waited for its second look for a day; return how many were told."""
    waiting = Approval.objects.to_be_read().filter(created_at__lte=timezone.now() - UNREAD_FOR)
    return _tell(readers()) if waiting.exists() else 0


def _tell(people_to_tell: Any) -> int:
    """Mail that something waits, without its title; return how many were told."""
    for reader in people_to_tell:
        with translation.override(reader.language or settings.LANGUAGE_CODE):
            subject = _("Please read what went live in an emergency")
            text = _("A text went live in an emergency and waits for a second look:")
            address = f"{settings.INTRANET_URL}{reverse('second_looks')}"
            EmailMessage(subject, f"{text}\n{address}\n", to=[reader.email]).send()
    return len(people_to_tell)
