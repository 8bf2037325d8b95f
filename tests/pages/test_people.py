"""User managers open, change, lock and invite; they never make a superuser nor change their own rights."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.activation import redeem
from accounts.marks import STEPPED
from accounts.mfa.required import is_enrolled
from accounts.mfa.services import enrol_for_trying
from accounts.models import ActivationCode, Department, Purpose, User
from accounts.stepup import MAX_AGE
from audit.models import Entry
from home.roles import setup_roles
from pages.models import PageAccess
from pages.people.rights import givable_groups
from tests.factories import UserFactory
from tests.pages.doors import person_with
from tests.row_factories import SECRET

USERS = "/admin/users/"
SignIn = Callable[[User], Client]


@pytest.fixture
def manager(sites: None) -> User:
    """Somebody of the technical administration."""
    return person_with("technical_admin")


@pytest.fixture
def desk(manager: User, sign_in: SignIn) -> Client:
    """The manager's browser."""
    return sign_in(manager)


@pytest.fixture
def colleague(manager: User) -> User:
    """Somebody of the staff who writes."""
    person = person_with("editor")
    person.first_name, person.last_name = "Kim", "Feld"
    person.save()
    return person


def fields(**changes: Any) -> dict[str, Any]:
    """Return what the form of an account sends."""
    return {"first_name": "Kim", "last_name": "Feld", "department": "", "language": "de", "is_active": "on"} | changes


def new(**changes: Any) -> dict[str, Any]:
    """Return what the form of a new account sends."""
    key = "0f8fad5b-d9cb-469f-a165-70867728950e"
    return fields(email="Neu@Example.org", way="paper", request_key=key) | changes


@pytest.mark.acceptance("settled", 8)
def test_the_forms_know_no_superuser_no_password_and_no_supervisor(desk: Client, colleague: User) -> None:
    for path in (f"{USERS}new/", f"{USERS}{colleague.pk}/", f"{USERS}edit/{colleague.pk}/"):
        answer = desk.get(path, follow=True)
        for name in ("is_superuser", "password", "supervisor", "substitute"):
            assert f'name="{name}' not in answer.content.decode()


def test_a_manager_changes_a_colleague_and_the_roles_that_are_not_theirs_to_give_stay(
    desk: Client, manager: User, colleague: User
) -> None:
    technical = Group.objects.get(name="technical_admin")
    answer = desk.post(f"{USERS}edit/{colleague.pk}/", fields(last_name="Wald", groups=[technical.pk]))
    assert answer.status_code == 302
    colleague.refresh_from_db()
    assert colleague.last_name == "Wald"
    assert set(colleague.groups.values_list("name", flat=True)) == {"editor", "technical_admin"}
    actions = list(Entry.objects.filter(actor=manager.uuid).values_list("action", flat=True))
    assert actions[-2:] == ["account_changed", "groups_changed"]
    desk.post(f"{USERS}edit/{colleague.pk}/", fields(last_name="Wald"))
    assert set(colleague.groups.values_list("name", flat=True)) == {"editor"}


def test_a_manager_gives_only_what_they_have(manager: User, desk: Client, colleague: User) -> None:
    readers = Group.objects.create(name="readers")
    powerful = Group.objects.create(name="powerful")
    powerful.permissions.add(Permission.objects.get(codename="change_group"))
    closed = Group.objects.create(name="closed")
    PageAccess.objects.filter(pk=PageAccess.objects.first().pk).update(reach="roles", roles="|closed|")
    assert set(givable_groups(manager)) == {readers, Group.objects.get(name="technical_admin")}
    boss = User.objects.create_superuser("boss@example.org")
    assert givable_groups(boss).count() == Group.objects.count()
    for group in (powerful, closed, Group.objects.get(name="approver"), Group.objects.get(name="data_protection")):
        answer = desk.post(f"{USERS}edit/{colleague.pk}/", fields(groups=[group.pk]))
        assert answer.status_code == 200, "a message beside the field"
        assert not colleague.groups.filter(pk=group.pk).exists()


def test_a_manager_changes_their_own_name_and_nothing_else_of_their_own(desk: Client, manager: User) -> None:
    readers = Group.objects.create(name="readers")
    own = fields(last_name="Wald", groups=[readers.pk], department=str(Department.objects.create(key="x").pk))
    del own["is_active"]
    assert desk.post(f"{USERS}edit/{manager.pk}/", own).status_code == 302
    manager.refresh_from_db()
    assert (manager.last_name, manager.is_active, manager.department) == ("Wald", True, None)
    assert list(manager.groups.values_list("name", flat=True)) == ["technical_admin"]


def test_superusers_change_each_other_and_give_every_role(sign_in: SignIn, colleague: User) -> None:
    boss, other = (User.objects.create_superuser(f"{name}@example.org") for name in ("boss", "other"))
    approver = Group.objects.get(name="approver")
    for person in (other, boss, colleague):
        assert sign_in(boss).post(f"{USERS}edit/{person.pk}/", fields(groups=[approver.pk])).status_code == 302
        assert list(person.groups.all()) == [approver]


def test_a_letter_opens_an_account_and_the_same_form_sent_twice_opens_one(desk: Client) -> None:
    answer = desk.post(f"{USERS}new/", new())
    person = User.objects.get(email="neu@example.org")
    code = answer.context["code"]
    assert code in answer.content.decode() and "no-store" in answer["Cache-Control"]
    again = desk.post(f"{USERS}new/", new())
    assert again["Location"] == f"{USERS}{person.pk}/access/"
    assert User.objects.filter(email="neu@example.org").count() == 1
    assert mail.outbox == []
    assert redeem(person, Purpose.INVITE, code)


def test_a_mailed_invitation_and_an_address_that_is_taken(desk: Client, colleague: User) -> None:
    assert desk.post(f"{USERS}new/", new(way="mail")).status_code == 302
    assert [message.to for message in mail.outbox] == [["neu@example.org"]]
    taken = desk.post(f"{USERS}new/", new(email=colleague.email, request_key="7c9e6679-7425-40de-944b-e07fc1f90ae7"))
    assert taken.status_code == 200
    assert "Es gibt schon ein Konto" in taken.content.decode()


def test_access_locks_unlocks_signs_out_and_hands_out_codes(
    desk: Client, manager: User, colleague: User, sign_in: SignIn
) -> None:
    path, theirs = f"{USERS}{colleague.pk}/access/", sign_in(colleague)
    desk.post(path, {"action": "lock"})
    colleague.refresh_from_db()
    assert colleague.locked_at is not None
    assert theirs.get("/admin/").status_code == 302
    assert "gesperrt" in desk.get(path).content.decode()
    desk.post(path, {"action": "unlock"})
    for purpose in Purpose:
        code = desk.post(path, {"action": purpose}).context["code"]
        assert code not in desk.get(path).content.decode(), "shown once"
    assert ActivationCode.objects.filter(user=colleague, issuer=manager).count() == 3
    desk.post(path, {"action": "sign-out"})
    desk.post(path, {"action": "forgive"})
    assert desk.post(path, {"action": "nonsense"}).status_code == 302
    actions = set(Entry.objects.filter(actor=manager.uuid).values_list("action", flat=True))
    assert actions >= {"account_locked", "account_unlocked", "code_issued", "sessions_ended", "failures_forgotten"}


def test_an_address_changes_with_a_mail_to_the_old_one(desk: Client, colleague: User) -> None:
    old, path = colleague.email, f"{USERS}{colleague.pk}/address/"
    other = UserFactory()
    assert desk.post(path, {"email": other.email.upper()}).status_code == 200
    assert desk.post(path, {"email": "no address"}).status_code == 200
    assert desk.post(path, {"email": "Kim.Wald@Example.org"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.email == "kim.wald@example.org"
    assert [message.to for message in mail.outbox] == [[old]]
    assert Entry.objects.filter(action="address_changed").count() == 1


def test_an_account_is_deleted_only_when_nothing_refers_to_it(desk: Client, colleague: User) -> None:
    department = Department.objects.create(key="x", name_de="X", head=colleague)
    path = f"{USERS}delete/{colleague.pk}/"
    assert desk.post(path)["Location"] == f"{USERS}{colleague.pk}/access/"
    department.delete()
    assert desk.post(path).status_code == 302
    assert not User.objects.filter(pk=colleague.pk).exists()
    assert Entry.objects.filter(action="account_deleted").count() == 1


@pytest.mark.parametrize("path", ["new/", "edit/{}/", "delete/{}/", "{}/access/", "{}/address/"])
def test_each_change_asks_once_more_who_somebody_is(path: str, desk: Client, colleague: User) -> None:
    session = desk.session
    session[STEPPED] = timezone.now().timestamp() - MAX_AGE - 1
    session.save()
    address = USERS + path.format(colleague.pk)
    for answer in (
        desk.get(address),
        desk.post(address, fields(last_name="Wald", action="lock", email="x@example.org")),
    ):
        assert answer["Location"].startswith("/de/accounts/") and "next=" in answer["Location"]
    colleague.refresh_from_db()
    assert (colleague.last_name, colleague.locked_at) == ("Feld", None)


def test_a_second_factor_is_taken_away_and_set_up_anew_with_a_code(desk: Client, colleague: User) -> None:
    enrol_for_trying(colleague, SECRET)
    path = f"{USERS}{colleague.pk}/access/"
    assert "remove-factor" in desk.get(path).content.decode()
    desk.post(path, {"action": "remove-factor"})
    assert not is_enrolled(User.objects.get(pk=colleague.pk))
    assert "remove-factor" not in desk.get(path).content.decode()


@pytest.mark.parametrize("path", ["", "new/", "edit/{}/", "delete/{}/", "{}/access/", "{}/address/"])
def test_others_do_not_reach_the_screens(path: str, manager: User, colleague: User, sign_in: SignIn) -> None:
    setup_roles()
    address = USERS + path.format(manager.pk)
    for client in (sign_in(colleague), sign_in(UserFactory())):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, {"action": "lock"}).status_code in {302, 403, 405}
    manager.refresh_from_db()
    assert manager.locked_at is None


def test_roles_are_changed_by_superusers_only(desk: Client, sign_in: SignIn, manager: User) -> None:
    for permission in Permission.objects.filter(content_type__app_label="auth"):
        manager.user_permissions.add(permission)
    assert desk.get("/admin/groups/").status_code == 302
    boss = User.objects.create_superuser("boss@example.org")
    assert sign_in(boss).get("/admin/groups/").status_code == 200
