"""Publish what was approved for a later time, and take down what has expired; called by the tick."""

import logging

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from pages.gate.stored import keep_refused
from pages.publishing import NotApproved

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Publish every revision whose time has come and unpublish expired pages; return how many changed.

    One transaction each: core's command stops at the first refusal (settled question E9). A refused revision loses
    its date and is reported, so that one that was changed after its approval does not ask again every minute.
    """
    moment = timezone.now()
    changed = 0
    # nosemgrep: page-query, live-query the tick takes pages down, closed ones too
    for page in Page.objects.live().filter(expire_at__lt=moment).specific():
        with transaction.atomic():
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        changed += 1
    for revision in Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at", "pk"):
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except NotApproved:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            if isinstance(revision.content_object, Page):
                keep_refused(int(revision.object_id))
            logger.exception("A scheduled revision was not approved", extra={"revision": revision.pk})
        else:
            changed += 1
    return changed
