"""A translation goes live by the same review as any text, and no stock screen gets around it (editing design, 6)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from accounts.models import User
from news.models import NewsIndexPage, NewsPage
from pages import translations
from pages.approvals import authors_of
from pages.publishing import NotApproved
from tests.factories import NewsIndexPageFactory, NewsPageFactory, index_of
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def german() -> NewsPage:
    """A German news page whose list exists in both languages."""
    page = NewsPageFactory(title="Neue Zone", lead="Wo Messer verboten sind.")
    parent = page.get_parent().specific
    english = index_of(NewsIndexPageFactory, "en")
    NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=parent.translation_key)
    return page


@pytest.fixture
def translation(german: NewsPage) -> Translation:
    """The English draft of the page, without any English text yet."""
    source, _created = TranslationSource.get_or_create_from_instance(german)
    made = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    made.save_target(publish=False)
    return made


def write(translation: Translation, user: User, words: str = "In English") -> None:
    """Translate every string, as the translation editor does."""
    for number, segment in enumerate(translation.source.stringsegment_set.all()):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=translation.target_locale,
            defaults={"data": f"{words} {number}", "last_translated_by": user},
        )


def target_of(translation: Translation) -> NewsPage:
    """Return the English page as it is stored."""
    return translation.get_target_instance()


def approve(page: Page, user: User) -> None:
    """Release the page in review."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, "approve")


@pytest.mark.acceptance("editing", 8)
def test_a_translation_goes_live_by_review_and_stays_as_it_was_until_then(translation: Translation) -> None:
    translator, reader = person_with("translator"), person_with("approver")
    assert not target_of(translation).live
    write(translation, translator)
    translations.submit(translation, translator)
    approve(target_of(translation), reader)
    first = target_of(translation)
    assert (first.live, first.title[:10]) == (True, "In English")
    write(translation, translator, "Better")
    translations.submit(translation, translator)
    assert target_of(translation).title == first.title
    approve(target_of(translation), reader)
    assert target_of(translation).title.startswith("Better")
    assert target_of(translation).slug == first.slug


def test_a_missing_string_blocks_the_review_and_nothing_changes(translation: Translation) -> None:
    translator = person_with("translator")
    write(translation, translator)
    StringTranslation.objects.first().delete()
    before = target_of(translation).latest_revision_id
    with pytest.raises(translations.Incomplete):
        translations.submit(translation, translator)
    assert target_of(translation).latest_revision_id == before
    assert not target_of(translation).workflow_in_progress
    assert len(translations.missing_strings(translation)) == 1


def test_who_wrote_the_strings_is_an_author(translation: Translation) -> None:
    translator, helper = person_with("translator"), person_with("translator", "approver")
    write(translation, helper)
    translations.submit(translation, translator)
    page = target_of(translation)
    assert authors_of(page.latest_revision) >= {translator.pk, helper.pk}
    with pytest.raises(NotApproved):
        approve(page, helper)


def test_the_screen_names_what_is_missing_and_then_submits(translation: Translation, sign_in: SignIn) -> None:
    translator = person_with("translator")
    client, page = sign_in(translator), target_of(translation)
    address = f"/admin/translations/{page.pk}/submit/"
    assert "Wo Messer verboten sind." in client.get(address).content.decode()
    client.post(address)
    assert not target_of(translation).workflow_in_progress
    write(translation, translator)
    assert client.post(address).status_code == 302
    assert target_of(translation).workflow_in_progress
    assert sign_in(person_with("committees")).get(address).status_code in (302, 403)


def test_the_editor_of_strings_leads_to_the_review(translation: Translation, sign_in: SignIn) -> None:
    page = target_of(translation)
    body = sign_in(person_with("translator")).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f"/admin/translations/{page.pk}/submit/" in body


def test_a_translator_cannot_change_german_pages(german: NewsPage) -> None:
    assert not german.permissions_for_user(person_with("translator")).can_edit()


@pytest.mark.acceptance("editing", 7)
def test_taking_over_new_strings_never_publishes(translation: Translation, sign_in: SignIn, german: NewsPage) -> None:
    write(translation, person_with("translator"))
    client = sign_in(person_with("editor"))
    address = f"/admin/localize/update/{translation.source_id}/"
    assert "publish_translations" not in client.get(address).content.decode()
    assert client.post(address, {"publish_translations": "on"}).status_code == 302
    assert not target_of(translation).live


@pytest.mark.acceptance("editing", 7)
@pytest.mark.parametrize("action", ["publish", "draft"])
def test_the_editor_of_strings_publishes_for_nobody(translation: Translation, sign_in: SignIn, action: str) -> None:
    page, person = target_of(translation), person_with("editor", "approver", "translator")
    person.is_superuser = True
    person.save()
    sign_in(person).post(f"/admin/pages/{page.pk}/edit/", {"action": action})
    assert not target_of(translation).live


@pytest.mark.acceptance("editing", 7)
def test_no_alias_is_made_of_a_translation(translation: Translation, sign_in: SignIn) -> None:
    page = target_of(translation)
    answer: Any = sign_in(person_with("editor")).post(f"/admin/localize/page/{page.pk}/convert_to_alias/")
    assert answer.status_code in (302, 403)
    assert target_of(translation).alias_of_id is None


@pytest.mark.acceptance("editing", 7)
def test_a_page_below_a_german_only_page_is_refused_with_a_message(sign_in: SignIn) -> None:
    page = NewsPageFactory(title="Neue Zone")
    english = Locale.objects.get(language_code="en")
    before = Page.objects.count()
    answer = sign_in(person_with("editor")).post(
        f"/admin/localize/submit/page/{page.pk}/", {"locales": [english.pk], "select_all": "", "include_subtree": ""}
    )
    assert answer.status_code == 200
    assert page.get_parent().title in str(answer.context["form"].errors["locales"])
    assert Page.objects.count() == before
