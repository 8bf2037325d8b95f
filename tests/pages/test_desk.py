"""The desk: what waits for a person, with a fixed number of questions (editing design, sections 12 and 16)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel
from wagtail.models import Page, ReferenceIndex, Revision

from accounts.models import User
from home.models import IntranetHomePage, LegalPage, PublicHomePage
from news.models import NewsPage
from pages import owners, schedule
from pages.desk.lists import all_lists, list_of
from pages.gate import stored
from pages.models import PageFindings
from tests.factories import (
    FAQEntryFactory,
    LegalPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    UserFactory,
    write_live,
)
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def titles(key: str, user: User) -> list[str]:
    """Return the titles of a list."""
    entry = list_of(key)
    assert entry is not None
    found = entry.find(user)
    return [item.title for item in found.make(list(found.rows))]


def draft(user: User, **fields: Any) -> NewsPage:
    """Return a text that a person has saved and not submitted."""
    page = NewsPageFactory(live=False, lead="Worum es geht.", **fields)
    page.save_revision(user=user)
    return NewsPage.objects.get(pk=page.pk)


def in_review(user: User, **fields: Any) -> NewsPage:
    """Return a text that a person has submitted."""
    page = draft(user, **fields)
    page.get_workflow().start(page, user)
    return NewsPage.objects.get(pk=page.pk)


def decide(page: Any, user: User, action: str) -> None:
    """Take a decision as the screens do."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, action)


def test_a_text_wanders_from_list_to_list() -> None:
    author, reader = person_with("editor"), person_with("approver")
    draft(author, title="Entwurf")
    page = in_review(author, title="Eingereicht")
    assert titles("drafts", author) == ["Entwurf"]
    assert titles("submitted", author) == titles("approve", reader) == ["Eingereicht"]
    assert titles("approve", author) == titles("drafts", reader) == titles("submitted", reader) == []
    decide(page, reader, "reject")
    assert titles("approve", reader) == titles("submitted", author) == []
    entry = list_of("drafts")
    found = entry.find(author) if entry else None
    notes = {item.title: str(item.note) for item in found.make(list(found.rows))} if found else {}
    assert set(notes) == {"Entwurf", "Eingereicht"}
    assert notes["Eingereicht"]
    assert not notes["Entwurf"]


def test_nobody_is_asked_to_approve_an_own_text() -> None:
    author, second = person_with("editor", "approver"), person_with("approver")
    page = draft(second, title="Gemeinsam")
    page.lead = "Geändert."
    page.save_revision(user=author)
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, author)
    assert titles("approve", author) == titles("approve", second) == []
    assert titles("approve", person_with("approver")) == ["Gemeinsam"]


def test_a_question_of_the_faq_waits_on_the_desk_like_a_page(sign_in: SignIn) -> None:
    author, reader = person_with("editor"), person_with("approver")
    entry = FAQEntryFactory(live=False, question_de="Wer hilft?")
    entry.save_revision(user=author)
    entry.get_workflow().start(entry, author)
    assert titles("approve", reader) == [str(entry)]
    body = sign_in(reader).get("/admin/desk/approve/").content.decode()
    assert f"/admin/approvals/{entry.current_workflow_task_state.pk}/" in body


def test_what_goes_live_later_is_scheduled_and_no_draft() -> None:
    author, reader = person_with("editor"), person_with("approver")
    page = in_review(author, title="Später", go_live_at=timezone.now() + timedelta(days=3))
    decide(page, reader, "approve")
    assert titles("scheduled", author) == titles("scheduled", reader) == ["Später"]
    assert titles("drafts", author) == []
    assert titles("scheduled", person_with("committees")) == []


def test_a_scheduled_version_that_was_altered_is_reported_on_the_desk() -> None:
    author, reader = person_with("editor"), person_with("approver")
    page = in_review(author, title="Verändert", go_live_at=timezone.now() + timedelta(hours=1))
    decide(page, reader, "approve")
    revision = Revision.objects.get(approval__isnull=False)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "Untergeschoben"})
    with travel(timezone.now() + timedelta(hours=2)):
        schedule.publish_due()
    assert titles("broken", author) == ["Verändert"]
    stored.forget_refused(page.pk)
    assert titles("broken", author) == []


def test_a_page_that_others_break_stands_on_the_desk_until_it_is_mended(
    django_capture_on_commit_callbacks: Any,
) -> None:
    editor, target = person_with("editor"), StandardPageFactory(title="Ziel")
    body = [{"type": "teaser", "value": {"page": target.pk}, "id": "a"}]
    page = NewsPageFactory(title="Führt ins Leere", lead="Worum es geht.", body=body)
    ReferenceIndex.create_or_update_for_object(page)
    stored.nightly()
    assert titles("broken", editor) == []
    with django_capture_on_commit_callbacks(execute=True):
        target.unpublish()
    assert titles("broken", editor) == ["Führt ins Leere"]
    page = NewsPage.objects.get(pk=page.pk)
    page.body = []
    write_live(page)
    stored.nightly()
    assert titles("broken", editor) == []


def test_pages_without_an_owner_are_listed_for_those_who_work_on_them() -> None:
    page = NewsPageFactory(title="Waise")
    assert titles("owners", person_with("editor")) == []
    for model in (PublicHomePage, IntranetHomePage):
        model.objects.update(owner_department=None)
    owners.rebuild_all()
    assert page.title in titles("owners", person_with("editor"))
    assert titles("owners", person_with("committees")) == []


@pytest.mark.acceptance("content", 16)
def test_a_statement_that_was_not_checked_for_eleven_months_stands_on_the_desk() -> None:
    page = LegalPageFactory(statement=True, checked_on=timezone.localdate() - timedelta(days=330))
    editor = person_with("editor")
    assert titles("statements", editor) == []
    LegalPage.objects.filter(pk=page.pk).update(checked_on=timezone.localdate() - timedelta(days=340))
    assert titles("statements", editor) == [page.title]
    LegalPage.objects.filter(pk=page.pk).update(checked_on=date(2020, 1, 1), live=False)
    assert titles("statements", editor) == []


def test_missing_required_translations_stand_on_the_desk_and_optional_ones_do_not() -> None:
    NewsPageFactory(title="Pflicht", translation_wanted="required")
    NewsPageFactory(title="Freiwillig", translation_wanted="optional")
    found = titles("translations", person_with("editor"))
    assert "Pflicht" in found
    assert "Freiwillig" not in found


def test_the_start_page_shows_five_rows_and_leads_to_the_whole_list(sign_in: SignIn) -> None:
    author = person_with("editor")
    for number in range(7):
        draft(author, title=f"Entwurf {number}")
    client = sign_in(author)
    body = client.get("/admin/").content.decode()
    assert body.count(">Entwurf ") == 5
    assert "/admin/desk/drafts/" in body
    assert client.get("/admin/desk/drafts/").content.decode().count(">Entwurf ") == 7
    assert client.get("/admin/desk/unknown/").status_code == 404
    assert client.get("/admin/desk/drafts/?p=x").status_code == 200


def test_an_empty_list_says_so_and_an_empty_desk_too(sign_in: SignIn) -> None:
    client = sign_in(person_with("technical_admin"))
    assert "Nichts zu tun." in client.get("/admin/").content.decode()
    for entry in all_lists():
        answer = client.get(f"/admin/desk/{entry.key}/")
        assert answer.status_code == 200
        assert "Nichts zu tun." in answer.content.decode()


def test_staff_have_no_desk(sign_in: SignIn) -> None:
    assert sign_in(UserFactory()).get("/admin/desk/drafts/").status_code == 302


def fill(author: User, reader: User, number: int) -> None:
    """Put something on every list."""
    for _count in range(number):
        draft(author)
        in_review(author)
        decide(in_review(author, go_live_at=timezone.now() + timedelta(days=1)), reader, "approve")
        page = NewsPageFactory(translation_wanted="required")
        PageFindings.objects.create(page_id=page.pk, blocking=1, checked_at=timezone.now())


@pytest.mark.acceptance("editing", 17)
@pytest.mark.parametrize("role", ["editor", "approver"])
def test_the_start_page_asks_at_most_forty_questions_however_much_waits(sign_in: SignIn, role: str) -> None:
    author, reader = person_with("editor"), person_with("approver")
    client = sign_in(author if role == "editor" else reader)
    asked = []
    for number in (6, 6):
        fill(author, reader, number)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 40, [query["sql"][:160] for query in queries]


@pytest.mark.acceptance("editing", 17)
@pytest.mark.parametrize("key", ["drafts", "approve", "submitted", "broken", "scheduled", "translations", "owners"])
def test_a_whole_list_asks_the_same_for_few_and_many(sign_in: SignIn, key: str) -> None:
    author, reader = person_with("editor"), person_with("approver")
    client = sign_in(reader if key == "approve" else author)
    asked = []
    for number in (2, 6):
        fill(author, reader, number)
        client.get(f"/admin/desk/{key}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/desk/{key}/").status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1], [query["sql"][:160] for query in queries]


def test_the_lists_work_without_an_english_tree(sign_in: SignIn) -> None:
    NewsPageFactory()
    Page.objects.filter(depth__gt=1, locale__language_code="en").delete()
    assert sign_in(person_with("editor")).get("/admin/").status_code == 200
