"""A text is read beside what is live and decided on one screen (editing design, sections 4 and 12)."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page, TaskState
from wagtail_localize.models import Translation, TranslationSource

from accounts.models import User
from news.models import NewsIndexPage, NewsPage
from pages import translations
from pages.models import Approval
from pages.review.beside import Change, compare
from pages.review.files import Fate, openings
from pages.review.pieces import words_of
from tests.factories import (
    FAQEntryFactory,
    ImageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    index_of,
    release,
)
from tests.pages.doors import SignIn, person_with
from tests.pages.test_translation_review import write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
PARAGRAPH = "<p>Messer sind hier verboten.</p>"


def live_page(**fields: Any) -> NewsPage:
    """Return a live page with a paragraph."""
    page = NewsPageFactory(title="Neue Zone", lead="Wo es gilt.", body=[("paragraph", PARAGRAPH)], **fields)
    release(page)
    return NewsPage.objects.get(pk=page.pk)


def submitted(author: User, page: NewsPage, **changes: Any) -> Any:
    """Change a page, bring it to review and return the review."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=author)
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, author)
    return NewsPage.objects.get(pk=page.pk).current_workflow_task_state


def send(client: Client, state: Any, action: str, **more: str) -> Any:
    """Decide as the screen does: with the mark of the text that it shows."""
    address = f"/admin/approvals/{state.pk}/"
    stamp = client.get(address).context["stamp"]
    return client.post(address, {"stamp": stamp, "action": action, **more})


def body_of(answer: Any) -> str:
    """Return the text of an answer."""
    return answer.content.decode()


def test_what_changes_stands_beside_what_is_live_and_is_marked(sign_in: SignIn) -> None:
    author, reader = person_with("editor"), person_with("approver")
    state = submitted(author, live_page(), lead="Wo es ab heute gilt.")
    body = body_of(sign_in(reader).get(f"/admin/approvals/{state.pk}/"))
    assert "<ins>ab heute " in body
    assert "Messer sind hier verboten." in body.split("<details", 1)[1]
    assert author.get_full_name() in body


def test_rich_text_shows_where_links_lead_since_a_changed_target_is_a_change() -> None:
    page = live_page()
    stored = f'<p>Mehr <a linktype="page" id="{page.pk}">hier</a> und <a href="https://example.org/">dort</a>.</p>'
    assert words_of(stored) == f"Mehr hier [→ Neue Zone (#{page.pk})] und dort [→ https://example.org/]."


def test_blocks_are_told_apart_as_new_removed_and_moved() -> None:
    page = live_page()
    live = NewsPage.objects.get(pk=page.pk)
    first = page.body[0]
    raw = [{"type": "heading", "value": {"text": "Kontrollen"}}, *page.body.get_prep_value()]
    page.body = page.body.stream_block.to_python(raw)
    changes = {row.change for row in compare(live, page).changed}
    assert changes == {Change.NEW}
    assert first.id in {child.id for child in page.body}
    page.body = page.body.stream_block.to_python(raw[:1])
    assert {row.change for row in compare(live, page).changed} == {Change.NEW, Change.REMOVED}


def test_an_author_reads_why_the_own_text_is_not_theirs_to_approve(sign_in: SignIn) -> None:
    author = person_with("editor", "approver")
    state, client = submitted(author, live_page(), lead="Neu."), sign_in(author)
    shown = client.get(f"/admin/approvals/{state.pk}/")
    assert shown.context["choices"] == []
    assert "Somebody else" in shown.context["refusal"] or "jemand anderes" in shown.context["refusal"].lower()
    refused = send(client, state, "approve")
    assert refused.status_code == 200
    assert shown.context["refusal"] in body_of(refused)
    assert not Approval.objects.filter(revision=state.revision).exists()


def test_a_second_person_approves_on_the_screen(sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Neu.")
    answer = send(sign_in(person_with("approver")), state, "approve")
    assert answer.status_code == 302
    assert NewsPage.objects.get(pk=state.workflow_state.object_id).lead == "Neu."


def test_sending_back_needs_a_comment_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    state, client = submitted(person_with("editor"), live_page(), lead="Neu."), sign_in(person_with("approver"))
    refused = send(client, state, "reject", **{"reject-comment": "x" * 1_001})
    assert "x" * 1_001 in body_of(refused)
    assert send(client, state, "reject").status_code == 200
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    assert send(client, state, "reject", **{"reject-comment": "Bitte kürzer."}).status_code == 302
    assert TaskState.objects.get(pk=state.pk).comment == "Bitte kürzer."


@pytest.mark.acceptance("editing", 3)
def test_a_text_that_was_changed_since_is_not_approved_and_the_review_restarts(sign_in: SignIn) -> None:
    author, reader = person_with("editor"), sign_in(person_with("approver"))
    state = submitted(author, live_page(), lead="Gelesen.")
    page = NewsPage.objects.get(pk=state.workflow_state.object_id).get_latest_revision_as_object()
    page.lead = "Nachgeschoben."
    page.save_revision(user=author)
    shown = reader.get(f"/admin/approvals/{state.pk}/")
    assert "Gelesen" in body_of(shown)
    assert "Nachgeschoben" not in body_of(shown)
    assert send(reader, state, "approve").status_code == 200
    assert NewsPage.objects.get(pk=page.pk).lead == "Wo es gilt."
    answer = send(reader, state, "restart")
    assert "Nachgeschoben" in body_of(reader.get(answer["Location"]))
    assert answer["Location"] != f"/admin/approvals/{state.pk}/"


def test_a_stale_form_and_a_second_click_change_nothing_and_show_the_present_state(sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Neu.")
    first, second = person_with("approver"), sign_in(person_with("approver"))
    client, address = sign_in(first), f"/admin/approvals/{state.pk}/"
    stamp = second.get(address).context["stamp"]
    assert client.post(address, {"action": "approve", "stamp": "0" * 64}).status_code == 200
    assert not Approval.objects.filter(revision=state.revision).exists()
    assert send(client, state, "approve").status_code == 302
    late = second.post(address, {"action": "approve", "stamp": stamp})
    assert first.get_full_name() in body_of(late)
    assert Approval.objects.filter(revision=state.revision).count() == 1


def test_who_loses_the_role_while_reading_is_refused(sign_in: SignIn) -> None:
    state, reader = submitted(person_with("editor"), live_page(), lead="Neu."), person_with("editor", "approver")
    client = sign_in(reader)
    stamp = client.get(f"/admin/approvals/{state.pk}/").context["stamp"]
    reader.groups.remove(reader.groups.get(name="approver"))
    answer = client.post(f"/admin/approvals/{state.pk}/", {"action": "approve", "stamp": stamp})
    assert answer.status_code in (302, 403)
    assert NewsPage.objects.get(pk=state.workflow_state.object_id).lead == "Wo es gilt."


def test_strangers_to_a_text_do_not_read_it(sign_in: SignIn) -> None:
    state = submitted(person_with("editor"), live_page(), lead="Geheim.")
    answer = sign_in(person_with("technical_admin")).get(f"/admin/approvals/{state.pk}/")
    assert answer.status_code in (302, 403)
    assert sign_in(person_with("approver")).get("/admin/approvals/999999/").status_code == 404


def test_the_files_that_the_approval_opens_are_named(sign_in: SignIn) -> None:
    author = person_with("editor")
    private, ended = ImageFactory(title="Der Platz"), ImageFactory(title="Das Plakat")
    state = submitted(author, live_page(), teaser_image=private, body=[("image", {"image": ended, "alt": "x"})])
    type(ended).objects.filter(pk=ended.pk).update(use_until=date(2020, 1, 1))
    found = {opening.file.pk: opening.fate for opening in openings(state.revision.as_object())}
    assert found == {private.pk: Fate.OPENS, ended.pk: Fate.ENDED}
    client = sign_in(person_with("approver"))
    assert "Der Platz" in body_of(client.get(f"/admin/approvals/{state.pk}/")).split('id="files"', 1)[1]
    send(client, state, "approve")
    private.refresh_from_db()
    assert not private.is_public
    send(client, state, "approve", **{"approve-reason": "Die neue Lizenz liegt vor und wird nachgetragen."})
    private.refresh_from_db()
    assert private.is_public


def test_a_translation_is_read_beside_german(sign_in: SignIn) -> None:
    german, translator = live_page(), person_with("translator")
    english = index_of(NewsIndexPageFactory, "en")
    parent = german.get_parent().specific
    NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=parent.translation_key)
    source, _created = TranslationSource.get_or_create_from_instance(german)
    made = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    made.save_target(publish=False)
    write(made, translator)
    page = translations.submit(made, translator)
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    shown = sign_in(person_with("approver")).get(f"/admin/approvals/{state.pk}/")
    rows = {row.label: row for row in shown.context["comparison"].rows}
    assert shown.context["comparison"].is_translation
    paragraph = next(row for row in rows.values() if row.left and row.left[0].text == "Messer sind hier verboten.")
    assert paragraph.right[0].text.startswith("In English")


def test_the_list_shows_readers_what_waits_and_authors_where_theirs_stands(sign_in: SignIn) -> None:
    author = person_with("editor", "approver")
    submitted(author, live_page(), lead="Neu.", title="Mein Text")
    for person, own in ((author, True), (person_with("approver"), False)):
        rows = list(sign_in(person).get("/admin/approvals/").context["page"])
        assert [(row["title"], row["is_own"]) for row in rows] == [("Mein Text", own)]
    assert list(sign_in(person_with("editor")).get("/admin/approvals/").context["page"]) == []


def test_the_list_asks_the_same_number_of_questions_for_one_text_and_for_many(
    sign_in: SignIn, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client, author = sign_in(person_with("approver")), person_with("editor")
    for _turn in range(8):
        submitted(author, live_page(), lead="Neu.")
    with django_assert_max_num_queries(30):
        assert len(client.get("/admin/approvals/").context["page"]) == 8


def test_a_question_is_read_on_the_same_screen_and_its_editor_leads_there(sign_in: SignIn) -> None:
    entry, author = FAQEntryFactory(question_de="Wer hilft?"), person_with("editor")
    entry.question_de = "Wer hilft mir?"
    entry.save_revision(user=author)
    entry.refresh_from_db()
    entry.get_workflow().start(entry, author)
    state, client = entry.current_workflow_task_state, sign_in(person_with("approver"))
    editor = client.get(f"/admin/snippets/pages/faqentry/edit/{entry.pk}/")
    assert f"/admin/approvals/{state.pk}/" in body_of(editor)
    assert "<ins> mir</ins>" in body_of(client.get(f"/admin/approvals/{state.pk}/"))
    assert send(client, state, "approve").status_code == 302
    entry.refresh_from_db()
    assert entry.question_de == "Wer hilft mir?"
