"""What people do not find is counted by day without a person, and its text is unknown before a third day."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import serializers
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.search_promotions.models import Query

from accounts.models import User
from pages.reader import PUBLIC, Reader
from search import zero
from search.models import ZeroHit
from search.service import find
from tests.factories import SearchPageFactory, UserFactory, public_home

pytestmark = pytest.mark.django_db
WORD = "Quaxolinverleih"


@pytest.fixture
def search_page(sites: None, public: Client) -> str:
    """The address of a search page."""
    SearchPageFactory(parent=public_home("de"), slug="suche")
    public.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0"
    return "/de/suche/"


def pass_days(number: int) -> None:
    """Let every counted question be older."""
    for row in ZeroHit.objects.all():
        row.first_day -= timedelta(days=number)
        row.last_day -= timedelta(days=number)
        # A question of the month before has another digest.
        row.digest = zero.digest_of(WORD.casefold(), timezone.localdate())
        row.save()


@pytest.mark.acceptance("search", 11)
def test_a_text_stands_nowhere_before_its_third_day(
    search_page: str, public: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for day in (1, 2, 3):
        for _again in range(2):
            assert public.get(search_page, {"q": WORD}).status_code == 200
        row = ZeroHit.objects.get()
        assert row.days == day
        stored = serializers.serialize("json", ZeroHit.objects.all()) + json.dumps(list(Query.objects.values()))
        stored += json.dumps(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
        assert (WORD.casefold() in stored.casefold()) == (day == 3)
        if day < 3:
            pass_days(1)
    assert ZeroHit.objects.get().text == WORD.casefold()
    assert WORD.casefold() not in " ".join(json.dumps(vars(line), default=str) for line in caplog.records).casefold()


@pytest.mark.acceptance("search", 11)
@pytest.mark.parametrize(
    "typed",
    ["erika@example.org", "Akte 2231", "0221 47 10", "https://example.org/x", "www.example", "example.org", "www",
     "eins zwei drei vier fünf sechs", "q" * 61, "7-11-2020"],
)  # fmt: skip
def test_what_may_name_somebody_is_never_counted(typed: str, search_page: str, public: Client) -> None:
    public.get(search_page, {"q": typed})
    assert not ZeroHit.objects.exists()


def test_crawlers_and_pages_of_zemag_are_never_counted(search_page: str, public: Client) -> None:
    public.get(search_page, {"q": WORD}, HTTP_USER_AGENT="Mozilla/5.0 (compatible; examplebot/2.1)")
    public.get(search_page, {"q": WORD}, HTTP_REFERER="https://intranet.example.org/de/zemag/inquiry/")
    assert not ZeroHit.objects.exists()
    public.get(search_page, {"q": WORD})
    assert ZeroHit.objects.count() == 1


def test_a_busy_database_costs_the_visitor_nothing(sites: None, tmp_path: Any) -> None:
    request = RequestFactory().get("/", HTTP_USER_AGENT="Mozilla/5.0")
    reader = Reader(AnonymousUser(), PUBLIC, "de", request)
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone() if connection.vendor == "sqlite" else None
        find(WORD, reader)
        if before:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == before
    assert ZeroHit.objects.count() == 1


def test_rows_are_erased_in_time(sites: None) -> None:
    today, locale = timezone.localdate(), public_home("de").locale
    for number, (text, age) in enumerate((("", 35), ("", 36), ("wort", 90), ("wort", 91))):
        day = today - timedelta(days=age)
        ZeroHit.objects.create(digest=str(number), site="public", locale=locale, first_day=day, last_day=day, text=text)
    assert zero.erase() == 2
    assert set(ZeroHit.objects.values_list("digest", flat=True)) == {"0", "2"}


def test_editors_read_the_report_make_a_best_bet_and_end_a_row(sites: None, sign_in: Any) -> None:
    today, locale = timezone.localdate(), public_home("de").locale
    values = {"site": "public", "locale": locale, "first_day": today, "last_day": today}
    known = ZeroHit.objects.create(digest="1", text="einhorn reiten", days=4, **values)
    ZeroHit.objects.create(digest="2", **values)
    client = sign_in(User.objects.create_superuser(email="chefin@example.org", password=None))
    page = client.get("/admin/reports/not-found/").content.decode()
    assert "einhorn reiten" in page and page.count("/done/") == 1
    assert 'value="einhorn reiten"' in client.get("/admin/best-bets/new/", {"q": "einhorn reiten"}).content.decode()
    for _twice in range(2):
        assert client.post(f"/admin/reports/not-found/{known.pk}/done/").status_code == 302
    assert not ZeroHit.objects.exclude(text="").exists()
    assert "Alles wurde gefunden" in client.get("/admin/reports/not-found/").content.decode()
    assert sign_in(UserFactory()).get("/admin/reports/not-found/").status_code in {302, 403, 404}
