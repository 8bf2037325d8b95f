"""A real Chromium on the real portal: one server and one browser per worker."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Page as WagtailPage
from wagtail.models import Site

from accounts.models import User

# Playwright's event loop makes Django believe that it runs asynchronously.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A name outside the house leads nowhere, so that no test passes by the help of another host (S52).
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *localhost, EXCLUDE 127.0.0.1",
]
LOCAL = {"localhost", "intranet.localhost"}
# A machine with other work takes longer than five seconds for a first page; only what fails waits so long.
expect.set_options(timeout=20_000)


@dataclass
class House:
    """The running portal."""

    public: str
    intranet: str
    port: int

    def address(self, page: WagtailPage) -> str:
        """Return the absolute address of a page."""
        base = self.intranet if page.url_path.startswith("/intranet-") else self.public
        language, _sep, rest = page.url_path.split("-", 1)[1].partition("/")
        return f"{base}/{language}/{rest}"


@dataclass
class Watch:
    """What a page did that it must not do."""

    foreign: list[str] = field(default_factory=list)
    policy: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request to a foreign host."""
        host = urlsplit(request.url).hostname
        if host and host not in LOCAL:
            self.foreign.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """Note a report of the content security policy."""
        if "Content Security Policy" in message.text or "TrustedScript" in message.text:
            self.policy.append(
                f"{message.text} ({message.location.get('url')}, line {message.location.get('lineNumber')})"
            )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def house(portal: None, django_db_blocker: object) -> Iterator[House]:
    """Serve the portal on a free port; addresses in settings and sites follow."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost:0")
        port = urlsplit(server.url).port or 0
        running = House(f"http://localhost:{port}", f"http://intranet.localhost:{port}", port)
        before = (settings.PUBLIC_URL, settings.INTRANET_URL, settings.CSRF_TRUSTED_ORIGINS)
        settings.PUBLIC_URL, settings.INTRANET_URL = running.public, running.intranet
        settings.CSRF_TRUSTED_ORIGINS = [running.public, running.intranet]
        ports = dict(Site.objects.values_list("pk", "port"))
        for site in Site.objects.all():
            site.port = port
            site.save()
        yield running
        for site in Site.objects.all():
            site.port = ports[site.pk]
            site.save()
        settings.PUBLIC_URL, settings.INTRANET_URL, settings.CSRF_TRUSTED_ORIGINS = before
        server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless browser per worker; skipped by name where there is none, failed in CI."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing")
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, house: House) -> Iterator[BrowserContext]:
    """A fresh browser profile in German."""
    profile = chromium.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    yield profile
    profile.close()


@pytest.fixture
def watch() -> Watch:
    """Collects what pages must not do."""
    return Watch()


@pytest.fixture
def tab(context: BrowserContext, watch: Watch) -> Page:
    """A watched tab."""
    page = context.new_page()
    page.on("request", watch.request)
    page.on("console", watch.console)
    return page


@pytest.fixture
def enter(context: BrowserContext, house: House, django_db_blocker: object) -> object:
    """Return a function that signs a demo account in on the intranet host."""

    def sign_in(role: str) -> None:
        with django_db_blocker.unblock():
            client = Client(HTTP_HOST=f"intranet.localhost:{house.port}")
            client.force_login(User.objects.get(email=f"{role}@example.org"), backend="accounts.backends.LocalBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": house.intranet}])

    return sign_in
