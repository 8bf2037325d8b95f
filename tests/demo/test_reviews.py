"""The content to try the portal with leaves one text for an approver to read."""

import pytest
from django.core.management import call_command
from wagtail.models import TaskState

from accounts.models import User
from pages.approvals import may_approve

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("portal")]


def test_one_text_waits_and_its_author_may_not_approve_it() -> None:
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    assert may_approve(User.objects.get(email="approver@example.org"), state.specific)
    assert not may_approve(User.objects.get(email="editor@example.org"), state.specific)


def test_the_live_page_does_not_show_what_waits() -> None:
    page = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS).revision.content_object
    assert page.live
    assert page.has_unpublished_changes
    assert "laufend" not in type(page).objects.get(pk=page.pk).lead


def test_a_second_run_submits_nothing_again() -> None:
    call_command("load_demo", verbosity=0)
    assert TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count() == 1
