"""Sessions end: idle, at their limit, at sign-out, with a lock, with a new password; no late answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.services import end_sessions, erase_expired, lock, unlock
from tests.accounts.conftest import DOOR, PASSWORD, Visitor

Door = Callable[..., Visitor]
PLACE = "/de/accounts/logout/"
pytestmark = pytest.mark.acceptance("security", "S15")


def later(**delta: int) -> time_machine.travel:
    """Return a journey into the future."""
    return time_machine.travel(timezone.now() + timedelta(**delta))


def is_in(client: Client) -> bool:
    """Return whether a client gets pages for staff: the question before sign-out is one that needs no content."""
    return client.get(PLACE).status_code == 200


def reason(client: Client, path: str = "/de/somewhere/") -> str:
    """Return the reason that the sign-in page is given."""
    location = client.get(path)["Location"]
    assert location.startswith(DOOR)
    return location.partition("ended=")[2]


@pytest.fixture
def boss(db: None) -> User:
    """Somebody who may lock."""
    return User.objects.create_superuser("boss@example.org", PASSWORD)


def test_thirty_idle_minutes_end_a_session(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    with later(minutes=29):
        assert is_in(client)
    client = try_door(person.email)
    with later(minutes=31):
        assert reason(client) == "idle"
        assert not is_in(client)
    assert not is_in(client)


def test_activity_keeps_a_session_but_ten_hours_end_it(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    start = timezone.now()
    for minutes in range(20, 600, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert is_in(client), minutes
    with time_machine.travel(start + timedelta(minutes=601)):
        assert reason(client) == "limit"
        assert not is_in(client)


def test_pings_of_an_open_editor_are_no_activity(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["pages", "page", "1", 1])
    start = timezone.now()
    for minutes in (10, 20, 29):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            client.post(ping)
    with time_machine.travel(start + timedelta(minutes=31)):
        assert client.post(ping).status_code == 302
        assert not is_in(client)


def test_a_session_from_the_future_is_over(person: User, try_door: Door) -> None:
    with later(hours=1):
        client = try_door(person.email)
    assert not is_in(client)


def test_without_the_guard_an_idle_session_would_answer(person: User, try_door: Door, settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SessionLimit" not in name]
    client = try_door(person.email)
    with later(minutes=31):
        assert is_in(client)


def test_signing_in_gives_a_new_session_id(person: User, stranger: Client) -> None:
    session = stranger.session
    session["planted"] = 1
    session.save()
    planted = stranger.cookies["sessionid"].value if "sessionid" in stranger.cookies else str(session.session_key)
    stranger.cookies["sessionid"] = planted
    stranger.post(DOOR, {"login": person.email, "password": PASSWORD})
    assert stranger.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_sign_out_asks_first_then_ends_the_session_for_good(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    kept = client.cookies["sessionid"].value
    assert is_in(client)
    response = client.post(PLACE)
    assert (response.status_code, response["Location"]) == (302, f"{DOOR}?ended=signed-out")
    assert response["Clear-Site-Data"] == '"cache"'
    for name in ("sessionid", "csrftoken"):
        assert response.cookies[name]["max-age"] == 0
    client.cookies["sessionid"] = kept
    assert not is_in(client)
    assert not Session.objects.filter(pk=kept).exists()


def test_sign_out_leaves_the_cookies_of_others(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    client.cookies["zks_alarm_device"] = "armed"
    response = client.post(PLACE)
    assert set(response.cookies) == {"sessionid", "csrftoken", "draft"}


def test_under_https_the_cookies_carry_their_prefix_and_still_go(person: User, settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000", headers={"x": "y"})
    entered = client.post(DOOR, {"login": person.email, "password": PASSWORD}, secure=True)
    cookie = entered.cookies["__Host-sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    left = client.post(PLACE, secure=True)
    for name in ("__Host-sessionid", "__Host-csrftoken"):
        assert (left.cookies[name]["max-age"], left.cookies[name]["secure"]) == (0, True)


@pytest.mark.parametrize(
    ("ended", "words"),
    [("idle", "30"), ("limit", "zks-note"), ("over", "zks-note"), ("signed-out", "zks-note")],
)
def test_the_page_says_why(ended: str, words: str, stranger: Client, db: None) -> None:
    assert words in stranger.get(f"{DOOR}?ended={ended}").content.decode()
    assert "zks-note" not in stranger.get(f"{DOOR}?ended=<script>").content.decode()


def test_a_session_that_is_gone_says_so(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    Session.objects.all().delete()
    assert reason(client) == "over"


def test_programs_get_401_when_the_session_is_over(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    with later(minutes=31):
        assert client.get("/api/anything/").status_code == 401


@pytest.mark.acceptance("security", "S05")
def test_a_lock_is_felt_at_the_next_request_and_sessions_do_not_come_back(
    person: User, boss: User, try_door: Door
) -> None:
    clients = [try_door(person.email) for _number in range(3)]
    assert all(is_in(client) for client in clients)
    kept = [client.cookies["sessionid"].value for client in clients]
    lock(actor=boss, user=person, now=timezone.now())
    assert [reason(client) for client in clients] == ["over"] * 3
    assert "_auth_user_id" not in try_door(person.email).session
    unlock(actor=boss, user=person)
    for client, key in zip(clients, kept, strict=True):
        client.cookies["sessionid"] = key
        assert not is_in(client)
    assert is_in(try_door(person.email))


@pytest.mark.acceptance("security", "S05")
def test_an_inactive_account_is_refused_at_the_next_request(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert reason(client) == "over"


@pytest.mark.acceptance("security", "S05")
def test_a_right_withdrawn_is_gone_at_the_next_request(person: User, boss: User, try_door: Door) -> None:
    right = Permission.objects.get(codename="access_admin")
    person.user_permissions.add(right)
    client = try_door(person.email)
    assert client.get("/admin/").status_code == 200
    person.user_permissions.remove(right)
    assert client.get("/admin/").status_code in {302, 403}


def test_a_changed_password_ends_all_sessions(person: User, try_door: Door) -> None:
    clients = [try_door(person.email) for _number in range(2)]
    person.set_password("quite another sentence by the river")
    person.save()
    assert not any(is_in(client) for client in clients)


def test_sessions_can_be_ended_for_oneself_and_leave_others(person: User, boss: User, try_door: Door) -> None:
    mine, other = try_door(person.email), try_door(boss.email)
    end_sessions(actor=person, user=person)
    assert not is_in(mine)
    assert is_in(other)


def test_dead_sessions_are_erased(person: User, try_door: Door) -> None:
    try_door(person.email)
    with later(hours=11):
        erase_expired()
        assert not Session.objects.exists()


def test_the_public_host_reads_no_session(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    public = Client(HTTP_HOST="localhost:8000", SERVER_PORT="8000")
    public.cookies["sessionid"] = client.cookies["sessionid"].value
    response = public.get("/robots.txt")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
