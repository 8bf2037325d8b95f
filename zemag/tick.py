"""Entries of the tick: late warnings, reminders and what ends by itself; nothing here decides what is searchable."""

from datetime import datetime

from django.utils import timezone

from zemag.services import cases, late, legal, notices, retention, units

MINUTELY = (cases.escalate, late.escalate, late.remind, late.end, units.pass_on)
NIGHTLY = (legal.warn, notices.escalate)


def run(now: datetime | None = None) -> int:
    """Do what is due each minute; return how many items were done."""
    moment = now or timezone.now()
    return sum(job(moment) for job in MINUTELY)


def nightly(now: datetime | None = None) -> int:
    """Warn of periods and end what is over; return how many items were done."""
    moment = now or timezone.now()
    return sum(job(moment) for job in NIGHTLY) + len(retention.apply(moment))
