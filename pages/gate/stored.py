"""Keep what the gate finds on live pages, so that lists show it: others may break a page that nobody touched."""

import logging
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex

from pages import owners
from pages.gate.checks import findings_of
from pages.gate.findings import blocking
from pages.models import BasePage, PageFindings
from pages.parts import in_parts

logger = logging.getLogger(__name__)
# Pages that use a page which goes are looked at in the same request up to this number; the night does the rest.
AT_ONCE = 30


def keep(page: Any) -> PageFindings | None:
    """Look at a page as it is live and store what is wrong; nothing is kept of a page that is not live."""
    if not page.live or not isinstance(page, BasePage):
        PageFindings.objects.filter(page_id=page.pk, refused_at=None).delete()
        return None
    found = findings_of(page)
    row, _created = PageFindings.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "blocking": len(blocking(found)),
            "rows": [finding.stored() for finding in found],
            "checked_at": timezone.now(),
        },
    )
    return row


def keep_refused(page_id: int) -> None:
    """Remember that a scheduled version did not go live because it was changed after its approval."""
    moment = timezone.now()
    PageFindings.objects.update_or_create(page_id=page_id, defaults={"refused_at": moment, "checked_at": moment})


def forget_refused(page_id: int) -> None:
    """Forget the refusal once a version of the page goes live."""
    PageFindings.objects.filter(page_id=page_id).exclude(refused_at=None).update(refused_at=None)


def users_of(page: Any) -> list[int]:
    """Return the ids of the pages that refer to a page."""
    kind = ContentType.objects.get_for_model(Page)
    references = ReferenceIndex.get_references_to(page).filter(base_content_type=kind)
    return [int(number) for number in references.values_list("object_id", flat=True).distinct()]


def keep_many(ids: list[int]) -> None:
    """Look at these pages again."""
    for page in Page.objects.filter(pk__in=ids[:AT_ONCE], live=True).specific():
        keep(page)


def nightly() -> int:
    """Store owners and findings of every page; return how many live pages have something that must be mended."""
    owners.rebuild_all()
    for page in in_parts(Page.objects.filter(depth__gt=1, live=True).specific()):
        keep(page)
    PageFindings.objects.filter(page__live=False, refused_at=None).delete()
    broken = PageFindings.objects.filter(blocking__gt=0).count()
    logger.info("%s pages have findings that must be mended", broken, extra={"action": "check_pages"})
    return broken
