"""Jobs: a roll-back leaves none, failures are tried five times, a killed worker loses nothing (platform design, 7)."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.jobs.models import TickEntry
from portal.jobs.retry import TRIES, failed_jobs, prune, reap, run_again
from portal.jobs.tick import claim, tick
from tests.portal.sample_jobs import fail, note, slow_once

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def queue_in_database(settings: Any) -> None:
    """Use the queue of the running house instead of immediate jobs."""
    settings.TASKS = {"default": {**house.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    """Work off everything that is due."""
    call_command("db_worker", queue_name="*", batch=True, interval=0, startup_delay=False, verbosity=0)


@pytest.mark.acceptance("platform", 9)
@pytest.mark.django_db(transaction=True)
def test_a_roll_back_leaves_no_job(queue_in_database: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        note.enqueue("x")
        raise RuntimeError
    assert DBTaskResult.objects.count() == 0
    with transaction.atomic():
        note.enqueue("x")
    assert DBTaskResult.objects.count() == 1


@pytest.mark.acceptance("platform", 9)
@pytest.mark.django_db(transaction=True)
def test_a_failing_job_is_tried_five_times_then_listed_and_can_be_run_again(queue_in_database: None) -> None:
    fail.enqueue()
    for attempt in range(1, TRIES + 1):
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        work()
        row = DBTaskResult.objects.get()
        assert len(row.worker_ids) == attempt
        assert row.status == (TaskResultStatus.FAILED if attempt == TRIES else TaskResultStatus.READY)
    assert failed_jobs().count() == 1
    run_again(DBTaskResult.objects.get())
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


@pytest.mark.acceptance("platform", 9)
@pytest.mark.django_db(transaction=True)
def test_a_job_waits_longer_after_each_failure(queue_in_database: None) -> None:
    fail.enqueue()
    work()
    first = DBTaskResult.objects.get().run_after - timezone.now()
    assert timedelta(seconds=100) < first <= timedelta(minutes=2)
    work()
    assert len(DBTaskResult.objects.get().worker_ids) == 1


@pytest.mark.acceptance("platform", 9)
@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_once_in_effect(queue_in_database: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the worker of this test opens the SQLite file")
    slow_once.enqueue("effect")
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--queue-name", "*", "--no-startup-delay", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}", "LOG_LEVEL": "ERROR"}
        | {"PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "portal.settings.dev"},
    )
    try:
        for _second in range(300):
            if TickEntry.objects.filter(name="effect-started").exists():
                break
            time.sleep(0.1)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING
    assert not TickEntry.objects.filter(name="effect").exists()
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=31))
    assert reap() == 1
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    work()
    work()
    assert TickEntry.objects.filter(name="effect").count() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.acceptance("platform", 9)
@pytest.mark.django_db
def test_two_ticks_run_each_entry_once(settings: Any) -> None:
    settings.TICKS = [("tests.portal.sample_jobs.count", 60)]
    assert tick(NOW) == ["tests.portal.sample_jobs.count"]
    assert tick(NOW) == []
    assert tick(NOW + timedelta(seconds=59)) == []
    tick(NOW + timedelta(seconds=60))
    assert cache.get("ticks") == 2


@pytest.mark.django_db
def test_a_claim_is_given_once() -> None:
    assert claim("x", timedelta(seconds=60), NOW) is True
    assert claim("x", timedelta(seconds=60), NOW) is False


@pytest.mark.django_db
def test_an_entry_that_breaks_down_does_not_stop_the_others(settings: Any) -> None:
    settings.TICKS = [("tests.portal.sample_jobs.break_down", 60), ("tests.portal.sample_jobs.count", 60)]
    assert len(tick(NOW)) == 2
    assert cache.get("ticks") == 1


@pytest.mark.django_db
def test_old_jobs_are_forgotten_and_young_ones_kept(queue_in_database: None) -> None:
    for days, status in ((1, "SUCCESSFUL"), (3, "SUCCESSFUL"), (29, "FAILED"), (31, "FAILED")):
        result = note.enqueue(str(days))
        then = timezone.now() - timedelta(days=days)
        DBTaskResult.objects.filter(pk=result.id).update(status=status, finished_at=then)
    assert prune() == 2
    assert DBTaskResult.objects.count() == 2
