"""Which department answers for a page (editing design, section 9)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from accounts.models import Department
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from pages import owners
from pages.models import PageOwner
from tests.factories import (
    DepartmentFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    StandardPageFactory,
    index_of,
    write_live,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]


def stored() -> dict[int, int | None]:
    """Return the stored owner of every page."""
    return dict(PageOwner.objects.values_list("page_id", "department_id"))


def own(page: Page, department: Department | None) -> None:
    """Name the owner of a live page."""
    page = type(page).objects.get(pk=page.pk)
    page.owner_department = department
    write_live(page)


@pytest.fixture
def section() -> StandardPage:
    """A section with a page below, one below that, and one with an owner of its own."""
    top = StandardPageFactory(title="Bereich")
    middle = StandardPageFactory(parent=top, title="Mitte")
    StandardPageFactory(parent=middle, title="Unten")
    StandardPageFactory(parent=top, title="Eigene", owner_department=DepartmentFactory())
    return top


@pytest.mark.acceptance("editing", 14)
def test_the_owner_of_a_section_reaches_all_that_inherits_and_nothing_else(section: StandardPage) -> None:
    before, department = stored(), DepartmentFactory()
    inheriting = set(Page.objects.filter(title__in=["Bereich", "Mitte", "Unten"]).values_list("pk", flat=True))
    own(section, department)
    after = stored()
    assert {pk for pk in after if after[pk] != before[pk]} == inheriting
    assert {after[pk] for pk in inheriting} == {department.pk}
    for pk in after:
        found = owners.owner_of(Page.objects.get(pk=pk).specific)
        assert (found.pk if found else None) == after[pk]


@pytest.mark.acceptance("editing", 14)
def test_a_translation_follows_its_german_page_wherever_it_stands() -> None:
    german, english = (index_of(NewsIndexPageFactory, code) for code in ("de", "en"))
    NewsIndexPage.objects.filter(pk=english.pk).update(translation_key=german.translation_key)
    page, only_english = NewsPageFactory(), NewsPageFactory(language="en")
    twin = NewsPageFactory(language="en", translation_key=page.translation_key)
    department = DepartmentFactory()
    own(german, department)
    assert {stored()[pk] for pk in (german.pk, page.pk, english.pk, twin.pk, only_english.pk)} == {department.pk}
    assert owners.owner_of(NewsPage.objects.get(pk=twin.pk)) == department


def test_a_kept_version_gives_nothing_a_new_owner(section: StandardPage) -> None:
    before = stored()
    section.owner_department = DepartmentFactory()
    section.save_revision()
    assert stored() == before


def test_a_page_that_is_moved_or_loses_its_owner_inherits_at_its_place(section: StandardPage) -> None:
    department = DepartmentFactory()
    other = StandardPageFactory(owner_department=department)
    moved = StandardPage.objects.get(title="Unten")
    moved.move(StandardPage.objects.get(pk=other.pk), pos="last-child")
    assert stored()[moved.pk] == department.pk
    own(other, None)
    assert stored()[moved.pk] == stored()[other.get_parent().pk]


def test_pages_of_a_department_that_is_gone_inherit_again(section: StandardPage) -> None:
    page = StandardPage.objects.get(title="Eigene")
    Department.objects.get(pk=page.owner_department_id).delete()
    assert stored()[page.pk] == stored()[section.pk]


def test_storing_the_owners_of_a_branch_asks_the_same_for_few_and_many(section: StandardPage) -> None:
    asked = []
    for number in (1, 10):
        for _page in range(number):
            StandardPageFactory(parent=section)
        top = StandardPage.objects.get(pk=section.pk)
        with CaptureQueriesContext(connection) as queries:
            owners.rebuild(top)
        asked.append(len(queries))
    assert asked[0] == asked[1]
