"""Jobs that tests queue: one that notes that it ran, one that fails, one that is slow the first time."""

import time

from django.core.cache import cache
from django_tasks import task

from portal.jobs.models import TickEntry

SLOW = 60


@task()
def note(name: str) -> None:
    """Leave a row; can run twice."""
    TickEntry.objects.update_or_create(name=name, defaults={"next_at": "2026-01-01T00:00:00Z"})


@task()
def fail() -> None:
    """Always fail, with words that must not be stored anywhere but in the job's own row."""
    raise RuntimeError("job failed")


@task()
def slow_once(name: str) -> None:
    """Hang the first time, after saying that it began; the second time leave the row."""
    started = TickEntry.objects.filter(name=f"{name}-started").exists()
    TickEntry.objects.get_or_create(name=f"{name}-started", defaults={"next_at": "2026-01-01T00:00:00Z"})
    if not started:
        time.sleep(SLOW)
    note.call(name)


def count() -> None:
    """Count how often a tick entry ran."""
    cache.set("ticks", cache.get("ticks", 0) + 1)


def break_down() -> None:
    """Fail as a tick entry."""
    raise RuntimeError("entry failed")
