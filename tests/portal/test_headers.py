"""Every route and status carries the headers of the security design, static files and media included (promise S50)."""

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.portal.cookies import unlisted
from tests.portal.leaks import Canaries, client_of, make_canaries, routes

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def canaries(portal: None, db: None) -> Canaries:
    """Closed things whose ids fill the parameters of routes."""
    return make_canaries()


def faults(client: Client, path: str, *, intranet: bool) -> list[str]:
    """Return what an answer lacks."""
    answer = client.get(path)
    found = [name for name, value in EVERYWHERE.items() if answer.get(name) != value]
    if "geolocation=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if "Server" in answer:
        found.append("Server")
    policy = answer.get("Content-Security-Policy", "")
    if not path.startswith("/static/") and ("default-src 'none'" not in policy or "unsafe" in policy):
        found.append("Content-Security-Policy")
    if intranet and answer.get("X-Robots-Tag") != "noindex":
        found.append("X-Robots-Tag")
    personal = not path.startswith(("/static/", "/health/", "/robots"))
    # A private file may stay in the reader's own browser for five minutes; everything else nowhere.
    wanted = "private" if path.startswith("/media/") else "no-store"
    if intranet and personal and answer.status_code == 200 and wanted not in answer.get("Cache-Control", ""):
        found.append("Cache-Control")
    found += [f"cookie {name}" for name in unlisted(answer)]
    return [f"{path} ({answer.status_code}): {name}" for name in found]


@pytest.mark.acceptance("security", "S50")
@pytest.mark.acceptance("security", 3)
@pytest.mark.parametrize(
    ("host", "persona"), [("public", "stranger"), ("intranet", "stranger"), ("intranet", "superuser")]
)
def test_every_route_carries_the_headers(host: str, persona: str, canaries: Canaries) -> None:
    urlconf = settings.PUBLIC_URLCONF if host == "public" else settings.ROOT_URLCONF
    client = client_of(persona, host)
    paths = {"/de/", "/en/", "/de/gibt-es-nicht/", *canaries.addresses, *canaries.files, *routes(urlconf, canaries)}
    wrong = [
        line
        for path in sorted(paths - {"/admin/logout/"})
        for line in faults(client, path, intranet=host == "intranet")
    ]
    assert wrong == []


@pytest.mark.acceptance("security", "S50")
def test_refusals_and_wrong_verbs_carry_the_headers(portal: None) -> None:
    for client, path in (
        (Client(HTTP_HOST="elsewhere.example.org"), "/de/"),
        (client_of("stranger", "public"), "/de/?x=%00"),
    ):
        assert client.get(path).status_code == 400
        assert faults(client, path, intranet=False) == []
    answer = client_of("stranger", "public").put("/de/barriere-melden/")
    assert answer.status_code == 405
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.acceptance("security", "S50")
def test_the_check_finds_a_missing_middleware(portal: None) -> None:
    without = [name for name in settings.MIDDLEWARE if name != "pages.headers.HeadersMiddleware"]
    with override_settings(MIDDLEWARE=without):
        assert faults(client_of("stranger", "public"), "/de/", intranet=False) != []
