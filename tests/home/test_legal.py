"""Legal pages: fixed addresses and a statement that cannot be published in part (content design, section 12)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accounts.models import User
from home.models import LegalPage
from home.roles import setup_roles
from tests.factories import ContactPointFactory, LegalPageFactory, UserFactory, public_home

pytestmark = pytest.mark.usefixtures("sites")
PARTS = ("status", "method", "created_on", "checked_on", "feedback_contact", "enforcement")


@pytest.mark.acceptance("content", 16)
@pytest.mark.parametrize("part", PARTS)
def test_a_statement_without_a_part_is_refused_at_that_part(part: str) -> None:
    empty = None if part in {"created_on", "checked_on", "feedback_contact"} else ""
    with pytest.raises(ValidationError) as refusal:
        LegalPageFactory(statement=True, **{part: empty})
    assert set(refusal.value.message_dict) == {part}


@pytest.mark.acceptance("content", 16)
def test_a_whole_statement_is_published_and_shows_its_parts(public: Client) -> None:
    contact = ContactPointFactory(function_de="Stelle für Barrierefreiheit")
    barrier = {"content": "Alte PDF-Dateien", "reason": "disproportionate", "alternative": "Wir lesen vor."}
    page = LegalPageFactory(statement=True, feedback_contact=contact, barriers=[("barrier", barrier)])
    body = public.get(page.get_url()).content.decode()
    for text in ("Alte PDF-Dateien", "Wir lesen vor.", "Stelle für Barrierefreiheit", "Ombudsstelle", "2026"):
        assert text in body


@pytest.mark.acceptance("content", 16)
def test_in_the_editor_a_part_may_be_missing_in_a_draft_but_not_when_it_is_submitted(
    sign_in: Callable[[User], Client],
) -> None:
    setup_roles()
    editor = sign_in(UserFactory(is_superuser=True))
    url = f"/admin/pages/add/home/legalpage/{public_home().pk}/"
    data = form_data("barrierefreiheit", "accessibility")
    refused = editor.post(url, {**data, "action-submit": "1"})
    assert refused.status_code == 200
    assert set(PARTS) <= set(refused.context["form"].errors)
    assert LegalPage.objects.count() == 0
    kept = editor.post(url, data)
    assert kept.status_code == 302, kept.context["form"].errors
    assert LegalPage.objects.get().live is False


@pytest.mark.acceptance("content", 2)
def test_in_the_editor_a_second_page_of_a_kind_is_refused_at_the_kind(sign_in: Callable[[User], Client]) -> None:
    LegalPageFactory()
    editor = sign_in(UserFactory(is_superuser=True))
    answer = editor.post(
        f"/admin/pages/add/home/legalpage/{public_home().pk}/",
        {**form_data("imprint", "imprint"), "action-submit": "1"},
    )
    assert "kind" in answer.context["form"].errors
    assert LegalPage.objects.count() == 1


def form_data(slug: str, kind: str) -> dict[str, str]:
    """Return the fields of the page editor with nothing but title, address and kind."""
    empty = {name: streamfield([]) for name in ("body", "contacts", "barriers")}
    rows = {
        f"{name}-{part}": "0"
        for name in ("related_pages", "page_topics", "comments")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return nested_form_data(
        {"title": "Erklärung", "slug": slug, "kind": kind, "enforcement": rich_text(""), **empty, **rows}
    )


@pytest.mark.acceptance("content", 18)
@pytest.mark.parametrize(("kind", "slug"), [("imprint", "impressum-neu"), ("privacy", "impressum")])
def test_the_address_of_a_legal_page_is_fixed(kind: str, slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        LegalPageFactory(kind=kind, slug=slug)
    assert "slug" in refusal.value.message_dict


def test_a_check_is_overdue_after_eleven_months() -> None:
    page = LegalPageFactory(statement=True, checked_on=date(2026, 1, 1))
    assert page.is_overdue(date(2026, 12, 1)) is False
    assert page.is_overdue(date(2026, 12, 2)) is True
    assert Page.objects.get(pk=page.pk).specific.is_overdue(date(2026, 6, 1)) is False
