"""Who publishes alone needs the right and a reason, and another person reads it afterwards (editing design, 4.3)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from news.models import NewsPage
from pages import emergency
from pages.models import Approval, ApprovalKind, SecondLook
from tests.factories import NewsPageFactory, UserFactory
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites"), pytest.mark.acceptance("editing", 5)]
SignIn = Callable[[User], Client]
REASON = "Die Telefonnummer der Leitstelle ist seit heute falsch."


def entitled() -> User:
    """Return an editor who may publish alone."""
    person = person_with("editor")
    person.user_permissions.add(Permission.objects.get(codename="publish_alone"))
    return person


def draft(author: User) -> NewsPage:
    """Return a page that nobody has read."""
    page = NewsPageFactory(live=False, title="Eilmeldung der Probe")
    page.save_revision(user=author)
    return page


def address(page: NewsPage) -> str:
    """Return the screen of emergency publishing."""
    return f"/admin/emergency/page/{page.pk}/"


def test_the_page_is_live_at_once_and_every_reader_is_told(sign_in: SignIn, mailoutbox: list[EmailMessage]) -> None:
    author, reader = entitled(), person_with("approver")
    page = draft(author)
    assert sign_in(author).post(address(page), {"reason": REASON, "request_key": str(uuid4())}).status_code == 302
    approval = Approval.objects.get()
    assert NewsPage.objects.get(pk=page.pk).live
    assert (approval.kind, approval.approver, approval.reason) == (ApprovalKind.EMERGENCY, author, REASON)
    assert [mail.to for mail in mailoutbox] == [[reader.email]]
    assert page.title not in mailoutbox[0].subject + mailoutbox[0].body


@pytest.mark.parametrize("reason", ["", "Weil es eilt.", " " * 30, "x" * 501])
def test_without_a_real_reason_nothing_goes_live_and_nothing_typed_is_lost(reason: str, sign_in: SignIn) -> None:
    author = entitled()
    page = draft(author)
    answer = sign_in(author).post(address(page), {"reason": reason, "request_key": str(uuid4())})
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    assert reason.strip() in answer.content.decode()
    assert not NewsPage.objects.get(pk=page.pk).live


def test_a_draft_with_a_date_is_not_published_silently_later(sign_in: SignIn) -> None:
    author = entitled()
    page = draft(author)
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.save_revision(user=author)
    answer = sign_in(author).post(address(page), {"reason": REASON, "request_key": str(uuid4())})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert REASON in answer.content.decode()
    assert not Approval.objects.exists()


@pytest.mark.parametrize("who", ["editor", "approver", "superuser"])
def test_without_the_right_in_person_it_is_refused(who: str, sign_in: SignIn) -> None:
    person = UserFactory(is_superuser=True) if who == "superuser" else person_with(who)
    page = draft(person)
    assert sign_in(person).post(address(page), {"reason": REASON, "request_key": str(uuid4())}).status_code in (
        302,
        403,
    )
    assert not NewsPage.objects.get(pk=page.pk).live
    assert address(page) not in sign_in(person).get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_the_author_cannot_confirm_and_another_reader_can(sign_in: SignIn) -> None:
    author, reader = entitled(), person_with("approver")
    author.groups.add(*reader.groups.all())
    approval = emergency.publish_alone(draft(author), author, REASON)
    confirm = f"/admin/emergency/{approval.pk}/confirm/"
    assert "Eilmeldung der Probe" in sign_in(reader).get("/admin/emergency/").content.decode()
    sign_in(author).post(confirm)
    assert not SecondLook.objects.exists()
    assert "/admin/emergency/" in sign_in(reader).get("/admin/").content.decode()
    sign_in(reader).post(confirm)
    assert SecondLook.objects.get().reader == reader
    assert not Approval.objects.to_be_read().exists()
    assert sign_in(person_with("editor")).get("/admin/emergency/").status_code in (302, 403)


def test_readers_are_reminded_after_a_day_until_somebody_has_read_it(mailoutbox: list[EmailMessage]) -> None:
    author, reader = entitled(), person_with("approver")
    approval = emergency.publish_alone(draft(author), author, REASON)
    mailoutbox.clear()
    assert emergency.remind() == 0
    with travel(timezone.now() + timedelta(hours=25)):
        assert emergency.remind() == 1
    emergency.confirm(approval, reader)
    with travel(timezone.now() + timedelta(hours=49)):
        assert emergency.remind() == 0
    assert len(mailoutbox) == 1


def test_at_most_three_persons_get_the_right() -> None:
    persons = [UserFactory() for _number in range(4)]
    for person in persons[:3]:
        call_command("publish_alone", person.email, verbosity=0)
    with pytest.raises(CommandError, match="Three persons"):
        call_command("publish_alone", persons[3].email)
    call_command("publish_alone", persons[0].email, "--take")
    call_command("publish_alone", persons[3].email)
    assert set(emergency.people()) == set(persons[1:])
    with pytest.raises(CommandError, match="no active account"):
        call_command("publish_alone", "nobody@example.org")
