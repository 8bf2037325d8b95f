"""Fixtures of sign-in: people with a password, strangers at the door, and a count of checked passwords."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.mfa.services import enrol_for_trying
from accounts.models import User
from tests.accounts.counting import COUNTED
from tests.row_factories import SECRET

PASSWORD = "an evening at the river with friends"
DOOR = "/de/accounts/login/"
CODE = "/de/accounts/mfa/"
CONFIRM = "/de/accounts/confirm/"
SECURITY = "/de/accounts/security/"
SET_UP = "/de/accounts/security/mfa/"
CODES = "/de/accounts/security/codes/"


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash quickly and count every check."""
    monkeypatch.setenv(COUNTED, str(tmp_path / "checked"))
    settings.PASSWORD_HASHERS = ["tests.accounts.counting.CountingHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    yield


@pytest.fixture
def checked() -> Callable[[], int]:
    """Return how many passwords were checked so far."""
    file = Path(os.environ[COUNTED])
    return lambda: file.stat().st_size if file.exists() else 0


@pytest.fixture
def make_person() -> Callable[..., User]:
    """Return a maker of people who sign in with PASSWORD."""

    def make(email: str = "kim@example.org", **fields: Any) -> User:
        return User.objects.create_user(email, PASSWORD, **fields)

    return make


@pytest.fixture
def person(db: None, make_person: Callable[..., User]) -> User:
    """One of the staff."""
    return make_person()


@pytest.fixture
def equipped(person: User) -> User:
    """One of the staff with a second factor; the app knows SECRET."""
    enrol_for_trying(person, SECRET)
    return person


@pytest.fixture
def enter(equipped: User, try_door: "Callable[..., Visitor]") -> "Callable[..., Visitor]":
    """Return a function that types password and code; its visitor carries the last answer."""

    def with_code(code: str = "", **extra: Any) -> Visitor:
        client = try_door(equipped.email, **extra)
        client.answer = client.post(CODE, {"code": code or code_in()})
        return client

    return with_code


def code_in(periods: int = 0) -> str:
    """Return the code that the app shows a number of periods from now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + periods))


class Visitor(Client):
    """A stranger who has tried the door."""

    answer: Any


@pytest.fixture
def try_door() -> Callable[..., Visitor]:
    """Return a function that tries the door once; its visitor carries the answer as `answer`."""

    def enter(email: str, password: str = PASSWORD, address: str = "192.0.2.1", **extra: Any) -> Visitor:
        client = Visitor(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000", REMOTE_ADDR=address)
        client.answer = client.post(DOOR, {"login": email, "password": password}, **extra)
        return client

    return enter
