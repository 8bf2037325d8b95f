"""Runs one command as another process would, with a key for the log of the ZeMAG database; `record` adds a row."""

import sys
from datetime import datetime

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

django.setup()
settings.AUDIT_KEY_FILES = {"zemag": settings.PORTAL_KEY_FILE}
if sys.argv[1] == "record":
    record = __import__("audit.services", fromlist=["record"]).record
    moment = datetime.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else timezone.now()
    record(using="zemag", action="login", now=moment)
else:
    call_command(*sys.argv[1:])
