"""Old versions go at night; who wrote what has not been approved yet stays known (editing design, section 4.1, 6)."""

from datetime import timedelta

from django.apps import apps
from django.db.models import F, Max, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from pages.models import Approval

# Editors compare with what was there lately; older versions are kept by nobody's wish.
KEPT_FOR = timedelta(days=90)


def purge() -> int:
    """Delete the versions before the last approved one that are older than KEPT_FOR; return how many.

    Everything since the last approval stays, since its authors may not approve it; a text that was never approved
    keeps all. The latest version, the live one and one that waits for its time stay, too; one that is being read is
    always younger than the last approved one, since publishing ends a review.
    """
    approved = (
        Revision.objects.filter(
            base_content_type=OuterRef("base_content_type"),
            object_id=OuterRef("object_id"),
            pk__in=Approval.objects.filter(revision__isnull=False).values("revision"),
        )
        .order_by()
        .values("object_id")
        .annotate(last=Max("pk"))
        .values("last")
    )
    latest = (
        Revision.objects.filter(base_content_type=OuterRef("base_content_type"), object_id=OuterRef("object_id"))
        .order_by("-created_at", "-pk")
        .values("pk")[:1]
    )
    old = (
        Revision.objects.filter(created_at__lt=timezone.now() - KEPT_FOR, approved_go_live_at=None)
        .annotate(approved=Subquery(approved), latest=Subquery(latest))
        .filter(pk__lt=F("approved"))
        .exclude(pk=F("latest"))
    )
    numbers = sorted(set(old.values_list("pk", flat=True)) - _live())
    for start in range(0, len(numbers), 500):
        Revision.objects.filter(pk__in=numbers[start : start + 500]).delete()
    return len(numbers)


def _live() -> set[int]:
    """Return the versions that the public reads now, of pages and of everything else with drafts."""
    models = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    owners = {model._meta.get_field("live_revision").model for model in models}
    return {
        number
        for owner in owners
        for number in owner._default_manager.exclude(live_revision=None).values_list("live_revision_id", flat=True)
    }
