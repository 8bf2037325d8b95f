"""What people decide in the matrix: still right, not wanted, wanted after all (editing design, section 6.4)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Page

from news.models import NewsIndexPage, NewsPage
from pages.models import TranslationDecision
from pages.models.base import TranslationWanted
from pages.translation_matrix import State, german_pages, rows
from tests.factories import NewsIndexPageFactory, NewsPageFactory, index_of
from tests.pages.doors import SignIn, person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


@pytest.fixture(autouse=True)
def _both_lists(sites: None) -> None:
    """The lists of news exist in both languages."""
    german, english = (index_of(NewsIndexPageFactory, code) for code in ("de", "en"))
    NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=german.translation_key)


def state_of(page: Page) -> State:
    """Return how the English version of a page stands."""
    return next(row.state for row in rows(german_pages()) if row.german.pk == page.pk)


def free_pair() -> NewsPage:
    """Return a German page whose freely edited English one is older."""
    german = NewsPageFactory()
    english = NewsPageFactory(parent=index_of(NewsIndexPageFactory, "en"))
    now = timezone.now()
    NewsPage.objects.filter(pk=english.pk).update(
        translation_key=german.translation_key, last_published_at=now - timedelta(days=2)
    )
    NewsPage.objects.filter(pk=german.pk).update(last_published_at=now - timedelta(days=1))
    return german


def decide(client: Any, page: Page, kind: str, query: str = "") -> Any:
    """Press a button of the matrix."""
    return client.post(
        f"/admin/translations/{page.pk}/decide/", {"kind": kind, "query": query, "request_key": str(uuid4())}
    )


def test_a_confirmed_translation_is_not_asked_for_again_until_german_changes(sign_in: SignIn) -> None:
    page, person = free_pair(), person_with("translator")
    assert state_of(page) == State.CHECK
    client = sign_in(person)
    assert 'value="confirmed"' in client.get("/admin/translations/").content.decode()
    assert decide(client, page, "confirmed").status_code == 302
    assert state_of(page) == State.INDEPENDENT
    assert TranslationDecision.objects.get().decided_by == person
    NewsPage.objects.filter(pk=page.pk).update(last_published_at=timezone.now() + timedelta(minutes=1))
    assert state_of(page) == State.CHECK


def test_a_page_is_not_wanted_and_wanted_after_all(sign_in: SignIn) -> None:
    page, client = NewsPageFactory(translation_wanted=TranslationWanted.OPTIONAL), sign_in(person_with("editor"))
    for kind, state in (("not_wanted", State.NOT_WANTED), ("wanted", State.MISSING)):
        assert decide(client, page, kind).status_code == 302
        assert state_of(page) == state
    assert TranslationDecision.objects.count() == 2


def test_what_the_page_type_requires_cannot_be_unwanted(sign_in: SignIn) -> None:
    page, client = NewsPageFactory(translation_wanted=TranslationWanted.REQUIRED), sign_in(person_with("editor"))
    answer = decide(client, page, "not_wanted")
    assert answer.status_code == 302
    assert state_of(page) == State.MISSING
    assert not TranslationDecision.objects.exists()


def test_a_stale_button_and_wrong_words_change_nothing(sign_in: SignIn) -> None:
    page, client = NewsPageFactory(), sign_in(person_with("editor"))
    assert decide(client, page, "confirmed").status_code == 302
    assert decide(client, page, "nonsense").status_code in (302, 403)
    assert sign_in(person_with("editor")).get(f"/admin/translations/{page.pk}/decide/").status_code == 405
    assert not TranslationDecision.objects.exists()


@pytest.mark.parametrize("role", ["committees", "technical_admin"])
def test_who_does_not_work_on_the_page_decides_nothing(role: str, sign_in: SignIn) -> None:
    page = NewsPageFactory(translation_wanted=TranslationWanted.OPTIONAL)
    assert decide(sign_in(person_with(role)), page, "not_wanted").status_code in (302, 403, 404)
    assert not TranslationDecision.objects.exists()


def test_the_matrix_shows_the_same_part_again_and_leads_nowhere_else(sign_in: SignIn) -> None:
    page, client = NewsPageFactory(translation_wanted=TranslationWanted.OPTIONAL), sign_in(person_with("editor"))
    answer = decide(client, page, "not_wanted", "state=missing&p=2&next=//example.org")
    assert answer["Location"] == "/admin/translations/?state=missing&p=2"
