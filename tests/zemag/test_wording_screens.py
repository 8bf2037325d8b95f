"""Words of letters on screen: read by editors and quality staff, proposed by the one, decided by the other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.marks import STEPPED
from accounts.models import User
from tests.pages.test_sent_twice import hidden
from tests.row_factories import UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag.screens import denials, holder, rows_of, text_of
from tests.zemag.test_wordings import texts
from zemag.letters.wording import in_force
from zemag.models import LetterKind, LetterTemplate, Role, TemplateState

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
SEND = {"HTTP_ORIGIN": settings.INTRANET_URL}
NEW = "/de/zemag/wordings/T11/new/"


@pytest.fixture
def office(sign_in: SignIn) -> dict[str, Client]:
    """An editor and somebody of the quality staff."""
    names = UserFactory(first_name="Nele", last_name="Textbau")
    return {"editor": sign_in(holder(Role.EDITOR, names)), "keeper": sign_in(holder(Role.QUALITY))}


def typed(client: Client, **other: str) -> dict[str, str]:
    """Return the form as it is opened, with other words."""
    page = client.get(NEW).content.decode()
    kept = {name: value for name, value in hidden(page, NEW).items() if name in ("stamp", "request_key")}
    return {**kept, **texts(**other)}


def proposed(client: Client, **other: str) -> LetterTemplate:
    """Propose words on screen."""
    assert client.post(NEW, typed(client, **other), **SEND).status_code == 302
    return LetterTemplate.objects.get(state=TemplateState.PROPOSED)


def step(row: LetterTemplate, name: str) -> str:
    """Return the address of a decision."""
    return reverse("zemag_wording_step", args=[row.kind, row.pk, name])


def test_an_editor_proposes_and_the_quality_staff_releases_what_differs(office: dict[str, Client]) -> None:
    row = proposed(office["editor"])
    listed = text_of(office["keeper"].get(reverse("zemag_wordings")))
    assert "1 Vorschlag wartet auf Freigabe" in listed and "Nele Textbau" in listed and "mit dem Produkt" in listed
    page = office["keeper"].get(reverse("zemag_wording_version", args=["T11", row.pk]))
    body = page.content.decode()
    assert "<ins>" in body and "Alles Gute." in body and "All the best." in body
    assert office["keeper"].post(step(row, "release"), **SEND).status_code == 302
    assert in_force(LetterKind.REPORTER).version == 2
    shown = text_of(office["editor"].get("/de/zemag/wordings/T11/"))
    assert "In Kraft: Fassung 2" in shown and "Fassung 1" in shown and "Sam Amtmann" in shown
    english = text_of(office["editor"].get("/en/zemag/wordings/T11/"))
    assert "In force: Version 2" in english and "English (reading help)" in english


def test_words_go_back_with_a_reason_that_the_editor_reads_beside_what_was_typed(office: dict[str, Client]) -> None:
    row = proposed(office["editor"])
    empty = office["keeper"].post(step(row, "return"), {"reason": " "}, **SEND)
    assert empty.status_code == 200 and 'id="id_reason_error"' in empty.content.decode()
    told = {"reason": "Bitte kürzer."}
    assert [office["keeper"].post(step(row, "return"), told, **SEND).status_code for _time in range(2)] == [302, 302]
    again = office["editor"].get(NEW)
    assert "Bitte kürzer." in text_of(again) and "Alles Gute." in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("body_de", "Guten Tag", "$help"),
        ("body_en", "", "Beide Sprachen"),
        ("title_en", "  ", "Beide Sprachen"),
        ("title_de", "Meldung $wer", "$wer"),
        ("body_de", "#read('x') $thanks $status $help", "Auszeichnung"),
    ],
)
def test_a_wrong_text_keeps_what_was_typed_and_says_so_at_its_field(
    field: str, value: str, said: str, office: dict[str, Client]
) -> None:
    response = office["editor"].post(NEW, typed(office["editor"], **{field: value}), **SEND)
    body = response.content.decode()
    assert response.status_code == 200 and not LetterTemplate.objects.exists()
    message = body.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
    assert said in message, message
    other = "body_en" if field != "body_en" else "body_de"
    assert texts()[other].splitlines()[-1] in body


def test_an_old_form_is_409_with_both_versions_and_stores_nothing(office: dict[str, Client]) -> None:
    mine = typed(office["editor"], title_de="Meine Meldung $number")
    row = proposed(office["editor"], title_de="Andere Meldung $number")
    response = office["editor"].post(NEW, mine, **SEND)
    shown = text_of(response)
    assert response.status_code == 409
    assert "Meine Meldung $number" in shown and "Andere Meldung $number" in shown
    later = proposed(office["editor"], title_de="Dritte Meldung $number")
    for answer in (office["keeper"].get(step(row, "release")), office["keeper"].post(step(row, "release"), **SEND)):
        shown = text_of(answer)
        assert answer.status_code == 409
        assert "Andere Meldung $number" in shown and "Dritte Meldung $number" in shown
    assert LetterTemplate.objects.get(state=TemplateState.PROPOSED).pk == later.pk


def test_a_form_sent_twice_makes_one_proposal_and_one_release(office: dict[str, Client]) -> None:
    form = typed(office["editor"])
    answers = [office["editor"].post(NEW, form, **SEND) for _time in range(2)]
    assert [one["Location"] for one in answers] == ["/de/zemag/wordings/T11/?done=proposed"] * 2
    row = LetterTemplate.objects.get()
    assert [office["keeper"].post(step(row, "release"), **SEND).status_code for _time in range(2)] == [302, 302]
    assert LetterTemplate.objects.filter(state=TemplateState.RELEASED).count() == 1


def test_who_proposed_is_not_offered_the_decision_and_cannot_make_it(sign_in: SignIn) -> None:
    both = holder(Role.EDITOR, holder(Role.QUALITY))
    client = sign_in(both)
    row = proposed(client)
    assert "/release/" not in client.get(reverse("zemag_wording_version", args=["T11", row.pk])).content.decode()
    answer = client.post(step(row, "release"), **SEND)
    assert answer.status_code == 200 and "andere Person" in text_of(answer)
    row.refresh_from_db()
    assert row.state == TemplateState.PROPOSED


def test_others_are_403_with_a_deny_row_and_each_role_keeps_to_its_part(
    office: dict[str, Client], sign_in: SignIn
) -> None:
    row = proposed(office["editor"])
    pages = [reverse("zemag_wordings"), "/de/zemag/wordings/T11/", "/de/zemag/wordings/T11/preview.pdf"]
    pages.append(reverse("zemag_wording_version", args=["T11", row.pk]))
    for role in (Role.LEGAL, Role.DATA_PROTECTION, Role.COORDINATOR):
        who = holder(role)
        client = sign_in(who)
        assert [client.get(path).status_code for path in (*pages, NEW, step(row, "release"))] == [403] * 6
        assert len(denials(who)) == 6
    assert office["keeper"].get(NEW).status_code == 403
    assert [office["editor"].get(step(row, name)).status_code for name in ("release", "return")] == [403, 403]
    for path in ("T10/", "T11/00000000-0000-4000-8000-000000000000/", "T11/preview.pdf?row=x"):
        assert office["keeper"].get(f"/de/zemag/wordings/{path}").status_code == 404
    assert office["keeper"].get(step(row, "burn")).status_code == 404


def test_a_decision_asks_anew_who_it_is(office: dict[str, Client]) -> None:
    row = proposed(office["editor"])
    session = office["keeper"].session
    session[STEPPED] = timezone.now().timestamp() - 3_600
    session.save()
    for name in ("release", "return"):
        answer = office["keeper"].post(step(row, name), {"reason": "Nein."}, **SEND)
        assert answer.status_code == 302 and "/accounts/confirm/" in answer["Location"]
    row.refresh_from_db()
    assert row.state == TemplateState.PROPOSED


@needs_fonts
def test_a_preview_is_a_pdf_of_what_holds_what_waits_or_what_is_typed_and_a_row_of_the_log(sign_in: SignIn) -> None:
    who = holder(Role.EDITOR)
    client = sign_in(who)
    form = {**typed(client), "preview": "1"}
    row = proposed(client)
    answers: list[Any] = [
        client.get("/de/zemag/wordings/T11/preview.pdf"),
        client.get(f"/de/zemag/wordings/T11/preview.pdf?row={row.pk}"),
        client.post(NEW, form, **SEND),
    ]
    for answer in answers:
        assert (answer.status_code, answer["Content-Type"], answer.content[:4]) == (200, "application/pdf", b"%PDF")
        assert answer["Content-Disposition"].startswith("attachment")
    assert [one.result for one in rows_of(who, "wording")] == ["proposed", "preview", "preview", "preview"]
    assert client.post(NEW, {**form, "body_de": "x"}, **SEND).status_code == 200
    assert LetterTemplate.objects.count() == 1


def test_the_screens_ask_little_of_the_databases(office: dict[str, Client], django_assert_max_num_queries: Any) -> None:
    row = proposed(office["editor"])
    version = reverse("zemag_wording_version", args=["T11", row.pk])
    for path in (reverse("zemag_wordings"), "/de/zemag/wordings/T11/", version):
        office["keeper"].get(path)
        with django_assert_max_num_queries(8, using="zemag"), django_assert_max_num_queries(14, using="default"):
            assert office["keeper"].get(path).status_code == 200
