"""Measure how long one row of the access log takes, on a ZeMAG database of its own (SQLite, or ZEMAG_DATABASE_URL)."""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("ROWS", "2000"))
GOAL_MS = 5.0


def main() -> int:
    """Append rows one by one, print the times in ms and check the chain; return 4 when p95 misses the goal."""
    settings.AUDIT_KEY_FILES = {"zemag": settings.PORTAL_KEY_FILE}
    settings.AUDIT_ANCHOR = ""
    call_command("migrate", database="zemag", verbosity=0)
    record, verify = import_string("audit.services.record"), import_string("audit.verify.verify")
    took = []
    for number in range(ROWS):
        started = time.perf_counter()
        record(using="zemag", action="login", now=timezone.now(), text={"reference": number}, typed="Muster")
        took.append((time.perf_counter() - started) * 1000)
    cuts = statistics.quantiles(took, n=100)
    started = time.perf_counter()
    findings = verify("zemag", timezone.now())
    checked = time.perf_counter() - started
    print(
        f"{ROWS} rows: median {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms (goal: p95 {GOAL_MS} ms)"
    )
    print(f"check of the chain: {checked:.2f} s, {len(findings)} findings")
    return 0 if cuts[94] <= GOAL_MS and not findings else 4


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("ZEMAG_DATABASE_URL", f"sqlite:///{folder}/audit.sqlite3")
        django.setup()
        sys.exit(main())
