"""Fixtures of the whole suite: databases, hosts, people, and the portal with its content."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.models import User
from home.sites import setup_sites

ROOT = Path(__file__).resolve().parents[1]
CONTENT_SOURCES = ("demo", "home", "news", "committees", "training", "zemag_pages", "pages", "search", "accounts")
PUBLIC = {"HTTP_HOST": "localhost:8000", "SERVER_PORT": "8000"}
INTRANET = {"HTTP_HOST": "intranet.localhost:8000", "SERVER_PORT": "8000"}


def fingerprint() -> str:
    """Return a digest of everything that decides what the loaded portal looks like."""
    digest = hashlib.sha256()
    for room in CONTENT_SOURCES:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".md"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def pytest_configure(config: pytest.Config) -> None:
    """Make the portal's database anew when content or models have changed since it was kept."""
    (ROOT / "var").mkdir(exist_ok=True)
    if not (config.option.markexpr or "").startswith(("portal", "browser")):
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    mark = ROOT / "var" / f"test-portal-{settings.SUFFIX}-{worker}.fingerprint"
    current = fingerprint()
    if not mark.exists() or mark.read_text() != current:
        config.option.create_db = True
        mark.write_text(current)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they need, so that each kind runs on databases of its own."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "portal" in names:
            item.add_marker("portal")
        if names & {"live_server", "transactional_db"}:
            item.add_marker("transactional")


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """Start each test with an empty cache and the default language."""
    cache.clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def portal(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Load the portal with its content once; the database is kept between runs."""
    with django_db_blocker.unblock():
        call_command("load_demo", verbosity=0)
        yield


@pytest.fixture
def sites(db: None) -> None:
    """Make both languages, the four home pages and the two sites."""
    setup_sites()


@pytest.fixture
def public() -> Client:
    """A stranger on the public host."""
    return Client(**PUBLIC)


@pytest.fixture
def stranger() -> Client:
    """A stranger on the intranet host."""
    return Client(**INTRANET)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """Return a client on the intranet host in which a person is signed in."""

    def enter(user: User) -> Client:
        client = Client(**INTRANET)
        client.force_login(user, backend="accounts.backends.LocalBackend")
        return client

    return enter
