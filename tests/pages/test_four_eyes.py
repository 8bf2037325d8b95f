"""Nothing goes live that only one person has read (editing design, section 4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import GroupPagePermission, Page, Revision, Task, Workflow, WorkflowPage

from accounts.models import User
from home.roles import setup_roles
from news.models import NewsPage
from pages import schedule
from pages.approvals import authors_of, publish_as
from pages.models import Approval, ApprovalKind
from pages.publishing import NotApproved, digest_of
from tests.factories import NewsPageFactory, UserFactory
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def people() -> dict[str, User]:
    """An author, two readers, and a superuser who is no reader."""
    return {
        "author": person_with("editor"),
        "reader": person_with("approver"),
        "second": person_with("approver"),
        "superuser": UserFactory(is_superuser=True),
    }


def submitted(author: User, **fields: Any) -> NewsPage:
    """Return a draft that its author has brought to review."""
    page = NewsPageFactory(live=False, title="Neue Zone", **fields)
    page.save_revision(user=author)
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, author)
    return NewsPage.objects.get(pk=page.pk)


def decide(page: Page, user: User, action: str = "approve") -> None:
    """Take a decision as the screens do."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, action)


def actions(page: Page, user: User) -> list[str]:
    """Return what a person may decide on a page in review."""
    return [name for name, _label, _form in page.current_workflow_task.get_actions(page, user)]


@pytest.mark.acceptance("editing", 4)
def test_a_second_person_approves_and_the_page_is_live(people: dict[str, User]) -> None:
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    page = submitted(people["author"])
    decide(page, people["reader"])
    page = NewsPage.objects.get(pk=page.pk)
    approval = Approval.objects.get()
    assert page.live
    assert approval.kind == ApprovalKind.FOUR_EYES
    assert (approval.approver, approval.authors) == (people["reader"], [people["author"].pk])
    assert approval.digest == digest_of(page.live_revision.content)


@pytest.mark.parametrize("who", ["author", "superuser"])
def test_author_and_superuser_have_nothing_to_decide(people: dict[str, User], who: str) -> None:
    people["author"].groups.add(*people["reader"].groups.all())
    page = submitted(people["author"])
    assert actions(page, people[who]) == []
    with pytest.raises(NotApproved):
        decide(page, people[who])
    assert not NewsPage.objects.get(pk=page.pk).live


@pytest.mark.acceptance("editing", 3)
def test_a_reader_who_edits_becomes_an_author_and_another_one_restarts_the_review(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    page.title = "Neue Zone, verbessert"
    page.save_revision(user=people["reader"])
    page = NewsPage.objects.get(pk=page.pk)
    assert actions(page, people["second"]) == ["restart"]
    with pytest.raises(NotApproved):
        decide(page, people["second"])
    decide(page, people["second"], "restart")
    page = NewsPage.objects.get(pk=page.pk)
    assert actions(page, people["reader"]) == []
    decide(page, people["second"])
    assert NewsPage.objects.get(pk=page.pk).title == "Neue Zone, verbessert"


@pytest.mark.acceptance("editing", 3)
def test_text_saved_after_approval_is_not_published(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    decide(page, people["reader"])
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Von niemandem gelesen"
    revision = page.save_revision(user=people["author"])
    with pytest.raises(NotApproved):
        revision.publish(user=people["superuser"], skip_permission_checks=True)
    assert NewsPage.objects.get(pk=page.pk).title == "Neue Zone"


def test_a_revision_that_was_altered_after_approval_is_refused(people: dict[str, User]) -> None:
    page = submitted(people["author"], go_live_at=timezone.now() + timedelta(hours=1))
    decide(page, people["reader"])
    revision = Revision.objects.get(approval__isnull=False)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Untergeschoben"})
    with travel(timezone.now() + timedelta(hours=2)):
        assert schedule.publish_due() == 0
    assert not NewsPage.objects.get(pk=page.pk).live
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_what_was_approved_for_later_goes_live_at_its_time(people: dict[str, User]) -> None:
    page = submitted(people["author"], go_live_at=timezone.now() + timedelta(hours=1))
    decide(page, people["reader"])
    assert schedule.publish_due() == 0
    assert not NewsPage.objects.get(pk=page.pk).live
    with travel(timezone.now() + timedelta(hours=2)):
        assert schedule.publish_due() == 1
    assert NewsPage.objects.get(pk=page.pk).live


def test_an_expired_page_is_taken_down() -> None:
    page = NewsPageFactory(expire_at=timezone.now() - timedelta(minutes=1))
    assert schedule.publish_due() == 1
    page.refresh_from_db()
    assert (page.live, page.expired) == (False, True)


def test_an_approval_is_never_changed_or_deleted(people: dict[str, User]) -> None:
    decide(submitted(people["author"]), people["reader"])
    approval = Approval.objects.get()
    for change in (approval.save, approval.delete, Approval.objects.all().delete):
        with pytest.raises(NotApproved):
            change()
    with pytest.raises(NotApproved):
        Approval.objects.update(reason="nachträglich")
    approval.revision.delete()
    assert Approval.objects.get().revision_id is None


def test_authors_are_all_who_wrote_since_the_last_approval(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    decide(page, people["reader"])
    page = NewsPage.objects.get(pk=page.pk)
    page.unpublish()
    page.title = "Zweite Fassung"
    revision = page.save_revision(user=people["second"])
    assert authors_of(revision) == {people["second"].pk}


def test_a_revision_under_review_is_never_written_over(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    read = page.latest_revision
    page.title = "Selbsttätig gesichert"
    kept = page.save_revision(user=people["author"], overwrite_revision=read)
    assert kept.pk != read.pk
    assert Revision.objects.get(pk=read.pk).content["title"] == "Neue Zone"


@pytest.mark.acceptance("editing", 4)
@pytest.mark.parametrize("who", ["author", "reader", "superuser"])
def test_nobody_is_offered_to_publish(people: dict[str, User], who: str, sign_in: SignIn) -> None:
    page = NewsPageFactory()
    rights = page.permissions_for_user(people[who])
    assert not rights.can_publish()
    assert not rights.can_publish_subpage()
    assert not rights.can_set_view_restrictions()
    body = sign_in(people[who]).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="action-submit"' in body
    assert 'name="action-publish"' not in body


def test_readers_manage_live_pages_and_editors_do_not(people: dict[str, User]) -> None:
    page = NewsPageFactory()
    assert page.permissions_for_user(people["reader"]).can_unpublish()
    assert page.get_parent().permissions_for_user(people["reader"]).can_reorder_children()
    assert not page.permissions_for_user(people["author"]).can_unpublish()


def test_an_editor_deletes_own_drafts_that_were_never_live(people: dict[str, User]) -> None:
    author = people["author"]
    own, foreign = NewsPageFactory(live=False, owner=author), NewsPageFactory(live=False, owner=people["reader"])
    once_live = NewsPageFactory(live=False, owner=author, first_published_at=timezone.now())
    rights = [page.permissions_for_user(author).can_delete() for page in (own, foreign, once_live)]
    assert rights == [True, False, False]
    assert foreign.permissions_for_user(people["reader"]).can_delete()


def test_a_page_in_review_is_locked_for_everyone_who_does_not_read_it(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    lock = page.get_lock()
    assert lock.for_user(people["author"])
    assert lock.for_user(people["superuser"])
    assert not lock.for_user(people["reader"])


def test_the_screen_of_a_review_refuses_the_author_and_changes_nothing(
    people: dict[str, User], sign_in: SignIn
) -> None:
    people["author"].groups.add(*people["reader"].groups.all())
    page = submitted(people["author"])
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    assert sign_in(people["author"]).post(address, {"comment": ""}).status_code in (302, 403)
    assert not NewsPage.objects.get(pk=page.pk).live
    assert sign_in(people["reader"]).post(address, {"comment": ""}).status_code in (200, 302)
    assert NewsPage.objects.get(pk=page.pk).live
    sign_in(people["second"]).post(address, {"comment": ""})
    assert Approval.objects.count() == 1


def test_a_reader_who_lost_the_role_is_refused(people: dict[str, User], sign_in: SignIn) -> None:
    page = submitted(people["author"])
    client, state = sign_in(people["reader"]), page.current_workflow_task_state
    people["reader"].groups.clear()
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})
    assert not NewsPage.objects.get(pk=page.pk).live


def test_content_to_try_with_carries_its_own_kind_of_approval() -> None:
    page = NewsPageFactory(live=False)
    publish_as(page.save_revision(), ApprovalKind.DEMO)
    assert NewsPage.objects.get(pk=page.pk).live
    assert Approval.objects.get().kind == ApprovalKind.DEMO


@pytest.mark.acceptance("editing", 16)
def test_a_review_with_one_reader_is_a_warning() -> None:
    person_with("approver")
    warned = [message.id for message in run_checks(databases=["default"])]
    person_with("approver")
    calm = [message.id for message in run_checks(databases=["default"])]
    assert "pages.W010" in warned
    assert "pages.W010" not in calm


def test_setting_up_the_reviews_again_changes_nothing() -> None:
    setup_roles()
    before = counts()
    setup_roles()
    assert counts() == before


def counts() -> list[int]:
    """Return how many workflows, places of workflows, tasks and page permissions there are."""
    return [model.objects.count() for model in (Workflow, WorkflowPage, Task, GroupPagePermission)]


def test_an_approved_text_that_is_submitted_again_needs_no_second_approval(people: dict[str, User]) -> None:
    page = submitted(people["author"])
    decide(page, people["reader"])
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, people["author"])
    decide(NewsPage.objects.get(pk=page.pk), people["second"])
    assert Approval.objects.get().approver == people["reader"]


def test_mails_of_a_review_name_no_title(people: dict[str, User], mailoutbox: list[EmailMessage]) -> None:
    page = submitted(people["author"])
    review = page.current_workflow_task_state.pk
    decide(page, people["reader"])
    told = {address for mail in mailoutbox for address in mail.to}
    assert {people[who].email for who in ("reader", "second", "author")} <= told
    assert people["superuser"].email not in told
    for mail in mailoutbox:
        assert "Neue Zone" not in mail.subject + mail.body
        assert f"/admin/approvals/{review}/" in mail.body or f"/admin/pages/{page.pk}/edit/" in mail.body
