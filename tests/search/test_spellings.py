"""Other spellings, forms and compounds find their pages, with the right words marked (search design, section 15)."""

import pytest
from django.test import Client

from search.entries import index_page
from tests.factories import SearchPageFactory, StandardPageFactory, public_home

pytestmark = [pytest.mark.django_db, pytest.mark.acceptance("search", 3)]
PAGES = {
    "survey": "Die Bürgerbefragung zur Sicherheit",
    "council": "Rat und Ausschüsse",
    "road": "Sicher über die Straße",
    "licence": "Eine Softwarelizenz beantragen",
    "licences": "Software-Lizenzen für Schulen",
    "other": "Hunde im Park",
}
# What is typed -> the pages that it finds, and the words that are marked there.
ASKED = {
    "Buergerbefragung": ({"survey"}, {"Bürgerbefragung"}),
    "Räte": ({"council"}, {"Rat"}),
    "strasse": ({"road"}, {"Straße"}),
    "Softwarelizenz": ({"licence", "licences"}, {"Softwarelizenz", "Software-Lizenzen"}),
    "Software-Lizenzen": ({"licence", "licences"}, {"Softwarelizenz", "Software-Lizenzen"}),
}


@pytest.fixture
def titles(sites: None) -> dict[str, str]:
    """A search page and pages to find; return their titles."""
    home = public_home("de")
    SearchPageFactory(parent=home, slug="suche")
    for slug, title in PAGES.items():
        index_page(StandardPageFactory(parent=home, title=title, slug=slug).pk)
    return PAGES


@pytest.mark.parametrize("typed", ASKED)
def test_a_word_finds_its_other_spellings_and_marks_them(typed: str, titles: dict[str, str], public: Client) -> None:
    wanted, marked = ASKED[typed]
    page = public.get("/de/suche/", {"q": typed}).content.decode()
    assert {slug for slug in titles if f'href="/de/{slug}/"' in page.split("<main", 1)[1]} == wanted
    words = " ".join(part.split("</mark>")[0] for part in page.split("<mark>")[1:])
    assert [word for word in marked if word not in words and word not in words.replace(" ", "-")] == [], words
    assert "Hunde" not in words
