"""What is well and what is not: alive without a database, ready with every check."""

import ipaddress
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.limits import address_of
from audit import anchor
from audit.actions import VERIFY
from audit.models import Entry
from outbox.services import waiting_since
from portal.databases import BOTH, ZEMAG_ONLY
from portal.jobs.models import WorkerBeat
from portal.jobs.retry import failed_jobs
from portal.jobs.tasks import QUEUES
from portal.jobs.tick import last_tick
from search import checks
from zemag.services import conditions

OK, DEGRADED, FAILED = "ok", "degraded", "failed"
LATE, MAIL_LATE, DISK_FREE = timedelta(minutes=3), timedelta(minutes=15), 0.1
ANCHOR_LATE = timedelta(minutes=15)


@cache
def shipped_migrations(alias: str) -> set[tuple[str, str]]:
    """Return the migrations that a database needs; they are files, so they are read once per process."""
    known = set(MigrationLoader(None).disk_migrations)
    return {key for key in known if alias == "default" or key[0] in BOTH | ZEMAG_ONLY}


def _database(alias: str) -> None:
    """Ask a database one question and look for pending migrations."""
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    if shipped_migrations(alias) - applied:
        raise RuntimeError("migrations pending")


def _media() -> None:
    """Write a file where media are stored."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".health"
    probe.write_text("ok")
    probe.unlink()


def _disk() -> None:
    """Look at the free space."""
    usage = shutil.disk_usage(settings.MEDIA_ROOT if Path(settings.MEDIA_ROOT).exists() else settings.ROOT)
    if usage.free / usage.total < DISK_FREE:
        raise RuntimeError("disk nearly full")


def _beats() -> None:
    """Ask whether the worker of each queue lives."""
    fresh = set(WorkerBeat.objects.filter(at__gte=timezone.now() - LATE).values_list("name", flat=True))
    silent = sorted(set(QUEUES) - fresh)
    if silent:
        raise RuntimeError("no beat: " + ", ".join(silent))


def _tick() -> None:
    """Ask whether the tick runs."""
    ran = last_tick()
    if ran is None or timezone.now() - ran > LATE:
        raise RuntimeError("tick is late")


def _mail() -> None:
    """Ask for how long the oldest mail waits."""
    if waiting_since() > MAIL_LATE:
        raise RuntimeError("mail is late")


def _jobs() -> None:
    """Ask for jobs that were given up."""
    count = failed_jobs().count()
    if count:
        raise RuntimeError(f"{count} failed jobs")


def _log() -> None:
    """Ask how the last check of the access log ended."""
    last = Entry.objects.using("default").filter(action=VERIFY).order_by("-at").first()
    if last is not None and last.result != "whole":
        raise RuntimeError("the access log is not whole")


def _anchor() -> None:
    """Ask for the age of the anchor of the access log."""
    age = anchor.age(timezone.now())
    if age is not None and age > ANCHOR_LATE.total_seconds():
        raise RuntimeError("anchor is late")


def _search() -> None:
    """Ask whether the index is right and nothing closed was offered, and for the search server."""
    reason = checks.fault()
    if reason:
        raise RuntimeError(reason)


def _inquiries() -> None:
    """Ask whether ZeMAG may answer (settled decision 5)."""
    missing = conditions.counting(timezone.now())
    if missing:
        raise RuntimeError("conditions not met: " + ", ".join(missing))


CHECKS: tuple[tuple[str, str, Callable[[], None]], ...] = (
    ("default", FAILED, lambda: _database("default")),
    ("media", FAILED, _media),
    ("log", FAILED, _log),
    ("anchor", DEGRADED, _anchor),
    ("zemag", DEGRADED, lambda: _database("zemag")),
    ("inquiries", DEGRADED, _inquiries),
    ("disk", DEGRADED, _disk),
    ("workers", DEGRADED, _beats),
    ("tick", DEGRADED, _tick),
    ("mail", DEGRADED, _mail),
    ("jobs", DEGRADED, _jobs),
    ("search", DEGRADED, _search),
)


def report() -> tuple[str, dict[str, str]]:
    """Return the state of the whole and of each part; a reason is a fixed sentence, never data."""
    parts: dict[str, str] = {}
    state = OK
    for name, severity, check in CHECKS:
        try:
            check()
            parts[name] = OK
        except RuntimeError as reason:
            parts[name] = f"{severity}: {reason}"
        except Exception as error:
            parts[name] = f"{severity}: {type(error).__name__}"
        if parts[name] != OK and state != FAILED:
            state = severity
    return state, parts


def is_allowed(request: HttpRequest) -> bool:
    """Return whether the asker may see names and figures."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network, strict=False) for network in settings.HEALTH_NETWORKS)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Answer 200 without asking anything."""
    return JsonResponse({"status": OK})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer ok, degraded or failed; 503 only when failed; the parts for allowed networks only."""
    state, parts = report()
    data: dict[str, Any] = {"status": state}
    if is_allowed(request):
        data["parts"] = parts
    return JsonResponse(data, status=503 if state == FAILED else 200)
