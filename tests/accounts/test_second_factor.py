"""A code from an app beside the password: sealed, good for one use, limited (security design, section 4; S13)."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.crypto import Unreadable
from accounts.mfa import recovery, totp
from accounts.mfa.adapter import StockWay
from accounts.mfa.services import enrol_for_trying
from accounts.models import Attempt, TotpUse, User
from tests.accounts.conftest import CODE, DOOR, PASSWORD, Visitor, code_in
from tests.row_factories import SECRET

Door = Callable[..., Visitor]


def is_in(client: Client) -> bool:
    """Return whether a client is signed in."""
    return "_auth_user_id" in client.session


def test_the_password_alone_opens_nothing(equipped: User, try_door: Door) -> None:
    client = try_door(equipped.email)
    assert client.answer["Location"] == CODE
    assert not is_in(client)
    assert client.get("/de/accounts/logout/").status_code == 302
    assert client.get("/de/accounts/security/")["Location"].startswith(DOOR)
    page = client.get(CODE)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def test_password_and_code_sign_in_and_each_step_has_a_session_id_of_its_own(
    equipped: User, stranger: Client, try_door: Door
) -> None:
    client = try_door(equipped.email)
    first = client.cookies["sessionid"].value
    client.post(CODE, {"code": code_in()})
    assert is_in(client)
    assert client.cookies["sessionid"].value != first
    assert client.session["methods"] == ["password", "totp"]


def test_a_session_id_that_was_planted_is_worth_nothing_after_the_password(equipped: User, stranger: Client) -> None:
    session = stranger.session
    session["planted"] = 1
    session.save()
    stranger.cookies["sessionid"] = planted = str(session.session_key)
    stranger.post(DOOR, {"login": equipped.email, "password": PASSWORD})
    assert stranger.cookies["sessionid"].value != planted


def test_where_to_go_is_kept_over_both_questions(equipped: User, stranger: Client) -> None:
    stranger.post(DOOR, {"login": equipped.email, "password": PASSWORD, "next": "/de/accounts/security/"})
    assert stranger.post(CODE, {"code": code_in()})["Location"] == "/de/accounts/security/"


@pytest.mark.parametrize(
    "code", ["", "000", "12345678901234567890" * 20, "äöü" * 3, "１２３４５６", "\u202e12", "'; --"]
)
def test_nasty_codes_get_a_message_beside_the_field(code: str, equipped: User, try_door: Door) -> None:
    client = try_door(equipped.email)
    answer = client.post(CODE, {"code": code} if code else {})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not is_in(client)


def test_without_the_password_step_there_is_no_code_step(equipped: User, stranger: Client) -> None:
    for verb in (stranger.get, stranger.post):
        assert verb(CODE, {"code": code_in()})["Location"] == DOOR


def test_a_lock_between_password_and_code_holds(equipped: User, try_door: Door) -> None:
    client = try_door(equipped.email)
    User.objects.filter(pk=equipped.pk).update(locked_at=timezone.now())
    assert client.post(CODE, {"code": code_in()})["Location"] == DOOR
    assert not is_in(client)


def test_cancelling_forgets_the_password_step(equipped: User, try_door: Door) -> None:
    client = try_door(equipped.email)
    client.post("/de/accounts/logout/")
    assert client.get(CODE)["Location"] == DOOR


@pytest.mark.acceptance("security", "S13")
def test_a_code_is_good_for_one_use(enter: Door) -> None:
    assert is_in(enter(code_in()))
    again = enter(code_in())
    assert again.answer.status_code == 200
    assert not is_in(again)
    assert is_in(enter(code_in(1)))


@pytest.mark.acceptance("security", "S13")
def test_the_code_of_the_period_before_and_after_counts_and_no_other(equipped: User) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        fits = {periods: totp.fitting_step(SECRET, code_in(periods)) is not None for periods in range(-4, 5)}
    assert [periods for periods, is_right in fits.items() if is_right] == [-1, 0, 1]


@pytest.mark.acceptance("security", "S13")
def test_the_database_holds_no_secret(equipped: User, enter: Door) -> None:
    enter()
    codes = recovery.make(equipped)
    dump = json.dumps(list(Authenticator.objects.values("type", "data")))
    raw = base64.b32decode(SECRET)
    for secret in (SECRET, raw.decode(), raw.hex(), base64.b64encode(raw).decode(), *codes):
        assert secret not in dump
        assert secret.replace("-", "") not in dump


@pytest.mark.acceptance("security", "S13")
def test_the_librarys_own_storage_would_hold_it(equipped: User) -> None:
    Authenticator.objects.filter(user=equipped).update(data={"secret": SECRET})
    assert SECRET in json.dumps(list(Authenticator.objects.values("data")))
    with pytest.raises(StockWay):
        Authenticator.objects.get(user=equipped).wrap().validate_code(code_in())


def test_a_secret_moved_to_another_account_does_not_open(
    equipped: User, make_person: Callable[..., User], try_door: Door
) -> None:
    thief = make_person("thief@example.org")
    data = Authenticator.objects.get(user=equipped).data
    Authenticator.objects.create(user=thief, type="totp", data=data)
    with pytest.raises(Unreadable):
        totp.spend(thief, code_in())
    client = try_door(thief.email)
    answer = client.post(CODE, {"code": code_in()})
    assert "0221 4710-100" in answer.content.decode()
    assert not is_in(client)


def test_five_wrong_codes_close_the_question_for_five_minutes_also_for_the_right_one(
    equipped: User, try_door: Door
) -> None:
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = try_door(equipped.email)
        answers = [client.post(CODE, {"code": "000000"}).status_code for _try in range(7)]
        refused = client.post(CODE, {"code": code_in()})
    assert answers == [200] * 5 + [429] * 2
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 300
    assert not is_in(client)
    assert [message.to for message in mail.outbox] == [[equipped.email]]
    with time_machine.travel(start + timedelta(seconds=301), tick=False):
        client = try_door(equipped.email)
        client.post(CODE, {"code": code_in()})
        assert is_in(client)


def test_the_limit_counts_over_all_sessions_of_the_account_and_leaves_others(
    equipped: User, make_person: Callable[..., User], try_door: Door
) -> None:
    other = make_person("other@example.org")
    enrol_for_trying(other, SECRET)
    for number in range(5):
        try_door(equipped.email, address=f"192.0.2.{number}").post(CODE, {"code": "000000"})
    assert try_door(equipped.email).post(CODE, {"code": code_in()}).status_code == 429
    client = try_door(other.email)
    client.post(CODE, {"code": code_in()})
    assert is_in(client)


def test_right_codes_use_up_no_try(enter: Door) -> None:
    assert is_in(enter())
    assert not Attempt.objects.filter(kind="mfa").exists()


def test_a_recovery_code_opens_once_and_the_owner_is_told(equipped: User, enter: Door) -> None:
    codes = recovery.make(equipped)
    assert len(set(codes)) == 10
    client = enter(codes[3].lower().replace("-", " "))
    assert is_in(client)
    assert client.session["methods"] == ["password", "recovery_codes"]
    assert recovery.left(equipped) == 9
    assert mail.outbox[-1].to == [equipped.email]
    assert not is_in(enter(codes[3]))
    assert is_in(enter(codes[4]))


def test_marks_of_used_codes_go_after_an_hour(equipped: User, enter: Door) -> None:
    enter()
    assert totp.erase_old() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert totp.erase_old() == 1
    assert not TotpUse.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_question_is_asked_in_the_language_of_the_address(language: str, equipped: User, try_door: Door) -> None:
    client = try_door(equipped.email)
    page: Any = client.get(CODE.replace("/de/", f"/{language}/")).content.decode()
    assert {"de": "Anmeldung bestätigen", "en": "Confirm the sign-in"}[language] in page
