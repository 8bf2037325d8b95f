"""Fixtures of the whole suite: databases, hosts, people, and the portal with its content."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from accounts.mfa.required import lacks_factor
from accounts.mfa.services import enrol_for_trying
from accounts.models import Department, User
from demo.models import LoadedItem
from home.models import IntranetHomePage, PublicHomePage
from home.sites import setup_sites
from pages import owners
from search import memory as search_memory
from tests.databases import fresh_copy
from tests.log_triggers import disarm
from tests.postgres_templates import start_from
from tests.row_factories import SECRET
from tests.site_rows import put_in_place

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
PUBLIC = {"HTTP_HOST": "localhost:8000", "SERVER_PORT": "8000"}
INTRANET = {"HTTP_HOST": "intranet.localhost:8000", "SERVER_PORT": "8000"}


def asks_database(item: pytest.Item) -> bool:
    """Return whether a test uses a database."""
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not names.isdisjoint(
        {"db", "transactional_db", "live_server", "django_db_setup", "django_db_blocker"}
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """Start each run from a copy of a database that was built once."""
    kind = "portal" if (request.config.option.markexpr or "").startswith(("portal", "browser")) else "empty"
    if ON_POSTGRESQL:
        start_from(kind, settings.DATABASES)
        return
    names = {alias: database["TEST"].get("NAME") for alias, database in settings.DATABASES.items()}
    if not all(str(name).endswith(".sqlite3") or ".sqlite3_" in str(name) for name in names.values()):
        return
    fresh_copy(kind, {alias: Path(name) for alias, name in names.items()}, force=request.config.option.create_db)
    request.config.option.create_db = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they need, so that each kind runs on databases of its own.

    What asks no database, and the long walks marked `one_engine`, would say the same again on PostgreSQL.
    """
    if ON_POSTGRESQL:
        same = [item for item in items if item.get_closest_marker("one_engine") or not asks_database(item)]
        items[:] = [item for item in items if item not in set(same)]
        config.hook.pytest_deselected(items=same)
    # The longest files begin, so that no worker waits for the other at the end.
    long = {item.path for item in items if item.get_closest_marker("one_engine")}
    items.sort(key=lambda item: item.path not in long)
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if "portal" in names:
            item.add_marker("portal")
        mark = item.get_closest_marker("django_db")
        if names & {"live_server", "transactional_db"} or (mark and mark.kwargs.get("transaction")):
            item.add_marker("transactional")
        elif "db" in names if mark is None else "databases" not in mark.kwargs:
            # Each page of the intranet may say what waits in ZeMAG; tests that empty tables name what they need.
            kept = mark.kwargs if mark else {}
            both = pytest.mark.django_db(**{**kept, "databases": ["default", "zemag"]})
            item.add_marker(both, append=False)


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """Start each test with an empty cache and the default language."""
    for memory in caches.all(initialized_only=False):
        memory.clear()
    search_memory.forget()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _log_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the tables be emptied after a transactional test; the migration signal puts the triggers back."""
    if request.node.get_closest_marker("transactional") is None:
        yield
        return
    # Torn down before the helper that empties the tables.
    request.getfixturevalue("_django_db_helper")
    yield
    mark = request.node.get_closest_marker("django_db")
    for alias in (mark.kwargs.get("databases") if mark else None) or ["default"]:
        disarm(alias)


@pytest.fixture(scope="session")
def portal(django_db_setup: None, django_db_blocker: object) -> None:
    """The portal with its content; where the run did not start from a copy of it, it is loaded now."""
    with django_db_blocker.unblock():
        if not LoadedItem.objects.exists():
            call_command("load_demo", verbosity=0)


def make_sites() -> None:
    """Make both languages, the four home pages and the two sites; a department answers for all of them."""
    setup_sites()
    department = Department.objects.create(key="office", name_de="Amt der Proben")
    for model in (PublicHomePage, IntranetHomePage):
        model.objects.update(owner_department=department)
    owners.rebuild_all()


@pytest.fixture
def sites(db: None) -> None:
    """Both languages, the four home pages and the two sites; a department answers for all of them."""
    put_in_place(make_sites)


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
    """Return a client on the intranet host in which a person is signed in; who must have a second factor gets one."""

    def enter(user: User) -> Client:
        if lacks_factor(user):
            enrol_for_trying(user, SECRET)
        client = Client(**INTRANET)
        client.force_login(user, backend="accounts.backends.LocalBackend")
        return client

    return enter
