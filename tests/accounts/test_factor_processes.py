"""A code is good for one use, also when several processes get it at once (S13)."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from accounts.mfa import recovery, totp
from accounts.mfa.services import enrol_for_trying
from accounts.models import User
from tests.accounts.counting import address_of_database
from tests.row_factories import SECRET

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.acceptance("security", "S13")]


def answers(way: str, person: User, code: Callable[[], str]) -> list[str]:
    """Return what processes answer which get the same code at once."""
    environment = {**os.environ, "DATABASE_URL": address_of_database()}
    script = str(Path(__file__).with_name("spender.py"))
    text = code()
    processes = [
        subprocess.Popen(
            [sys.executable, script, way, str(person.pk), text],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _number in range(2)
    ]
    for process in processes:
        assert process.stdout is not None and any(line == "READY\n" for line in process.stdout)
    return sorted(process.communicate("go\n", timeout=60)[0].split()[-1] for process in processes)


def test_of_two_processes_one_takes_the_code_of_the_app(make_person: Callable[..., User]) -> None:
    person = make_person()
    enrol_for_trying(person, SECRET)
    assert answers("totp", person, lambda: totp.code_now(SECRET)) == ["False", "True"]


def test_of_two_processes_one_takes_a_recovery_code(make_person: Callable[..., User]) -> None:
    person = make_person()
    codes = recovery.make(person)
    assert answers("recovery", person, lambda: codes[0]) == ["False", "True"]
    assert recovery.left(person) == 9


def test_the_librarys_own_mark_would_let_both_in(make_person: Callable[..., User]) -> None:
    person = make_person()
    Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
    assert answers("stock", person, lambda: totp.code_now(SECRET)) == ["True", "True"]
