"""Reports of which nothing of the person is left end after ten years; their figures stay (ZeMAG design, section 17)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zemag import sealing
from zemag.clocks import add_months, local_day
from zemag.models import Incident, IncidentState, IntakePerson, SealedRow, StatPeriod
from zemag.services import logbook
from zemag.statistics import periods

KEPT_MONTHS = 120


def over(now: datetime) -> QuerySet[Incident]:
    """Return the reports old enough to which nothing leads any more; of some the last months are not over yet."""
    last = add_months(local_day(now), -KEPT_MONTHS)
    known = IntakePerson.objects.filter(destroyed_at=None).values("incident")
    rows = Incident.objects.exclude(state=IncidentState.DRAFT).filter(submitted_at__year__lte=last.year)
    return rows.exclude(pk__in=known).filter(
        entries__isnull=True, letters__isnull=True, requests__isnull=True, duplicates__isnull=True
    )


def is_counted(now: datetime) -> Callable[[Incident], bool]:
    """Return what tells of a report whether its ten years are over and its month was counted."""
    last = add_months(local_day(now), -KEPT_MONTHS)
    frozen = set(StatPeriod.objects.values_list("name", flat=True))

    def judge(report: Incident) -> bool:
        day = local_day(report.submitted_at) if report.submitted_at else None
        return day is not None and day <= last and periods.month_of(day) in frozen

    return judge


def forget(row: uuid.UUID, now: datetime) -> None:
    """Destroy a report with all its parts, in the caller's transaction."""
    incident = Incident.objects.get(pk=row)
    found: list[Any] = [
        relation.related_model._default_manager.filter(**{relation.field.name: incident})
        for relation in Incident._meta.related_objects
    ]
    for parts in found:
        if issubclass(parts.model, SealedRow):
            sealing.destroy(parts)
    # People last: other parts tell of them.
    for parts in sorted(found, key=lambda parts: parts.model is IntakePerson):
        parts.delete()
    sealing.destroy([incident])
    incident.delete()
    logbook.write("delete", actor=None, now=now, subject=f"zemag.Incident {row}", result="report")
