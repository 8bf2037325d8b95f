"""Guessing a password is limited, however many guess at once, from wherever, and whatever restarts between."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Attempt, User
from accounts.services import erase_expired
from tests.accounts.conftest import Visitor
from tests.accounts.counting import address_of_database
from tests.accounts.guesser import guess_often

pytestmark = pytest.mark.acceptance("security", "S11")

WRONG = "this is the wrong sentence"
HERE, THERE = "192.0.2.1", "192.0.2.77"
Door = Callable[..., Visitor]
Count = Callable[[], int]


def is_in(client: Client) -> bool:
    """Return whether a client is signed in."""
    return "_auth_user_id" in client.session


def guess_elsewhere(email: str, tries: int, threads: int) -> subprocess.Popen[str]:
    """Start a process that guesses on the same database."""
    script = Path(__file__).with_name("guesser.py")
    return subprocess.Popen(
        [sys.executable, str(script), email, HERE, str(tries), str(threads)],
        env={**os.environ, "DATABASE_URL": address_of_database()},
        stdout=subprocess.PIPE,
        text=True,
    )


def statuses_of(process: subprocess.Popen[str]) -> list[int]:
    """Return what a guessing process was answered."""
    output, _errors = process.communicate(timeout=120)
    line = next(line for line in output.splitlines() if line.startswith("STATUSES "))
    return list(json.loads(line.removeprefix("STATUSES ")))


def test_of_a_hundred_tries_in_a_row_ten_are_checked(person: User, try_door: Door, checked: Count) -> None:
    answers = [try_door(person.email, WRONG).answer.status_code for _number in range(100)]
    assert answers == [200] * 9 + [429] * 91
    assert checked() == 10


def test_the_right_password_is_refused_while_locked_and_the_answer_says_until_when(
    person: User, try_door: Door, checked: Count
) -> None:
    for _number in range(10):
        try_door(person.email, WRONG)
    client = try_door(person.email)
    assert not is_in(client)
    assert client.answer.status_code == 429
    assert 0 < int(client.answer["Retry-After"]) <= 15 * 60
    until = timezone.localtime() + timedelta(seconds=int(client.answer["Retry-After"]))
    # The header counts whole seconds: at the turn of a minute the text may say the one before.
    minutes = {(until - timedelta(seconds=seconds)).strftime("%H:%M") for seconds in (0, 2)}
    assert any(minute in client.answer.content.decode() for minute in minutes)
    assert person.email in client.answer.content.decode()
    assert checked() == 10


def test_a_lock_shortly_before_midnight_names_the_time_not_the_day(person: User, try_door: Door) -> None:
    with time_machine.travel(datetime(2026, 11, 26, 22, 55, tzinfo=UTC), tick=False):
        for _number in range(10):
            try_door(person.email, WRONG)
        assert "00:10" in try_door(person.email).answer.content.decode()


def test_others_are_not_locked_out(person: User, make_person: Callable[..., User], try_door: Door) -> None:
    other = make_person("sam@example.org")
    for _number in range(12):
        try_door(person.email, WRONG)
    assert is_in(try_door(other.email, address=HERE))
    assert is_in(try_door(person.email, address=THERE))


def test_after_fifteen_minutes_the_account_is_open_again(person: User, try_door: Door) -> None:
    for _number in range(10):
        try_door(person.email, WRONG)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert is_in(try_door(person.email))


def test_a_right_password_takes_back_the_wrong_ones_before_it(person: User, try_door: Door) -> None:
    for _number in range(3):
        for _again in range(9):
            try_door(person.email, WRONG)
        assert is_in(try_door(person.email))


def test_ten_addresses_get_fifty_checks_a_day_together(person: User, try_door: Door, checked: Count) -> None:
    for number in range(100):
        try_door(person.email, WRONG, address=f"192.0.2.{number % 10}")
    assert checked() == 50
    client = try_door(person.email, address=THERE)
    assert client.answer.status_code == 429
    assert not is_in(client)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert is_in(try_door(person.email, address=THERE))


def test_spelling_the_address_differently_changes_nothing(person: User, try_door: Door, checked: Count) -> None:
    for number in range(30):
        try_door(person.email.upper() if number % 2 else f" {person.email} ", WRONG)
    assert checked() == 10


def test_an_unknown_account_is_locked_like_any_other(db: None, try_door: Door) -> None:
    answers = [try_door("nobody@example.org", WRONG).answer.status_code for _number in range(12)]
    assert answers == [200] * 9 + [429] * 3


def test_what_a_visitor_says_about_the_own_address_is_not_believed(
    person: User, try_door: Door, checked: Count, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 0
    for number in range(20):
        try_door(person.email, WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert checked() == 10


def test_behind_one_proxy_only_the_last_hop_counts(
    person: User, try_door: Door, checked: Count, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(20):
        try_door(person.email, WRONG, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.5")
    assert checked() == 10
    assert is_in(try_door(person.email, HTTP_X_FORWARDED_FOR="203.0.113.5, 203.0.113.6"))


def test_the_owner_is_mailed_once_a_day(person: User, try_door: Door) -> None:
    for _number in range(30):
        try_door(person.email, WRONG)
    assert [message.to for message in mail.outbox] == [[person.email]]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        for _number in range(12):
            try_door(person.email, WRONG)
    assert len(mail.outbox) == 2


def test_counters_name_nobody_and_go_after_two_days(person: User, try_door: Door) -> None:
    for _number in range(12):
        try_door(person.email, WRONG)
    assert Attempt.objects.exists()
    assert not [key for key in Attempt.objects.values_list("key", flat=True) if "@" in key or "192" in key]
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        erase_expired()
    assert not Attempt.objects.exists()


def test_of_a_hundred_tries_at_once_ten_are_checked(
    transactional_db: None, make_person: Callable[..., User], try_door: Door, checked: Count
) -> None:
    person, other = make_person(), make_person("sam@example.org")
    answers = guess_often(person.email, HERE, 100, 100)
    assert 1 <= checked() <= 10
    assert set(answers) <= {200, 429}
    assert answers.count(429) >= 90
    assert is_in(try_door(other.email))


def test_processes_and_restarts_share_the_limit(
    transactional_db: None, make_person: Callable[..., User], try_door: Door, checked: Count
) -> None:
    person = make_person()
    assert statuses_of(guess_elsewhere(person.email, 6, 1)) == [200] * 6
    running = [guess_elsewhere(person.email, 25, 5) for _number in range(2)]
    assert {status for process in running for status in statuses_of(process)} <= {200, 429}
    for _number in range(10):
        try_door(person.email, WRONG)
    assert 7 <= checked() <= 10
    client = try_door(person.email)
    assert (client.answer.status_code, is_in(client)) == (429, False)


def test_without_the_guard_all_would_be_checked(
    person: User, try_door: Door, checked: Count, settings: Settings
) -> None:
    settings.AUTHENTICATION_BACKENDS = ["accounts.backends.LocalBackend"]
    for _number in range(30):
        try_door(person.email, WRONG)
    assert checked() == 30


def test_with_axes_alone_parallel_tries_slip_through(
    transactional_db: None, make_person: Callable[..., User], checked: Count, settings: Settings
) -> None:
    settings.AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.LocalBackend"]
    guess_often(make_person().email, HERE, 100, 100)
    assert checked() > 10
