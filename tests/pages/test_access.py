"""The effective audience is stored with the page: narrowed below, never widened, cheap where nothing changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import NewsIndexPage
from pages.models import BasePage, PageAccess
from tests.factories import NewsIndexPageFactory, NewsPageFactory, intranet_home, write_live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def stored(page: BasePage) -> tuple[str, str]:
    """Return reach and roles as stored."""
    row = PageAccess.objects.get(pk=page.pk)
    return row.reach, row.roles


def section() -> BasePage:
    """Return a section of the intranet."""
    return NewsIndexPageFactory(parent=intranet_home(), slug="akten")


def test_a_section_that_is_narrowed_narrows_everything_below_and_opens_it_again() -> None:
    index = section()
    page = NewsPageFactory(parent=index)
    assert stored(page) == ("staff", "")
    index.audience = ["ism"]
    write_live(index)
    assert stored(index) == stored(page) == ("roles", "|ism|")
    index.audience = []
    write_live(index)
    assert stored(index) == stored(page) == ("staff", "")


def test_a_page_never_opens_what_its_section_closes() -> None:
    index = section()
    index.audience = ["ism"]
    write_live(index)
    page = NewsPageFactory(parent=index, audience=["editor"])
    assert stored(page) == ("roles", "")
    below = NewsPageFactory(parent=index, audience=["editor", "ism"])
    assert stored(below) == ("roles", "|ism|")


def test_a_page_that_is_moved_takes_the_audience_of_its_new_place() -> None:
    index = section()
    index.audience = ["ism"]
    write_live(index)
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=intranet_home(), slug="offen"))
    assert stored(page) == ("staff", "")
    page.move(NewsIndexPage.objects.get(pk=index.pk), pos="last-child")
    assert stored(page) == ("roles", "|ism|")


def test_saving_an_unchanged_section_costs_the_same_with_three_and_thirty_pages() -> None:
    pk = section().pk
    counts = []
    for more in (3, 27):
        for _number in range(more):
            NewsPageFactory(parent=NewsIndexPage.objects.get(pk=pk))
        index = NewsIndexPage.objects.get(pk=pk)
        with CaptureQueriesContext(connection) as queries:
            write_live(index)
        counts.append(len(queries))
    assert counts[0] == counts[1]
