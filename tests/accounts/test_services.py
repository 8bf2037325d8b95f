"""Accounts are opened, locked and forgiven by those who may; superusers only by superusers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.dispatch import Signal
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import services, signals
from accounts.models import Department, User
from accounts.permissions import staff
from accounts.roles import ROLES
from tests.accounts.conftest import DOOR, PASSWORD, Visitor

Door = Callable[..., Visitor]


@contextmanager
def heard(signal: Signal) -> Iterator[list[dict[str, object]]]:
    """Collect what a signal says."""
    said: list[dict[str, object]] = []

    def listen(**values: object) -> None:
        said.append(values)

    signal.connect(listen)
    yield said
    signal.disconnect(listen)


@pytest.fixture
def manager(db: None, make_person: Callable[..., User]) -> User:
    """Somebody who manages accounts, without being a superuser."""
    user = make_person("technik@example.org")
    user.user_permissions.add(*Permission.objects.filter(codename__in=["add_user", "change_user"]))
    return user


@pytest.fixture
def superuser(db: None) -> User:
    """Somebody with every right."""
    return User.objects.create_superuser("boss@example.org", PASSWORD)


def create(actor: User, email: str = "New.Person@Example.org", **fields: Any) -> User:
    """Open an account."""
    return services.create_account(actor=actor, email=email, first_name="Neu", last_name="Beginn", **fields)


def test_a_new_account_has_no_password_until_its_owner_follows_the_mail(manager: User, stranger: Client) -> None:
    with heard(signals.account_created) as said:
        user = create(manager, language="en")
    assert (user.email, user.is_superuser, user.has_usable_password()) == ("new.person@example.org", False, False)
    assert [(values["user"], values["actor"]) for values in said] == [(user, manager)]
    assert mail.outbox[0].to == [user.email]
    path = next(part for part in str(mail.outbox[0].body).split() if "/key/" in part).removeprefix(
        "http://intranet.localhost:8000"
    )
    form = stranger.get(path)["Location"]
    assert stranger.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    stranger.post(DOOR, {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" in stranger.session


def test_an_address_is_given_once(manager: User) -> None:
    create(manager)
    with pytest.raises(services.AddressTaken):
        create(manager, "NEW.person@example.org ")
    assert User.objects.filter(email__iexact="new.person@example.org").count() == 1


def test_invitations_are_counted_and_no_account_is_left_without_its_mail(manager: User) -> None:
    for number in range(10):
        create(manager, f"new{number}@example.org", address="192.0.2.1")
    with pytest.raises(services.TooManyMails):
        create(manager, "new11@example.org", address="192.0.2.1")
    assert not User.objects.filter(email="new11@example.org").exists()


@pytest.mark.parametrize("service", ["lock", "unlock", "end_sessions", "forgive", "create"])
def test_staff_may_do_none_of_this(
    service: str, person: User, superuser: User, make_person: Callable[..., User]
) -> None:
    other = make_person("other@example.org")
    calls = {
        "lock": lambda: services.lock(actor=person, user=other, now=timezone.now()),
        "unlock": lambda: services.unlock(actor=person, user=other),
        "end_sessions": lambda: services.end_sessions(actor=person, user=other),
        "forgive": lambda: services.forgive(actor=person, user=other),
        "create": lambda: create(person),
    }
    with pytest.raises(PermissionDenied):
        calls[service]()
    assert User.objects.get(pk=other.pk).locked_at is None


def test_who_manages_accounts_cannot_touch_superusers_or_lock_themselves(manager: User, superuser: User) -> None:
    for user in (superuser, manager):
        with pytest.raises(PermissionDenied):
            services.lock(actor=manager, user=user, now=timezone.now())
    with pytest.raises(PermissionDenied):
        services.end_sessions(actor=manager, user=superuser)
    services.lock(actor=superuser, user=manager, now=timezone.now())
    assert User.objects.get(pk=manager.pk).locked_at


def test_locking_twice_keeps_the_first_moment_and_says_it_once(manager: User, person: User) -> None:
    first = timezone.now()
    with heard(signals.account_locked) as said:
        services.lock(actor=manager, user=person, now=first)
        services.lock(actor=manager, user=person, now=timezone.now())
    assert User.objects.get(pk=person.pk).locked_at == first
    assert len(said) == 1
    with heard(signals.account_unlocked) as said:
        services.unlock(actor=manager, user=person)
        services.unlock(actor=manager, user=person)
    assert len(said) == 1


def test_forgiving_opens_the_day(manager: User, person: User, try_door: Door) -> None:
    for number in range(60):
        try_door(person.email, "this is the wrong sentence", address=f"192.0.2.{number % 7}")
    assert try_door(person.email).answer.status_code == 429
    services.forgive(actor=manager, user=person)
    assert "_auth_user_id" in try_door(person.email).session


def test_staff_narrows_the_visitor(person: User, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = person
    assert staff(request) == person
    for nobody in (AnonymousUser(), User(email="left@example.org", is_active=False)):
        request.user = nobody
        with pytest.raises(PermissionDenied):
            staff(request)


@pytest.mark.django_db
def test_there_is_one_demo_account_per_role_and_staff_of_two_departments(settings: Settings) -> None:
    for number in (1, 2):
        Department.objects.create(key=f"d{number}", name_de=f"Amt {number}")
    made = services.ensure_demo_accounts()
    assert services.ensure_demo_accounts() == []
    assert {user.email.split("@")[0] for user in made} == {
        *ROLES,
        "superuser",
        "staff",
        "staff2",
        "approver2",
        "trainer",
    }
    assert set(Group.objects.filter(user__isnull=False).values_list("name", flat=True)) == set(ROLES)
    assert [user.email for user in made if user.is_superuser] == ["superuser@example.org"]
    departments = {user.department for user in made if user.email.startswith("staff")}
    assert len(departments) == 2
    assert all(user.check_password(services.DEMO_PASSWORD) for user in made[:3])


@pytest.mark.django_db
@pytest.mark.parametrize("environment", ["production", "staging", ""])
def test_demo_accounts_are_made_nowhere_else(environment: str, settings: Settings) -> None:
    settings.ENVIRONMENT = environment
    with pytest.raises(services.NotInProduction):
        services.ensure_demo_accounts()
    assert not User.objects.exists()
