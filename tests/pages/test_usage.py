"""Deleting and unpublishing show every use of a page, its owner first (editing design, section 8)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex, Site

from accounts.models import Department, User
from home.models import Navigation, PublicHomePage, StandardPage
from pages import owners
from pages.models import RelatedPage
from pages.usage import Way, uses_of
from tests.factories import DepartmentFactory, FAQEntryFactory, NewsPageFactory, StandardPageFactory, write_live
from tests.pages.doors import person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def block(kind: str, value: object) -> dict[str, object]:
    """Return a block as it is stored."""
    return {"type": kind, "value": value, "id": str(uuid4())}


def index(*objects: object) -> None:
    """Bring the index of references up to date, as a job does."""
    for obj in objects:
        ReferenceIndex.create_or_update_for_object(type(obj)._base_manager.get(pk=obj.pk))


@pytest.fixture
def target() -> StandardPage:
    """A page that is used in every way."""
    page = StandardPageFactory(title="Ziel", owner_department=Department.objects.get(key="office"))
    text = NewsPageFactory(
        title="Im Text", body=[block("paragraph", f'<p><a linktype="page" id="{page.pk}">x</a></p>')]
    )
    card = NewsPageFactory(title="Als Karte", body=[block("teaser", {"page": page.pk})])
    related = NewsPageFactory(title="Als Hinweis")
    related.related_pages = [RelatedPage(target=page)]
    write_live(related)
    home = PublicHomePage.objects.get(locale__language_code="de")
    PublicHomePage.objects.filter(pk=home.pk).update(hero=page)
    menu = Navigation.for_site(Site.objects.get(is_default_site=True))
    menu.header = [block("item", {"label": "Ziel", "page": page.pk})]
    menu.save()
    answer = FAQEntryFactory(answer_de=f'<p><a linktype="page" id="{page.pk}">x</a></p>')
    Redirect.objects.create(old_path="/alt", redirect_page=page)
    index(text, card, related, home, menu, answer)
    return page


def ways(page: Page, user: User) -> set[str]:
    """Return in which ways a page is used."""
    return {use.way for use in uses_of([page], user)}


@pytest.mark.acceptance("editing", 13)
def test_every_way_in_which_a_page_is_used_is_listed(target: StandardPage) -> None:
    user = person_with("approver")
    assert ways(target, user) == set(Way)
    assert {use.way for use in uses_of([StandardPageFactory()], user)} == set()


@pytest.mark.acceptance("editing", 13)
@pytest.mark.parametrize("screen", ["delete", "unpublish"])
def test_the_screen_before_a_page_goes_lists_its_uses(target: StandardPage, sign_in: SignIn, screen: str) -> None:
    body = sign_in(person_with("approver")).get(f"/admin/pages/{target.pk}/{screen}/").content.decode()
    for title in ("Im Text", "Als Karte", "Als Hinweis", "Amt der Proben", "/alt"):
        assert title in body, title


@pytest.mark.acceptance("editing", 13)
@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_the_screen_before_several_pages_go_lists_their_uses(
    target: StandardPage, sign_in: SignIn, action: str
) -> None:
    body = sign_in(person_with("approver")).get(f"/admin/bulk/wagtailcore/page/{action}/?id={target.pk}")
    assert "Als Karte" in body.content.decode()


def test_owners_stand_first_and_what_is_not_live_last(target: StandardPage) -> None:
    department = DepartmentFactory(name_de="Zuletzt im Alphabet")
    page = NewsPageFactory(owner_department=department, body=[block("teaser", {"page": target.pk})])
    draft = NewsPageFactory(live=False, body=[block("teaser", {"page": target.pk})])
    owners.rebuild(page)
    index(page, draft)
    found = uses_of([target], person_with("approver"))
    assert found[-1].source == draft.title
    assert not found[-1].live
    live = [use.owner for use in found if use.live]
    assert live == sorted(live)


def test_uses_within_what_goes_and_of_another_language_are_left_out(target: StandardPage) -> None:
    user, child = person_with("approver"), StandardPageFactory(parent=target)
    inner = StandardPageFactory(parent=target, title="Innen", body=[block("teaser", {"page": child.pk})])
    index(inner)
    assert "Innen" not in {use.source for use in uses_of([Page.objects.get(pk=target.pk)], user)}
    english = StandardPageFactory(language="en", translation_key=target.translation_key)
    assert uses_of([english], user) == []
    reader = NewsPageFactory(language="en", title="In English", body=[block("teaser", {"page": target.pk})])
    index(reader)
    assert [use.source for use in uses_of([english], user)] == ["In English"]


def test_the_uses_of_many_pages_ask_no_more_than_those_of_one(target: StandardPage) -> None:
    user, asked = person_with("approver"), []
    uses_of([Page.objects.get(pk=target.pk)], user)
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            uses_of([Page.objects.get(pk=target.pk)], user)
        asked.append(len(queries))
        for _number in range(5):
            page = NewsPageFactory(body=[block("teaser", {"page": target.pk})])
            index(page)
    assert asked[1] == asked[0] <= 20, [query["sql"][:200] for query in queries]
