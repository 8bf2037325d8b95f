"""A page moves in both languages or in none (platform design, section 4)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page
from wagtail.signals import pre_page_move

from news.models import NewsIndexPage, NewsPage
from pages import signals, trees
from tests.factories import NewsIndexPageFactory, NewsPageFactory, index_of, public_home
from tests.pages.doors import SignIn, person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
Lists = dict[str, Page]


def key_of(pages: Lists) -> None:
    """Make the English list the translation of the German one."""
    pages["en"].translation_key = pages["de"].translation_key
    NewsIndexPage.objects.filter(pk=pages["en"].pk).update(translation_key=pages["de"].translation_key)


@pytest.fixture
def old() -> Lists:
    """The list of news in both languages."""
    pages = {code: index_of(NewsIndexPageFactory, code) for code in ("de", "en")}
    key_of(pages)
    return pages


@pytest.fixture
def new(old: Lists) -> Lists:
    """Another list of news in both languages, below the home pages."""
    pages = {code: NewsIndexPageFactory(parent=public_home(code), slug=f"other-{code}") for code in ("de", "en")}
    key_of(pages)
    return pages


def pair(lists: Lists, title: str = "Neue Zone") -> tuple[Page, Page]:
    """Return a German page and its English one."""
    german = NewsPageFactory(parent=lists["de"], title=title)
    english = NewsPageFactory(parent=lists["en"], title=f"{title} (en)", slug=f"{german.slug}-en")
    NewsPage.objects.filter(pk=english.pk).update(translation_key=german.translation_key)
    return Page.objects.get(pk=german.pk), Page.objects.get(pk=english.pk)


def fresh(page: Page) -> Page:
    """Return a page as it is stored."""
    return Page.objects.get(pk=page.pk)


def test_english_follows_german(old: Lists, new: Lists) -> None:
    german, english = pair(old)
    german.specific.move(fresh(new["de"]), pos="last-child")
    assert fresh(english).get_parent().pk == new["en"].pk
    assert trees.differences() == []
    assert Page.find_problems() == ([], [], [], [], [])


def test_english_follows_a_new_order_within_a_list(old: Lists) -> None:
    pairs = [pair(old, title) for title in ("Eins", "Zwei", "Drei")]
    fresh(pairs[2][0]).move(fresh(pairs[0][0]), pos="left")
    order = list(fresh(old["en"]).get_children().values_list("pk", flat=True))
    assert order == [pairs[number][1].pk for number in (2, 0, 1)]


def test_a_place_without_english_is_refused_and_nothing_moves(old: Lists) -> None:
    german, english = pair(old)
    target = NewsIndexPageFactory(parent=public_home("de"), slug="nur-deutsch", title="Nur deutsch")
    with pytest.raises(ValidationError, match="Nur deutsch"):
        german.specific.move(fresh(target), pos="last-child")
    assert fresh(german).get_parent().pk == old["de"].pk
    assert fresh(english).get_parent().pk == old["en"].pk


def test_an_address_that_is_taken_in_english_is_refused(old: Lists, new: Lists) -> None:
    german, english = pair(old)
    NewsPageFactory(parent=new["en"], slug=english.slug)
    with pytest.raises(ValidationError, match=english.slug):
        german.specific.move(fresh(new["de"]), pos="last-child")
    assert trees.differences() == []


def test_english_alone_does_not_move(old: Lists, new: Lists) -> None:
    german, english = pair(old)
    with pytest.raises(ValidationError, match=german.title):
        english.specific.move(fresh(new["en"]), pos="last-child")
    assert fresh(english).get_parent().pk == old["en"].pk


def test_a_page_without_english_moves_freely(old: Lists, new: Lists) -> None:
    page = NewsPageFactory(parent=old["de"])
    page.move(fresh(new["de"]), pos="last-child")
    assert fresh(page).get_parent().pk == new["de"].pk


@pytest.mark.parametrize("door", ["single", "bulk"])
def test_the_screens_refuse_with_the_reason_and_move_both(door: str, old: Lists, new: Lists, sign_in: SignIn) -> None:
    german, english = pair(old)
    lonely = NewsIndexPageFactory(parent=public_home("de"), slug="nur-deutsch", title="Nur deutsch")
    client = sign_in(person_with("approver"))

    def move(target: Page) -> Any:
        if door == "single":
            address = reverse("wagtailadmin_pages:move_confirm", args=[german.pk, target.pk])
            return client.post(address, follow=True)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        return client.post(f"{address}?id={german.pk}", {"chooser": target.pk, "move_applicable": ""}, follow=True)

    assert "Nur deutsch" in " ".join(str(message) for message in move(lonely).context["messages"])
    assert fresh(german).get_parent().pk == old["de"].pk
    move(new["de"])
    assert fresh(german).get_parent().pk == new["de"].pk
    assert fresh(english).get_parent().pk == new["en"].pk


def test_without_the_guard_the_trees_fall_apart(old: Lists) -> None:
    german, _english = pair(old)
    target = NewsIndexPageFactory(parent=public_home("de"), slug="nur-deutsch")
    pre_page_move.disconnect(signals.page_about_to_move, dispatch_uid="pages.page_about_to_move")
    try:
        german.specific.move(fresh(target), pos="last-child")
    finally:
        pre_page_move.connect(signals.page_about_to_move, dispatch_uid="pages.page_about_to_move")
    assert len(trees.differences()) == 1
