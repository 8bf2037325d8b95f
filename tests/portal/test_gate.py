"""The gate: strangers on the intranet host are asked to sign in for every path and verb (architecture, section 5)."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from portal.settings import base

VERBS = ("get", "head", "post", "options")
UNKNOWN = (
    "/",
    "/nothing/",
    "/de/nothing/",
    "/en/intranet-only/",
    "/de/accounts/secret/",
    "/admin/",
    "/admin/pages/1/edit/",
    "/documents/1/x.pdf",
    "/images/1/",
    "/media/originals/x.png",
    "/sitemap.xml",
    "/de/zemag/",
)


@pytest.fixture
def intranet_page(portal: None, db: None) -> Page:
    """A live intranet page below the German intranet home page."""
    return Page.objects.filter(live=True, url_path__startswith="/intranet-de/", depth=3).first()


@pytest.mark.acceptance("architecture", 6)
@pytest.mark.acceptance("security", "S01")
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("path", UNKNOWN)
def test_strangers_get_302_for_known_and_unknown_paths(
    verb: str, path: str, stranger: Client, portal: None, db: None
) -> None:
    response = getattr(stranger, verb)(path)
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.acceptance("architecture", 6)
@pytest.mark.parametrize("verb", VERBS)
def test_programs_get_401(verb: str, stranger: Client, db: None) -> None:
    assert getattr(stranger, verb)("/api/anything/").status_code == 401


@pytest.mark.acceptance("architecture", 7)
@pytest.mark.parametrize("verb", VERBS)
def test_an_intranet_page_under_the_public_root_is_closed(
    verb: str, public: Client, stranger: Client, portal: None, db: None
) -> None:
    page = Page.objects.filter(live=True, url_path__startswith="/intranet-de/", depth=3).specific().first()
    root = Page.objects.get(url_path="/public-de/")
    Page.move(page, root, pos="last-child")
    page.refresh_from_db()
    path = "/de/" + page.url_path.removeprefix("/public-de/")
    assert getattr(public, verb)(path).status_code == 404
    assert getattr(stranger, verb)(path).status_code == 302


@pytest.mark.acceptance("architecture", 8)
def test_the_admin_is_not_on_the_public_host(public: Client, portal: None, db: None) -> None:
    superuser = User.objects.filter(is_superuser=True).first()
    public.force_login(superuser, backend="accounts.backends.LocalBackend")
    for path in ("/admin/", "/admin/login/", "/admin/pages/"):
        assert public.get(path).status_code == 404


@pytest.mark.acceptance("platform", 3)
def test_an_unknown_host_gets_400(portal: None, db: None) -> None:
    assert Client(HTTP_HOST="elsewhere.example.org").get("/de/").status_code == 400


@pytest.mark.parametrize("path", ["/de/", "/", "/admin/?next=//elsewhere.example.org/", "//elsewhere.example.org/"])
def test_the_loopback_address_leads_to_the_public_site_in_development(path: str) -> None:
    answer = Client(HTTP_HOST="127.0.0.1:8000").generic("GET", path)
    assert answer.status_code == 307
    assert answer["Location"].startswith(f"{settings.PUBLIC_URL}/")


def test_production_does_not_know_the_loopback_address() -> None:
    assert not any("loopback" in name for name in base.MIDDLEWARE)


@pytest.mark.acceptance("platform", 3)
def test_an_intranet_page_is_an_ordinary_404_on_the_public_host(intranet_page: Page, public: Client) -> None:
    known = public.get("/de/" + intranet_page.url_path.removeprefix("/intranet-de/"))
    unknown = public.get("/de/there-is-no-such-page/")
    assert (known.status_code, unknown.status_code) in {(404, 404), (200, 404)}
    assert intranet_page.title.encode() not in known.content or known.status_code == 200


def test_staff_read_the_intranet(intranet_page: Page, sign_in: Callable[[User], Client]) -> None:
    staff = User.objects.get(email="staff@example.org")
    path = "/de/" + intranet_page.url_path.removeprefix("/intranet-de/")
    assert sign_in(staff).get(path).status_code == 200


@pytest.mark.acceptance("architecture", 8)
def test_public_pages_set_no_cookie_and_vary_by_none(public: Client, portal: None, db: None) -> None:
    for page in Page.objects.filter(live=True, access__reach="public", url_path__startswith="/public-"):
        language, _sep, rest = page.url_path.removeprefix("/public-").partition("/")
        response = public.get(f"/{language}/{rest}")
        assert response.status_code == 200, page.url_path
        assert not response.cookies, page.url_path
        assert "Cookie" not in response.get("Vary", ""), page.url_path
    assert settings.SESSION_COOKIE_HTTPONLY
