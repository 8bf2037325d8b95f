"""Try failed jobs again, rescue those whose worker died, forget old ones."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

TRIES = 5
LIMITS = {"mail": timedelta(minutes=2), "index": timedelta(minutes=10), "media": timedelta(minutes=15)}
DEFAULT_LIMIT = timedelta(minutes=30)
KEEP_SUCCESS, KEEP_FAILED = timedelta(days=2), timedelta(days=30)


def _again(row: DBTaskResult, now: datetime) -> None:
    """Put a job back into its queue, later each time, until it was tried five times."""
    tries = len(row.worker_ids)
    rows = DBTaskResult.objects.filter(pk=row.pk)
    if tries >= TRIES:
        rows.update(status=TaskResultStatus.FAILED)
        return
    rows.update(status=TaskResultStatus.READY, run_after=now + timedelta(minutes=2**tries), finished_at=None)


@receiver(task_finished, dispatch_uid="jobs.retry")
def retry_failed(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """Try a failed job of the database queue again."""
    if task_result.status != TaskResultStatus.FAILED:
        return
    row = DBTaskResult.objects.filter(pk=task_result.id).first()
    if row is not None:
        _again(row, timezone.now())


def reap() -> int:
    """Rescue jobs that run longer than their queue allows: their worker died; return how many."""
    now = timezone.now()
    rescued = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        limit = LIMITS.get(row.queue_name, DEFAULT_LIMIT)
        if row.started_at and now - row.started_at > limit:
            _again(row, now)
            rescued += 1
    return rescued


def failed_jobs() -> QuerySet[DBTaskResult]:
    """Return jobs that were given up."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)


def run_again(row: DBTaskResult) -> None:
    """Put a job that was given up back into its queue."""
    DBTaskResult.objects.filter(pk=row.pk).update(
        status=TaskResultStatus.READY, worker_ids=[], run_after=timezone.now(), finished_at=None
    )


def prune() -> int:
    """Forget successful jobs after two days and failed ones after thirty; return how many."""
    now = timezone.now()
    done = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_SUCCESS)
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=now - KEEP_FAILED)
    return done.delete()[0] + lost.delete()[0]
