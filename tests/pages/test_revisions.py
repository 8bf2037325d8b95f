"""Old versions go at night, but never those whose authors must stay known (editing design, 4.1 row 6)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision, Workflow

from news.models import NewsPage
from pages.approvals import authors_of
from pages.models import Approval
from pages.revisions import KEPT_FOR, purge
from tests.factories import NewsPageFactory, UserFactory, release
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites"), pytest.mark.acceptance("editing", 6)]


def version(page: NewsPage, text: str, author: object) -> Revision:
    page.lead = text
    return page.save_revision(user=author)


def grow_old() -> None:
    long_ago = timezone.now() - KEPT_FOR - timedelta(days=1)
    Revision.objects.update(created_at=long_ago)


def kept() -> set[int]:
    return set(Revision.objects.values_list("pk", flat=True))


def test_a_text_that_was_never_approved_keeps_every_version_and_its_authors() -> None:
    page = NewsPageFactory(live=False)
    authors = [UserFactory() for _number in range(3)]
    for number, author in enumerate(authors):
        version(page, f"Fassung {number}", author)
    before = kept()
    grow_old()
    assert purge() == 0
    assert kept() == before
    assert authors_of(page.get_latest_revision()) >= {author.pk for author in authors}


def test_versions_before_the_last_approved_one_go_and_those_after_it_stay() -> None:
    page = NewsPageFactory(live=False)
    early = version(page, "vorher", UserFactory())
    approved = version(page, "gelesen", UserFactory())
    release(page)
    author, second = UserFactory(), UserFactory()
    open_versions = [version(page, "neu", author), version(page, "neuer", second)]
    grow_old()
    assert purge() >= 1
    assert early.pk not in kept()
    assert {revision.pk for revision in open_versions} <= kept()
    assert authors_of(page.get_latest_revision()) == {author.pk, second.pk}
    assert Approval.objects.count() == 1
    assert NewsPage.objects.get(pk=page.pk).live_revision_id in kept() | {approved.pk}


def test_young_versions_stay() -> None:
    page = NewsPageFactory(live=False)
    early = version(page, "vorher", UserFactory())
    version(page, "gelesen", UserFactory())
    release(page)
    assert purge() == 0
    assert early.pk in kept()


def test_what_waits_for_its_time_and_what_is_being_read_stay() -> None:
    editor = person_with("editor")
    page = NewsPageFactory(live=False)
    waiting = version(page, "wartet", UserFactory())
    release(page)
    read = version(page, "wird gelesen", UserFactory())
    Workflow.objects.get(name="Vier Augen").start(page, editor)
    latest = version(page, "noch neuer", UserFactory())
    grow_old()
    Revision.objects.filter(pk=waiting.pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))
    purge()
    assert {waiting.pk, read.pk, latest.pk} <= kept()


def test_the_live_version_stays_while_an_approved_one_waits() -> None:
    page = NewsPageFactory(live=False)
    release(page)
    live = NewsPage.objects.get(pk=page.pk).live_revision_id
    page.refresh_from_db()
    page.go_live_at = timezone.now() + timedelta(days=3)
    release(page)
    version(page, "danach", UserFactory())
    grow_old()
    purge()
    assert NewsPage.objects.get(pk=page.pk).live_revision_id == live
    assert live in kept()
