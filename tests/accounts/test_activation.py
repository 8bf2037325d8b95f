"""Codes on paper: readable, stored as a keyed hash, used once within 24 hours, by whom they were issued for."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import keys
from accounts.activation import ALPHABET, erase_old_codes, issue, redeem
from accounts.models import ActivationCode, Purpose, User
from audit.models import Entry
from tests.accounts.counting import address_of_database


@pytest.fixture
def manager(db: None, make_person: Callable[..., User]) -> User:
    """Somebody who manages accounts and second factors."""
    user = make_person("technik@example.org")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "reset_mfa"]))
    return user


def test_a_code_is_twelve_clear_signs_and_only_its_keyed_hash_is_stored(person: User, manager: User) -> None:
    code = issue(person, Purpose.INVITE, manager)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set(ALPHABET) and not set("01OIL") & set(ALPHABET)
    stored = ActivationCode.objects.get()
    assert (stored.user, stored.issuer, stored.purpose) == (person, manager, "invite")
    assert "".join(groups) not in str(vars(stored))


def test_a_code_works_once_as_people_type_it(person: User, manager: User) -> None:
    code = issue(person, Purpose.RESET, manager)
    assert not redeem(person, Purpose.RESET, "2222-2222-2222")
    assert redeem(person, Purpose.RESET, f" {code.lower().replace('-', ' – ')} ")
    assert not redeem(person, Purpose.RESET, code)
    actions = list(Entry.objects.filter(action__startswith="code").values_list("action", "result", "actor"))
    assert actions == [("code_issued", "reset", manager.uuid), ("code_redeemed", "reset", person.uuid)]


def test_a_code_is_for_one_account_and_one_purpose(person: User, manager: User) -> None:
    code = issue(person, Purpose.RESET, manager)
    assert not redeem(person, Purpose.MFA, code)
    assert not redeem(manager, Purpose.RESET, code)
    assert redeem(person, Purpose.RESET, code)


def test_a_code_ends_after_a_day_and_when_a_newer_one_is_issued(person: User, manager: User) -> None:
    first, second = issue(person, Purpose.INVITE, manager), issue(person, Purpose.INVITE, manager)
    assert not redeem(person, Purpose.INVITE, first)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        assert not redeem(person, Purpose.INVITE, second)
        assert erase_old_codes() == 1
    assert redeem(person, Purpose.INVITE, issue(person, Purpose.INVITE, manager))
    assert erase_old_codes() == 1


def test_a_code_written_before_a_change_of_keys_still_counts(
    person: User, manager: User, settings: Settings, tmp_path: Path
) -> None:
    code = issue(person, Purpose.INVITE, manager)
    lines = Path(settings.PORTAL_KEY_FILE).read_text()
    settings.PORTAL_KEY_FILE = tmp_path / "portal.key"
    keys.write(settings.PORTAL_KEY_FILE, lines + keys.new_lines(("codes",)))
    keys.portal.cache_clear()
    newest = keys.portal()["codes"].newest
    try:
        assert newest not in lines and redeem(person, Purpose.INVITE, code)
    finally:
        keys.portal.cache_clear()


@pytest.mark.parametrize("code", ["", "-", "x" * 100_000, "٣" * 12, "\0", "ABCD-EFGH-JKM"])
def test_nonsense_is_a_wrong_code(person: User, code: str) -> None:
    assert not redeem(person, Purpose.RESET, code)


def test_codes_are_issued_by_those_who_may_and_never_to_oneself(
    person: User, manager: User, make_person: Callable[..., User]
) -> None:
    boss = User.objects.create_superuser("boss@example.org")
    for issuer, user in ((person, manager), (manager, manager), (manager, boss)):
        with pytest.raises(PermissionDenied):
            issue(user, Purpose.RESET, issuer)
    opener = make_person("opener@example.org")
    opener.user_permissions.add(Permission.objects.get(codename="change_user"))
    with pytest.raises(PermissionDenied):
        issue(person, Purpose.MFA, opener)
    assert issue(person, Purpose.RESET, opener)
    assert issue(boss, Purpose.MFA, None), "the command line"


def test_the_owner_is_told_by_mail_without_the_code(person: User, manager: User) -> None:
    code = issue(person, Purpose.MFA, manager)
    (message,) = mail.outbox
    assert message.to == [person.email]
    assert code not in str(message.body) and "zweiten Faktor" in str(message.body)
    issue(person, Purpose.INVITE, manager)
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_succeeds(make_person: Callable[..., User]) -> None:
    person = make_person()
    code = issue(person, Purpose.RESET, None)
    command = [sys.executable, str(Path(__file__).with_name("redeemer.py")), str(person.pk), code]
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    processes = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _number in range(3)
    ]
    for process in processes:
        assert process.stdout is not None and any(line == "READY\n" for line in process.stdout)
    answers = [process.communicate("go\n", timeout=60)[0].split()[-1] for process in processes]
    assert sorted(answers) == ["False", "False", "True"]
