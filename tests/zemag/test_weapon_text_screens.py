"""Texts of the weapons catalogue on screen: proposed by editors, decided by quality staff, read by all staff."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.marks import STEPPED
from accounts.models import User
from tests.pages.test_sent_twice import hidden
from tests.row_factories import UserFactory
from tests.zemag.screens import denials, holder, text_of
from tests.zemag.test_weapon_texts import CODE, texts
from zemag.catalogue import WEAPONS
from zemag.models import Role, TemplateState
from zemag_pages.models import WeaponText
from zemag_pages.weapons.drawings import strokes
from zemag_pages.weapons.entries import of_product

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
SEND = {"HTTP_ORIGIN": settings.INTRANET_URL}
LIST, HERE, NEW = "/de/zemag/weapons/", f"/de/zemag/weapons/{CODE}/", f"/de/zemag/weapons/{CODE}/texts/new/"


@pytest.fixture
def office(sign_in: SignIn) -> dict[str, Client]:
    """An editor, somebody of the quality staff, and somebody else."""
    names = UserFactory(first_name="Nele", last_name="Textbau")
    people = {"editor": holder(Role.EDITOR, names), "keeper": holder(Role.QUALITY), "staff": UserFactory()}
    return {name: sign_in(person) for name, person in people.items()}


def typed(client: Client, is_active: str = "yes", **other: str) -> dict[str, str]:
    """Return the form as it is opened, with other texts."""
    page = client.get(NEW).content.decode()
    kept = {name: value for name, value in hidden(page, NEW).items() if name in ("stamp", "request_key")}
    return {**kept, **texts(**other), "is_active": is_active}


def proposed(client: Client, **other: str) -> WeaponText:
    """Propose texts on screen."""
    assert client.post(NEW, typed(client, **other), **SEND).status_code == 302
    return WeaponText.objects.get(state=TemplateState.PROPOSED)


def step(row: WeaponText, name: str) -> str:
    """Return the address of a decision."""
    return reverse("zemag_weapon_text_step", args=[row.code, row.pk, name])


def version(row: WeaponText) -> str:
    """Return the address of a version."""
    return reverse("zemag_weapon_text_version", args=[row.code, row.pk])


def main_of(client: Client, path: str) -> str:
    """Return what a page says apart from its frame."""
    return str(client.get(path).content.decode().partition("<main")[2].partition("</main>")[0])


def test_an_editor_comes_from_the_class_and_what_the_quality_staff_releases_is_read_at_once(
    office: dict[str, Client],
) -> None:
    links = {name: main_of(client, HERE) for name, client in office.items()}
    assert [name for name, page in links.items() if NEW in page] == ["editor"]
    assert [name for name, page in links.items() if f"{HERE}texts/" in page] == ["editor", "keeper"]
    row = proposed(office["editor"], text_de="Dose <b>klein</b>.")
    assert "1 Vorschlag wartet auf Freigabe" in text_of(office["keeper"].get(LIST))
    assert "Vorschlag" not in text_of(office["staff"].get(LIST))
    listed = text_of(office["keeper"].get(f"{LIST}texts/"))
    assert "1 Vorschlag wartet auf Freigabe" in listed and "Nele Textbau" in listed
    page = office["keeper"].get(version(row)).content.decode()
    assert "<ins>" in page and "<del>" in page and "Kribbeldose" in page and "tingle tin" in page
    assert "Kribbeldose" not in text_of(office["staff"].get(HERE))
    assert office["keeper"].post(step(row, "release"), **SEND).status_code == 302
    assert "Kribbeldose" in text_of(office["staff"].get(HERE))
    assert "Dose &lt;b&gt;klein&lt;/b&gt;." in office["staff"].get(HERE).content.decode()
    assert "tingle tin" in text_of(office["staff"].get(HERE.replace("/de/", "/en/")))
    assert "1 Eintrag" in text_of(office["staff"].get(LIST, {"q": "kribbeldose"}))
    shown = text_of(office["editor"].get(f"{HERE}texts/"))
    assert "In Kraft: Fassung 2" in shown and "Fassung 1" in shown and "Sam Amtmann" in shown
    assert "In force: Version 2" in text_of(office["editor"].get(f"/en/zemag/weapons/{CODE}/texts/"))


def test_a_class_that_is_taken_out_says_so_where_it_is_read_and_keeps_its_drawing(office: dict[str, Client]) -> None:
    form = {**typed(office["editor"], is_active="no"), **of_product(CODE)}
    assert office["editor"].post(NEW, form, **SEND).status_code == 302
    row = WeaponText.objects.get()
    shown = text_of(office["keeper"].get(version(row)))
    assert "in Meldungen und im Katalog angeboten" in shown and "nicht mehr angeboten" in shown
    office["keeper"].post(step(row, "release"), **SEND)
    own = office["staff"].get(HERE)
    assert "nicht mehr angeboten" in text_of(own) and strokes()[CODE] in own.content.decode()
    catalogue = main_of(office["staff"], LIST)
    assert HERE not in catalogue and catalogue.count('class="zks-weapon ') == len(WEAPONS) - 1
    assert HERE not in main_of(office["staff"], "/de/zemag/weapons/D2/")
    short = main_of(office["staff"], reverse("zemag_report_short"))
    assert '<option value="D1"' not in short and '<option value="D2"' in short
    assert "nicht mehr angeboten" in text_of(office["keeper"].get(f"{LIST}texts/"))


def test_texts_go_back_with_a_reason_that_the_editor_reads_beside_what_was_typed(office: dict[str, Client]) -> None:
    row = proposed(office["editor"])
    empty = office["keeper"].post(step(row, "return"), {"reason": " "}, **SEND)
    assert empty.status_code == 200 and 'id="id_reason_error"' in empty.content.decode()
    told = {"reason": "Bitte kürzer."}
    assert [office["keeper"].post(step(row, "return"), told, **SEND).status_code for _time in range(2)] == [302, 302]
    again = office["editor"].get(NEW)
    assert "Bitte kürzer." in text_of(again) and "Kribbeldose" in again.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text_en", "", "Beide Sprachen"),
        ("law_de", "  ", "Beide Sprachen"),
        ("words_de", "x" * 201, "200"),
        ("distance_en", of_product(CODE)["distance_de"], "der deutsche Text"),
        ("is_active", "", "Bitte wählen"),
    ],
)
def test_a_wrong_text_keeps_what_was_typed_and_says_so_at_its_field(
    field: str, value: str, said: str, office: dict[str, Client]
) -> None:
    form = {**typed(office["editor"], notice_de="Dose in der Faust."), field: value}
    response = office["editor"].post(NEW, form, **SEND)
    body = response.content.decode()
    assert response.status_code == 200 and not WeaponText.objects.exists()
    message = body.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
    assert said in message, message
    assert "Dose in der Faust." in body and (value.strip() or "tingle tin") in body


def test_an_old_form_is_409_with_both_versions_and_stores_nothing(office: dict[str, Client]) -> None:
    mine = typed(office["editor"], text_de="Meine Dose.")
    row = proposed(office["editor"], text_de="Andere Dose.")
    response = office["editor"].post(NEW, mine, **SEND)
    shown = text_of(response)
    assert response.status_code == 409 and "Meine Dose." in shown and "Andere Dose." in shown
    later = proposed(office["editor"], text_de="Dritte Dose.")
    for answer in (office["keeper"].get(step(row, "release")), office["keeper"].post(step(row, "release"), **SEND)):
        shown = text_of(answer)
        assert answer.status_code == 409 and "Andere Dose." in shown and "Dritte Dose." in shown
    assert WeaponText.objects.get(state=TemplateState.PROPOSED).pk == later.pk


def test_a_form_sent_twice_makes_one_proposal_and_one_release(office: dict[str, Client]) -> None:
    form = typed(office["editor"])
    answers = [office["editor"].post(NEW, form, **SEND) for _time in range(2)]
    assert [one["Location"] for one in answers] == [f"{HERE}texts/?done=proposed"] * 2
    row = WeaponText.objects.get()
    assert [office["keeper"].post(step(row, "release"), **SEND).status_code for _time in range(2)] == [302, 302]
    assert WeaponText.objects.filter(state=TemplateState.RELEASED).count() == 1


def test_who_proposed_is_not_offered_the_decision_and_cannot_make_it(sign_in: SignIn) -> None:
    client = sign_in(holder(Role.EDITOR, holder(Role.QUALITY)))
    row = proposed(client)
    assert "/release/" not in client.get(version(row)).content.decode()
    answer = client.post(step(row, "release"), **SEND)
    assert answer.status_code == 200 and "andere Person" in text_of(answer)
    row.refresh_from_db()
    assert row.state == TemplateState.PROPOSED


def test_others_are_403_with_a_deny_row_and_each_role_keeps_to_its_part(
    office: dict[str, Client], sign_in: SignIn
) -> None:
    row = proposed(office["editor"])
    pages = [f"{LIST}texts/", f"{HERE}texts/", version(row), NEW, step(row, "release")]
    for role in (Role.LEGAL, Role.DATA_PROTECTION, Role.COORDINATOR):
        who = holder(role)
        client = sign_in(who)
        assert [client.get(path).status_code for path in pages] == [403] * 5
        assert len(denials(who)) == 5
    assert office["keeper"].get(NEW).status_code == 403
    assert [office["editor"].get(step(row, name)).status_code for name in ("release", "return")] == [403, 403]
    for path in ("Z9/texts/", f"D2/texts/{row.pk}/", f"{CODE}/texts/00000000-0000-4000-8000-000000000000/"):
        assert office["keeper"].get(f"{LIST}{path}").status_code == 404
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


def asked(client: Client, path: str) -> tuple[int, int]:
    """Return how many questions a screen asks both databases, and how many of them the table of the texts."""
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as portal, CaptureQueriesContext(connections["zemag"]) as zemag:
        assert client.get(path).status_code == 200
    table = WeaponText._meta.db_table
    return len(portal) + len(zemag), sum(table in query["sql"] for query in portal.captured_queries)


def test_the_screens_ask_no_more_when_every_class_is_changed(office: dict[str, Client]) -> None:
    short = reverse("zemag_report_short")
    places = [("staff", LIST), ("staff", HERE), ("staff", short), ("keeper", LIST), ("keeper", f"{LIST}texts/")]
    few = [asked(office[name], path) for name, path in places]
    people: dict[str, Any] = {"decided_by": UserFactory().uuid, "decided_at": timezone.now()}
    people |= {"proposed_by": UserFactory().uuid, "proposed_at": timezone.now()}
    for code in WEAPONS:
        more = {"version": 2, "base": 1, "state": TemplateState.RELEASED, "is_active": code != "D2", **people}
        WeaponText.objects.create(code=code, **of_product(code), **more)
    many = [asked(office[name], path) for name, path in places]
    # One question for all released rows; who decides also hears how many proposals wait.
    assert [of_texts for _all, of_texts in many] == [1, 1, 1, 2, 1]
    # The list of versions names who decided: one question more, not one for each class.
    assert many[:4] == few[:4] and many[4][0] <= few[4][0] + 1
