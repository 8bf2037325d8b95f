"""The matrix says of every page how its English version stands (editing design, section 6.4)."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from accounts.models import User
from news.models import NewsIndexPage, NewsPage
from pages.models.base import TranslationWanted
from pages.translation_matrix import State, german_pages, rows
from tests.factories import NewsIndexPageFactory, NewsPageFactory, index_of, release, write_live
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
TEXTS = [("paragraph", "<p>Der erste Absatz.</p>"), ("paragraph", "<p>Der zweite Absatz.</p>")]


@pytest.fixture(autouse=True)
def _both_lists(sites: None) -> None:
    """The lists of news exist in both languages."""
    german, english = (index_of(NewsIndexPageFactory, code) for code in ("de", "en"))
    NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=german.translation_key)


def translated(**fields: Any) -> NewsPage:
    """Return a German page whose English page is live and complete."""
    page = NewsPageFactory(body=TEXTS, **fields)
    release(page)
    page = NewsPage.objects.get(pk=page.pk)
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.all():
        words = f"english-{segment.pk}"
        StringTranslation.objects.get_or_create(
            translation_of=segment.string, context=segment.context, locale=english, defaults={"data": words}
        )
    translation.save_target(publish=False)
    release(translation.get_target_instance())
    return page


def english_of(page: NewsPage) -> NewsPage:
    """Return the English page."""
    return NewsPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def state_of(page: NewsPage) -> tuple[State, int]:
    """Return state and number of missing strings of a page."""
    row = next(row for row in rows(german_pages()) if row.german.pk == page.pk)
    return row.state, row.missing


def test_a_page_without_english_is_missing_or_not_wanted() -> None:
    assert state_of(NewsPageFactory()) == (State.MISSING, 0)
    assert state_of(NewsPageFactory(translation_wanted=TranslationWanted.NONE)) == (State.NOT_WANTED, 0)


def test_a_complete_live_translation_is_up_to_date_and_an_unpublished_one_a_draft() -> None:
    page = translated()
    assert state_of(page) == (State.CURRENT, 0)
    english_of(page).unpublish()
    assert state_of(page) == (State.DRAFT, 0)


@pytest.mark.acceptance("editing", 9)
def test_one_changed_paragraph_is_one_outdated_string_on_that_page_only() -> None:
    page, other = translated(), translated()
    page.body[1] = ("paragraph", "<p>Der zweite Absatz, neu.</p>")
    release(page)
    assert state_of(page) == (State.OUTDATED, 1)
    assert state_of(other) == (State.CURRENT, 0)


@pytest.mark.acceptance("editing", 9)
def test_a_draft_of_the_german_page_makes_nothing_outdated() -> None:
    page = translated()
    page.body[1] = ("paragraph", "<p>Noch nicht gelesen.</p>")
    page.save_revision()
    assert state_of(page) == (State.CURRENT, 0)


@pytest.mark.acceptance("editing", 9)
def test_an_unpublished_german_page_leaves_an_orphan() -> None:
    page = translated()
    page.unpublish()
    assert state_of(page)[0] == State.ORPHAN


def test_a_page_in_review_and_one_that_is_edited_freely_say_so() -> None:
    page, free = translated(), translated()
    english, author = english_of(page), person_with("translator")
    english.save_revision(user=author)
    english.get_workflow().start(english, author)
    assert state_of(page)[0] == State.IN_REVIEW
    Translation.objects.filter(source__object_id=free.translation_key).update(enabled=False)
    assert state_of(free)[0] == State.INDEPENDENT
    free = NewsPage.objects.get(pk=free.pk)
    free.last_published_at = timezone.now() + timedelta(minutes=1)
    write_live(free)
    assert state_of(free)[0] == State.CHECK


def test_the_screen_filters_and_names_wrong_values(sign_in: SignIn) -> None:
    done, open_page = translated(title="Fertige Seite"), NewsPageFactory(title="Offene Seite")
    client = sign_in(person_with("editor"))
    everything = client.get("/admin/translations/").content.decode()
    assert done.title in everything
    assert open_page.title in everything
    missing = client.get("/admin/translations/?state=missing").content.decode()
    assert open_page.title in missing
    assert f">{done.title}<" not in missing
    section = client.get(f"/admin/translations/?section={done.get_parent().pk}").content.decode()
    assert done.title in section
    wrong = client.get("/admin/translations/?state=nonsense&p=x")
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["state"]


def test_the_screen_shows_only_what_the_person_works_on(sign_in: SignIn) -> None:
    page = NewsPageFactory(title="Meldung der Probe")
    assert page.title not in sign_in(person_with("committees")).get("/admin/translations/").content.decode()


@pytest.mark.acceptance("editing", 17)
def test_a_translator_of_the_english_site_sees_the_german_pages_that_have_no_english_yet(sign_in: SignIn) -> None:
    done, missing = translated(title="Schon übersetzt"), NewsPageFactory(title="Noch nicht übersetzt")
    answer = sign_in(person_with("translator")).get("/admin/translations/")
    seen = {row.german.pk for row in answer.context["page"]}
    assert {done.pk, missing.pk} <= seen


def test_the_matrix_of_a_thousand_pages_is_quick_and_asks_no_question_per_row(sign_in: SignIn) -> None:
    client, parent = sign_in(person_with("editor")), index_of(NewsIndexPageFactory, "de")
    NewsPageFactory(parent=parent)
    client.get("/admin/translations/")
    few = queries_of(client)
    many(parent, 1_000)
    assert queries_of(client) == few
    start = time.process_time()
    assert client.get("/admin/translations/").status_code == 200
    assert time.process_time() - start <= 0.4 * SLOW


# The figure holds on a quiet machine of two cores; a loaded one is allowed more.
SLOW = 3


def queries_of(client: Client) -> int:
    """Return the number of queries of the matrix."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/admin/translations/").status_code == 200
    return len(queries)


def many(parent: Page, number: int) -> None:
    """Put many pages below another quickly: rows alone, as the explorer and the matrix read them."""
    child = NewsPage.objects.child_of(parent).get()
    row = Page.objects.get(pk=child.pk)
    start = Page._get_basepath(parent.path, parent.depth)
    for count in range(number):
        row.pk, row._state.adding = None, True
        row.path = Page._get_path(start, parent.depth + 1, 1_000 + count)
        row.slug = row.title = row.draft_title = f"seite-{count}"
        row.url_path, row.translation_key = f"{parent.url_path}{row.slug}/", uuid4()
        row.save_base(raw=True)
        child.pk = child.page_ptr_id = row.pk
        child._state.adding = True
        child.save_base(raw=True)
