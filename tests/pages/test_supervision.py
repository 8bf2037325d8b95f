"""Supervisors, substitutes and heads change by two people: proposed by one, confirmed by another (settled.md 8)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.changes import InUse, delete_account
from accounts.marks import STEPPED
from accounts.models import ChangeState, Department, Post, SupervisionChange, User
from accounts.supervision import SamePerson, Unsuited, confirm, propose, refuse, waiting
from audit.models import Entry
from tests.factories import UserFactory
from tests.pages.doors import person_with

SignIn = Callable[[User], Client]
pytestmark = [pytest.mark.usefixtures("sites"), pytest.mark.acceptance("settled", 8)]


@pytest.fixture
def managers(sites: None) -> list[User]:
    """Three people of the technical administration."""
    found = []
    for number in range(3):
        person = person_with("technical_admin")
        User.objects.filter(pk=person.pk).update(email=f"manager{number}@example.org")
        found.append(User.objects.get(pk=person.pk))
    return found


@pytest.fixture
def colleague(managers: list[User]) -> User:
    """Somebody with a department and a supervisor."""
    department = Department.objects.create(key="50", name_de="Amt 50")
    old = UserFactory(first_name="Alex", last_name="Vorher")
    return UserFactory(first_name="Kim", last_name="Feld", department=department, supervisor=old)


def proposed(actor: User, account: User, other: User | None, post: Post = Post.SUPERVISOR) -> SupervisionChange:
    now = timezone.now()
    return propose(actor=actor, account=account, post=post, other=other, request_key=uuid.uuid4(), now=now)


def confirmed(actor: User, change: SupervisionChange) -> None:
    confirm(actor=actor, change=change, now=timezone.now())


def test_a_supervisor_changes_once_a_second_person_confirms_and_the_former_one_is_told(
    managers: list[User], colleague: User
) -> None:
    former, new = colleague.supervisor, UserFactory()
    change = proposed(managers[0], colleague, new)
    colleague.refresh_from_db()
    assert colleague.supervisor == former and list(waiting(managers[1])) == [change]
    confirmed(managers[1], change)
    colleague.refresh_from_db()
    assert colleague.supervisor == new and not waiting(managers[1]).exists()
    assert former is not None and [(sent.to, "Kim Feld" in str(sent.body)) for sent in mail.outbox] == [
        ([former.email], True)
    ]
    rows = Entry.objects.filter(action__in=("supervision_proposed", "account_changed")).order_by("seq")
    assert [(row.action, row.actor) for row in rows] == [
        ("supervision_proposed", managers[0].uuid),
        ("account_changed", managers[1].uuid),
    ]


def test_substitute_nobody_and_head_change_the_same_way(managers: list[User], colleague: User) -> None:
    substitute = UserFactory()
    for other, post in ((substitute, Post.SUBSTITUTE), (None, Post.SUPERVISOR), (None, Post.HEAD)):
        confirmed(managers[1], proposed(managers[0], colleague, other, post))
    colleague.refresh_from_db()
    assert (colleague.substitute, colleague.supervisor) == (substitute, None)
    assert Department.objects.get(key="50").head == colleague


def test_whoever_proposed_is_concerned_or_gets_the_post_does_not_confirm(managers: list[User], colleague: User) -> None:
    change = proposed(managers[0], colleague, managers[1])
    for person in managers[:2]:
        with pytest.raises(SamePerson):
            confirmed(person, change)
    with pytest.raises(PermissionDenied):
        confirmed(UserFactory(), change)
    about = proposed(managers[0], managers[1], UserFactory())
    with pytest.raises(SamePerson):
        confirmed(managers[1], about)
    confirmed(managers[2], change)
    confirmed(managers[2], about)


@pytest.mark.acceptance("security", "S07")
def test_no_manager_makes_themselves_supervisor_or_changes_their_own_post(
    managers: list[User], colleague: User
) -> None:
    for account, other, post in (
        (colleague, managers[0], Post.SUPERVISOR),
        (colleague, managers[0], Post.SUBSTITUTE),
        (managers[0], colleague, Post.SUPERVISOR),
        (managers[0], None, Post.HEAD),
    ):
        with pytest.raises(PermissionDenied):
            proposed(managers[0], account, other, post)
    with pytest.raises(PermissionDenied):
        proposed(managers[0], User.objects.create_superuser("boss@example.org"), colleague)
    assert not SupervisionChange.objects.exists()


def test_what_cannot_be_is_refused_with_its_reason(managers: list[User], colleague: User) -> None:
    gone, below, lone = UserFactory(is_active=False), UserFactory(supervisor=colleague), UserFactory()
    for account, other, post, code in (
        (colleague, colleague, Post.SUBSTITUTE, "self"),
        (colleague, below, Post.SUPERVISOR, "circle"),
        (colleague, colleague.supervisor, Post.SUPERVISOR, "same"),
        (colleague, gone, Post.SUPERVISOR, "gone"),
        (lone, None, Post.HEAD, "nowhere"),
    ):
        with pytest.raises(Unsuited) as caught:
            proposed(managers[0], account, other, post)
        assert caught.value.code == code
    proposed(managers[0], colleague, lone)
    with pytest.raises(Unsuited, match="waits"):
        proposed(managers[1], colleague, below.supervisor and UserFactory())


def test_what_was_imported_or_decided_meanwhile_is_not_overwritten(managers: list[User], colleague: User) -> None:
    change = proposed(managers[0], colleague, UserFactory())
    imported = UserFactory()
    User.objects.filter(pk=colleague.pk).update(supervisor=imported)
    with pytest.raises(Unsuited, match="overtaken"):
        confirmed(managers[1], change)
    refuse(actor=managers[0], change=change, now=timezone.now())
    with pytest.raises(Unsuited, match="overtaken"):
        refuse(actor=managers[1], change=change, now=timezone.now())
    colleague.refresh_from_db()
    assert colleague.supervisor == imported
    assert SupervisionChange.objects.get().state == ChangeState.REFUSED


def test_who_proposed_decided_or_was_named_is_locked_and_never_deleted(managers: list[User], colleague: User) -> None:
    boss, new = User.objects.create_superuser("boss@example.org"), UserFactory()
    confirmed(managers[1], proposed(managers[0], colleague, new, Post.SUBSTITUTE))
    User.objects.filter(pk=colleague.pk).update(substitute=None)
    for person in (managers[0], managers[1], new):
        with pytest.raises(InUse):
            delete_account(actor=boss, user=User.objects.get(pk=person.pk))
        assert User.objects.filter(pk=person.pk).exists()
    assert not Entry.objects.filter(action="account_deleted").exists()


def address(account: User) -> str:
    return f"/admin/users/{account.pk}/supervision/"


def form(**values: Any) -> dict[str, Any]:
    return {"post": "supervisor", "email": "", "request_key": str(uuid.uuid4())} | values


def test_on_screen_one_proposes_and_another_confirms(managers: list[User], colleague: User, sign_in: SignIn) -> None:
    new, one, two = UserFactory(), sign_in(managers[0]), sign_in(managers[1])
    for _time in range(2):
        twice = form(email=new.email.upper(), request_key="0f8fad5b-d9cb-469f-a165-70867728950e")
        assert one.post(address(colleague), twice).status_code == 302
    change = SupervisionChange.objects.get()
    own = one.get(address(colleague)).content.decode()
    assert 'value="confirm"' not in own and "Vorschlag zurücknehmen" in own
    listed = two.get("/admin/users/supervision/").content.decode()
    assert "Kim Feld" in listed and "Alex Vorher" in listed
    assert "Wechsel von Vorgesetzten (1)" in two.get("/admin/users/").content.decode()
    assert 'value="confirm"' in two.get(address(colleague)).content.decode()
    assert two.post(address(colleague), {"action": "confirm", "change": change.pk}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.supervisor == new
    answer = two.post(address(colleague), {"action": "refuse", "change": change.pk}, follow=True)
    assert "inzwischen" in answer.content.decode()
    assert two.post(address(colleague), {"action": "confirm", "change": "1" * 30}).status_code == 404
    assert two.post(address(managers[2]), {"action": "refuse", "change": change.pk}).status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "nobody@example.org"}, "Zu dieser Adresse gibt es kein Konto"),
        ({"email": "kim"}, "kim"),
        ({"post": "king"}, "king"),
        ({"post": ""}, "Dieses Feld "),
        ({"post": "head", "email": "manager1@example.org"}, "lassen Sie das Feld leer"),
        ({"email": "manager0@example.org"}, "die eigene Person"),
        ({}, ""),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_nothing_typed_is_lost(
    managers: list[User], colleague: User, sign_in: SignIn, values: dict[str, Any], words: str
) -> None:
    if not values:
        User.objects.filter(pk=colleague.pk).update(supervisor=None)
    answer = sign_in(managers[0]).post(address(colleague), form(**values))
    html = answer.content.decode()
    assert answer.status_code == 200 and words in html and not SupervisionChange.objects.exists()
    assert values.get("email", "") in html


def test_it_asks_who_somebody_is_and_is_closed_to_others(
    managers: list[User], colleague: User, sign_in: SignIn
) -> None:
    for person in (person_with("editor"), UserFactory()):
        client = sign_in(person)
        for path in (address(colleague), "/admin/users/supervision/"):
            assert client.get(path).status_code in (302, 403)
            assert client.post(path, form()).status_code in (302, 403, 405)
    client = sign_in(managers[0])
    session = client.session
    session[STEPPED] = 0
    session.save()
    answer = client.post(address(colleague), form())
    assert answer.status_code == 302 and "/confirm/?next=" in answer["Location"]
    assert not SupervisionChange.objects.exists()
