"""When an answer fails, the error page carries what was typed, to be sent again (security design, section 12; S30)."""

import html
import uuid
from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from accounts.models import User
from home.models import BarrierReport
from news.models import NewsPage
from pages import errors
from tests.conftest import INTRANET, PUBLIC
from tests.factories import NewsPageFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
OURS = {"Origin": "http://localhost:8000"}
FORM = "/de/barriere-melden/"
NASTY = "\r\n" + '„Größe“ <script>alert("x")</script>\r\nZeile & zwei\r\n\r\n😀 \u202e' + "ä" * 20_000


def fields_of(page: str) -> list[tuple[str, str]]:
    """Return what the form of an error page would send."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = tree.find(".//form")
    if form is None:
        return []
    values = [(field.get("name"), field.get("value") or "") for field in form.iter("input")]
    return values + [(field.get("name"), field.text or "") for field in form.iter("textarea")]


def request(data: dict[str, Any], headers: dict[str, str] | None = None, path: str = FORM) -> Any:
    return RequestFactory(**PUBLIC).post(path, data, headers=headers or OURS)


def typed(value: str) -> str:
    """Return a text as browsers send it again."""
    return value.replace("\r\n", "\n")


@pytest.mark.acceptance("security", "S30")
@pytest.mark.parametrize("answer", [errors.server_error, errors.unavailable, errors.permission_denied])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_sign_comes_back_with_a_button_and_a_fresh_token(answer: Callable[..., Any], language: str) -> None:
    sent = {"text": NASTY, "postcode": "50667", "topics": ["a", "b"], "empty": ""}
    page = answer(request(sent)).content.decode()
    fields = fields_of(page)
    assert [typed(value) for name, value in fields if name == "text"] == [typed(NASTY)]
    assert [value for name, value in fields if name == "topics"] == ["a", "b"]
    assert dict(fields)["postcode"] == "50667"
    assert len(dict(fields)["csrfmiddlewaretoken"]) == 64
    assert "<script>alert" not in page


@pytest.mark.acceptance("security", "S30")
@pytest.mark.parametrize(
    "name",
    [
        "password",
        "password1",
        "old-password",
        "code",
        "token",
        "csrfmiddlewaretoken",
        "recovery_code",
        "code2",
        "access_token",
    ],
)
def test_passwords_and_codes_never_come_back(name: str) -> None:
    page = errors.server_error(request({name: "geheim-9", "text": "bleibt"})).content.decode()
    assert "geheim-9" not in page
    assert ("text", "bleibt") in fields_of(page)


@pytest.mark.acceptance("security", 8)
@pytest.mark.parametrize("headers", [{"Origin": "https://foreign.example.org"}, {"Origin": "null"}, {"Accept": "*/*"}])
def test_text_from_elsewhere_is_not_planted(headers: dict[str, str]) -> None:
    page = errors.server_error(request({"text": "gepflanzt"}, headers)).content.decode()
    assert "gepflanzt" not in page
    assert fields_of(page) == []


@pytest.mark.acceptance("security", 8)
def test_files_have_to_be_chosen_again_and_the_page_says_so() -> None:
    page = errors.server_error(request({"text": "x", "file": SimpleUploadedFile("a.pdf", b"%PDF-")})).content.decode()
    assert "Dateien" in page
    assert "%PDF-" not in page


def test_the_page_editor_may_carry_ten_thousand_fields_and_a_form_a_thousand() -> None:
    many = {f"field-{number}": "x" for number in range(9_000)}
    assert len(errors.carried(request(many, path="/admin/pages/7/edit/"))) == 9_000
    assert len(errors.carried(request(many))) == 1_000


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_a_form_that_was_open_for_too_long_is_sent_again_and_stored_once() -> None:
    client = Client(enforce_csrf_checks=True, **PUBLIC)
    sent = {"text": "Der „Kontrast“\r\nist <zu> schwach.", "request_key": str(uuid.uuid4())}
    refused = client.post(FORM, sent, headers=OURS)
    assert refused.status_code == 403
    again = fields_of(refused.content.decode())
    assert client.post(FORM, dict(again), headers=OURS).status_code == 302
    assert client.post(FORM, dict(again), headers=OURS).status_code == 302
    report = BarrierReport.objects.get()
    assert typed(report.text) == typed(sent["text"])


@pytest.mark.acceptance("security", "S30")
@pytest.mark.acceptance("security", 8)
def test_the_page_editor_loses_nothing_when_the_token_has_changed() -> None:
    user = UserFactory(is_superuser=True)
    page = NewsPageFactory(live=False)
    client = Client(enforce_csrf_checks=True, **INTRANET)
    client.force_login(user, backend="accounts.backends.LocalBackend")
    headers = {"Origin": "http://intranet.localhost:8000"}
    address = f"/admin/pages/{page.pk}/edit/"
    form = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
    here = {
        field.get("name"): field.get("value") or field.text or ""
        for kind in ("input", "textarea")
        for field in form.iter(kind)
        if field.get("type") != "checkbox"
    }
    # What the editor's script adds: how many blocks there are.
    blocks = {f"{name}-count": "0" for name in ("body", "sources", "contacts")}
    changed = {"title": "Neuer „Titel“", "lead": "Ein langer\r\nText", **blocks}
    sent = [(name, value) for name, value in {**here, **changed}.items() if name and name != "csrfmiddlewaretoken"]
    refused = client.post(address, dict(sent), headers=headers)
    assert refused.status_code == 403
    assert html.escape(address) in refused.content.decode()
    again = fields_of(refused.content.decode())
    assert {(name, typed(value)) for name, value in sent} <= {(name, value) for name, value in again}
    assert client.post(address, dict(again), headers=headers).status_code in {200, 302}
    assert NewsPage.objects.get(pk=page.pk).get_latest_revision().as_object().title == "Neuer „Titel“"


def test_a_form_of_the_editor_that_lost_fields_on_its_way_is_no_fault_of_ours_and_comes_back() -> None:
    client = Client(**INTRANET)
    client.force_login(UserFactory(is_superuser=True), backend="accounts.backends.LocalBackend")
    page = NewsPageFactory(live=False)
    headers = {"Origin": "http://intranet.localhost:8000"}
    answer = client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Halb gesendet"}, headers=headers)
    assert answer.status_code == 400
    assert ("title", "Halb gesendet") in fields_of(answer.content.decode())


def test_more_than_is_taken_is_answered_with_413(sign_in: Callable[[User], Client], settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = Client(**PUBLIC).post(FORM, "text=" + "x" * 2_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "0221" in answer.content.decode()


@pytest.mark.acceptance("security", 10)
@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500, 503])
@pytest.mark.parametrize("language", ["de", "en"])
def test_error_pages_ask_no_database(status: int, language: str, django_assert_num_queries: Any) -> None:
    asked = request({"text": "x"}, path=f"/{language}/somewhere/")
    with django_assert_num_queries(0):
        answer = errors.answer(asked, status)
    assert answer.status_code == status
    page = answer.content.decode()
    assert 'href="tel:110"' in page
    assert "Impressum" in page
