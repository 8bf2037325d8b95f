"""No row in the log, no answer, whatever happens to the log (promise S24)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from accounts.models import User
from audit.models import Entry
from home.models import BarrierReport
from tests.factories import UserFactory
from tests.row_factories import BarrierReportFactory

ADDRESS = "wer@example.org"
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
