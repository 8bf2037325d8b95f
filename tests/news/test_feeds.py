"""Feeds, read back by parsers that did not write them (content design, section 9)."""

import uuid
from datetime import date, timedelta

import feedparser
import jsonschema
import pytest
from django.test import Client
from django.utils import timezone

from news.models import NewsPage
from pages.models import PageTopic
from tests.factories import (
    NewsIndexPageFactory,
    NewsPageFactory,
    TopicFactory,
    UserFactory,
    index_of,
    intranet_home,
    public_home,
    write_live,
)

pytestmark = pytest.mark.usefixtures("sites")
# What JSON Feed 1.1 asks of a feed.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": {"type": "string", "format": "uri", "pattern": "^https?://"},
        "feed_url": {"type": "string", "format": "uri", "pattern": "^https?://"},
        "language": {"type": "string"},
        "items": {
            "type": "array",
            "maxItems": 50,
            "items": {
                "type": "object",
                "required": ["id"],
                "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "title": {"type": "string"},
                    "content_text": {"type": "string", "minLength": 1},
                    "date_published": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*[+-]\d\d:\d\d$"},
                    "date_modified": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*[+-]\d\d:\d\d$"},
                },
            },
        },
    },
}


def address(name: str, language: str = "de") -> str:
    """Return the address of a feed of the list of news."""
    return f"{index_of(NewsIndexPageFactory, language).get_url()}{name}"


def atom(client: Client, query: str = "") -> feedparser.FeedParserDict:
    """Return the parsed feed."""
    response = client.get(address("feed.xml") + query)
    assert response["Content-Type"].startswith("application/atom+xml")
    parsed = feedparser.parse(response.content)
    assert parsed.bozo is False
    assert parsed.version == "atom10"
    return parsed


@pytest.mark.acceptance("content", 6)
def test_the_feed_names_the_newest_reports_first(public: Client) -> None:
    today = timezone.localdate()
    old = NewsPageFactory(title="Älter", date=today - timedelta(days=3), lead="Was geschah.")
    new = NewsPageFactory(title="Neuer <Titel> & mehr", date=today)
    parsed = atom(public)
    assert [entry.title for entry in parsed.entries] == ["Neuer &lt;Titel&gt; &amp; mehr", "Älter"] or [
        entry.title for entry in parsed.entries
    ] == ["Neuer <Titel> & mehr", "Älter"]
    assert parsed.entries[1].summary == "Was geschah."
    assert parsed.entries[0].link == new.get_url()
    assert parsed.entries[0].id == uuid.uuid5(new.translation_key, "de").urn
    assert parsed.entries[1].id == uuid.uuid5(old.translation_key, "de").urn


@pytest.mark.acceptance("content", 6)
def test_an_id_survives_a_new_title_and_address(public: Client) -> None:
    page = NewsPageFactory(title="Vorher")
    before = atom(public).entries[0]
    page.title, page.slug = "Nachher", "nachher"
    write_live(page)
    after = atom(public).entries[0]
    assert before.id == after.id
    assert before.link != after.link


@pytest.mark.acceptance("content", 6)
def test_the_json_feed_keeps_to_its_standard(public: Client) -> None:
    for number in range(52):
        NewsPageFactory(title=f"Bericht {number}", date=date(2026, 1, 1) + timedelta(days=number))
    response = public.get(address("feed.json"))
    assert response["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    jsonschema.validate(feed, JSON_FEED, format_checker=jsonschema.FormatChecker())
    assert feed["feed_url"] == address("feed.json")
    assert [feed["items"][0]["title"], len(feed["items"])] == ["Bericht 51", 50]


@pytest.mark.acceptance("content", 10)
def test_reports_outside_the_main_list_drafts_and_other_languages_stay_away(public: Client) -> None:
    NewsPageFactory(title="drin")
    NewsPageFactory(title="Partnerstadt", in_main_list=False)
    NewsPageFactory(title="Entwurf", live=False)
    NewsPageFactory(title="English", language="en")
    assert [entry.title for entry in atom(public).entries] == ["drin"]
    english = feedparser.parse(public.get(address("feed.xml", "en")).content)
    assert [entry.title for entry in english.entries] == ["English"]
    assert english.feed.language == "en"


def test_a_feed_of_one_topic(public: Client) -> None:
    topic = TopicFactory(slug="jugend")
    page = NewsPageFactory(title="zum Thema")
    PageTopic.objects.create(page=page, topic=topic)
    NewsPageFactory(title="etwas anderes")
    assert [entry.title for entry in atom(public, "?topic=jugend").entries] == ["zum Thema"]
    assert public.get(address("feed.xml"), {"topic": "gibt-es-nicht"}).status_code == 404


@pytest.mark.acceptance("content", 6)
@pytest.mark.parametrize("name", ["feed.xml", "feed.json"])
def test_an_unchanged_feed_is_answered_with_304(public: Client, name: str) -> None:
    NewsPageFactory()
    first = public.get(address(name))
    for given in (first["ETag"], f"W/{first['ETag']}", f'"anders", {first["ETag"]}', "*"):
        again = public.get(address(name), headers={"If-None-Match": given})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    NewsPageFactory(title="Neu")
    assert public.get(address(name), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_costs_the_same_for_three_and_thirty_reports(
    public: Client, django_assert_max_num_queries: object
) -> None:
    NewsPageFactory.create_batch(3)
    public.get(address("feed.json"))
    with django_assert_max_num_queries(8) as few:
        public.get(address("feed.json"))
    NewsPageFactory.create_batch(27)
    with django_assert_max_num_queries(8) as many:
        public.get(address("feed.json"))
    assert len(few) == len(many)


@pytest.mark.acceptance("content", 8)
def test_the_intranet_has_no_feeds(public: Client, stranger: Client, sign_in: object) -> None:
    index = NewsIndexPageFactory(parent=intranet_home(), slug="aktuelles")
    NewsPageFactory(parent=index, title="Nur für Mitarbeitende")
    for name in ("feed.xml", "feed.json"):
        assert stranger.get(f"/de/aktuelles/{name}").status_code == 302
        assert sign_in(UserFactory()).get(f"/de/aktuelles/{name}").status_code == 404
        assert public.get(f"/de/aktuelles/{name}").status_code == 404


def test_a_feed_exists_only_for_lists_of_news(public: Client) -> None:
    page = NewsPageFactory()
    assert public.get(f"{page.get_url()}feed.xml").status_code == 404
    assert public.get(f"{public_home().get_url()}feed.xml").status_code == 404
    assert public.post(address("feed.xml")).status_code == 405
    assert NewsPage.objects.count() == 1
