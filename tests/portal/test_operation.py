"""What operators see and are told: health, failed jobs, mails about errors, the proxy's file (platform design, 11)."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from home.roles import setup_roles
from outbox.models import OutgoingMail
from portal.operation.alerts import mail_about
from tests.factories import UserFactory

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]


def person(role: str) -> User:
    """Return a person with one role."""
    setup_roles()
    user = UserFactory(language="en")
    user.groups.add(Group.objects.get(name=role))
    return user


def failed_job() -> DBTaskResult:
    """Return a job that was given up after five tries."""
    now = timezone.now()
    return DBTaskResult.objects.create(
        task_path="search.tasks.index_page",
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [1], "kwargs": {}},
        backend_name="default",
        queue_name="index",
        run_after=now,
        worker_ids=["a", "b", "c", "d", "e"],
        finished_at=now,
        exception_class_path="builtins.ZeroDivisionError",
        traceback="nobody reads the name Canary here",
    )


@pytest.mark.acceptance("platform", 9)
def test_an_operator_sees_a_failed_job_and_runs_it_again(sign_in: SignIn) -> None:
    job = failed_job()
    client = sign_in(person("technical_admin"))
    page = client.get(reverse("failed_jobs")).content.decode()
    assert "search.tasks.index_page" in page and "ZeroDivisionError" in page and "Canary" not in page
    again = reverse("run_failed_job_again", args=[job.pk])
    assert client.get(again).status_code == 405
    assert client.post(again).status_code == 302
    job.refresh_from_db()
    assert (job.status, job.worker_ids) == (TaskResultStatus.READY, [])
    assert "nicht mehr zu den gescheiterten" in client.post(again, follow=True).content.decode()


def test_editors_neither_see_failed_jobs_nor_run_them(sign_in: SignIn) -> None:
    job = failed_job()
    client = sign_in(person("editor"))
    for response in (client.get(reverse("failed_jobs")), client.post(reverse("run_failed_job_again", args=[job.pk]))):
        assert response.status_code in {302, 403}
    job.refresh_from_db()
    assert job.status == TaskResultStatus.FAILED


@pytest.mark.acceptance("platform", 11)
@pytest.mark.parametrize(("role", "sees"), [("technical_admin", True), ("site_admin", True), ("editor", False)])
def test_the_start_page_of_the_admin_shows_the_health_to_operators_alone(
    sign_in: SignIn, role: str, sees: bool
) -> None:
    failed_job()
    page = sign_in(person(role)).get(reverse("wagtailadmin_home")).content.decode()
    assert ("1 failed jobs" in page) is sees


class Broken(Exception):
    """An error whose text holds what somebody typed."""


def error_line() -> logging.LogRecord:
    """Return an error line as Django writes it."""
    try:
        raise Broken("Canary")
    except Broken:
        return logging.getLogger("django.request").makeRecord(
            "django.request", logging.ERROR, __file__, 1, "Error: %s", ("/de/geheim/",), sys.exc_info()
        )


def test_an_error_is_mailed_to_the_operators_once_an_hour_without_what_was_typed(settings: Any) -> None:
    settings.ADMINS = [("", "betrieb@example.org")]
    for _time in range(2):
        mail_about(error_line(), NOW)
    row = OutgoingMail.objects.get(kind="error")
    text = message_from_bytes(bytes(row.message)).get_payload(decode=True).decode()
    assert row.recipients == ["betrieb@example.org"]
    assert "Broken" in text and "test_operation.py" in text
    assert "Canary" not in text and "geheim" not in text
    mail_about(error_line(), NOW + timedelta(hours=1))
    assert OutgoingMail.objects.filter(kind="error").count() == 2


@pytest.mark.parametrize("logger", ["django.request", "portal.tick"])
def test_errors_of_requests_and_of_the_tick_reach_the_outbox(settings: Any, logger: str) -> None:
    settings.ADMINS = [("", "betrieb@example.org")]
    logging.getLogger(logger).handle(error_line())
    assert OutgoingMail.objects.filter(kind="error").count() == 1


def test_nobody_is_mailed_without_operators_or_for_lines_that_are_no_errors(settings: Any) -> None:
    mail_about(error_line(), NOW)
    settings.ADMINS = [("", "betrieb@example.org")]
    logging.getLogger("django.request").warning("Not Found: /de/nichts/")
    assert not OutgoingMail.objects.filter(kind="error").exists()


def test_the_file_of_the_proxy_names_both_hosts_and_guards_private_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/geschuetzt/"
    out = StringIO()
    call_command("print_nginx", certificates=str(tmp_path), stdout=out)
    text = out.getvalue()
    for host in (settings.PUBLIC_HOST, settings.INTRANET_HOST):
        assert f"server_name {host};" in text
    assert "location /geschuetzt/ { internal;" in text
    assert text.count("limit_req zone=umsicht_forms") == 2
    assert text.count("limit_req zone=umsicht_search burst=20") == 2
    assert "&#" not in text


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_accepts_the_file(settings: Any, tmp_path: Path) -> None:
    out = StringIO()
    call_command("print_nginx", certificates=str(tmp_path), stdout=out)
    for host in (settings.PUBLIC_HOST, settings.INTRANET_HOST):
        self_signed = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"]
        files = ["-out", str(tmp_path / f"{host}.pem"), "-keyout", str(tmp_path / f"{host}.key")]
        subprocess.run([*self_signed, *files], check=True, capture_output=True)
    text = out.getvalue().replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/errors; events {{}} http {{ {text} }}"
    )
    run = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
