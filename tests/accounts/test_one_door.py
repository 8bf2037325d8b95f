"""One door: right credentials sent to every address of both hosts sign somebody in at the sign-in page alone."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern
from django.utils.regex_helper import normalize
from pytest_django.fixtures import Settings

from accounts.models import User
from tests.accounts.conftest import CODE, DOOR, PASSWORD, code_in

pytestmark = pytest.mark.acceptance("security", "S10")

HOSTS = {"public": "localhost:8000", "intranet": "intranet.localhost:8000"}
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def address_of(pattern: object) -> str:
    """Return an address that fits one part of a route."""
    if isinstance(pattern, LocalePrefixPattern):
        return "de/"
    if isinstance(pattern, RoutePattern):
        parts = str(pattern).split("<")
        filled = [SAMPLES.get(part.split(":")[0], "x") + part.partition(">")[2] for part in parts[1:]]
        return parts[0] + "".join(filled)
    form, names = normalize(str(pattern))[0]
    return form % {name: "1" for name in names}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Yield one address per route of a URL module."""
    for entry in patterns:
        here = before + address_of(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, here)
        else:
            yield here


def doors(urlconf: str, host: str, *, passed: bool = False) -> set[str]:
    """Return the addresses of a host that sign somebody in when they get right credentials, the code of the app too.

    With `passed` each is tried by somebody whose password was right before.
    """
    found = set()
    names = ("login", "email", "username", "user", "password", "password1", "password2", "oldpassword")
    form = {**{name: "kim@example.org" for name in names if "pass" not in name}, "next": "/de/"}
    form |= {name: PASSWORD for name in names if "pass" in name} | {"code": code_in(), "otp": code_in()}
    for address in sorted(set(addresses(get_resolver(urlconf).url_patterns))):
        client = Client(HTTP_HOST=HOSTS[host], SERVER_PORT="8000", raise_request_exception=False)
        if passed:
            client.post(DOOR, {"login": "kim@example.org", "password": PASSWORD})
        response = client.post(address, form)
        assert response.status_code < 500, address
        if "_auth_user_id" in client.session:
            found.add(address)
    return found


def test_on_the_intranet_there_is_one_door(person: User, sites: None) -> None:
    tried = set(addresses(get_resolver(django_settings.ROOT_URLCONF).url_patterns))
    assert len(tried) > 200
    assert {DOOR, "/admin/login/", "/admin/pages/1/edit/", "/de/accounts/password/reset/"} <= tried
    assert doors(django_settings.ROOT_URLCONF, "intranet") == {DOOR}


def test_on_the_public_host_there_is_none(person: User, sites: None) -> None:
    assert doors(django_settings.PUBLIC_URLCONF, "public") == set()
    client = Client(HTTP_HOST=HOSTS["public"], SERVER_PORT="8000")
    assert client.post(DOOR, {"login": person.email, "password": PASSWORD}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_with_a_second_factor_no_address_takes_the_password_alone(equipped: User, sites: None) -> None:
    assert doors(django_settings.ROOT_URLCONF, "intranet") == set()
    assert doors(django_settings.PUBLIC_URLCONF, "public") == set()


def test_with_a_second_factor_the_question_for_the_code_is_the_only_door(equipped: User, sites: None) -> None:
    assert doors(django_settings.ROOT_URLCONF, "intranet", passed=True) == {CODE}


def test_a_stock_door_left_open_would_be_found(person: User, sites: None, settings: Settings) -> None:
    settings.PUBLIC_URLCONF = "tests.accounts.stock_doors"
    assert doors(settings.PUBLIC_URLCONF, "public") == {"/de/_util/login/"}


def test_a_stock_door_would_let_an_account_with_a_second_factor_in_by_password(
    equipped: User, sites: None, settings: Settings
) -> None:
    settings.PUBLIC_URLCONF = "tests.accounts.stock_doors"
    assert doors(settings.PUBLIC_URLCONF, "public") == {"/de/_util/login/"}


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/", "/admin/password_reset/confirm/1/x-y/"])
def test_wagtails_doors_lead_to_the_door_and_check_nothing(
    path: str, person: User, stranger: Client, checked: Callable[[], int]
) -> None:
    for verb in (stranger.get, stranger.post):
        response = verb(path, {"username": person.email, "password": PASSWORD})
        assert response.status_code == 302
        assert response["Location"].split("?")[0] == DOOR
    assert checked() == 0


def test_basic_authentication_is_not_listened_to(person: User, stranger: Client, checked: Callable[[], int]) -> None:
    response = stranger.get("/de/", HTTP_AUTHORIZATION="Basic a2ltQGV4YW1wbGUub3JnOmFuIGV2ZW5pbmc=")
    assert response.status_code == 302
    assert checked() == 0
