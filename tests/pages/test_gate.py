"""The quality gate: each check has a page that fails and one that passes (editing design, section 8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from home.models import FocusAreaPage
from news.models import NewsPage
from pages.gate import checks
from pages.gate.checks import findings_of
from pages.gate.findings import KINDS, Level, blocking
from pages.gate.rule import Blocked
from pages.gate.spots import streams_of
from pages.models import Approval, Image
from tests.factories import (
    DocumentFactory,
    FAQEntryFactory,
    FocusAreaPageFactory,
    IsmHomePageFactory,
    StandardPageFactory,
)
from tests.pages.doors import person_with
from tests.pages.gate_cases import (
    CASES,
    FUTURE,
    GONE,
    PAST,
    block,
    case_link_unpublished,
    case_no_summary,
    case_picture_alt,
    codes,
    link,
    news,
    rights,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


def test_every_kind_of_finding_has_its_two_pages() -> None:
    assert set(CASES) == set(KINDS)


@pytest.mark.acceptance("editing", 12)
@pytest.mark.parametrize("code", CASES)
def test_each_check_has_a_failing_and_a_passing_page(code: str) -> None:
    assert code in codes(CASES[code](wrong=True))


@pytest.mark.acceptance("editing", 12)
@pytest.mark.parametrize("code", CASES)
def test_each_check_lets_a_page_in_order_pass(code: str) -> None:
    assert code not in codes(CASES[code](wrong=False))


def test_a_focus_area_may_name_its_counterpart_for_staff() -> None:
    page = FocusAreaPageFactory(counterpart=IsmHomePageFactory(), lead="Worum es geht.")
    assert "link_intranet" not in codes(FocusAreaPage.objects.get(pk=page.pk))


def test_an_address_of_the_own_portal_is_looked_at_like_a_link() -> None:
    there, gone = StandardPageFactory(slug="da"), StandardPageFactory(slug="weg", live=False)
    assert "link_missing" in codes(news(link('href="http://localhost:8000/de/nie-gewesen/"')))
    assert "link_unpublished" in codes(news(link(f'href="http://localhost:8000/de/{gone.slug}/"')))
    assert not codes(news(link(f'href="http://localhost:8000/de/{there.slug}/?x=1"'))) & {"link_missing"}


def test_chosen_files_and_documents_are_looked_at_too() -> None:
    document = DocumentFactory(use_until=PAST)
    page = news([block("downloads", {"documents": [{"type": "item", "value": document.pk, "id": str(uuid4())}]})])
    assert "file_expired" in codes(page)
    assert "link_missing" in codes(news([block("downloads", {"documents": [GONE]})]))


def test_rights_must_hold_on_the_day_on_which_the_page_goes_live() -> None:
    soon = timezone.localdate() + timedelta(days=3)
    image = rights(use_until=soon)
    assert "file_expired" not in codes(news(teaser_image=image))
    assert "file_expired" in codes(news(teaser_image=image, go_live_at=timezone.now() + timedelta(days=9)))


def test_an_answer_of_the_faq_is_looked_at_too() -> None:
    entry = FAQEntryFactory(answer_de=f'<p><a linktype="page" id="{GONE}">Weg</a></p>')
    assert "link_missing" in codes(entry)


def test_a_check_that_fails_blocks_and_spoils_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(page: Any) -> list[Any]:
        return list(NewsPage.objects.extra(where=["no_such_column = 1"]))

    monkeypatch.setattr(checks, "_of_rooms", [broken])
    assert "failed" in codes(news())
    assert NewsPage.objects.exists()


def submit(page: Any, user: User) -> Any:
    """Bring a page to review as the editor does."""
    page.save_revision(user=user, clean=False)
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, user)
    return type(page).objects.get(pk=page.pk)


def approve(page: Any, user: User, **kwargs: Any) -> None:
    """Approve as the screens do."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, "approve", **kwargs)


REASON = "Die Zielseite geht heute Mittag live, abgesprochen."


@pytest.mark.acceptance("editing", 12)
def test_an_editor_mends_first_a_reader_submits_and_a_second_reader_gives_the_reason() -> None:
    page = case_link_unpublished(wrong=True)
    with pytest.raises(Blocked):
        submit(page, person_with("editor"))
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.workflow_in_progress
    page = submit(page, person_with("approver"))
    second = person_with("approver")
    for reason in ("", "zu kurz", " " * 40):
        with pytest.raises(Blocked):
            approve(page, second, reason=reason)
    assert not Approval.objects.exists()
    approve(page, second, reason=REASON)
    assert NewsPage.objects.get(pk=page.pk).live
    assert Approval.objects.get().reason == REASON


@pytest.mark.acceptance("editing", 12)
@pytest.mark.parametrize("code", ["link_intranet", "link_closed", "consent_expired", "legal_part"])
def test_nobody_overrides_intranet_links_consent_and_legal_parts(code: str) -> None:
    page = CASES[code](wrong=True)
    with pytest.raises(Blocked):
        submit(page, person_with("approver"))
    assert not type(page).objects.get(pk=page.pk).workflow_in_progress


@pytest.mark.acceptance("editing", 12)
def test_what_became_wrong_during_the_review_stops_the_approval() -> None:
    image = rights(consent_until=FUTURE)
    page = submit(news(teaser_image=image), person_with("editor"))
    Image.objects.filter(pk=image.pk).update(consent_until=PAST)
    with pytest.raises(Blocked):
        approve(page, person_with("approver"), reason=REASON)
    assert not NewsPage.objects.get(pk=page.pk).live


def test_warnings_stop_nobody() -> None:
    page = submit(case_no_summary(wrong=True), person_with("editor"))
    assert {finding.level for finding in findings_of(page.get_latest_revision_as_object())} == {Level.WARN}
    approve(page, person_with("approver"))
    assert NewsPage.objects.get(pk=page.pk).live


def test_findings_cost_no_more_questions_for_more_links() -> None:
    targets = [StandardPageFactory() for _number in range(8)]
    asked = []
    for number in (1, 8):
        page = news([part for target in targets[:number] for part in link(f'linktype="page" id="{target.pk}"')])
        with CaptureQueriesContext(connection) as queries:
            assert not blocking(findings_of(NewsPage.objects.get(pk=page.pk)))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30


@pytest.mark.acceptance("editing", 12)
def test_a_blocked_post_of_the_editor_leads_back_and_keeps_the_text(sign_in: SignIn) -> None:
    editor = person_with("editor")
    page = news(teaser_image=rights(consent_until=PAST), title="Vorher", owner=editor)
    client = sign_in(editor)
    data = sent(page, title="Lange getippter Titel", **{"action-submit": "1"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    body = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"/pages/{page.pk}/edit/?findings=1#findings")
    page = NewsPage.objects.get(pk=page.pk)
    assert not page.workflow_in_progress
    assert page.get_latest_revision_as_object().title == "Lange getippter Titel"
    assert "Lange getippter Titel" in body
    assert answer.context["form"].errors["teaser_image"]
    assert str(next(f for f in findings_of(page) if f.code == "consent_expired").message) in body


def sent(page: NewsPage, **fields: str) -> dict[str, str]:
    """Return what the editor of a report sends."""
    streams = [name for name, _block, _rows in streams_of(page)]
    data = {f"{name}-count": "0" for name in streams}
    for rows in ("related_pages", "page_topics", "comments"):
        data |= {f"{rows}-{end}": "0" for end in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        data[f"{rows}-MAX_NUM_FORMS"] = ""
    data |= {"title": page.title, "slug": page.slug, "lead": page.lead, "teaser_image": str(page.teaser_image_id or "")}
    return {**data, "date": str(page.date), **fields}


def test_findings_stand_at_the_block_they_are_about(sign_in: SignIn) -> None:
    page = case_picture_alt(wrong=True)
    page.save_revision()
    client = sign_in(person_with("editor"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    errors = client.get(f"{address}?findings=1").context["form"].errors.as_data()["body"][0]
    assert list(errors.block_errors) == [0]
    assert "image" in errors.block_errors[0].block_errors
    assert not client.get(address).context["form"].errors
