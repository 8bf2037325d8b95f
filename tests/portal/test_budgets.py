"""Every live page keeps the budget of its type, with fragments warm and cold, in both languages and on both sites."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from pages.models import BasePage
from tests.portal.budgets import BUDGETS, INTRANET
from tests.portal.leaks import client_of

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
TYPES = sorted(m.__name__ for m in apps.get_models() if issubclass(m, BasePage) and not m._meta.abstract)


def cost(client: Client, address: str) -> int:
    """Return how many queries an answer costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.acceptance("architecture", 9)
def test_every_page_type_has_a_budget() -> None:
    assert sorted(BUDGETS) == TYPES


@pytest.mark.acceptance("platform", 7)
@pytest.mark.acceptance("content", 7)
@pytest.mark.parametrize("name", TYPES)
def test_every_page_keeps_its_budget_warm_and_cold(name: str, portal: None) -> None:
    warm, cold = BUDGETS[name]
    ContentType.objects.get_for_models(*apps.get_models())
    clients = {"public": client_of("stranger", "public"), "intranet": client_of("superuser", "intranet")}
    over: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for page in Page.objects.filter(live=True, content_type__model=name.lower()):
        site, _sep, rest = page.url_path.strip("/").partition("-")
        language, _sep, below = rest.partition("/")
        address, client = f"/{language}/{below}{'/' if below else ''}", clients[site]
        most = (max(warm, INTRANET[0]), max(cold, INTRANET[1])) if site == "intranet" else (warm, cold)
        cache.clear()
        Site.get_site_root_paths()
        first, second = cost(client, address), cost(client, address)
        if first > most[1] or second > most[0]:
            over[address] = (second, first)
    assert dict(over) == {}
