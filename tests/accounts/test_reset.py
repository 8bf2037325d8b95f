"""A forgotten password: one text for everybody, a link that works once and signs nobody in, few mails."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.hashers import slot
from accounts.models import User
from tests.accounts.conftest import DOOR, PASSWORD, Visitor

ASK, ASKED = "/de/accounts/password/reset/", "/de/accounts/password/reset/done/"
FRESH = "quite another sentence by the river"
LINK = re.compile(r"http://intranet\.localhost:8000(/\S+)")
Door = Callable[..., Visitor]


def ask(email: str, address: str = "192.0.2.1") -> str:
    """Ask for a link; return where the answer leads."""
    client = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000", REMOTE_ADDR=address)
    return str(client.post(ASK, {"email": email})["Location"])


def link() -> str:
    """Return the path in the last mail."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose(client: Client, path: str, password: str = FRESH, again: str = "") -> Any:
    """Follow a link and choose a password; return the answer."""
    form = client.get(path)["Location"]
    return client.post(form, {"password1": password, "password2": again or password})


def test_the_link_sets_a_new_password_ends_sessions_and_signs_nobody_in(
    person: User, stranger: Client, try_door: Door
) -> None:
    open_session = try_door(person.email)
    assert ask(person.email) == ASKED
    response = choose(stranger, link())
    assert response["Location"] == "/de/accounts/password/reset/key/done/"
    assert "_auth_user_id" not in stranger.session
    assert open_session.get("/de/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in try_door(person.email, PASSWORD).session
    assert "_auth_user_id" in try_door(person.email, FRESH).session
    assert [message.to for message in mail.outbox] == [[person.email]] * 2


def test_a_link_works_once(person: User, stranger: Client) -> None:
    ask(person.email)
    path = link()
    choose(stranger, path)
    again = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000").get(path)
    assert again.status_code == 200
    assert "<form" not in again.content.decode().split("<main")[1].split("</main")[0]


def test_a_link_ends_after_24_hours(person: User, stranger: Client) -> None:
    ask(person.email)
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert stranger.get(link()).status_code == 302
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        assert stranger.get(link()).status_code == 200


@pytest.mark.parametrize("key", ["1-x", "zzzzzzzzzzzz-aaa-bbb", "0-set-password", "999999-x", "1-" + "a" * 3000])
def test_an_invented_link_gets_a_page_that_says_so(key: str, stranger: Client, db: None) -> None:
    response = stranger.get(f"/de/accounts/password/reset/key/{key}/")
    assert response.status_code == 200
    assert "password1" not in response.content.decode()


@pytest.mark.parametrize("change", [{"is_active": False}, {"locked_at": timezone.now()}, {"sign_in": "oidc"}])
def test_accounts_that_cannot_sign_in_get_no_mail_and_the_same_answer(change: dict[str, object], person: User) -> None:
    User.objects.filter(pk=person.pk).update(**change)
    assert ask(person.email) == ask("nobody@example.org") == ASKED
    assert mail.outbox == []


def test_an_account_gets_three_mails_an_hour(person: User) -> None:
    assert {ask(person.email, f"192.0.2.{number}") for number in range(6)} == {ASKED}
    assert len(mail.outbox) == 3
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        ask(person.email)
    assert len(mail.outbox) == 4


def test_an_address_gets_ten_mails_an_hour(db: None, make_person: Callable[..., User]) -> None:
    people = [make_person(f"person{number}@example.org") for number in range(12)]
    assert {ask(person.email) for person in people} == {ASKED}
    assert len(mail.outbox) == 10
    ask(people[-1].email, "192.0.2.99")
    assert len(mail.outbox) == 11


def test_the_mail_speaks_the_language_of_its_owner(person: User) -> None:
    User.objects.filter(pk=person.pk).update(language="en")
    ask(person.email)
    assert link().startswith("/en/accounts/")
    assert mail.outbox[0].subject == "Your new password"
    assert "&" not in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    ("password", "again"),
    [("short", ""), (FRESH, "another one altogether"), ("kim kim kim kim kim", ""), ("", ""), ("x" * 129, "")],
)
def test_a_bad_password_gets_a_message_and_the_link_still_works(
    password: str, again: str, person: User, stranger: Client
) -> None:
    ask(person.email)
    response = choose(stranger, link(), password, again)
    assert response.status_code == 200
    assert 'class="zks-errors"' in response.content.decode()
    assert choose(stranger, link()).status_code == 302


def test_a_new_password_opens_an_account_that_was_locked_by_guesses(
    person: User, stranger: Client, try_door: Door
) -> None:
    for _number in range(12):
        try_door(person.email, "this is the wrong sentence")
    ask(person.email)
    choose(stranger, link())
    assert "_auth_user_id" in try_door(person.email, FRESH).session


def test_a_busy_house_asks_to_send_the_new_password_again(person: User, stranger: Client) -> None:
    ask(person.email)
    with slot(), slot():
        response = choose(stranger, link())
    assert (response.status_code, response["Retry-After"]) == (429, "3")
    assert choose(stranger, link()).status_code == 302


def test_somebody_else_who_is_signed_in_is_signed_out_by_the_link(
    person: User, make_person: Callable[..., User], try_door: Door
) -> None:
    other = try_door(make_person("sam@example.org").email)
    ask(person.email)
    choose(other, link())
    assert "_auth_user_id" not in other.session


def test_the_door_links_to_the_reset(stranger: Client, db: None) -> None:
    assert f'href="{ASK}"' in stranger.get(DOOR).content.decode()
