"""The shipped content is whole: every page type is live, both trees hold together, machines can read it."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter

import feedparser
import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar
from wagtail.models import Page, Revision

from demo.models import LoadedItem
from pages.blocks.samples import SampleBlock
from pages.models import BasePage, PageAccess
from pages.models.base import TranslationWanted
from zemag_pages.blocks import SafetyBodyBlock
from zemag_pages.models.shells import AbstractZemagPage

TYPES = sorted(m._meta.label for m in apps.get_models() if issubclass(m, BasePage) and not m._meta.abstract)
pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.mark.acceptance("content", 1)
@pytest.mark.parametrize("label", TYPES)
def test_every_page_type_is_live_in_german(label: str, portal: None) -> None:
    assert apps.get_model(label).objects.filter(live=True, locale__language_code="de").exists()


@pytest.mark.acceptance("content", 1)
def test_every_required_page_is_live_in_english(portal: None) -> None:
    missing = []
    for page in Page.objects.filter(live=True, depth__gt=1, locale__language_code="de").specific():
        if (
            page.wants_translation == TranslationWanted.REQUIRED
            and not page.get_translations().filter(live=True).exists()
        ):
            missing.append(page.url_path)
    assert missing == []


@pytest.mark.acceptance("content", 1)
@pytest.mark.acceptance("architecture", 1)
def test_a_second_load_writes_nothing(portal: None) -> None:
    def rows() -> tuple[int, int, int]:
        return LoadedItem.objects.count(), Page.objects.count(), Revision.objects.count()

    before = rows()
    call_command("load_demo", verbosity=0)
    assert rows() == before


def test_every_block_that_points_at_something_has_a_sample(portal: None) -> None:
    samples = {name: block for name, block in SafetyBodyBlock().child_blocks.items() if isinstance(block, SampleBlock)}
    assert set(samples) == {"contacts", "downloads", "faq_list", "image", "teaser"}
    assert [name for name, block in samples.items() if block.sample() is None and name != "image"] == []


def test_there_are_enough_pages_in_both_languages(portal: None) -> None:
    counts = Counter(Page.objects.filter(live=True, depth__gt=1).values_list("locale__language_code", flat=True))
    assert counts["de"] >= 45
    assert counts["en"] >= 25


@pytest.mark.acceptance("content", 3)
def test_nine_districts_have_nine_councils(portal: None) -> None:
    councils = apps.get_model("committees.DistrictCouncilPage").objects.filter(live=True, locale__language_code="de")
    assert sorted(councils.values_list("district__number", flat=True)) == list(range(1, 10))


def test_the_tree_knows_its_children_and_every_page_its_audience(portal: None) -> None:
    wrong = [page.url_path for page in Page.objects.all() if page.numchild != page.get_children().count()]
    assert wrong == []
    assert set(Page.objects.filter(depth__gt=1).values_list("pk", flat=True)) == set(
        PageAccess.objects.values_list("pk", flat=True)
    )


def alternates(html: str) -> dict[str, str]:
    """Return the alternates that a page names."""
    return dict(re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', html.split("</head>")[0]))


@pytest.mark.acceptance("content", 5)
@pytest.mark.acceptance("platform", 4)
def test_alternates_are_symmetric_and_equal_the_sitemap(portal: None, public: Client) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    tree = ET.fromstring(public.get("/sitemap.xml").content)
    listed = {
        url.find("s:loc", space).text: {link.get("hreflang"): link.get("href") for link in url.findall("x:link", space)}
        for url in tree.findall("s:url", space)
    }
    assert len(listed) == len(tree.findall("s:url", space))
    assert not any("intranet" in address for address in listed)
    for address, named in listed.items():
        html = public.get(address.removeprefix("http://localhost:8000")).content.decode()
        assert alternates(html) == named, address
        for other in named.values():
            assert listed[other] == named


@pytest.mark.acceptance("content", 6)
def test_feeds_and_calendars_are_read_by_independent_parsers(portal: None, public: Client) -> None:
    atom = feedparser.parse(public.get("/de/aktuelles/feed.xml").content)
    assert not atom.bozo
    feed = json.loads(public.get("/de/aktuelles/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [entry.id for entry in atom.entries] == [item["id"] for item in feed["items"]]
    calendar = Calendar.from_ical(public.get("/de/termine/calendar.ics").content)
    events = calendar.walk("VEVENT")
    assert {str(event["STATUS"]) for event in events} >= {"CONFIRMED", "CANCELLED"}
    whole_day = next(event for event in events if not hasattr(event["DTSTART"].dt, "hour"))
    assert (whole_day["DTEND"].dt - whole_day["DTSTART"].dt).days == 2
    assert calendar.walk("VTIMEZONE")


@pytest.mark.acceptance("zemag", 2)
def test_who_is_not_signed_in_finds_no_page_of_zemag_anywhere(portal: None, public: Client) -> None:
    kinds = [model for model in apps.get_models() if issubclass(model, AbstractZemagPage)]
    pages = [page for kind in kinds for page in kind.objects.filter(live=True)]
    assert len(pages) >= len(kinds)
    paths = []
    for page in pages:
        path = f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"
        paths.append(path)
        answer = Client(HTTP_HOST="intranet.localhost:8000").get(path)
        assert (answer.status_code, "/accounts/login/" in answer.get("Location", "")) == (302, True), path
        assert public.get(path).status_code == 404, path
        for language in ("de", "en"):
            found = public.get(f"/{language}/suche/" if language == "de" else "/en/search/", {"q": page.title})
            assert found.status_code == 200
            assert path not in found.content.decode()
    machines = ("/sitemap.xml", "/de/aktuelles/feed.xml", "/de/aktuelles/feed.json", "/de/termine/calendar.ics")
    texts = [public.get(address).content.decode() for address in machines]
    assert [path for path in paths if any(path in text for text in texts)] == []
    assert {public.get(path).status_code for path in ("/api/", "/api/v2/", "/api/v2/pages/")} == {404}


@pytest.mark.acceptance("content", 6)
def test_a_feed_answers_304_to_the_reader_who_has_it(portal: None, public: Client) -> None:
    first = public.get("/de/aktuelles/feed.xml")
    assert public.get("/de/aktuelles/feed.xml", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.acceptance("content", 10)
def test_news_of_a_partner_city_appears_on_its_page_only(portal: None, public: Client) -> None:
    page = apps.get_model("news.NewsPage").objects.filter(in_main_list=False, live=True).first()
    assert page.title in public.get("/de/partner/duesseldorf/").content.decode()
    assert page.title not in public.get("/de/aktuelles/").content.decode()


@pytest.mark.acceptance("content", 11)
def test_one_relation_shows_on_both_committees(portal: None, public: Client) -> None:
    steering = public.get("/de/gremien/kriminalpraeventiver-rat-koeln/").content.decode()
    steered = (
        apps.get_model("committees.CommitteeRelation")
        .objects.get(kind="steers", page__locale__language_code="de")
        .target
    )
    assert "steuert" in steering
    assert steered.title in steering
    assert "wird gesteuert von" in public.get(steered.get_url()).content.decode().replace("\n", " ")


@pytest.mark.parametrize("query", ['"', "%", "'", "((", "a" * 5000, "", " ", "-x", "🙂", "gewalt"])
def test_the_search_page_answers_every_question(query: str, portal: None, public: Client) -> None:
    assert public.get("/de/suche/", {"q": query}).status_code == 200


def test_null_bytes_get_400(portal: None, public: Client) -> None:
    assert public.get("/de/suche/?q=%00").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/de/aktuelles/?year=20x6",
        "/de/aktuelles/?page=abc",
        "/de/aktuelles/?topic=none",
        "/de/aktuelles/?page=99",
        "/en/partners/?kind=none",
        "/de/suche/?q=gewalt&kind=none",
        "/de/suche/?q=gewalt&topic=none",
        "/de/suche/?q=gewalt&page=abc",
    ],
)
def test_wrong_query_values_get_the_error_page_in_the_visitors_language(
    address: str, portal: None, public: Client
) -> None:
    response = public.get(address)
    assert response.status_code == 404
    assert f'lang="{address[1:3]}"' in response.content.decode()


@pytest.mark.acceptance("architecture", 17)
@pytest.mark.parametrize("address", ["/de/aktuelles/", "/de/projekte/", "/de/partner/", "/de/termine/"])
def test_lists_cost_no_query_per_row(
    address: str, portal: None, public: Client, django_assert_max_num_queries: object
) -> None:
    public.get(address)
    with django_assert_max_num_queries(12):
        public.get(address)


@pytest.mark.acceptance("platform", 7)
@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/de/", 12),
        ("/en/", 12),
        ("/de/aktuelles/zwei-tage-rotterdam/", 10),
        ("/de/suche/?q=gewalt", 12),
        ("/de/kampagnen/im-einsatz/", 10),
    ],
)
def test_warm_pages_stay_within_their_budget(
    address: str, budget: int, portal: None, public: Client, django_assert_max_num_queries: object
) -> None:
    public.get(address)
    with django_assert_max_num_queries(budget):
        public.get(address)
