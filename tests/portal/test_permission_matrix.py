"""Each route and page type has a row that says who gets which answer; what has none fails (architecture, section 7)."""

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from pages.models import BasePage, IntranetPage
from pages.reach import Reach
from tests.portal.leaks import Canaries, client_of, make_canaries
from tests.portal.permission_rows import INTRANET_ROWS, PUBLIC_ROWS, grouped_routes

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
PERSONAS = ("stranger", "staff", "editor", "superuser")
MODULES = {
    "public": (settings.PUBLIC_URLCONF, PUBLIC_ROWS),
    "intranet": (settings.ROOT_URLCONF, INTRANET_ROWS),
}
TYPES = [m for m in apps.get_models() if issubclass(m, BasePage) and not m._meta.abstract]


@pytest.fixture
def canaries(portal: None, db: None) -> Canaries:
    """Closed things whose ids fill the parameters."""
    return make_canaries()


@pytest.mark.acceptance("architecture", 9)
@pytest.mark.acceptance("training", 19)
@pytest.mark.parametrize("host", MODULES)
def test_every_route_has_a_row(host: str, canaries: Canaries) -> None:
    urlconf, rows = MODULES[host]
    groups = set(grouped_routes(urlconf, canaries))
    assert groups - set(rows) == set()
    missing = {name: row for name, row in rows.items() if name != "sitemap"}
    assert groups - set(missing) == {"sitemap"}


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("host", MODULES)
def test_every_route_answers_as_its_row_says(host: str, persona: str, canaries: Canaries) -> None:
    urlconf, rows = MODULES[host]
    column, client = PERSONAS.index(persona), client_of(persona, host)
    wrong = [
        f"{path}: {code}"
        for group, paths in grouped_routes(urlconf, canaries).items()
        for path in paths
        if (code := client.get(path).status_code) not in rows[group][column]
    ]
    assert wrong == []
    if persona != "stranger" and host == "intranet":
        assert client.get("/de/").status_code == 200


@pytest.mark.acceptance("architecture", 9)
@pytest.mark.parametrize("model", TYPES, ids=lambda m: m.__name__)
def test_every_page_type_is_open_to_exactly_its_readers(
    model: type[BasePage], portal: None, public: Client, stranger: Client
) -> None:
    staff = client_of("staff", "intranet")
    for page in Page.objects.filter(pk__in=model.objects.filter(live=True).values("pk")).select_related("access"):
        inside = page.url_path.startswith("/intranet-")
        assert issubclass(model, IntranetPage) <= inside
        language, _sep, rest = page.url_path.split("-", 1)[1].partition("/")
        address = f"/{language}/{rest}"
        if inside:
            assert stranger.get(address).status_code == 302
            assert staff.get(address).status_code == (404 if page.access.reach == Reach.ROLES else 200)
        else:
            assert public.get(address).status_code == 200
