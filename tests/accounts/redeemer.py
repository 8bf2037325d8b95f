"""Redeems a code in a process of its own: number of the account, code; waits for a line on standard input."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django

if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root), str(root / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    # Models load after the set-up only.
    redeem = import_module("accounts.activation").redeem
    models = import_module("accounts.models")

    person = models.User.objects.get(pk=sys.argv[1])
    print("READY", flush=True)
    sys.stdin.readline()
    print(redeem(person, models.Purpose.RESET, sys.argv[2]), flush=True)
