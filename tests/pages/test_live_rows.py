"""No way around the review changes what readers see (editing design, section 4; settled question E1)."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page

from news.models import NewsPage
from tests.factories import NewsIndexPageFactory, NewsPageFactory, index_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


# Ways around the screens; each would change what readers see.
def change_live_row(page: NewsPage) -> None:
    page.title = "Geändert"
    page.save()


def copy_as_live(page: NewsPage) -> None:
    page.copy(update_attrs={"slug": "kopie"}, keep_live=True)


def add_live_child(page: NewsPage) -> None:
    page.get_parent().add_child(instance=NewsPage(title="Neu", locale=page.locale))


def make_alias(page: NewsPage) -> None:
    page.create_alias(update_slug="zweit")


def switch_live_on(page: NewsPage) -> None:
    page.unpublish()
    page.live = True
    page.save()


@pytest.mark.parametrize(
    "way", [change_live_row, copy_as_live, add_live_child, make_alias, switch_live_on], ids=lambda way: way.__name__
)
def test_no_way_around_the_review_changes_what_is_live(way: Callable[[NewsPage], None]) -> None:
    page = NewsPageFactory(title="Gelesen")
    before = Page.objects.live().count()
    with pytest.raises(PermissionDenied):
        way(NewsPage.objects.get(pk=page.pk))
    assert Page.objects.live().count() <= before
    assert NewsPage.objects.get(pk=page.pk).title == "Gelesen"


def test_what_is_no_text_is_still_written() -> None:
    page = NewsPageFactory(title="Gelesen")
    page.locked = True
    page.save()
    page.save_revision()
    page.move(index_of(NewsIndexPageFactory, "de"), pos="first-child")
    page.refresh_from_db()
    page.unpublish()
    assert not NewsPage.objects.get(pk=page.pk).live
