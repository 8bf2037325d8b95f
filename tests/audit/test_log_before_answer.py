"""No row in the log, no answer, whatever happens to the log or to the process (promise S24)."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from accounts.models import User
from audit.models import Entry
from home.models import BarrierReport
from tests.factories import UserFactory
from tests.row_factories import BarrierReportFactory

ADDRESS = "wer@example.org"
# The full size runs with `make kills`.
KILLS = int(os.environ.get("KILLS", "6"))
pytestmark = pytest.mark.acceptance("security", "S24")


def page_of(report: BarrierReport) -> str:
    """Return the address of a screen that shows personal data."""
    return f"/admin/barrier-reports/inspect/{report.pk}/"


def read_only() -> None:
    """Let the database take nothing any more; what foreign keys still have to check is checked first."""
    connection.check_constraints()
    statement = "PRAGMA query_only = ON" if connection.vendor == "sqlite" else "SET TRANSACTION READ ONLY"
    connection.cursor().execute(statement)


@pytest.mark.django_db
@pytest.mark.usefixtures("sites")
def test_a_log_that_takes_nothing_gives_no_answer(sign_in: Callable[[User], Client]) -> None:
    client, report = sign_in(UserFactory(is_superuser=True)), BarrierReportFactory(email=ADDRESS)
    assert ADDRESS in client.get(page_of(report)).content.decode()
    before = Entry.objects.count()
    read_only()
    try:
        answer = client.get(page_of(report))
        assert answer.status_code == 503
        assert ADDRESS not in answer.content.decode()
        assert Entry.objects.count() == before
    finally:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA query_only = OFF")


@pytest.mark.django_db
@pytest.mark.usefixtures("sites")
@pytest.mark.acceptance("settled", 13)
def test_a_full_disk_gives_no_answer(sign_in: Callable[[User], Client]) -> None:
    client, report = sign_in(UserFactory(is_superuser=True)), BarrierReportFactory(email=ADDRESS)

    def no_room(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO") and "audit_entry" in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    assert ADDRESS in client.get(page_of(report)).content.decode()
    with connection.execute_wrapper(no_room):
        answer = client.get(page_of(report))
    assert answer.status_code == 503
    assert ADDRESS not in answer.content.decode()


def serve(client: Client, path: str, answers: Path, log_first: bool) -> None:
    """Answer again and again, and note each answer as a reader would have it; until killed."""
    connections.close_all()
    unlogged = connection.execute_wrapper(_late) if not log_first else nullcontext()
    with answers.open("a") as out, unlogged:
        while True:
            answer = client.get(path)
            if ADDRESS in answer.content.decode():
                out.write("a")
                out.flush()


def _late(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Let the row of the log get lost, as if it were written after the answer: the control."""
    if sql.startswith("INSERT INTO") and "audit_entry" in sql:
        return None
    return execute(sql, params, many, context)


def killed(client: Client, report: BarrierReport, folder: Path, *, times: int, log_first: bool) -> tuple[int, int]:
    """Kill processes in the middle of answering; return how many answers were read and how many rows there are."""
    answers, before = folder / f"answers-{log_first}", Entry.objects.filter(action="barrier_view").count()
    answers.touch()
    fork, rng = multiprocessing.get_context("fork"), random.Random(7)
    for _time in range(times):
        read = answers.stat().st_size
        connections.close_all()
        process = fork.Process(target=serve, args=(client, page_of(report), answers, log_first))
        process.start()
        until = time.monotonic() + 60
        while answers.stat().st_size == read and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(rng.uniform(0, 0.08))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    return answers.stat().st_size, Entry.objects.filter(action="barrier_view").count() - before


@pytest.mark.django_db(transaction=True, databases=["default", "zemag"])
def test_of_processes_killed_while_they_answer_every_answer_has_its_row(
    sign_in: Callable[[User], Client], tmp_path: Path
) -> None:
    client, report = sign_in(UserFactory(is_superuser=True)), BarrierReportFactory(email=ADDRESS)
    answers, rows = killed(client, report, tmp_path, times=KILLS, log_first=True)
    assert KILLS <= answers <= rows
    answers, rows = killed(client, report, tmp_path, times=3, log_first=False)
    assert answers > rows
