"""An answer of the FAQ goes live by the same review as a page (editing design, section 4.1, trap 8)."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.test.utils.form_data import rich_text

from accounts.models import User
from pages.models import Approval, FAQEntry
from pages.publishing import NotApproved
from tests.factories import FAQCategoryFactory, FAQEntryFactory, FAQPageFactory, UserFactory
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
ADD = "/admin/snippets/pages/faqentry/add/"


def fields(**more: str) -> dict[str, str]:
    """Return what the form of a question needs."""
    return {
        "category": str(FAQCategoryFactory().pk),
        "site": "public",
        "question_de": "Wer liest mit?",
        "answer_de": rich_text("<p>Eine zweite Person.</p>"),
        "question_en": "",
        "answer_en": rich_text(""),
        **more,
    }


def draft_in_review(author: User, client: Client) -> FAQEntry:
    """Return a question that its author has written and submitted in the screens."""
    assert client.post(ADD, fields(**{"action-submit": "1"})).status_code == 302
    return FAQEntry.objects.get(question_de="Wer liest mit?")


def test_a_new_question_is_a_draft_until_a_second_person_has_read_it(sign_in: SignIn, public: Client) -> None:
    author, reader = person_with("editor"), person_with("approver")
    entry = draft_in_review(author, sign_in(author))
    page = FAQPageFactory(categories=[("category", entry.category)])
    assert "Wer liest mit?" not in public.get(page.get_url()).content.decode()
    state = entry.current_workflow_task_state
    assert state.task.specific.get_actions(entry, author) == []
    state.task.specific.on_action(state, reader, "approve")
    assert FAQEntry.objects.get(pk=entry.pk).live
    assert Approval.objects.get().approver == reader
    assert "Wer liest mit?" in public.get(page.get_url()).content.decode()


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_publishes_a_question_in_the_editor(sign_in: SignIn, superuser: bool) -> None:
    person = UserFactory(is_superuser=True) if superuser else person_with("editor", "approver")
    client = sign_in(person)
    assert 'name="action-publish"' not in client.get(ADD).content.decode()
    client.post(ADD, fields(**{"action-publish": "1"}))
    assert not FAQEntry.objects.filter(live=True).exists()


def test_a_live_answer_does_not_change_by_saving() -> None:
    entry = FAQEntryFactory()
    entry.answer_de = "<p>Von niemandem gelesen.</p>"
    with pytest.raises(NotApproved):
        entry.save()
    entry.save_revision()
    entry.refresh_from_db()
    assert "Von niemandem" not in entry.answer_de


def test_questions_are_still_put_in_order() -> None:
    entry = FAQEntryFactory()
    entry.position = 7
    entry.save()
    assert FAQEntry.objects.get(pk=entry.pk).position == 7
