"""A code from paper opens an account or replaces a password: one text for every refusal, few tries, one door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.activation import issue
from accounts.hashers import slot
from accounts.models import ActivationCode, Purpose, User
from tests.accounts.conftest import Visitor

INVITE, RESET = "/de/accounts/invite/", "/de/accounts/password/reset/code/"
FRESH = "quite another sentence by the river"
REFUSAL = "Adresse und Code passen nicht zusammen"
Door = Callable[..., Visitor]


@pytest.fixture
def invited(db: None) -> User:
    """Somebody whose account has no password yet."""
    return User.objects.create_user("neu@example.org", first_name="Federica", last_name="Sonnenschein")


def send(path: str, email: str, code: str, password: str = FRESH, again: str = "", address: str = "192.0.2.1") -> Any:
    """Fill in the form; return the answer."""
    client = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000", REMOTE_ADDR=address)
    fields = {"email": email, "code": code, "password1": password, "password2": again or password}
    return client.post(path, fields)


@pytest.mark.acceptance("security", 2)
@pytest.mark.parametrize("language", ["de", "en"])
def test_an_invited_person_chooses_a_password_and_signs_in_by_the_one_door(
    invited: User, try_door: Door, language: str
) -> None:
    path = INVITE.replace("/de/", f"/{language}/")
    answer = send(path, invited.email.upper(), issue(invited, Purpose.INVITE, None))
    assert answer["Location"] == f"/{language}/accounts/password/reset/key/done/"
    assert "_auth_user_id" not in answer.client.session
    assert "_auth_user_id" in try_door(invited.email, FRESH).session


@pytest.mark.acceptance("security", 2)
def test_a_code_replaces_a_password_ends_sessions_and_opens_what_guesses_had_closed(
    person: User, try_door: Door
) -> None:
    open_session = try_door(person.email)
    for _number in range(11):
        try_door(person.email, "this is the wrong sentence")
    assert send(RESET, person.email, issue(person, Purpose.RESET, None)).status_code == 302
    assert open_session.get("/de/accounts/logout/").status_code == 302
    assert "_auth_user_id" in try_door(person.email, FRESH).session


@pytest.mark.acceptance("security", "S12")
def test_every_refusal_reads_the_same(invited: User, person: User) -> None:
    code = issue(invited, Purpose.INVITE, None)
    User.objects.create_user("zu@example.org", locked_at=timezone.now())
    pairs = (
        (invited.email, "2222-2222-2222"),
        (person.email, code),
        ("nobody@example.org", code),
        ("zu@example.org", issue(User.objects.get(email="zu@example.org"), Purpose.INVITE, None)),
    )
    texts = set()
    for number, (email, typed) in enumerate(pairs):
        answer = send(INVITE, email, typed, address=f"192.0.2.{number}")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert REFUSAL in page
        texts.add(page.replace(email, "").replace(typed, "").split("<main")[1].split("csrfmiddlewaretoken")[0])
    assert len(texts) == 1
    assert send(RESET, invited.email, code).status_code == 200, "a code is for its own page"
    assert send(INVITE, invited.email, code).status_code == 302


@pytest.mark.acceptance("security", "S11")
def test_three_tries_an_hour_for_an_account_and_ten_for_an_address(invited: User) -> None:
    code = issue(invited, Purpose.INVITE, None)
    for number in range(3):
        send(INVITE, invited.email, "2222-2222-2222", address=f"192.0.2.{number}")
    assert REFUSAL in send(INVITE, invited.email, code, address="192.0.2.9").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        for number in range(10):
            send(INVITE, f"nobody{number}@example.org", "2222-2222-2222")
        assert send(INVITE, invited.email, code).status_code == 200
        assert send(INVITE, invited.email, code, address="192.0.2.9").status_code == 302


def test_what_is_wrong_with_the_password_costs_no_try_and_leaves_the_code_good(invited: User) -> None:
    code = issue(invited, Purpose.INVITE, None)
    for password, again in (("short", ""), (FRESH, "another one"), ("federica sonnenschein", "")):
        answer = send(INVITE, invited.email, code, password, again)
        assert answer.status_code == 200
        assert REFUSAL not in answer.content.decode()
        assert 'aria-invalid="true"' in answer.content.decode()
        assert code in answer.content.decode(), "nothing typed is lost"
    assert ActivationCode.objects.get().used_at is None
    assert send(INVITE, invited.email, code).status_code == 302


def test_a_full_queue_is_said_and_leaves_the_code_good(invited: User, monkeypatch: pytest.MonkeyPatch) -> None:
    code = issue(invited, Purpose.INVITE, None)
    monkeypatch.setattr("accounts.hashers.QUEUE_SECONDS", 0)
    with slot(), slot():
        answer = send(INVITE, invited.email, code)
    assert answer.status_code == 429
    assert send(INVITE, invited.email, code).status_code == 302


@pytest.mark.parametrize("path", [INVITE, RESET])
def test_the_pages_are_open_on_the_intranet_host_only(path: str, stranger: Client, public: Client, db: None) -> None:
    assert stranger.get(path).status_code == 200
    assert public.get(path).status_code == 404
