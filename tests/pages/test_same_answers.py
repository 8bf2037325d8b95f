"""What is restricted and what is missing look alike; who has an account and who has not gets one text (S02, S12)."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from tests.conftest import INTRANET, PUBLIC
from tests.factories import DocumentFactory, StandardPageFactory, UserFactory, intranet_home, write_live

PAIRS = 50
# What differs on every request: its number, the form's token, and what was asked for.
VARYING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[0-9a-f]{32}')
RESET = "/de/accounts/password/reset/"


def seen(client: Client, path: str, **posted: str) -> tuple[int, str, str]:
    """Return what an answer tells: status, where it leads and its text, without the own path and number."""
    response = client.post(path, posted) if posted else client.get(path)
    text = response.content.decode().replace(path, "PATH")
    for value in posted.values():
        text = text.replace(value, "TYPED")
    leads = response.get("Location", "").replace(path, "PATH").replace(path.replace("/", "%2F"), "PATH")
    return response.status_code, leads, VARYING.sub("", text)


@pytest.fixture
def closed(sites: None) -> list[Page]:
    """Intranet pages, one for each pair."""
    parent = intranet_home()
    return [StandardPageFactory(parent=parent, slug=f"geheim-{n:02}") for n in range(PAIRS)]


@pytest.mark.acceptance("security", "S02")
@pytest.mark.parametrize("host", [PUBLIC, INTRANET], ids=["public", "intranet"])
def test_a_closed_slug_reads_like_one_that_nobody_made(host: dict[str, str], closed: list[Page]) -> None:
    client = Client(**host)
    assert len(closed) == PAIRS
    for number, page in enumerate(closed):
        assert seen(client, f"/de/{page.slug}/") == seen(client, f"/de/fehlt--{number:02}/")


@pytest.mark.acceptance("security", "S02")
def test_a_page_for_other_roles_reads_like_one_that_nobody_made(closed: list[Page]) -> None:
    for page in closed[:5]:
        page.audience = ["technical_admin"]
        write_live(page)
    client = Client(**INTRANET)
    client.force_login(UserFactory(), backend="accounts.backends.LocalBackend")
    for number, page in enumerate(closed[:5]):
        restricted = seen(client, f"/de/{page.slug}/")
        assert restricted == seen(client, f"/de/fehlt--{number:02}/")
        assert restricted[0] == 404


@pytest.mark.acceptance("security", "S02")
@pytest.mark.parametrize("host", [PUBLIC, INTRANET], ids=["public", "intranet"])
def test_a_private_file_reads_like_one_that_nobody_sent(host: dict[str, str], sites: None) -> None:
    client = Client(**host)
    documents = [DocumentFactory() for _ in range(PAIRS)]
    for document in documents:
        path = document.url
        missing = re.sub(r"/[0-9a-f]{32}/", f"/{uuid.uuid4().hex}/", path)
        assert path != missing
        assert seen(client, path) == seen(client, missing)


@pytest.mark.acceptance("security", "S02")
def test_a_page_that_is_open_would_be_told_apart(closed: list[Page]) -> None:
    client = Client(**INTRANET)
    client.force_login(UserFactory(), backend="accounts.backends.LocalBackend")
    assert seen(client, f"/de/{closed[0].slug}/") != seen(client, "/de/fehlt--00/")


@pytest.mark.acceptance("security", "S12")
def test_a_reset_says_the_same_to_everybody(sites: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    people = [UserFactory(email=f"person{n}@example.org") for n in range(5)]
    answers = set()
    for number, person in enumerate([*people, None, None]):
        client = Client(**INTRANET, REMOTE_ADDR=f"192.0.2.{number + 1}")
        email = person.email if person else f"{uuid.uuid4().hex}@example.org"
        answers.add(seen(client, RESET, email=email))
        answers.add(seen(client, RESET + "done/"))
    assert len(answers) == 2
    assert User.objects.count() >= len(people)


@pytest.mark.acceptance("security", "S12")
def test_a_wrong_password_says_the_same_to_everybody(sites: None) -> None:
    person = UserFactory()
    person.set_password("an evening at the river with friends")
    person.save()
    door = "/de/accounts/login/"
    answers = {
        seen(Client(**INTRANET, REMOTE_ADDR=f"192.0.2.{n}"), door, login=login, password="quite another sentence")
        for n, login in enumerate((person.email, "nobody@example.org"), 1)
    }
    assert len(answers) == 1
