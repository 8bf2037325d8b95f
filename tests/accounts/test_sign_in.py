"""The sign-in page: one text for every error, only own paths afterwards, what was typed stays."""

import re
import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import get_hasher
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.hashers import HASHES_AT_ONCE, Argon2idHasher, TooBusy, slot
from accounts.models import User
from tests.accounts.conftest import DOOR, PASSWORD, Visitor

Door = Callable[..., Visitor]


def page_of(client: Visitor) -> str:
    """Return the answer without what differs on each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|kim@example.org|nobody@example.org', "", body(client))


def body(client: Visitor) -> str:
    """Return the answer as text."""
    return client.answer.content.decode()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_door_opens_in_both_languages(language: str, person: User, stranger: Client) -> None:
    path = f"/{language}/accounts/login/"
    assert f'lang="{language}"' in stranger.get(path).content.decode()
    response = stranger.post(path, {"login": person.email, "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_the_address_is_found_in_any_spelling(person: User, try_door: Door) -> None:
    assert "_auth_user_id" in try_door(" Kim@Example.ORG ").session


@pytest.mark.parametrize(
    "change",
    [{"is_active": False}, {"locked_at": timezone.now()}, {"sign_in": "oidc"}, {"password": "!unusable"}],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_wrong_the_page_says_the_same(change: dict[str, object], person: User, try_door: Door) -> None:
    wrong = page_of(try_door(person.email, "this is the wrong sentence"))
    unknown = page_of(try_door("nobody@example.org"))
    User.objects.filter(pk=person.pk).update(**change)
    refused = try_door(person.email)
    assert wrong == unknown == page_of(refused)
    assert "_auth_user_id" not in refused.session


def test_an_unknown_address_costs_one_hash_like_a_known_one(db: None, try_door: Door, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
    started = time.process_time()
    try_door("nobody@example.org")
    with_hash = time.process_time() - started
    started = time.process_time()
    try_door("no address at all")
    assert with_hash > time.process_time() - started + 0.05


def test_what_was_typed_stays_but_for_the_password(person: User, try_door: Door) -> None:
    page = body(try_door(person.email, "this is the wrong sentence"))
    assert f'value="{person.email}"' in page
    assert "wrong sentence" not in page


@pytest.mark.parametrize(
    "typed", ["", "no address", "a" * 20_000 + "@example.org", "%27' OR 1=1", "\u202e@example.org"]
)
def test_nasty_addresses_get_a_message(typed: str, db: None, try_door: Door) -> None:
    client = try_door(typed)
    assert client.answer.status_code == 200
    assert 'class="zks-errors"' in body(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/de/neuigkeiten/?seite=2", "/de/neuigkeiten/?seite=2"),
        ("https://elsewhere.example.org/", "/de/"),
        ("//elsewhere.example.org/", "/de/"),
        ("/\\elsewhere.example.org/", "/de/"),
        ("/\t/elsewhere.example.org/", "/de/"),
        ("http:///elsewhere.example.org", "/de/"),
        ("http://localhost:8000/de/", "/de/"),
        ("javascript:alert(1)", "/de/"),
        ("", "/de/"),
    ],
)
def test_next_takes_paths_of_the_own_host_only(wanted: str, reached: str, person: User, stranger: Client) -> None:
    response = stranger.post(DOOR, {"login": person.email, "password": PASSWORD, "next": wanted})
    assert (response.status_code, response["Location"]) == (302, reached)


def test_the_path_asked_for_is_kept_through_a_wrong_password(person: User, stranger: Client) -> None:
    sent = stranger.get("/de/neuigkeiten/?seite=2")
    page = stranger.post(sent["Location"], {"login": person.email, "password": "wrong", "next": "/de/x/?seite=2"})
    assert 'name="next" value="/de/x/?seite=2"' in page.content.decode()


def test_no_address_offers_to_sign_up(stranger: Client, db: None) -> None:
    page = stranger.get(DOOR).content.decode()
    assert "signup" not in page
    assert stranger.get("/de/accounts/signup/").status_code == 302


@pytest.mark.django_db
def test_passwords_are_hashed_with_argon2id_as_designed(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
    user = User.objects.create_user("sam@example.org", PASSWORD)
    assert user.password.startswith("argon2$argon2id$v=19$m=65536,t=3,p=1$")
    assert isinstance(get_hasher(), Argon2idHasher)


def test_when_two_are_being_checked_the_next_waits_and_is_told_to_come_back(person: User, try_door: Door) -> None:
    done, ready = threading.Event(), threading.Barrier(HASHES_AT_ONCE + 1)

    def hold() -> None:
        with slot():
            ready.wait()
            done.wait()

    holders = [threading.Thread(target=hold) for _number in range(HASHES_AT_ONCE)]
    for holder in holders:
        holder.start()
    ready.wait()
    started = time.monotonic()
    client = try_door(person.email)
    waited = time.monotonic() - started
    done.set()
    for holder in holders:
        holder.join()
    assert 3 <= waited < 5
    assert (client.answer.status_code, client.answer["Retry-After"]) == (429, "3")
    assert f'value="{person.email}"' in body(client)
    assert "_auth_user_id" in try_door(person.email).session


def test_the_queue_frees_its_place_after_an_error() -> None:
    for _number in range(HASHES_AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), slot():
            raise ZeroDivisionError
    with slot(), slot(), pytest.raises(TooBusy), slot():
        pass


def test_a_busy_house_does_not_count_as_a_wrong_password(person: User, try_door: Door, settings: Settings) -> None:
    for _number in range(9):
        try_door(person.email, "this is the wrong sentence")
    with slot(), slot():
        assert try_door(person.email).answer.status_code == 429
    assert "_auth_user_id" in try_door(person.email).session
