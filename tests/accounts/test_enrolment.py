"""Setting the second factor up: who must, what they see until then, and the code handed over in person."""

import json
import re
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.activation import issue
from accounts.mfa import required, services, totp
from accounts.mfa.required import is_required, lacks_factor
from accounts.models import User
from tests.accounts.conftest import CODES, CONFIRM, DOOR, PASSWORD, SECURITY, SET_UP, Visitor

Door = Callable[..., Visitor]


def secret_on(page: str) -> str:
    """Return the key that the page shows as text."""
    found = html5lib.parse(page, namespaceHTMLElements=False).find(".//dd/code")
    return "".join("".join(found.itertext()).split())


def set_up(client: Client, **fields: str) -> Any:
    """Do what the page asks, as an app would."""
    secret = secret_on(client.get(SET_UP).content.decode())
    return client.post(SET_UP, {"code": totp.code_now(secret), **fields})


@pytest.fixture
def manager(person: User) -> User:
    """Somebody who manages accounts."""
    person.user_permissions.add(Permission.objects.get(codename="change_user"))
    return person


def test_anybody_may_set_it_up_and_sees_the_recovery_codes_once(person: User, try_door: Door) -> None:
    client, elsewhere = try_door(person.email), try_door(person.email)
    before = client.cookies["sessionid"].value
    page = client.get(SET_UP)
    assert "no-store" in page["Cache-Control"]
    assert "paper_code" not in page.content.decode()
    answer = set_up(client)
    assert answer["Location"] == CODES
    shown = client.get(CODES).content.decode()
    codes = re.findall(r"<code>([A-Z]{4}-[A-Z]{4}-[A-Z]{4})</code>", shown)
    assert len(codes) == 10
    assert client.get(CODES)["Location"] == SECURITY
    assert client.cookies["sessionid"].value != before
    assert elsewhere.get(SECURITY)["Location"].startswith(DOOR)
    assert mail.outbox[-1].to == [person.email]


def test_the_secret_that_waits_lies_sealed_in_the_session(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    secret = secret_on(client.get(SET_UP).content.decode())
    assert secret_on(client.get(SET_UP).content.decode()) == secret
    held = Session.objects.get(pk=client.cookies["sessionid"].value).get_decoded()
    assert secret not in json.dumps(held)
    set_up(client)
    held = json.dumps(Session.objects.get(pk=client.cookies["sessionid"].value).get_decoded())
    assert "mfa_pending" not in held
    assert secret not in held


def test_the_code_that_proved_the_app_does_not_sign_in(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    secret = secret_on(client.get(SET_UP).content.decode())
    code = totp.code_now(secret)
    client.post(SET_UP, {"code": code})
    assert totp.spend(person, code) is None


@pytest.mark.parametrize("code", ["", "000000", "x" * 500])
def test_a_wrong_code_sets_nothing_up_and_the_key_stays(code: str, person: User, try_door: Door) -> None:
    client = try_door(person.email)
    secret = secret_on(client.get(SET_UP).content.decode())
    answer = client.post(SET_UP, {"code": code})
    assert answer.status_code == 200
    assert secret_on(answer.content.decode()) == secret
    assert not Authenticator.objects.exists()


def test_wrong_codes_are_limited_here_too(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    client.get(SET_UP)
    assert [client.post(SET_UP, {"code": "000000"}).status_code for _try in range(6)] == [200] * 5 + [429]


@pytest.mark.acceptance("security", 4)
def test_who_must_have_it_and_has_not_sees_only_enrolment(manager: User, try_door: Door) -> None:
    client = try_door(manager.email)
    for path in ("/de/", "/admin/", SECURITY, CODES, "/de/nothing/", "/media/x.png", "/documents/1/x.pdf"):
        for verb in (client.get, client.post, client.head, client.options):
            answer = verb(path)
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, SET_UP), path
    assert client.get("/api/anything/").status_code == 403
    page = client.get(SET_UP).content.decode()
    assert "paper_code" in page
    assert SECURITY + '"' not in page
    assert "/admin/" not in page


@pytest.mark.acceptance("security", 4)
def test_enrolment_of_such_an_account_asks_the_code_handed_over_in_person(
    manager: User, try_door: Door, make_person: Callable[..., User]
) -> None:
    helper = make_person("technik@example.org")
    helper.user_permissions.add(*Permission.objects.filter(codename__in=["change_user", "reset_mfa"]))
    client = try_door(manager.email)
    for wrong in ("", "ABCD-EFGH-JKMN"):
        answer = set_up(client, paper_code=wrong)
        assert answer.status_code == 200
        assert 'id="id_paper_code_error"' in answer.content.decode()
    assert lacks_factor(manager)
    code = issue(manager, "mfa", helper)
    assert set_up(client, paper_code=code)["Location"] == CODES
    assert not lacks_factor(manager)
    assert client.get(SECURITY).status_code == 200


@pytest.mark.acceptance("security", 4)
def test_without_the_gate_such_an_account_would_see_everything(
    manager: User, try_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = try_door(manager.email)
    monkeypatch.setattr("pages.middleware.lacks_factor", lambda user: False)
    assert client.get(SECURITY).status_code == 200


def test_a_wrong_code_of_the_app_does_not_use_up_the_code_on_paper(manager: User, try_door: Door) -> None:
    client = try_door(manager.email)
    code = issue(manager, "mfa", None)
    client.get(SET_UP)
    client.post(SET_UP, {"code": "000000", "paper_code": code})
    assert set_up(client, paper_code=code)["Location"] == CODES


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["technical_admin", "data_protection"])
def test_roles_that_must_have_it(role: str, person: User) -> None:
    assert not is_required(person)
    person.groups.add(Group.objects.get_or_create(name=role)[0])
    assert is_required(person)


def test_superusers_marked_accounts_and_managers_by_group_must_have_it(person: User) -> None:
    for field in ("is_superuser", "mfa_required"):
        User.objects.filter(pk=person.pk).update(**{field: True})
        assert is_required(person), field
        User.objects.filter(pk=person.pk).update(**{field: False})
    group = Group.objects.create(name="kept by hand")
    person.groups.add(group)
    assert not is_required(person)
    group.permissions.add(Permission.objects.get(codename="change_user", content_type__app_label="accounts"))
    assert is_required(person)


def test_rooms_add_rules_and_the_gate_asks_them_at_the_next_request(
    person: User, try_door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(required, "_rules", dict(required._rules))
    client = try_door(person.email)
    assert client.get(SECURITY).status_code == 200
    required.require("room", Q(email=person.email))
    assert client.get(SECURITY)["Location"].startswith(SET_UP)


def test_the_gate_costs_no_query(person: User, try_door: Door) -> None:
    client = try_door(person.email)
    with CaptureQueriesContext(connection) as asked:
        client.get("/de/accounts/security/sessions/")
    assert len(asked) == 2
    assert "mfa_authenticator" in asked.captured_queries[1]["sql"]


def test_owners_remove_it_but_not_where_it_must_be(equipped: User, enter: Door) -> None:
    client = enter()
    elsewhere = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000")
    elsewhere.force_login(equipped, backend="accounts.backends.LocalBackend")
    assert client.get(SET_UP + "remove/").status_code == 200
    User.objects.filter(pk=equipped.pk).update(mfa_required=True)
    assert client.get(SET_UP + "remove/")["Location"] == SECURITY
    assert client.post(SET_UP + "remove/").status_code == 403
    User.objects.filter(pk=equipped.pk).update(mfa_required=False)
    assert client.post(SET_UP + "remove/")["Location"] == f"{SECURITY}?done=removed"
    assert not Authenticator.objects.exists()
    assert client.get(SECURITY).status_code == 200
    assert elsewhere.get(SECURITY)["Location"].startswith(DOOR)
    assert mail.outbox[-1].to == [equipped.email]


def test_others_reset_it_only_with_the_right(equipped: User, enter: Door, make_person: Callable[..., User]) -> None:
    client, helper = enter(), make_person("technik@example.org")
    helper.user_permissions.add(Permission.objects.get(codename="change_user"))
    with pytest.raises(PermissionDenied):
        services.remove(actor=helper, user=equipped)
    helper = User.objects.get(pk=helper.pk)
    helper.user_permissions.add(Permission.objects.get(codename="reset_mfa"))
    services.remove(actor=User.objects.get(pk=helper.pk), user=equipped)
    assert not Authenticator.objects.exists()
    assert client.get(SECURITY)["Location"].startswith(DOOR)


def test_new_recovery_codes_end_the_old_ones(equipped: User, enter: Door) -> None:
    client = enter()
    seen = []
    for _round in range(2):
        assert client.post(CODES)["Location"] == CODES
        seen.append(re.findall(r"<code>([A-Z-]{14})</code>", client.get(CODES).content.decode()))
    assert [len(codes) for codes in seen] == [10, 10]
    assert not set(seen[0]) & set(seen[1])
    assert CONFIRM not in client.get(SECURITY).content.decode()


def test_who_has_no_factor_gets_no_recovery_codes(person: User, try_door: Door) -> None:
    assert try_door(person.email).post(CODES).status_code == 403


def test_what_was_sent_to_the_gate_is_offered_after_enrolment(manager: User, try_door: Door, sites: None) -> None:
    client = try_door(manager.email)
    client.get(SET_UP)
    sent = {"text": "Der Kontrast ist zu schwach."}
    answer = client.post("/de/barriere-melden/", sent, headers={"Origin": "http://intranet.localhost:8000"})
    assert "/accounts/kept/" in answer["Location"]
    assert PASSWORD not in answer["Location"]
