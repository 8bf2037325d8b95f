"""Asking before a visit on screen: what an answer says, what it never says, and what follows from it."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag.screens import entry, officer, released, rows_of, sent, text_of
from tests.zemag_factories import PLACE, proposal, proposed, quality, reported
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import Acknowledgement, Incident, Inquiry, InquiryHit, Victim
from zemag.services import register
from zemag_pages.showing import until

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
ROUTE, HITS = "/de/zemag/ask/route/", "/de/zemag/hits/"
HEAD = "ref;family;given;birthdate;street;no;time\n"


@pytest.fixture
def desk(sign_in: SignIn) -> tuple[Client, User]:
    """Somebody who may ask, signed in, where a profile is released."""
    released()
    who = officer()
    return sign_in(who), who


Desk = tuple[Client, User]


def test_no_entry_is_said_as_no_all_clear(desk: Desk) -> None:
    entry()
    text = text_of(sent(*desk, family="Ganz", given="Anders", birth="01.02.1955"))
    assert "Kein Eintrag. Das ist keine Entwarnung." in text
    assert "Gefährdungsbeurteilung" in text
    assert len(rows_of(desk[1], "search")) == 1


def test_a_hit_is_a_card_with_words_and_measures_and_leaves_the_screen_by_itself(desk: Desk) -> None:
    entry(level=3, place=PLACE)
    response = sent(*desk)
    text = text_of(response)
    for words in ("Eintrag: sicher", "Stufe 3", "Küchenmesser", "Am Schalter", "Nie allein", "0221 4710-115"):
        assert words in text
    assert "Kein Eintrag" not in text
    assert response["Refresh"].startswith("600; url=/de/zemag/ask/")
    assert "data-secret" in response.content.decode()
    by_name = text_of(sent(*desk, birth="", birth_unknown="on"))
    assert "Eintrag: möglich" in by_name and "Eintrag: sicher" not in by_name
    there = text_of(sent(*desk, path="/de/zemag/ask/address/", street="Musterweg", number="12"))
    assert "Eintrag zu dieser Adresse" in there and "Schröder" not in there.split("Ihre Abfrage")[0]


def test_without_purpose_or_file_number_nothing_is_asked_and_nothing_typed_is_lost(desk: Desk) -> None:
    entry()
    response = sent(*desk, purpose="", file_number="", birth="31.02.1980")
    html, text = response.content.decode(), text_of(response)
    assert "Bitte wählen Sie, warum Sie anfragen." in text and "Aktenzeichen" in text
    assert 'value="Schröder"' in html and 'value="31.02.1980"' in html
    assert not Inquiry.objects.exists() and not rows_of(desk[1], "search")
    wrong = text_of(sent(*desk, birth="31.02.1980"))
    assert "31.01.1980 oder ein Jahr" in wrong and "Kein Eintrag" not in wrong


def test_too_many_possible_entries_ask_for_more_and_then_say_how_many(desk: Desk) -> None:
    for day in range(1, 6):
        entry(birth=(1980, 3, day), names=(("Jörg", "Schröder"),))
    response = sent(*desk, birth="", birth_unknown="on")
    text = text_of(response)
    assert "5 mögliche Einträge: Es fehlen Angaben" in text and "Kein Eintrag" not in text
    assert "lassen sich herausfinden" in text
    last = text_of(sent(*desk, birth="", birth_unknown="on", unobtainable="on"))
    assert "5 mögliche Einträge · Stufe 2" in last and "Rufen Sie das Team ZeMAG an" in last


def test_in_an_emergency_only_its_purposes_and_an_address(desk: Desk) -> None:
    entry(place=PLACE)
    path = "/de/zemag/ask/emergency/"
    form = desk[0].get(path).content.decode()
    assert 'value="rescue"' in form and 'value="home_visit"' not in form and "Familienname" not in form
    text = text_of(sent(*desk, path=path, purpose="rescue", street="Musterweg", number="12"))
    assert "Eintrag zu dieser Adresse" in text


def test_a_route_shows_unread_rows_on_top_and_never_as_no_entry(desk: Desk) -> None:
    entry()
    rows = "1;Ganz;Anders;01.02.1955;;;09:00\n2;Schröder;Jörg;04.03.1980;;;14:00\n3;Schief;Rita;31.02.1980;;;\n"
    text = text_of(sent(*desk, path=ROUTE, rows=HEAD + rows))
    assert re.search(r"1 nicht geprüft · 1 mit Eintrag · 1 kein Eintrag", text)
    assert text.index("Nicht geprüft") < text.index("Eintrag: sicher") < text.index("Das ist keine Entwarnung")
    assert "Schief" not in text.split("Das ist keine Entwarnung")[1]
    assert [row.result for row in rows_of(desk[1], "batch_row")] == ["none", "hit", "not_checked"]


def test_a_row_that_needs_more_leads_to_a_question_of_its_own(desk: Desk) -> None:
    entry(birth=(1980, 3, 4), names=(("Anh Tuấn", "Nguyễn"),))
    html = sent(*desk, path=ROUTE, rows=f"{HEAD}1;Nguyen;Anh Tuan;;;;14:00\n").content.decode()
    assert "1 möglicher Eintrag: Es fehlen Angaben" in html and "unten an" not in html
    assert '<a href="/de/zemag/ask/">nur nach dieser Person</a>' in html


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("ref;family;given\n1;A;B\n", "Die Spalte birthdate fehlt"),
        (HEAD + "1;A;B;1980;;;\n" * 61, "höchstens 60 Zeilen"),
        (HEAD + "x" * 70_000, "höchstens 64 KiB"),
        ("", "eines von beiden"),
    ],
)
def test_a_route_that_cannot_be_trusted_is_refused_whole_and_stays_in_the_form(
    desk: Desk, rows: str, words: str
) -> None:
    response = sent(*desk, path=ROUTE, rows=rows)
    assert words in text_of(response)
    assert rows[:40].strip() in response.content.decode()
    assert not Inquiry.objects.exists()


def test_a_hit_stays_open_until_a_plan_is_noted(desk: Desk) -> None:
    entry()
    sent(*desk)
    hit = InquiryHit.objects.get()
    open_text = text_of(desk[0].get(HITS))
    assert "Schröder, Jörg" in open_text and "VZ 12/26" in open_text
    empty = text_of(desk[0].post(f"{HITS}{hit.pk}/plan/"))
    assert "mindestens eine Maßnahme" in empty
    assert desk[0].post(f"{HITS}{hit.pk}/plan/", {"measures": ["never_alone"]}).status_code == 302
    assert Acknowledgement.objects.filter(hit=hit).exists()
    assert "Es ist nichts offen." in text_of(desk[0].get(HITS))
    assert desk[0].post(f"{HITS}{hit.pk}/plan/", {"cancelled": "on"}).status_code == 409


def test_details_need_a_reason_and_tell_no_more_than_how_alike_things_are(desk: Desk) -> None:
    entry()
    sent(*desk, birth="03.04.1980")
    path = f"{HITS}{InquiryHit.objects.get().pk}/"
    assert "Bitte geben Sie einen Grund an" in text_of(desk[0].post(path, {"reason": " "}))
    assert not rows_of(desk[1], "detail")
    text = text_of(desk[0].post(path, {"reason": "Heute Besuch."}))
    assert re.search(r"Geburtsdatum ähnlich .*Adresse nicht verglichen", text)
    assert "04.03.1980" not in text
    assert len(rows_of(desk[1], "detail")) == 1
    assert desk[0].post(f"{HITS}{uuid.uuid4()}/", {"reason": "x"}).status_code == 404


@pytest.mark.acceptance("settled", "Z8")
def test_the_own_log_holds_the_own_questions_and_nobody_elses(desk: Desk, sign_in: SignIn) -> None:
    sent(*desk)
    text = text_of(desk[0].get("/de/zemag/log/"))
    assert "VZ 12/26" in text and "Hausbesuch" in text
    assert "VZ 12/26" not in text_of(sign_in(officer()).get("/de/zemag/log/"))


def test_an_entry_after_the_answer_is_told_on_every_screen_of_who_asked(desk: Desk) -> None:
    # A visit of this minute: five minutes before midnight a later one would be one of tomorrow.
    sent(*desk, planned=timezone.localtime().strftime("%H:%M"))
    made = proposed(now=timezone.now())
    register.approve(entry_id=made.pk, actor=quality(), now=timezone.now())
    assert "Neue Warnung" in text_of(desk[0].get("/de/zemag/ask/"))
    assert "neu seit Ihrer Abfrage" in text_of(desk[0].get(HITS))


def marks() -> dict[str, str]:
    """Return a mark of its own for everything that no answer may hold."""
    names = ("narrative", "victim", "street", "reference", "description", "necessity", "reporter", "phone")
    return {name: f"{name}{uuid.uuid4().hex[:10]}" for name in names}


@pytest.mark.acceptance("zemag", 9)
@pytest.mark.parametrize("level", [2, 3])
def test_no_answer_holds_who_reported_who_was_hurt_where_somebody_lives_or_what_was_told(
    desk: Desk, level: int
) -> None:
    told, now = marks(), timezone.now()
    teller = UserFactory(last_name=told["reporter"], department=DepartmentFactory(key="99", name_de="Amt der Meldung"))
    home = {"street": told["street"], "number": "77"}
    incident = reported(birth=(1980, 3, 4), level=level, address=home, occurred=local_day(now) - timedelta(days=14))
    Incident.objects.filter(pk=incident.pk).update(reporter=teller.uuid, department="99")
    content = {"occurred_on": f"{local_day(now):%Y-%m-%d}", "place": None, "w": {"what": told["narrative"]}}
    sealing.seal(incident, {**content, "more": {"phone": told["phone"]}})
    Incident.objects.filter(pk=incident.pk).update(sealed=incident.sealed)
    victim = Victim(incident=incident)
    sealing.seal(victim, {"name": told["victim"], "injury": "inpatient"})
    victim.save()
    step = incident.steps.get()
    sealing.seal(step, {"reference": told["reference"]})
    step.save()
    made = register.propose(
        incident_id=incident.pk, proposal=proposal(necessity=told["necessity"]), actor=quality(), now=now
    )
    register.approve(entry_id=made.pk, actor=quality(), now=now)
    client, who = desk
    answers = [sent(client, who, birth="", birth_unknown="on"), sent(client, who, birth="1980"), client.get(HITS)]
    rows = "1;Schröder;Jörg;1980;;;\n2;Schröder;Jörg;;;;\n"
    answers.append(sent(client, who, path=ROUTE, rows=HEAD + rows))
    hits = list(InquiryHit.objects.all())
    assert len(hits) == 4
    answers += [client.post(f"{HITS}{hit.pk}/", {"reason": "Besuch."}) for hit in hits]
    answers.append(client.get("/de/zemag/log/"))
    forbidden = [
        *told.values(),
        "04.03.1980",
        "1980-03-04",
        "4. März",
        "Amt der Meldung",
        str(incident.number),
        "Anzeige",
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert [word for word in forbidden if word in text_of(answer)] == []
        assert [word for word in told.values() if word in answer.content.decode()] == []


def test_of_a_birth_date_and_that_it_is_unknown_neither_is_called_optional(desk: Desk) -> None:
    page = text_of(desk[0].get("/de/zemag/ask/"))
    assert "Vorname – freiwillig" in page
    assert "Geburtsdatum – freiwillig" not in page
    assert "ist unbekannt – freiwillig" not in page


def test_the_end_of_a_day_is_that_day() -> None:
    assert until(datetime(2026, 12, 2, 23, 0, tzinfo=UTC)) == "2. Dezember 2026"
    assert until(datetime(2026, 12, 2, 9, 0, tzinfo=UTC)) == "2. Dezember 2026, 10:00 Uhr"
