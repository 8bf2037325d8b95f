"""Spends a code of a second factor in a process of its own: way, number of the account, code; waits for a line."""

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
    way, number, code = sys.argv[1:]
    if way == "stock":
        # The library's own: plain secret, mark in the cache of this process.
        settings = import_module("django.conf").settings
        settings.MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
        authenticators = import_module("allauth.mfa.models").Authenticator.objects
        found = authenticators.get(user_id=number, type="totp").wrap()
    else:
        person = import_module("accounts.models").User.objects.get(pk=number)
        module = import_module(f"accounts.mfa.{way}")
    print("READY", flush=True)
    sys.stdin.readline()
    print(found.validate_code(code) if way == "stock" else module.spend(person, code) is not None, flush=True)
