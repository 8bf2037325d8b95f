"""The result page marks what was asked for, offers what is there in the other language, and stays calm in a rebuild."""

from datetime import date

import pytest
from django.test import Client

from news.models import PressIndexPage, PressReleasePage
from pages.publishing import writing_live
from search import rebuild as rebuilding
from search.entries import index_page
from search.models import Entry
from search.rebuild import stale
from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.mark.acceptance("search", 12)
def test_an_english_page_offers_what_is_there_in_german_alone(portal: None, public: Client) -> None:
    parent = PressIndexPage.objects.get(locale__language_code="de")
    release = PressReleasePage(
        title="Zwolfgart eröffnet", slug="probe", locale=parent.locale, lead="Ein neuer Zwolfgart."
    )
    release.teaser_image = ImageFactory(title="Bild")
    with writing_live():
        parent.add_child(instance=release)
    index_page(release.pk)
    page = public.get("/en/search/", {"q": "Zwolfgart"}).content.decode()
    assert "Only in German" in page and '<h2 lang="de"><a href="' in page and '<p lang="de">' in page
    assert "Nur auf" not in public.get("/de/suche/", {"q": "Zwolfgart"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "marked"),
    [("Buergerbefragung", "ürgerbefragung"), ("strasse", "traße"), ("Räte", "Rat"), ("Gewaltprävention", "Gewalt")],
)
def test_other_spellings_and_forms_are_found_and_marked(typed: str, marked: str, portal: None, public: Client) -> None:
    page = public.get("/de/suche/", {"q": typed}).content.decode()
    words = [part.split("</mark>")[0] for part in page.split("<mark>")[1:]]
    assert any(marked in word for word in words), words


def test_hits_are_sorted_by_date_on_demand(portal: None, public: Client) -> None:
    page = public.get("/de/suche/", {"q": "Gewalt", "sort": "date"}).content.decode()
    days = [date.fromisoformat(part[:10]) for part in page.split('<time datetime="')[1:]]
    assert len(days) > 2 and days == sorted(days, reverse=True)
    assert public.get("/de/suche/", {"q": "Gewalt", "sort": "size"}).status_code == 404


def test_a_page_of_hits_past_the_end_is_the_last_one(portal: None, public: Client) -> None:
    page = public.get("/de/suche/", {"q": "Gewalt", "page": 99}).content.decode()
    assert 'class="zks-rows zks-results"' in page and 'aria-current="page"' in page and 'rel="next"' not in page


def test_a_mistyped_word_gets_an_offer_in_the_readers_spelling(portal: None, public: Client) -> None:
    page = public.get("/de/suche/", {"q": "Bürgerbefragnug"}).content.decode()
    assert 'href="?q=B%C3%BCrgerbefragung">Bürgerbefragung</a>' in page


@pytest.mark.acceptance("search", 8)
def test_a_newer_analyser_makes_entries_stale_and_searches_go_on(
    portal: None, public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "ANALYSIS", rebuilding.ANALYSIS + 1)
    assert stale()["stale"] == Entry.objects.count() > 100
    assert 'class="zks-rows zks-results"' in public.get("/de/suche/", {"q": "Gewalt"}).content.decode()


def test_the_check_finds_a_missing_a_stale_an_extra_and_a_wrongly_opened_entry(portal: None) -> None:
    missing, old, extra, opened = Entry.objects.filter(site="public", locale__language_code="de")[:4]
    missing.delete()
    Entry.objects.filter(pk=old.pk).update(text="something else")
    with writing_live():
        type(extra.page).objects.filter(pk=extra.page_id).update(live=False)
    Entry.objects.filter(pk=opened.pk).update(site="intranet")
    assert stale() == {"missing": 1, "stale": 1, "extra": 1, "audience differs": 1}
