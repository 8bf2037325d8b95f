"""Reports of which nothing of the person is left end after ten years; their figures stay (ZeMAG design, section 17)."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from zemag import sealing
from zemag.clocks import add_months, local_day
from zemag.models import Incident, IncidentState, SealedRow, StatPeriod
from zemag.services import logbook
from zemag.statistics import periods

KEPT_MONTHS = 120


def over(now: datetime) -> Iterator[uuid.UUID]:
    """Return the reports that are due; one that was not counted, or that something still leads to, waits."""
    last = add_months(local_day(now), -KEPT_MONTHS)
    without_person = Q(intake__isnull=True) | Q(intake__destroyed_at__isnull=False)
    rows = Incident.objects.exclude(state=IncidentState.DRAFT).filter(submitted_at__year__lte=last.year)
    rows = rows.filter(
        without_person, entry__isnull=True, letters__isnull=True, requests__isnull=True, duplicates__isnull=True
    )
    frozen = set(StatPeriod.objects.values_list("name", flat=True))
    found: Any = rows.order_by("pk").values_list("pk", "submitted_at")
    for pk, sent in found:
        day = local_day(sent)
        if day <= last and periods.month_of(day) in frozen:
            yield pk


def forget(row: uuid.UUID, now: datetime) -> None:
    """Destroy a report with all its parts, in the caller's transaction."""
    incident = Incident.objects.get(pk=row)
    for relation in Incident._meta.related_objects:
        parts: Any = relation.related_model._default_manager.filter(**{relation.field.name: incident})
        if issubclass(relation.related_model, SealedRow):
            sealing.destroy(parts)
        parts.delete()
    sealing.destroy([incident])
    incident.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.Incident {row}", result="report")
