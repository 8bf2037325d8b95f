"""Entries of the tick: what is due each minute and each night (training design, section 10)."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from training.invariants import summary
from training.models import Heartbeat
from training.services import due, needs, quality, reminders, retention

logger = logging.getLogger("training.tick")
NAME = "training"
LATE = timedelta(minutes=15)
MINUTELY = (
    due.expire,
    due.begin_dates,
    due.cancel_of_leavers,
    due.sweep,
    due.issue_certificates,
)
REMINDERS = (reminders.participants, reminders.approvers, reminders.trainers, reminders.office)
NIGHTLY = (due.archive, needs.erase_needs, retention.run)


def run(now: datetime | None = None) -> int:
    """Do what is due; return how many items were done."""
    moment = now or timezone.now()
    done = sum(job(moment) for job in MINUTELY)
    done += sum(job(moment) for job in REMINDERS)
    if not Heartbeat.objects.filter(name=NAME).update(at=moment):
        Heartbeat.objects.get_or_create(name=NAME, defaults={"at": moment})
    return done


def nightly(now: datetime | None = None) -> int:
    """Check quality again, archive, erase; return how many items were done."""
    moment = now or timezone.now()
    done = quality.recheck_dates(quality.future_dates(moment), actor=None, now=moment)
    return done + sum(job(moment) for job in NIGHTLY)


def audit(now: datetime | None = None) -> int:
    """Check the promises I1 to I12 on the rows; each violation is an error in the log; return how many."""
    violations = summary(now or timezone.now())["violations"]
    for name, text in violations:
        logger.error("a promise of training is broken", extra={"action": f"{name} {text}"})
    return len(violations)


def is_late(now: datetime) -> bool:
    """Return whether the tick has not come through for 15 minutes: a red line in the work list."""
    at = Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()
    return at is None or now - at > LATE
