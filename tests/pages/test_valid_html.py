"""Every page is valid HTML for a strict parser, in both languages, with and without errors."""

import html5lib
import pytest
from django.apps import apps
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Page

from accounts.models import User
from pages.errors import answer
from pages.models import BasePage
from tests.conftest import INTRANET, PUBLIC

TYPES = sorted(
    model._meta.label for model in apps.get_models() if issubclass(model, BasePage) and not model._meta.abstract
)
FORMS = ["/{}/accounts/login/", "/{}/accounts/password/reset/"]


def faults(html: str) -> list[str]:
    """Return what the parser had to put right, with the place."""
    parser = html5lib.HTMLParser()
    parser.parse(html)
    lines = html.splitlines()
    return [f"{code} {data}: {lines[line - 1][:160]}" for (line, _column), code, data in parser.errors]


def twice(html: str) -> set[str]:
    """Return identifiers that stand more than once."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    ids = [item.get("id") for item in tree.iter() if item.get("id")]
    return {one for one in ids if ids.count(one) > 1}


def client_of(page: Page) -> tuple[Client, str]:
    """Return a client that may read a page, and its path."""
    kind, _dash, rest = page.url_path.strip("/").partition("-")
    client = Client(**(INTRANET if kind == "intranet" else PUBLIC))
    if kind == "intranet":
        client.force_login(User.objects.get(email="superuser@example.org"), backend="accounts.backends.LocalBackend")
    return client, f"/{rest}/"


def test_the_parser_finds_what_is_wrong() -> None:
    assert faults("<!doctype html><title>x</title><p><div></p></div>")
    assert twice('<p id="a"></p><p id="a"></p>') == {"a"}


@pytest.mark.acceptance("content", 4)
@pytest.mark.django_db(databases=["default", "zemag"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("label", TYPES)
def test_every_page_type_is_valid(portal: None, label: str, language: str) -> None:
    pages = apps.get_model(label).objects.filter(live=True, locale__language_code=language)
    page = max(pages, key=lambda one: len(one.body.raw_data), default=None)
    if page is None:
        pytest.skip(f"no live {label} in {language}: English is optional for it")
    client, path = client_of(page)
    response = client.get(path)
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert twice(response.content.decode()) == set()


@pytest.mark.django_db(databases=["default", "zemag"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_forms_are_valid_with_and_without_errors(portal: None, language: str) -> None:
    stranger, public = Client(**INTRANET), Client(**PUBLIC)
    barrier = "/de/barriere-melden/" if language == "de" else "/en/report-barrier/"
    asks = [(stranger, path.format(language)) for path in FORMS] + [(public, barrier)]
    for client, path in asks:
        for response in (client.get(path), client.post(path, {})):
            assert response.status_code == 200, path
            assert faults(response.content.decode()) == []
            assert twice(response.content.decode()) == set()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
def test_error_pages_are_valid_and_speak_one_language(status: int, language: str) -> None:
    with translation.override(language):
        html = answer(RequestFactory().get("/"), status).content.decode()
    assert faults(html) == []
    assert f'<html lang="{language}"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_style_page_is_valid(sites: None, public: Client, language: str) -> None:
    html = public.get("/styleguide/", headers={"Accept-Language": language}).content.decode()
    assert faults(html) == []
    assert twice(html) == set()
