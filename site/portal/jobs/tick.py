"""Run what is due: each entry of TICKS at its period, each once however many ticks there are."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.jobs.models import TickEntry

logger = logging.getLogger("portal.tick")


def claim(name: str, every: timedelta, now: datetime) -> bool:
    """Take an entry that is due by one conditional update."""
    TickEntry.objects.get_or_create(name=name, defaults={"next_at": now})
    return bool(TickEntry.objects.filter(name=name, next_at__lte=now).update(next_at=now + every, ran_at=now))


def tick(now: datetime | None = None) -> list[str]:
    """Run every due entry; one that fails is logged and does not stop the others. Return what ran."""
    moment = now or timezone.now()
    ran = []
    for name, seconds in settings.TICKS:
        if not claim(name, timedelta(seconds=seconds), moment):
            continue
        try:
            import_string(name)()
        except Exception:
            logger.exception("tick entry failed", extra={"action": name})
        ran.append(name)
    return ran


def last_tick() -> datetime | None:
    """Return when an entry last ran."""
    return TickEntry.objects.order_by("-ran_at").values_list("ran_at", flat=True).first()
