"""A hundred scripts in every text, title, tag, file name and mail: none would run, whatever the policy says (S54)."""

import json
from collections.abc import Callable
from email import message_from_bytes
from itertools import cycle, islice
from typing import Any

import pytest
from django.core import mail
from django.db import models
from django.template import engines
from django.test import Client
from draftjs_exporter.constants import BLOCK_TYPES
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from accounts.models import User
from outbox.models import OutgoingMail
from pages.blocks.texts import RICH_FEATURES
from pages.models import BasePage
from tests import factories
from tests.conftest import INTRANET, PUBLIC
from tests.factories import BarrierReportFactory, DocumentFactory, ImageFactory, UserFactory
from tests.pages.payloads import PAYLOADS, fitting, would_run

pytestmark = [pytest.mark.acceptance("security", "S54"), pytest.mark.acceptance("security", 1)]
MADE = [
    made
    for name, made in sorted(vars(factories).items())
    if name.endswith("PageFactory") and name != "PageFactory" and issubclass(made._meta.model, BasePage)
]
# Fields that hold no typed text but an address or a mark of the tree.
NO_TEXT = {"slug", "path", "url_path", "draft_title", "translation_key", "search_keywords", "wants_translation"}
WHOLE = (factories.NewsPageFactory, factories.CoursePageFactory)
TYPED = Callable[[User], Client]


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields of a row in which somebody types free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in {models.CharField, models.TextField} and not field.choices and field.name not in NO_TEXT
    ]


def rounds(model: type[models.Model]) -> list[dict[str, str]]:
    """Return values of all text fields, in as many rounds as the shortest field needs for every payload."""
    texts = {field.name: fitting(field.max_length) for field in text_fields(model)}
    length = max((len(one) for one in texts.values()), default=0)
    filled = {name: list(islice(cycle(one), length)) for name, one in texts.items()}
    return [{name: one[turn] for name, one in filled.items()} for turn in range(length)]


def rich(texts: list[str]) -> str:
    """Return what the editor stores of typed texts, and of links that somebody made by hand."""
    blocks = [
        {
            "key": f"k{n}",
            "text": text,
            "type": BLOCK_TYPES.UNSTYLED,
            "depth": 0,
            "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 3, "key": 0}],
        }
        for n, text in enumerate(texts)
    ]
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:pwned()"}}
    stored: str = ContentstateConverter(RICH_FEATURES).to_database_format(
        json.dumps({"blocks": blocks, "entityMap": {"0": link}})
    )
    return stored


def body_of(page: Any) -> Any:
    """Return a body of every block that takes plain or formatted text."""
    joined = " ".join(PAYLOADS)
    return [
        {"type": "heading", "value": {"level": "2", "text": joined}},
        {"type": "paragraph", "value": rich(PAYLOADS)},
        {"type": "quote", "value": {"text": joined, "source": joined}},
        {"type": "callout", "value": {"kind": "info", "text": rich(PAYLOADS)}},
        {"type": "steps", "value": {"steps": PAYLOADS}},
    ]


def reader_of(page: Page) -> tuple[Client, str]:
    """Return a client that may read a page, and its path."""
    kind, _dash, rest = page.url_path.strip("/").partition("-")
    client = Client(**(INTRANET if kind == "intranet" else PUBLIC))
    if kind == "intranet":
        client.force_login(UserFactory(is_superuser=True), backend="accounts.backends.LocalBackend")
    return client, f"/{rest}/"


def test_there_are_a_hundred_payloads_and_each_would_run_unescaped() -> None:
    assert len(set(PAYLOADS)) == 100
    assert [text for text in PAYLOADS if not would_run(f"<title>x</title><textarea></textarea>{text}")] == []


def test_without_escaping_the_check_is_red() -> None:
    unsafe = engines["django"].from_string("<h1>{{ text|safe }}</h1>")
    escaped = engines["django"].from_string("<h1 title='{{ text }}'>{{ text }}</h1>")
    assert [text for text in PAYLOADS if not would_run(unsafe.render({"text": text}))] == []
    assert [text for text in PAYLOADS if would_run(escaped.render({"text": text}))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("made", MADE, ids=lambda made: made._meta.model.__name__)
def test_no_payload_leaves_its_text(made: Any, sites: None) -> None:
    page = made()
    client, path = reader_of(page)
    turns = rounds(type(page))
    # Every payload stands in the body of every type; in titles of 255 signs each stands with two types of both sites.
    for number, values in enumerate(turns if made in WHOLE else turns[:2]):
        changed = {**values, "body": json.dumps(body_of(page))} if number == 0 else values
        type(page)._base_manager.filter(pk=page.pk).update(**changed)
        for address in (path, path.rsplit("/", 2)[0] + "/"):
            response = client.get(address)
            assert response.status_code in {200, 302}
            assert would_run(response.content.decode()) == [], address


@pytest.mark.django_db
def test_no_payload_runs_on_the_screens_of_editors(sites: None, sign_in: TYPED) -> None:
    client = sign_in(UserFactory(is_superuser=True))
    document, image = DocumentFactory(), ImageFactory()
    for payload in [" ".join(PAYLOADS[start : start + 4]) for start in range(0, 100, 4)]:
        for item in (document, image):
            type(item).objects.filter(pk=item.pk).update(title=payload[:255])
        document.tags.set([payload[:100]])
        BarrierReportFactory(text=payload, email="")
        for address in (
            "/admin/documents/",
            f"/admin/documents/edit/{document.pk}/",
            f"/admin/images/{image.pk}/",
            f"/admin/pages/search/?q={payload[:50]}",
        ):
            response = client.get(address)
            assert response.status_code == 200
            assert would_run(response.content.decode()) == [], address


@pytest.mark.django_db
def test_names_of_files_are_quoted_in_headers(sites: None, sign_in: TYPED) -> None:
    client = sign_in(UserFactory(is_superuser=True))
    document = DocumentFactory()
    for payload in PAYLOADS:
        type(document).objects.filter(pk=document.pk).update(title=payload[:255])
        response = client.get(document.url)
        assert response.status_code in {200, 304}
        assert "<" not in response.get("Content-Disposition", "").replace("%3C", "")
        assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.django_db(databases=["default", "zemag"])
def test_mails_are_plain_text(settings: Any) -> None:
    settings.EMAIL_BACKEND = "outbox.mail.Backend"
    for payload in PAYLOADS:
        mail.send_mail("Betreff", payload, None, ["kim@example.org"])
    kinds = {message_from_bytes(bytes(sent.message)).get_content_type() for sent in OutgoingMail.objects.all()}
    assert OutgoingMail.objects.count() == 100
    assert kinds == {"text/plain"}
