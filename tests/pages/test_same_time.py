"""What is restricted and who is known cannot be told by the clock (S02, S12); `make audit` measures it."""

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import backends
from portal.settings import base
from tests.conftest import INTRANET, PUBLIC
from tests.factories import DocumentFactory, StandardPageFactory, UserFactory, intranet_home, write_live

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("sites"),
    pytest.mark.skipif(not os.environ.get("TIMING"), reason="measured by make audit, where nothing else runs"),
]
NEAR, ROUNDS, WARM = 0.05, 400, 5
DOOR, RESET = "/de/accounts/login/", "/de/accounts/password/reset/"


def apart(one: Callable[[int], Any], other: Callable[[int], Any], rounds: int = ROUNDS) -> float:
    """Return by which part the medians of two acts differ, in processor time; they take turns: drift hits both.

    What stands out is measured as many times again, and all of it counts: the bound stays, the sample grows.
    """
    times: dict[Callable[[int], Any], list[float]] = {one: [], other: []}
    found = _difference(times, rounds)
    return found if found <= NEAR else _difference(times, rounds)


def _difference(times: dict[Callable[[int], Any], list[float]], rounds: int) -> float:
    """Measure some rounds more and return by which part the medians of all so far differ."""
    acts = list(times)
    for number in range(WARM + rounds):
        for act in acts if number % 2 else reversed(acts):
            start = time.process_time()
            act(number)
            took = time.process_time() - start
            if number >= WARM:
                times[act].append(took)
    medians = [statistics.median(kept) for kept in times.values()]
    return abs(medians[0] - medians[1]) / max(medians)


@pytest.mark.parametrize("host", [PUBLIC, INTRANET], ids=["public", "intranet"])
def test_a_closed_slug_takes_the_time_of_a_missing_one(host: dict[str, str]) -> None:
    StandardPageFactory(parent=intranet_home(), slug="geheim-eins")
    # Each with a client of its own: what a client keeps of its last answer is freed in the next request's time.
    closed, missing = Client(**host), Client(**host)
    assert apart(lambda _n: closed.get("/de/geheim-eins/"), lambda _n: missing.get("/de/fehlt--eins/")) <= NEAR


def test_a_page_for_other_roles_takes_the_time_of_a_missing_one() -> None:
    page = StandardPageFactory(parent=intranet_home(), slug="geheim-eins")
    page.audience = ["technical_admin"]
    write_live(page)
    client = Client(**INTRANET)
    client.force_login(UserFactory(), backend="accounts.backends.LocalBackend")
    assert apart(lambda _n: client.get(f"/de/{page.slug}/"), lambda _n: client.get("/de/fehlt--eins/")) <= NEAR


@pytest.mark.parametrize("host", [PUBLIC, INTRANET], ids=["public", "intranet"])
def test_a_private_file_takes_the_time_of_a_missing_one(host: dict[str, str]) -> None:
    client, path = Client(**host), DocumentFactory().url
    missing = path.replace(path.split("/")[3], "0123456789abcdef" * 2)
    assert path != missing
    assert apart(lambda _n: client.get(path), lambda _n: client.get(missing)) <= NEAR


def sign_in(email: str) -> Callable[[int], Any]:
    """Return an act that tries a wrong password for an address, each time from elsewhere."""
    return lambda n: Client(**INTRANET, REMOTE_ADDR=f"192.0.2.{n % 250}").post(
        DOOR, {"login": email, "password": f"no {n}"}
    )


def test_an_unknown_address_takes_the_time_of_a_wrong_password(settings: Any) -> None:
    settings.AXES_ENABLED = False
    person = UserFactory()
    person.set_password("an evening at the river with friends")
    person.save()
    assert apart(sign_in(person.email), sign_in("nobody@example.org"), 40) <= NEAR


def test_without_the_hash_for_nobody_the_clock_tells(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.AXES_ENABLED = False
    monkeypatch.setattr(backends, "make_password", lambda _password: None)
    person = UserFactory()
    person.set_password("an evening at the river with friends")
    person.save()
    assert apart(sign_in(person.email), sign_in("nobody@example.org"), 10) > NEAR


def test_a_reset_for_nobody_takes_the_time_of_one_for_somebody(settings: Any) -> None:
    settings.TASKS = base.TASKS
    people = iter([UserFactory() for _ in range(110)])

    def ask(email: str, n: int) -> Any:
        return Client(**INTRANET, REMOTE_ADDR=f"192.0.{n % 250}.{len(email)}").post(RESET, {"email": email})

    difference = apart(lambda n: ask(next(people).email, n), lambda n: ask(f"nobody{n}@example.org", n), 50)
    assert difference <= NEAR
