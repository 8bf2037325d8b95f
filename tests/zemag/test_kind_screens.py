"""Offences and measures on screen: proposed by editors, decided by quality staff, counted on the start page."""

import re
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
from tests.zemag.kind_proposals import ADVISED, MEASURE, NEW, OFFENCE, changed, texts
from tests.zemag.screens import denials, holder, text_of
from zemag import kinds
from zemag.catalogue import MEASURES, OFFENCES
from zemag.models import Measure, OffenceType, Role, TemplateState
from zemag.services import kind_texts

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"]),
    pytest.mark.usefixtures("sites"),
    pytest.mark.acceptance("settled", 6),
]
SignIn = Callable[[User], Client]
SEND = {"HTTP_ORIGIN": settings.INTRANET_URL}
LIST = "/de/zemag/catalogue/"
ADD = f"{LIST}new/"
BOTH = pytest.mark.parametrize("code", [OFFENCE, MEASURE])


def new(code: str) -> str:
    """Return the address of the form."""
    return f"{LIST}{code}/new/" if code else ADD


@pytest.fixture
def office(sign_in: SignIn) -> dict[str, Client]:
    """An editor, and somebody of the quality staff."""
    people = {"editor": holder(Role.EDITOR, UserFactory(first_name="Nele", last_name="Textbau"))}
    people["keeper"] = holder(Role.QUALITY)
    return {name: sign_in(person) for name, person in people.items()}


def typed(client: Client, code: str = OFFENCE, **other: str) -> dict[str, str]:
    """Return the form as it is opened, with other words."""
    page = client.get(new(code)).content.decode()
    kept = {name: value for name, value in hidden(page, new(code)).items() if name in ("stamp", "request_key")}
    more = {} if code == OFFENCE else {"level": "3"}
    return {**kept, **texts(code), **more, "is_active": "yes", **other}


def proposed(client: Client, code: str = OFFENCE, **other: str) -> Any:
    """Propose words on screen."""
    assert client.post(new(code), typed(client, code, **other), **SEND).status_code == 302
    model = OffenceType if code == OFFENCE else Measure
    return model._default_manager.filter(state=TemplateState.PROPOSED).latest("proposed_at")


def step(row: Any, name: str) -> str:
    """Return the address of a decision."""
    return reverse("zemag_kind_step", args=[row.code, row.pk, name])


def version(row: Any) -> str:
    """Return the address of a version."""
    return reverse("zemag_kind_version", args=[row.code, row.pk])


def test_the_list_shows_both_kinds_by_level_in_both_languages_and_marks_what_waits(office: dict[str, Client]) -> None:
    page = office["editor"].get(LIST).content.decode()
    assert all(f'href="{LIST}{code}/"' in page for code in (*OFFENCES, *MEASURES))
    shown = text_of(office["keeper"].get(LIST))
    for words in ("Es wartet kein Vorschlag.", "B1: Beleidigung", "Nie allein", "Stufe 3: ", "mit dem Produkt"):
        assert words in shown, words
    assert ADD in page and ADD not in office["keeper"].get(LIST).content.decode()
    english = text_of(office["keeper"].get(LIST.replace("/de/", "/en/")))
    assert "B1: Insult, defamation" in english and "Never alone" in english and "No proposal waits." in english
    proposed(office["editor"])
    proposed(office["editor"], "", **{"level": "2"})
    shown = text_of(office["keeper"].get(LIST))
    assert "2 Vorschläge warten auf Freigabe" in shown and "Vorschlag von Nele Textbau" in shown
    assert NEW["name_de"] in shown and "noch nicht in Kraft" in shown
    assert f'href="{LIST}"' in office["editor"].get("/de/zemag/wordings/").content.decode()


@BOTH
def test_an_editor_proposes_and_what_the_quality_staff_releases_is_read_at_once(
    code: str, office: dict[str, Client]
) -> None:
    name = texts(code)["name_de"]
    row = proposed(office["editor"], code, name_de=f"{name} <b>neu</b>")
    page = office["keeper"].get(version(row)).content.decode()
    assert "<ins>" in page and "<del>" in page and "&lt;b&gt;neu&lt;/b&gt;" in page and texts(code)["name_en"] in page
    here = f"{LIST}{code}/"
    assert name not in text_of(office["editor"].get(here)).partition("Alle Fassungen")[0]
    answer = office["keeper"].post(step(row, "release"), **SEND)
    assert answer["Location"] == f"{here}?done=release"
    shown = text_of(office["keeper"].get(answer["Location"]))
    assert name in shown and "In Kraft: Fassung 2" in shown and "Fassung 1" in shown and "freigegeben" in shown
    assert texts(code)["name_en"] in text_of(office["editor"].get(here.replace("/de/", "/en/")))


def test_a_new_measure_is_proposed_and_stands_in_the_list_with_its_level(office: dict[str, Client]) -> None:
    row = proposed(office["editor"], "", level="1")
    assert (row.code, row.level, row.is_active) == ("own_1", 1, True)
    shown = text_of(office["keeper"].get(f"{LIST}own_1/"))
    assert "Noch nicht in Kraft" in shown and "sobald sie freigegeben ist" in shown
    read = text_of(office["keeper"].get(version(row)))
    assert "Eine neue Maßnahme." in read and NEW["name_de"] in read and NEW["name_en"] in read
    office["keeper"].post(step(row, "release"), **SEND)
    assert kinds.measures()["own_1"].level == 1
    assert "In Kraft: Fassung 1" in text_of(office["editor"].get(f"{LIST}own_1/"))


def test_the_form_of_an_offence_shows_what_the_law_says_and_does_not_ask_for_it(office: dict[str, Client]) -> None:
    response = office["editor"].get(new(OFFENCE))
    assert "nur auf Antrag" in text_of(response) and "§§ 185-187 StGB" in text_of(response)
    assert 'name="level"' not in response.content.decode()
    row = proposed(office["editor"], level="3")
    office["keeper"].post(step(row, "release"), **SEND)
    assert kinds.offences()[OFFENCE].level == 1


@pytest.mark.parametrize(
    ("code", "field", "value", "said"),
    [
        (OFFENCE, "name_en", "", "Beide Sprachen"),
        (OFFENCE, "happened_de", "  ", "Beide Sprachen"),
        (OFFENCE, "happened_en", "x" * 101, "100"),
        (OFFENCE, "is_active", "", "Bitte wählen"),
        (MEASURE, "name_en", ADVISED["name_de"], "der deutsche Text"),
        (MEASURE, "name_de", "Nie allein", "schon ein anderer"),
        (MEASURE, "level", "", "Bitte wählen"),
        (MEASURE, "level", "7", "7"),
        ("", "name_de", "x" * 81, "80"),
        ("", "level", "", "Bitte wählen"),
    ],
)
def test_a_wrong_word_keeps_what_was_typed_and_says_so_at_its_field(
    code: str, field: str, value: str, said: str, office: dict[str, Client]
) -> None:
    form = {**typed(office["editor"], code), field: value}
    response = office["editor"].post(new(code), form, **SEND)
    body = response.content.decode()
    assert response.status_code == 200 and not Measure.objects.exists() and not OffenceType.objects.exists()
    message = body.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
    assert said in message, message
    other = "name_en" if field == "name_de" else "name_de"
    assert f'value="{texts(code)[other]}"' in body
    if code != OFFENCE and field != "level":
        assert re.search(r'name="level" value="3"[^>]* checked', body)


def test_the_last_one_of_a_level_cannot_be_taken_out_on_screen(office: dict[str, Client]) -> None:
    for code in ("police_only", "superior_decides", "no_objects"):
        changed(code, words=dict(kinds.of_product(code)), is_active=False)
    for other, field in (({"is_active": "no"}, "is_active"), ({"level": "1"}, "level")):
        answer = office["editor"].post(new(MEASURE), typed(office["editor"], MEASURE, **other), **SEND)
        message = answer.content.decode().partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
        assert "der letzte Eintrag der Stufe 3" in message
    assert "nicht mehr angeboten" in text_of(office["keeper"].get(f"{LIST}police_only/"))


def test_it_goes_back_with_a_reason_that_the_editor_reads_beside_what_was_typed(office: dict[str, Client]) -> None:
    row = proposed(office["editor"], "")
    empty = office["keeper"].post(step(row, "return"), {"reason": " "}, **SEND)
    assert empty.status_code == 200 and 'id="id_reason_error"' in empty.content.decode()
    told = {"reason": "Bitte kürzer."}
    assert [office["keeper"].post(step(row, "return"), told, **SEND).status_code for _time in range(2)] == [302, 302]
    again = office["editor"].get(f"{LIST}own_1/new/")
    assert "Bitte kürzer." in text_of(again) and NEW["name_de"] in again.content.decode()
    assert "Vorschlag zurückgegeben" in text_of(office["editor"].get(LIST))


@BOTH
def test_an_old_form_is_409_with_both_versions_and_stores_nothing(code: str, office: dict[str, Client]) -> None:
    mine = typed(office["editor"], code, name_de="Mein Wort")
    row = proposed(office["editor"], code, name_de="Anderes Wort")
    response = office["editor"].post(new(code), mine, **SEND)
    shown = text_of(response)
    assert response.status_code == 409 and "Mein Wort" in shown and "Anderes Wort" in shown
    assert shown.count("angeboten") == 2 and "Stufe 3" in shown or code == OFFENCE
    later = proposed(office["editor"], code, name_de="Drittes Wort")
    for answer in (office["keeper"].get(step(row, "release")), office["keeper"].post(step(row, "release"), **SEND)):
        shown = text_of(answer)
        assert answer.status_code == 409 and "Anderes Wort" in shown and "Drittes Wort" in shown
    assert type(row)._default_manager.get(state=TemplateState.PROPOSED).pk == later.pk


@pytest.mark.parametrize("code", [OFFENCE, MEASURE, ""])
def test_a_form_sent_twice_makes_one_proposal_and_one_release(code: str, office: dict[str, Client]) -> None:
    form = typed(office["editor"], code)
    answers = [office["editor"].post(new(code), form, **SEND) for _time in range(2)]
    assert [one["Location"] for one in answers] == [f"{LIST}{code or 'own_1'}/?done=proposed"] * 2
    row = (OffenceType if code == OFFENCE else Measure)._default_manager.get()
    assert [office["keeper"].post(step(row, "release"), **SEND).status_code for _time in range(2)] == [302, 302]
    assert type(row)._default_manager.filter(state=TemplateState.RELEASED).count() == 1


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
    pages = [LIST, f"{LIST}{OFFENCE}/", version(row), new(OFFENCE), ADD, step(row, "release")]
    for role in (Role.LEGAL, Role.DATA_PROTECTION, Role.COORDINATOR):
        who = holder(role)
        client = sign_in(who)
        assert [client.get(path).status_code for path in pages] == [403] * 6
        assert len(denials(who)) == 6
        assert f'href="{LIST}"' not in client.get("/de/zemag/weapons/").content.decode()
    assert [office["keeper"].get(path).status_code for path in (new(OFFENCE), ADD)] == [403, 403]
    assert [office["editor"].get(step(row, name)).status_code for name in ("release", "return")] == [403, 403]
    for path in ("Z9/", "own_7/", "Z9/new/", f"C2/{row.pk}/", f"{OFFENCE}/00000000-0000-4000-8000-000000000000/"):
        assert office["editor"].get(f"{LIST}{path}").status_code == 404, path
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


def asked(client: Client, path: str) -> int:
    """Return how many questions a screen asks both databases."""
    client.get(path)
    with CaptureQueriesContext(connections["default"]) as portal, CaptureQueriesContext(connections["zemag"]) as zemag:
        assert client.get(path).status_code == 200
    return len(portal) + len(zemag)


def test_the_screens_ask_no_more_when_everything_is_changed(office: dict[str, Client], sign_in: SignIn) -> None:
    staff = sign_in(UserFactory())
    places = [(staff, reverse("zemag_report_short")), (office["keeper"], LIST)]
    changed("C2", words=texts("C2", name_en="Other C2"))
    changed("letter", words=texts("letter", name_en="Other letter"))
    few = [asked(client, path) for client, path in places]
    for code in (*OFFENCES, *MEASURES):
        item = kind_texts.opened(code)
        if item.holds.row is None:
            changed(code, words={**item.holds.texts, "name_en": f"Other {code}"})
    many = [asked(client, path) for client, path in places]
    assert many[0] == few[0] and many[1] == few[1]
