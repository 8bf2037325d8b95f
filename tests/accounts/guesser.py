"""Guesses wrong passwords in a process of its own: address of the account, address of the network, tries, threads."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
from django.conf import settings
from django.db import connections
from django.test import Client

DOOR = "/de/accounts/login/"


def guess(email: str, address: str, password: str = "this is the wrong sentence") -> int:
    """Try once as a stranger from an address; return the status."""
    client = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000", REMOTE_ADDR=address)
    try:
        return client.post(DOOR, {"login": email, "password": password}).status_code
    finally:
        connections.close_all()


def guess_often(email: str, address: str, tries: int, threads: int) -> list[int]:
    """Try many times at once; return the statuses."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda _number: guess(email, address), range(tries)))


if __name__ == "__main__":
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root), str(root / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    django.setup()
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    _script, name, network, tries, threads = sys.argv
    print("STATUSES " + json.dumps(guess_often(name, network, int(tries), int(threads))))
