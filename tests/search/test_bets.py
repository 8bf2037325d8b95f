"""Best bets stand above the hits, for readers who may see them, and reading them writes nothing."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from accounts.models import User
from pages.reader import INTRANET, PUBLIC, Reader
from search.entries import index_page
from search.service import find
from tests.factories import SearchPageFactory, StandardPageFactory, UserFactory, intranet_home, public_home

pytestmark = pytest.mark.django_db


def pick(question: str, **values: Any) -> SearchPromotion:
    """Put something on top of a question."""
    return SearchPromotion.objects.create(query=Query.get(question), **values)


@pytest.fixture
def stranger_reads(sites: None) -> Reader:
    """A stranger on the public site."""
    return Reader(AnonymousUser(), PUBLIC, "de")


@pytest.mark.acceptance("search", 10)
def test_a_bet_fires_for_other_forms_and_is_neither_counted_nor_repeated(stranger_reads: Reader) -> None:
    page = StandardPageFactory(parent=public_home("de"), title="Beratung nach einem Einbruch")
    other = StandardPageFactory(parent=public_home("de"), title="Einbrüche in der Stadt")
    for row in (page, other):
        index_page(row.pk)
    pick("einbruch", page=page, description="Wir kommen zu Ihnen.")
    for typed in ("Einbruch", "Einbrüche", "Was tun nach einem Einbruch?"):
        results = find(typed, stranger_reads)
        assert [bet.page.pk for bet in results.bets if bet.page] == [page.pk]
        assert [hit.page.pk for hit in results.hits] == [other.pk] and results.total == 1
    assert not find("Beratung", stranger_reads).bets


@pytest.mark.acceptance("search", 10)
def test_a_bet_never_shows_a_closed_page_nor_an_unsafe_address(stranger_reads: Reader) -> None:
    closed = StandardPageFactory(parent=intranet_home("de"), title="Dienstanweisung")
    pick("anweisung", page=closed)
    pick("anweisung", external_link_url="http://example.org/", external_link_text="Unsicher")
    assert not find("Anweisung", stranger_reads).bets
    staff = Reader(UserFactory(), INTRANET, "de")
    assert [bet.title for bet in find("Anweisung", staff).bets] == ["Dienstanweisung"]


def test_at_most_three_bets_stand_in_the_order_they_were_made(stranger_reads: Reader) -> None:
    for number in range(4):
        pick("notruf", external_link_url=f"https://example.org/{number}", external_link_text=f"Weg {number}")
    assert [bet.title for bet in find("Notrufe", stranger_reads).bets] == ["Weg 0", "Weg 1", "Weg 2"]


@pytest.mark.acceptance("search", 10)
def test_the_result_page_marks_bets_and_no_get_writes_a_question(stranger_reads: Reader, public: Client) -> None:
    SearchPageFactory(parent=public_home("de"), slug="suche")
    pick("notruf", external_link_url="https://example.org/", external_link_text="Notruf <Stadt>")
    before = Query.objects.count()
    page = public.get("/de/suche/", {"q": "Notrufe wählen"}).content.decode()
    assert "Empfohlen" in page and "Notruf &lt;Stadt&gt;" in page and 'href="https://example.org/"' in page
    for typed in ("Notruf", "nichts davon", "'; --"):
        public.get("/de/suche/", {"q": typed})
    assert Query.objects.count() == before


def test_editors_write_bets_and_a_wrong_one_is_said_beside_its_field(sites: None, sign_in: Any) -> None:
    page = StandardPageFactory(parent=public_home("de"), title="Beratung")
    client = sign_in(User.objects.create_superuser(email="chefin@example.org", password=None))
    form = {"asked": "Hilfe holen", "page": "", "external_link_url": "", "external_link_text": "", "description": ""}
    elsewhere = {"external_link_url": "https://example.org/"}
    unsafe, both, empty = {"external_link_url": "http://example.org/"}, elsewhere | {"page": page.pk}, {"asked": "?!"}
    for wrong in ({}, unsafe, elsewhere, both, empty | {"page": page.pk}):
        answer = client.post("/admin/best-bets/new/", form | wrong)
        assert answer.status_code == 200 and "w-field__errors" in answer.content.decode()
        assert f'value="{(form | wrong)["asked"]}"' in answer.content.decode()
    assert not SearchPromotion.objects.exists()
    assert client.post("/admin/best-bets/new/", form | {"page": page.pk}).status_code == 302
    made = SearchPromotion.objects.get()
    assert made.query.query_string == "hilfe holen"
    assert "hilfe holen" in client.get("/admin/best-bets/").content.decode()
    changed = client.post(f"/admin/best-bets/edit/{made.pk}/", form | {"page": page.pk, "asked": "Rat holen"})
    assert changed.status_code == 302
    assert [bet.title for bet in find("Rat holen", Reader(AnonymousUser(), PUBLIC, "de")).bets] == ["Beratung"]
    assert client.get("/admin/searchpicks/add/").url == "/admin/best-bets/"
    menu = client.get("/admin/").content.decode()
    assert "promoted-search-results" not in menu and "search-terms" not in menu
