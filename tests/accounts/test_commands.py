"""Superusers are made by one command, which asks for a password that keeps the rules."""

import builtins
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from accounts.activation import redeem
from accounts.management.commands import accounts_superuser
from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that answers the prompts: address, then passwords."""

    def answer(*passwords: str, email: str = "") -> None:
        typed = iter(passwords)
        monkeypatch.setattr(builtins, "input", lambda _prompt: email)
        monkeypatch.setattr(accounts_superuser, "getpass", lambda _prompt: next(typed))

    return answer


def test_a_superuser_is_made_from_what_is_typed(type_in: Callable[..., None]) -> None:
    type_in(PASSWORD, PASSWORD, email=" Boss@Example.org")
    call_command("accounts_superuser")
    user = User.objects.get()
    assert (user.email, user.is_superuser, user.check_password(PASSWORD)) == ("boss@example.org", True, True)


def test_the_first_superuser_gets_the_code_for_the_second_factor_here(
    type_in: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(PASSWORD, PASSWORD, email="boss@example.org")
    codes = []
    for options in ((), ("--code", "--email", "boss@example.org")):
        call_command("accounts_superuser", *options)
        codes.append(capsys.readouterr().out.split()[-1])
    boss = User.objects.get()
    assert [redeem(boss, "mfa", code) for code in codes] == [False, True]
    with pytest.raises(CommandError):
        call_command("accounts_superuser", "--code", "--email", "nobody@example.org")


@pytest.mark.parametrize(
    ("email", "passwords"),
    [
        ("no address", (PASSWORD, PASSWORD)),
        ("", (PASSWORD, PASSWORD)),
        ("boss@example.org", (PASSWORD, "something else altogether")),
        ("boss@example.org", ("short", "short")),
        ("boss@example.org", ("passwordpassword", "passwordpassword")),
        ("kim@example.org", (PASSWORD, PASSWORD)),
    ],
)
def test_bad_answers_make_nobody(
    email: str, passwords: tuple[str, str], person: User, type_in: Callable[..., None]
) -> None:
    type_in(*passwords, email=email)
    with pytest.raises(CommandError):
        call_command("accounts_superuser")
    assert not User.objects.filter(is_superuser=True).exists()


def test_the_address_may_be_an_argument_but_never_the_password(type_in: Callable[..., None]) -> None:
    type_in(PASSWORD, PASSWORD)
    call_command("accounts_superuser", "--email", "boss@example.org")
    assert User.objects.get().is_superuser
    with pytest.raises((CommandError, TypeError)):
        call_command("accounts_superuser", "--password", PASSWORD)


def test_djangos_own_way_is_closed() -> None:
    with pytest.raises(CommandError, match="accounts_superuser"):
        call_command("createsuperuser")
    assert not User.objects.exists()
