"""A user manager never becomes a superuser: every admin route is tried with a greedy form (promise S07)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from accounts.models import ActivationCode, Department, User
from tests.factories import UserFactory
from tests.pages.doors import person_with
from tests.pages.ways import addresses

pytestmark = [pytest.mark.acceptance("security", "S07"), pytest.mark.acceptance("security", 1)]
SignIn = Callable[[User], Client]
FRESH = "quite another sentence by the river"


@pytest.fixture
def people(sites: None) -> dict[str, User]:
    """A user manager, a superuser and a colleague of a department."""
    boss = User.objects.create_superuser("boss@example.org", first_name="Bo", last_name="Ss")
    colleague = UserFactory(department=Department.objects.create(key="amt", name_de="Amt"))
    return {"manager": person_with("technical_admin"), "boss": boss, "colleague": colleague}


def greedy(people: dict[str, User], target: User, action: str = "lock") -> dict[str, Any]:
    """Return a form that asks for everything."""
    groups = list(Group.objects.values_list("pk", flat=True))
    manager = people["manager"].pk
    return {
        "first_name": "Kim",
        "last_name": "Feld",
        "email": "kim@example.org" if target == people["boss"] else target.email,
        "language": "de",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        "groups": groups,
        "user_permissions": list(Permission.objects.values_list("pk", flat=True)),
        "password": FRESH,
        "password1": FRESH,
        "password2": FRESH,
        "supervisor": manager,
        "substitute": manager,
        "head": manager,
        "key": "amt",
        "name": "technical_admin",
        "name_de": "Amt",
        "role": Group.objects.get(name="approver").pk,
        "mark_as_active": "False",
        "action": action,
        "way": "mail",
        "request_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "confirm": "on",
    }


def rights(people: dict[str, User]) -> dict[str, Any]:
    """Return what must stay as it is, whatever the manager sends."""
    kept = User.objects.filter(pk__in=[people["boss"].pk, people["manager"].pk])
    columns = ("pk", "is_superuser", "password", "email", "is_active", "locked_at", "session_epoch", "department")
    return {
        "superusers": list(User.objects.filter(is_superuser=True).values_list("pk", flat=True)),
        "accounts": list(kept.order_by("pk").values_list(*columns)),
        "own roles": list(kept.order_by("pk", "groups").values_list("pk", "groups")),
        "own rights": list(kept.order_by("pk", "user_permissions").values_list("pk", "user_permissions")),
        "roles": list(Group.objects.order_by("pk", "permissions").values_list("pk", "permissions")),
        "approvers": list(User.objects.filter(groups__name="approver").values_list("pk", flat=True)),
        "supervisors": list(User.objects.exclude(supervisor=None, substitute=None).values_list("pk", flat=True)),
        "heads": list(Department.objects.exclude(head=None).values_list("pk", flat=True)),
        "codes": list(ActivationCode.objects.filter(user__in=kept).values_list("pk", flat=True)),
    }


def ways(people: dict[str, User]) -> list[str]:
    """Return the address of every admin route for the superuser, the manager's own account and a role."""
    ids = [people["boss"].pk, people["manager"].pk, Group.objects.get(name="technical_admin").pk]
    actions = sorted(
        action.action_type for action in bulk_action_registry.get_bulk_actions_for_model("accounts", "user")
    )
    named = {"app_label": ["accounts"], "model_name": ["user"], "action": [*actions, "nonsense"]}
    return addresses(named, ids)


def successes(people: dict[str, User], sign_in: SignIn, paths: list[str]) -> dict[str, set[str]]:
    """Send the greedy form to each address; return what has changed by which, and put nothing back."""
    before, found = rights(people), {}
    targets = {str(person.pk): person for person in people.values()}
    client = sign_in(people["manager"])
    for path in paths:
        if "logout" in path:
            continue
        numbers = [part for part in path.split("/") if part in targets]
        target = targets[numbers[0]] if numbers else people["boss"]
        form = greedy(people, target, "lock" if "access" in path else "")
        ids = "&".join(f"id={person.pk}" for person in people.values())
        if "_auth_user_id" not in client.session:
            client = sign_in(people["manager"])
        # Some stock screens break at a form that lacks what they count on; here only what they store matters.
        client.raise_request_exception = False
        client.post(f"{path}?{ids}" if "/bulk/" in path else path, form)
        after = rights(people)
        changed = {name for name in before if before[name] != after[name]}
        if changed:
            found[path] = changed
            before = after
        if not User.objects.filter(pk=people["manager"].pk, is_active=True, locked_at=None).exists():
            break
    return found


@pytest.mark.one_engine
def test_no_admin_route_gives_a_manager_more_rights_or_a_superusers_account(
    people: dict[str, User], sign_in: SignIn
) -> None:
    paths = ways(people)
    boss, own = people["boss"].pk, people["manager"].pk
    assert len(paths) > 300
    for needed in (f"/admin/users/edit/{boss}/", f"/admin/users/delete/{boss}/", f"/admin/users/{own}/access/"):
        assert needed in paths
    assert "/admin/bulk/accounts/user/assign_role/" in paths
    assert successes(people, sign_in, paths) == {}


@pytest.mark.parametrize("action", ["unlock", "forgive", "sign-out", "mail", "invite", "reset", "mfa", "remove-factor"])
def test_no_button_of_the_access_screen_touches_a_superuser(
    people: dict[str, User], sign_in: SignIn, action: str
) -> None:
    before = rights(people)
    for person in (people["boss"], people["manager"]):
        sign_in(people["manager"]).post(f"/admin/users/{person.pk}/access/", {"action": action})
    after = rights(people)
    before.pop("accounts"), after.pop("accounts")
    assert before == after


@pytest.mark.parametrize("name", ["User", "USER", "user"])
def test_bulk_actions_on_accounts_are_refused(people: dict[str, User], sign_in: SignIn, name: str) -> None:
    role = Group.objects.get(name="approver").pk
    for action in ("assign_role", "delete", "set_active_state"):
        path = f"/admin/bulk/accounts/{name}/{action}/?id={people['colleague'].pk}"
        for person in ("manager", "boss"):
            client = sign_in(people[person])
            client.post(path, {"role": role, "mark_as_active": "False"})
            assert not people["colleague"].groups.exists()
    people["colleague"].refresh_from_db()
    assert people["colleague"].is_active


def test_the_search_finds_the_ways_of_the_stock_screens(
    people: dict[str, User], sign_in: SignIn, settings: Settings
) -> None:
    settings.ROOT_URLCONF = "tests.pages.stock_people"
    settings.WAGTAILUSERS_PASSWORD_ENABLED = True
    paths = [path for path in ways(people) if path.startswith(("/admin/users/", "/admin/bulk/accounts"))]
    found = successes(people, sign_in, paths)
    changed = set().union(*found.values())
    assert changed >= {"superusers", "accounts", "own roles", "approvers"}
    assert len(found) >= 2
