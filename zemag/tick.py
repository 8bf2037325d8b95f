"""Entries of the tick: late warnings, reminders and what ends by itself; nothing here decides what is searchable."""

from datetime import datetime

from django.utils import timezone

from zemag import erasures, mails
from zemag.services import (
    answer_delivery,
    cases,
    freezing,
    holding_back,
    late,
    legal,
    notices,
    retention,
    subject_requests,
    support,
    units,
)
from zemag.services.granting import repair_factors

MINUTELY = (cases.escalate, late.escalate, late.remind, late.end, units.pass_on, support.remind, erasures.write_out)
NIGHTLY = (
    *(legal.warn, notices.escalate, subject_requests.escalate, answer_delivery.escalate, holding_back.escalate),
    *(freezing.freeze, mails.send_head),
    # Screens ask who holds a right for the factor anyway.
    repair_factors,
)


def run(now: datetime | None = None) -> int:
    """Do what is due each minute; return how many items were done."""
    moment = now or timezone.now()
    return sum(job(moment) for job in MINUTELY)


def nightly(now: datetime | None = None) -> int:
    """Warn of periods, freeze figures, send the head of the log, end what is over; return how many items were done."""
    moment = now or timezone.now()
    return sum(job(moment) for job in NIGHTLY) + len(retention.apply(moment))
