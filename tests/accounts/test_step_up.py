"""Step-up: something that matters needs a fresh proof; old and future times do not count (S14)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import stepup as module
from accounts.mfa import recovery
from accounts.models import User
from accounts.stepup import is_fresh
from tests.accounts.conftest import CODES, CONFIRM, PASSWORD, SECURITY, SET_UP, Visitor, code_in

Door = Callable[..., Visitor]


def later(**delta: int) -> time_machine.travel:
    """Return a journey in time."""
    return time_machine.travel(timezone.now() + timedelta(**delta))


def is_asked(client: Client, path: str = SET_UP) -> bool:
    """Return whether a page asks for a proof first."""
    answer = client.get(path)
    return answer.status_code == 302 and answer["Location"].startswith(CONFIRM)


@pytest.mark.acceptance("security", "S14")
def test_a_fresh_sign_in_counts_for_ten_minutes(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    assert not is_asked(client)
    with later(minutes=9):
        assert not is_asked(client)
    with later(minutes=11):
        assert is_asked(client)


@pytest.mark.acceptance("security", "S14")
def test_a_clock_set_back_an_hour_opens_nothing(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    session = client.session
    session["stepped_up_at"] = (timezone.now() + timedelta(hours=1)).timestamp()
    session.save()
    assert is_asked(client)


@pytest.mark.acceptance("security", "S14")
@pytest.mark.parametrize(("seconds", "counts"), [(-601, False), (-599, True), (0, True), (5, False), (3600, False)])
def test_only_times_of_the_last_ten_minutes_count(seconds: int, counts: bool, rf: RequestFactory) -> None:
    request: Any = rf.get("/")
    request.session = {"stepped_up_at": timezone.now().timestamp() + seconds}
    assert is_fresh(request) is counts
    request.session = {}
    assert not is_fresh(request)


@pytest.mark.acceptance("security", "S14")
def test_without_the_look_at_the_age_an_old_sign_in_would_do(
    person: User, try_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = try_door(person.email)
    monkeypatch.setattr(module, "is_fresh", lambda request, max_age: True)
    with later(minutes=11):
        assert not is_asked(client)


def test_those_without_a_factor_are_asked_for_the_password_under_a_new_session_id(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    before = client.cookies["sessionid"].value
    with later(minutes=11):
        place = client.get(SET_UP)["Location"]
        assert 'type="password"' in client.get(place).content.decode()
        wrong = client.post(place, {"password": "this is the wrong sentence"})
        assert wrong.status_code == 200
        assert is_asked(client)
        right = client.post(CONFIRM, {"password": PASSWORD, "next": SET_UP})
        assert right["Location"] == SET_UP
        assert not is_asked(client)
    assert client.cookies["sessionid"].value != before


def test_guessing_the_password_here_is_limited_as_at_the_door(
    person: User, try_door: Door, checked: Callable[[], int]
) -> None:
    client = try_door(person.email)
    before = checked()
    answers = [client.post(CONFIRM, {"password": "this is the wrong sentence"}).status_code for _try in range(15)]
    assert answers[-1] == 429
    assert checked() - before <= 10
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429


def test_those_with_a_factor_are_asked_for_a_code_and_the_password_is_not_enough(equipped: User, enter: Door) -> None:
    client = enter()
    with later(minutes=11):
        assert is_asked(client)
        page = client.get(CONFIRM).content.decode()
        assert 'type="password"' not in page
        client.post(CONFIRM, {"password": PASSWORD})
        assert is_asked(client)
        client.post(CONFIRM, {"code": code_in()})
        assert not is_asked(client)
        assert client.session["methods"] == ["password", "totp", "totp"]


def test_the_code_of_the_sign_in_does_not_confirm_too(equipped: User, enter: Door) -> None:
    client = enter(code_in())
    assert client.post(CONFIRM, {"code": code_in()}).status_code == 200


def test_a_recovery_code_confirms_once(equipped: User, enter: Door) -> None:
    code = recovery.make(equipped)[0]
    client = enter()
    with later(minutes=11):
        assert client.post(CONFIRM, {"code": code}).status_code == 302
        assert client.post(CONFIRM, {"code": code}).status_code == 200


@pytest.mark.parametrize("wanted", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:x", "\\x"])
def test_it_leads_to_paths_of_the_own_host_only(wanted: str, person: User, try_door: Door) -> None:
    client = try_door(person.email)
    assert client.post(CONFIRM, {"password": PASSWORD, "next": wanted})["Location"] == SECURITY


@pytest.mark.acceptance("security", 8)
@pytest.mark.acceptance("security", "S30")
def test_what_was_sent_meanwhile_is_offered_again(equipped: User, enter: Door) -> None:
    client = enter()
    client.get(SECURITY)
    with later(minutes=11):
        sent = {"code": "123456", "remark": "Ein „neues“ Telefon\r\nund mehr " + "ä" * 2_000}
        asked = client.post(SET_UP, sent, headers={"Origin": "http://intranet.localhost:8000"})
        assert asked["Location"].startswith(f"{CONFIRM}?next=")
        back = client.post(asked["Location"], {"code": code_in()})["Location"]
        assert re.fullmatch(r"/de/accounts/kept/[0-9a-f-]{36}/", back)
        page = client.get(back).content.decode()
        form = html5lib.parse(page, namespaceHTMLElements=False).find(".//main//form[@action]")
        fields = {field.get("name"): field.text for field in form.iter("textarea")}
        assert fields == {"remark": sent["remark"].replace("\r\n", "\n")}
        assert f'action="{SET_UP}"' in page


def test_a_button_without_text_is_simply_pressed_again(equipped: User, enter: Door) -> None:
    client = enter()
    client.get(SECURITY)
    with later(minutes=11):
        asked = client.post(CODES, {}, headers={"Origin": "http://intranet.localhost:8000"})
        assert client.post(asked["Location"], {"code": code_in()})["Location"] == CODES


def test_strangers_are_asked_to_sign_in_first(stranger: Client, db: None) -> None:
    for verb in (stranger.get, stranger.post):
        assert "/accounts/login/" in verb(CONFIRM)["Location"]
    assert django_settings.SESSION_COOKIE_NAME not in stranger.cookies
