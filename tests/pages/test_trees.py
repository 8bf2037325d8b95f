"""Both trees have the same shape; a damaged count is found and mended (platform design, section 4)."""

from io import StringIO

import pytest
from django.core.management import call_command
from treebeard.mp_tree import MP_Node
from wagtail.models import Locale, Page

from news.models import NewsIndexPage, NewsPage
from pages import trees
from tests.factories import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def pair() -> tuple[NewsPage, Page]:
    """Return a German page and its English translation, in lists that translate each other."""
    german = NewsPageFactory()
    index = german.get_parent().specific
    english_locale = Locale.objects.get(language_code="en")
    english_index = index.get_translation_or_none(english_locale) or index.copy_for_translation(
        english_locale, copy_parents=True
    )
    english = german.copy_for_translation(english_locale)
    assert english.get_parent().pk == english_index.pk
    return german, english


def run() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_trees", stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_trees_of_the_same_shape_are_well() -> None:
    pair()
    assert run() == (0, "both trees have the same shape\n")


def test_a_count_of_children_that_hides_them_is_mended() -> None:
    german, _english = pair()
    index = german.get_parent()
    Page.objects.filter(pk=index.pk).update(numchild=0)
    assert run()[0] == 1
    assert Page.objects.get(pk=index.pk).numchild == 1
    assert run()[0] == 0


def test_a_page_that_was_moved_in_one_language_alone_is_named_by_number() -> None:
    german, english = pair()
    other = (
        german.get_parent()
        .get_parent()
        .add_child(instance=NewsIndexPage(title="Andere Liste", slug="andere-liste", live=False, locale=german.locale))
    )
    # The portal refuses this; a script on the database can do it.
    MP_Node.move(german, other, pos="last-child")
    code, words = run()
    assert code == 1
    assert words == f"page {english.pk} (en): its parent is not the translation of the German parent\n"
    assert german.title not in words
    assert trees.nightly() == 1
