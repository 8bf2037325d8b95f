"""Health answers: alive, degraded and failed, with names for allowed networks only (platform design, section 11)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from audit.anchor import write_anchors
from outbox.models import OutgoingMail
from portal.jobs.models import TickEntry, WorkerBeat
from portal.jobs.tasks import QUEUES, send_beats
from tests.zemag.screens import dates
from tests.zemag_factories import granted, profile
from zemag.models import LegalProfile, Role
from zemag.services import conditions

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture
def well(settings: Any, tmp_path: Path) -> None:
    """Worker, tick, anchor and networks as in a house that runs."""
    settings.HEALTH_NETWORKS = ["127.0.0.0/8"]
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    profile()
    write_anchors()
    send_beats()
    TickEntry.objects.create(name="x", next_at=timezone.now(), ran_at=timezone.now())


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health/ready/")
    return response.status_code, response.json()


def test_all_is_well(well: None, public: Client) -> None:
    status, data = ready(public)
    assert (status, data["status"]) == (200, "ok"), data
    assert set(data["parts"].values()) == {"ok"}


def test_alive_asks_no_database(public: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert public.get("/health/alive/").json() == {"status": "ok"}


@pytest.mark.acceptance("platform", 11)
def test_a_stopped_worker_is_named_within_three_minutes(well: None, public: Client) -> None:
    WorkerBeat.objects.filter(name="mail").update(at=timezone.now() - timedelta(minutes=3, seconds=1))
    status, data = ready(public)
    assert (status, data["status"]) == (200, "degraded")
    assert data["parts"]["workers"] == "degraded: no beat: mail"
    WorkerBeat.objects.filter(name="mail").update(at=timezone.now() - timedelta(minutes=2, seconds=50))
    assert ready(public)[1]["status"] == "ok"


@pytest.mark.acceptance("platform", 11)
def test_others_see_the_state_but_no_part(well: None, public: Client, settings: Any) -> None:
    settings.HEALTH_NETWORKS = ["10.0.0.0/8"]
    assert ready(public)[1] == {"status": "ok"}


def test_a_late_tick_a_late_mail_and_a_silent_worker_degrade(well: None, public: Client) -> None:
    TickEntry.objects.update(ran_at=timezone.now() - timedelta(minutes=4))
    OutgoingMail.objects.create(subject="x", message=b"x", next_at=timezone.now() - timedelta(minutes=16))
    WorkerBeat.objects.all().delete()
    parts = ready(public)[1]["parts"]
    assert {name for name, state in parts.items() if state != "ok"} == {"tick", "mail", "workers"}
    assert parts["workers"].endswith(", ".join(sorted(QUEUES)))


@pytest.mark.parametrize(("alias", "status", "state"), [("default", 503, "failed"), ("zemag", 200, "degraded")])
def test_a_pending_migration_is_noticed(well: None, public: Client, alias: str, status: int, state: str) -> None:
    MigrationRecorder.Migration.objects.using(alias).filter(app="outbox").delete()
    code, data = ready(public)
    assert (code, data["status"]) == (status, state)
    assert "migrations pending" in data["parts"][alias]


@pytest.mark.acceptance("settled", 5)
def test_without_a_released_legal_profile_inquiries_are_not_answered_and_health_says_so(
    well: None, public: Client
) -> None:
    LegalProfile.objects.all().delete()
    status, data = ready(public)
    assert (status, data["status"]) == (200, "degraded")
    assert data["parts"]["inquiries"] == "degraded: conditions not met: E001"


@pytest.mark.acceptance("settled", 5)
def test_a_real_installation_also_needs_its_people_and_no_invented_cases(
    well: None, public: Client, settings: Any
) -> None:
    settings.ENVIRONMENT = "production"
    assert ready(public)[1]["parts"]["inquiries"].endswith(": E004")
    for role, number in ((Role.QUALITY, 4), (Role.DATA_PROTECTION, 2)):
        for _count in range(number):
            granted(role, **dates())
    assert ready(public)[1]["parts"]["inquiries"] == "ok"
    conditions.mark_demo()
    assert ready(public)[1]["parts"]["inquiries"].endswith(": E006")


def test_media_that_cannot_be_written_fail(well: None, public: Client, settings: Any, tmp_path: Any) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.MEDIA_ROOT = blocked / "below"
    status, data = ready(public)
    assert (status, data["status"]) == (503, "failed")


def test_the_health_answer_is_cheap(well: None, public: Client, django_assert_max_num_queries: Any) -> None:
    ready(public)
    with django_assert_max_num_queries(8):
        ready(public)


def test_an_anchor_that_nobody_writes_degrades(well: None, public: Client, settings: Any) -> None:
    long_ago = (timezone.now() - timedelta(minutes=16)).timestamp()
    os.utime(settings.AUDIT_ANCHOR, (long_ago, long_ago))
    parts = ready(public)[1]["parts"]
    assert {name for name, state in parts.items() if state != "ok"} == {"anchor"}
    settings.AUDIT_ANCHOR += "-gone"
    assert ready(public)[1]["parts"]["anchor"] == "degraded: anchor is late"
