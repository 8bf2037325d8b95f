"""My security: methods, last sign-ins, sessions that end one by one or all at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts import services
from accounts.models import OpenedSession, User
from accounts.sessions import browser_of, erase_old
from tests.accounts.conftest import DOOR, PASSWORD, SECURITY, Visitor

Door = Callable[..., Visitor]
END = SECURITY + "sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def is_in(client: Visitor) -> bool:
    """Return whether the session still answers."""
    return client.get(SECURITY).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("de", "Meine Sicherheit"), ("en", "My security")])
def test_it_shows_methods_sessions_and_sign_ins(language: str, words: str, person: User, try_door: Door) -> None:
    client = try_door(person.email, headers={"User-Agent": FIREFOX})
    page = client.get(SECURITY.replace("/de/", f"/{language}/")).content.decode()
    assert words in page
    assert page.count("Firefox, Linux") == 2
    assert "140" not in page


def test_one_session_is_ended_and_the_others_go_on(person: User, try_door: Door) -> None:
    mine, second, third = (try_door(person.email) for _number in range(3))
    rows = OpenedSession.objects.in_bulk(field_name="pk")
    chosen = next(row for row in rows.values() if row.session_key == second.session.session_key)
    assert mine.post(END, {"session": str(chosen.pk)})["Location"] == f"{SECURITY}?done=ended"
    assert [is_in(client) for client in (mine, second, third)] == [True, False, True]


def test_all_others_end_and_this_one_goes_on_under_a_new_id(person: User, try_door: Door) -> None:
    mine, second, third = (try_door(person.email) for _number in range(3))
    before = mine.cookies["sessionid"].value
    mine.post(END, {"session": "others"})
    assert [is_in(client) for client in (mine, second, third)] == [True, False, False]
    assert mine.cookies["sessionid"].value != before
    assert OpenedSession.objects.exclude(session_key="").get().session_key == mine.cookies["sessionid"].value


@pytest.mark.parametrize("chosen", ["", "x", "-1", "9" * 30, "１２", "0"])
def test_nonsense_ends_nothing(chosen: str, person: User, try_door: Door) -> None:
    client = try_door(person.email)
    assert client.post(END, {"session": chosen}).status_code == 302
    assert is_in(client)


def test_nobody_ends_the_session_of_somebody_else(
    person: User, make_person: Callable[..., User], try_door: Door
) -> None:
    other = make_person("other@example.org")
    mine, theirs = try_door(person.email), try_door(other.email)
    mine.post(END, {"session": str(OpenedSession.objects.get(user=other).pk)})
    assert is_in(theirs)
    mine.post(END, {"session": "others"})
    assert is_in(theirs)


def test_sessions_that_are_over_are_not_shown_as_open(person: User, try_door: Door) -> None:
    idle, gone, mine = (try_door(person.email) for _number in range(3))
    Session.objects.filter(pk=gone.session.session_key).delete()
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert is_in(mine)
    with time_machine.travel(timezone.now() + timedelta(minutes=35)):
        page = mine.get(SECURITY).content.decode()
    assert page.count('name="session"') == 0
    assert idle.cookies["sessionid"].value != mine.cookies["sessionid"].value


def test_a_lock_ends_every_session(person: User, try_door: Door) -> None:
    clients = [try_door(person.email) for _number in range(2)]
    boss = User.objects.create_superuser("boss@example.org", PASSWORD)
    services.lock(actor=boss, user=person, now=timezone.now())
    assert not any(is_in(client) for client in clients)
    assert clients[0].get(SECURITY)["Location"].startswith(DOOR)
    assert not OpenedSession.objects.exclude(session_key="").exists()


def test_sign_ins_are_forgotten_after_30_days(person: User, try_door: Door) -> None:
    try_door(person.email)
    assert erase_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        services.erase_expired()
    assert not OpenedSession.objects.exists()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19) AppleWebKit/605 Version/19 Safari/604", "Safari, iOS"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537 Chrome/140 Mobile Safari/537", "Chrome, Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_browsers_are_named_by_kind_only(agent: str, words: str, rf: object) -> None:
    assert browser_of(rf.get("/", headers={"User-Agent": agent})) == words
