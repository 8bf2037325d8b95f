"""Settings of the test suite: plain static files, immediate jobs, kept databases."""

from portal import env
from portal.settings.base import DATABASES, STORAGES, VAR
from portal.settings.base import TASKS as BASE_TASKS
from portal.settings.dev import *  # noqa: F403

ENVIRONMENT = "test"
# Tests that need the ledger name a file of their own.
ZEMAG_ERASURE_LEDGER = ""
ZEMAG_LOG_EVALUATION = False
SUFFIX = env.text("TEST_DB_SUFFIX", "")
for _alias, _database in DATABASES.items():
    _database["TEST"] = (
        {"NAME": str(VAR / f"test-{_alias}{SUFFIX}.sqlite3")} if "sqlite" in str(_database["ENGINE"]) else {}
    )
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
TASKS = {"default": {**BASE_TASKS["default"], "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = VAR / "test-media"
# Tests run without a scanner; those marked `services` take the one that `make scanner` starts.
CLAMAV_SOCKET, CLAMAV_TEST_SOCKET = "", env.text("CLAMAV_TEST_SOCKET")
