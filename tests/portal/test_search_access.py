"""Nobody finds, counts or guesses anything of a page that is closed to them."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from news.models import NewsIndexPage, NewsPage
from pages.access import refresh
from pages.models import BasePage
from pages.permissions import visible_to
from pages.publishing import writing_live
from pages.reader import INTRANET, PUBLIC, Reader
from search import leaks
from search.candidates import entries_for
from search.entries import audience_of, index_page
from search.models import Entry, Token, Word
from search.rebuild import stale
from search.service import find
from tests.factories import ImageFactory, UserFactory, intranet_home, public_home

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
# Words that stand nowhere else, by who may know them: title, lead, body and search words of two pages each.
CANARIES = {
    "role": ("quaxolin", "brimsteg", "zwolfgart", "plonkhain"),
    "staff": ("vextoral", "murkstein", "dronzelig", "kwaffbach"),
    "public": ("jolzmark", "tribsucht", "hafzibel", "wexgrund"),
}


def add_news(home: Page, words: tuple[str, ...], number: int, audience: list[str]) -> NewsPage:
    """Publish a page with the words in its parts."""
    title, lead, body, extra = words
    parent = NewsIndexPage.objects.filter(locale=home.locale).descendant_of(home).first() or home
    page = NewsPage(title=f"{title.title()} {number}", slug=f"probe-{title[-3:]}-{number}")
    page.locale, page.audience = home.locale, audience
    page.lead, page.search_keywords, page.date = f"Ein {lead}", extra, timezone.localdate()
    page.teaser_image = ImageFactory(title="Bild")
    page.body = [("paragraph", f"<p>Hier steht {body}.</p>")]
    with writing_live():
        Page.objects.get(pk=parent.pk).add_child(instance=page)
    index_page(page.pk)
    return page


@pytest.fixture
def canaries(portal: None, db: None) -> list[NewsPage]:
    """Two indexed pages for each kind of reader, so that their words are common enough to be offered."""
    found = []
    for number in (1, 2):
        found.append(add_news(intranet_home("de"), CANARIES["role"], number, ["ism"]))
        found.append(add_news(intranet_home("de"), CANARIES["staff"], number, []))
        found.append(add_news(public_home("de"), CANARIES["public"], number, []))
    return found


def persons() -> dict[str, Any]:
    """Return a person for each role, one without any, and a superuser."""
    found: dict[str, Any] = {"superuser": User.objects.get(email="superuser@example.org"), "none": UserFactory()}
    for group in Group.objects.all():
        found[group.name] = UserFactory()
        found[group.name].groups.add(group)
    return found


def mistyped(word: str) -> str:
    """Return a word with its middle letter left out."""
    return word[: len(word) // 2] + word[len(word) // 2 + 1 :]


def readers_of(kind: str) -> tuple[list[Reader], list[Reader]]:
    """Return readers who may know the words of a kind, and readers who may not."""
    who = persons()
    stranger = [Reader(AnonymousUser(), PUBLIC, "de"), Reader(AnonymousUser(), INTRANET, "de")]
    inside = {name: Reader(user, INTRANET, "de") for name, user in who.items()}
    allowed = {"role": {"ism", "superuser"}, "staff": set(inside), "public": set(inside)}[kind]
    yes = [row for name, row in inside.items() if name in allowed] + (stranger if kind == "public" else [])
    no = [row for name, row in inside.items() if name not in allowed] + ([] if kind == "public" else stranger)
    return yes, no


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_person_can_find_exactly_the_pages_that_person_may_see(language: str, canaries: list[NewsPage]) -> None:
    for name, user in persons().items():
        reader = Reader(user, INTRANET, language)
        pages = visible_to(user, Page.objects.filter(depth__gt=1, locale=reader.locale)).specific()
        seen = {page.pk for page in pages if isinstance(page, BasePage) and not page.hide_from_search}
        assert set(entries_for(reader).values_list("page_id", flat=True)) == seen, name
    stranger = Reader(AnonymousUser(), PUBLIC, language)
    pages = visible_to(stranger.user, Page.objects.filter(depth__gt=1, locale=stranger.locale)).specific()
    seen = {page.pk for page in pages if isinstance(page, BasePage) and not page.hide_from_search}
    assert set(entries_for(stranger).values_list("page_id", flat=True)) == seen


@pytest.mark.parametrize("kind", list(CANARIES))
def test_words_of_closed_pages_bring_no_hit_no_count_and_no_offer(kind: str, canaries: list[NewsPage]) -> None:
    may, may_not = readers_of(kind)
    for word in CANARIES[kind]:
        for reader in may:
            assert find(word, reader).total == 2
        for reader in may_not:
            for typed in (word, mistyped(word), f"Gewalt {word}", f'"{word}"', f"Gewalt {mistyped(word)}"):
                results = find(typed, reader)
                assert not any(word in hit.page.title.casefold() for hit in results.hits)
                assert word not in results.better.casefold()
            assert find(word, reader).total == 0 and not find(word, reader).facets.kinds


@pytest.mark.parametrize("kind", ["staff", "public"])
def test_readers_who_may_know_a_word_are_offered_it(kind: str, canaries: list[NewsPage]) -> None:
    word = CANARIES[kind][0]
    assert [find(mistyped(word), reader).better for reader in readers_of(kind)[0]].count(word) >= 2


def test_words_of_role_bound_pages_stand_in_no_number(canaries: list[NewsPage]) -> None:
    for word in CANARIES["role"]:
        assert not Word.objects.filter(word=word, df_staff__gt=0).exists()
        assert not Token.objects.filter(token__startswith=word[:6], df_staff__gt=0).exists()
    assert Word.objects.get(word=CANARIES["staff"][0]).df_public == 0


def test_the_result_page_shows_strangers_and_staff_no_closed_word(canaries: list[NewsPage], public: Client) -> None:
    staff = Client(HTTP_HOST="intranet.localhost:8000", SERVER_PORT="8000")
    staff.force_login(User.objects.get(email="staff@example.org"), backend="accounts.backends.LocalBackend")
    for client, kinds in ((public, ("role", "staff")), (staff, ("role",))):
        for word in [word for kind in kinds for word in CANARIES[kind]]:
            page = client.get("/de/suche/", {"q": mistyped(word)})
            assert page.status_code == 200 and word not in page.content.decode().casefold()
            page = client.get("/de/suche/", {"q": word})
            assert 'class="zks-rows zks-results"' not in page.content.decode()


def test_a_narrowed_page_is_gone_at_once_with_its_words(canaries: list[NewsPage], public: Client) -> None:
    word, page = CANARIES["public"][0], canaries[2]
    assert find(word, Reader(AnonymousUser(), PUBLIC, "de")).total == 2
    Page.move(page, NewsIndexPage.objects.filter(locale=page.locale).descendant_of(intranet_home("de")).get())
    moved = Page.objects.get(pk=page.pk).specific
    moved.audience = ["ism"]
    with writing_live():
        moved.save()
    refresh(moved)
    stranger = Reader(AnonymousUser(), PUBLIC, "de")
    assert find(word, stranger).total == 1
    assert Word.objects.get(word=word).df_staff == 1
    moved.unpublish()
    assert not Entry.objects.filter(page=page).exists()


@pytest.mark.acceptance("search", 5)
def test_an_entry_with_a_wrong_audience_is_not_shown_but_told(
    canaries: list[NewsPage], caplog: pytest.LogCaptureFixture, public: Client, settings: Any
) -> None:
    settings.HEALTH_NETWORKS = ["127.0.0.0/8"]
    closed = Entry.objects.get(page=canaries[0])
    Entry.objects.filter(pk=closed.pk).update(audience=audience_of("public"), site="public")
    assert stale()["audience differs"] == 1
    word = CANARIES["role"][0]
    answer = public.get("/de/suche/", {"q": word}).content.decode()
    assert "Quaxolin 1" not in answer and 'class="zks-rows zks-results"' not in answer
    assert [vars(row)["key"] for row in caplog.records if row.message == "search.leak"] == [closed.key]
    parts = json.loads(public.get("/health/ready/").content)["parts"]
    assert parts["search"] == "degraded: the index offered a closed page"
    leaks.forget()
    assert json.loads(public.get("/health/ready/").content)["parts"]["search"] == "ok"
