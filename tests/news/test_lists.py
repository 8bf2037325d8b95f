"""Lists: filters by the address, wrong values, costs, who sees what (content design, sections 9, 12)."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from news.models import NewsPage
from pages.models import PageTopic
from tests.factories import (
    CampaignPageFactory,
    EventPageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    PartnershipPageFactory,
    PressReleasePageFactory,
    ProjectPageFactory,
    TopicFactory,
    UserFactory,
    index_of,
    intranet_home,
)

pytestmark = pytest.mark.usefixtures("sites")
FACTORIES = [
    NewsPageFactory,
    PressReleasePageFactory,
    CampaignPageFactory,
    EventPageFactory,
    ProjectPageFactory,
    PartnershipPageFactory,
]


def news_address() -> str:
    """Return the address of the German list of news."""
    return urlsplit(index_of(NewsIndexPageFactory, "de").get_url()).path


def titles(client: Client, **query: str) -> list[str]:
    """Return the titles that the list of news shows."""
    return [page.title for page in client.get(news_address(), query).context["entries"]]


def test_a_list_is_narrowed_by_topic_and_year(public: Client) -> None:
    topic = TopicFactory(slug="jugend")
    for title, year in (("alt", 2024), ("neu", 2025), ("fremd", 2025)):
        page = NewsPageFactory(title=title, date=date(year, 3, 1))
        if title != "fremd":
            PageTopic.objects.create(page=page, topic=topic)
    assert sorted(titles(public)) == ["alt", "fremd", "neu"]
    assert titles(public, topic="jugend") == ["neu", "alt"]
    assert titles(public, topic="jugend", year="2024") == ["alt"]
    response = public.get(news_address(), {"topic": "jugend", "year": "2024"})
    assert [chip.url for chip in response.context["chips"]] == ["?year=2024", "?topic=jugend"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "noindex" not in public.get(news_address(), {"topic": "jugend"}).content.decode()


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "99"},
        {"page": "99999999999"},
        {"year": "20x6"},
        {"year": "0000"},
        {"topic": "gibt-es-nicht"},
        {"topic": "' or 1=1"},
    ],
    ids=str,
)
def test_wrong_values_are_answered_with_404(public: Client, query: dict[str, str]) -> None:
    NewsPageFactory()
    assert public.get(news_address(), query).status_code == 404
    assert public.get(news_address(), {"page": "1"}).status_code == 200


@pytest.mark.acceptance("content", 18)
def test_null_bytes_are_answered_with_400(public: Client) -> None:
    assert public.get(news_address() + "?topic=%00").status_code == 400


def test_reports_on_top_stand_first_until_their_day(public: Client) -> None:
    today = date.today()
    NewsPageFactory(title="neu", date=today)
    NewsPageFactory(title="oben", date=today - timedelta(days=9), featured_until=today)
    NewsPageFactory(title="war oben", date=today - timedelta(days=8), featured_until=today - timedelta(days=1))
    assert titles(public) == ["oben", "neu", "war oben"]


def test_a_long_list_has_pages(public: Client) -> None:
    NewsPageFactory.create_batch(14)
    first = public.get(news_address())
    assert (len(first.context["entries"]), first.context["pager"].total) == (12, 2)
    assert len(public.get(news_address(), {"page": "2"}).context["entries"]) == 2


def test_an_empty_list_says_so(public: Client) -> None:
    response = public.get(news_address())
    assert response.status_code == 200
    assert response.context["result_count"] == 0


@pytest.mark.acceptance("content", 7)
@pytest.mark.parametrize("made_by", FACTORIES, ids=lambda made_by: made_by._meta.model.__name__)
def test_a_list_costs_the_same_for_three_and_thirty_entries(
    public: Client, made_by: Callable[..., object], django_assert_max_num_queries: Callable[..., object]
) -> None:
    topic = TopicFactory()

    def add(number: int) -> None:
        for page in made_by.create_batch(number):
            PageTopic.objects.create(page=page, topic=topic)

    add(3)
    url = made_by._meta.model.objects.first().get_parent().get_url()
    public.get(url)
    counts = {}
    for more in (0, 27):
        add(more)
        cache.clear()
        with django_assert_max_num_queries(30) as cold:
            public.get(url)
        with django_assert_max_num_queries(12) as warm:
            public.get(url)
        counts[more] = (len(cold), len(warm))
    assert counts[0] == counts[27]


@pytest.mark.acceptance("content", 8)
def test_news_of_the_intranet_stay_inside(public: Client, stranger: Client, sign_in: Callable[[User], Client]) -> None:
    index = NewsIndexPageFactory(parent=intranet_home(), slug="aktuelles")
    NewsPageFactory(parent=index, title="Nur für Mitarbeitende")
    NewsPageFactory(title="Für alle")
    assert "Nur für Mitarbeitende" not in public.get("/de/").content.decode()
    assert public.get("/de/aktuelles/").status_code == 404
    assert stranger.get("/de/aktuelles/").status_code == 302
    staff = sign_in(UserFactory())
    assert [page.title for page in staff.get("/de/aktuelles/").context["entries"]] == ["Nur für Mitarbeitende"]
    assert [page.title for page in staff.get("/de/").context["news"]] == ["Nur für Mitarbeitende"]


@pytest.mark.acceptance("content", 9)
def test_a_report_for_one_role_is_absent_for_others(sign_in: Callable[[User], Client]) -> None:
    index = NewsIndexPageFactory(parent=intranet_home(), slug="aktuelles")
    NewsPageFactory(parent=index, title="Nur für das Schulungsbüro", audience=["training_office"])
    office, other = UserFactory(), UserFactory()
    office.groups.add(Group.objects.create(name="training_office"))
    assert titles_of(sign_in(office)) == ["Nur für das Schulungsbüro"]
    assert titles_of(sign_in(other)) == []
    url = urlsplit(NewsPage.objects.get().get_url()).path
    assert sign_in(office).get(url).status_code == 200
    assert sign_in(other).get(url).status_code == 404


def titles_of(client: Client) -> list[str]:
    """Return the titles of the intranet's news as list and home page show them."""
    listed = [page.title for page in client.get("/de/aktuelles/").context["entries"]]
    assert [page.title for page in client.get("/de/").context["news"]] == listed
    return listed
