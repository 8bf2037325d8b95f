"""Words of offences and measures where they are read: forms, cards, cases, answers to people, figures (settled 6)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from tests.row_factories import UserFactory
from tests.zemag.kind_proposals import ADVISED, MEASURE, NEW, OFFENCE, SAID, TICKED, changed, gone
from tests.zemag.screens import entry, holder, officer, released, sent, text_of
from tests.zemag_cases import told
from tests.zemag_factories import NOW, active, ask, profile, proposal, quality, reported
from tests.zemag_requests import LAW, settled, words_of
from zemag import kinds
from zemag.clocks import local_day
from zemag.models import Acknowledgement, Incident, InquiryHit, Measure, Role
from zemag.services import acting, answering, freezing, register, reporting
from zemag.services.errors import Refused
from zemag.statistics.facts import Fact
from zemag_pages.cards import plans, row_faces
from zemag_pages.forms.hits import PlanForm
from zemag_pages.forms.reporting import Anonymous, Short, WholeWhat

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.acceptance("settled", 6)]
SignIn = Callable[[User], Client]
SEND = {"HTTP_ORIGIN": settings.INTRANET_URL}
HITS = "/de/zemag/hits/"


def report_of(by: User, code: str) -> Incident:
    """Send a report of today."""
    report = told(code, occurred_on=local_day(timezone.now()))
    return reporting.submit(actor=by, report=report, request_key=uuid.uuid4(), now=timezone.now())


def test_forms_of_a_report_offer_what_is_offered_in_the_words_that_hold() -> None:
    gone("C3")
    changed(OFFENCE)
    for kind in (Short, Anonymous, WholeWhat):
        for language in ("de", "en"):
            with translation.override(language):
                options = dict(kind().fields["offences"].choices)
                assert options[OFFENCE] == TICKED[f"happened_{language}"]
                assert "C3" not in options and len(options) == len(kinds.offences()) - 1
    # Whoever chose it before it was taken out loses nothing.
    for form in (Short({"offences": ["C3"]}), Short(initial={"offences": ["C3"]})):
        assert 'value="C3"' in str(form["offences"]) and 'value="C2"' in str(form["offences"])


def test_a_report_begun_before_an_offence_was_taken_out_is_sent_and_its_case_says_its_words(
    sign_in: SignIn, sites: None
) -> None:
    released()
    by = UserFactory()
    changed("C3", words={**kinds.of_product("C3"), "name_de": "Nötigung und Druck"})
    gone("C3")
    row = report_of(by, "C3")
    case, own = reverse("zemag_case", args=[row.pk]), reverse("zemag_report_own", args=[row.pk])
    keeper = sign_in(holder(Role.QUALITY))
    assert "Nötigung und Druck" in text_of(keeper.get(case))
    assert "Coercion" in text_of(keeper.get(case.replace("/de/", "/en/")))
    assert kinds.of_product("C3")["happened_de"] in text_of(sign_in(by).get(own))


def test_a_card_says_the_words_that_hold_in_the_language_of_its_reader(sites: None, sign_in: SignIn) -> None:
    released()
    entry(level=1, trigger="house_ban", until=local_day(timezone.now()))
    who = officer()
    client = sign_in(who)
    changed(OFFENCE)
    changed("never_alone", words={"name_de": "Immer zu zweit hingehen", "name_en": "Always go in pairs"}, level=2)
    german = text_of(sent(client, who))
    assert SAID["name_de"] in german and "Immer zu zweit hingehen" in german and "Nie allein" not in german
    english = text_of(sent(client, who, path="/en/zemag/ask/"))
    assert SAID["name_en"] in english and "Always go in pairs" in english


def test_a_measure_that_is_taken_out_stays_on_the_card_and_leaves_new_plans_and_entries(
    sites: None, sign_in: SignIn
) -> None:
    released()
    entry()
    gone("never_alone")
    who = officer()
    client = sign_in(who)
    card = sent(client, who)
    assert "Nie allein" in text_of(card)
    hit = InquiryHit.objects.get()
    assert f'id="plan-{hit.pk}-never_alone"' not in card.content.decode()
    told_twice = {"measures": ["never_alone", "letter"]}
    answer = client.post(f"{HITS}{hit.pk}/plan/", told_twice, **SEND)
    page = answer.content.decode()
    assert "Eine der Maßnahmen wird nicht mehr angeboten" in text_of(answer)
    assert f'id="plan-{hit.pk}-letter" checked' in page and not Acknowledgement.objects.exists()
    now = timezone.now()
    given: dict[str, Any] = {"hit_id": hit.pk, "actor": who, "cancelled": False, "now": now}
    with pytest.raises(Refused):
        acting.acknowledge(measures=["never_alone"], **given)
    with pytest.raises(Refused):
        register.propose(incident_id=reported().pk, proposal=proposal(), actor=quality(), now=NOW)
    assert client.post(f"{HITS}{hit.pk}/plan/", {"measures": ["letter"]}, **SEND).status_code == 302


def test_a_new_measure_is_advised_and_planned_once_it_is_released(sites: None, sign_in: SignIn) -> None:
    released()
    made: dict[str, Any] = {"incident_id": reported().pk, "proposal": proposal(measures=("own_1",))}
    with pytest.raises(Refused):
        register.propose(actor=quality(), now=NOW, **made)
    row = changed("", level=3)
    found = register.propose(actor=quality(), now=NOW, **made)
    register.approve(entry_id=found.pk, actor=quality(), now=NOW)
    face = row_faces(ask())[0].faces[0]
    with translation.override("de"):
        assert row_faces(ask())[0].faces[0].measures == (NEW["name_de"],)
    assert face.plans[0][0] == row.code == "own_1"
    hit = InquiryHit.objects.order_by("found_at").first()
    assert hit is not None and PlanForm({"measures": ["own_1"]}).is_valid()
    acting.acknowledge(
        hit_id=hit.pk,
        actor=User.objects.get(uuid=hit.item.inquiry.actor),
        measures=["own_1"],
        cancelled=False,
        now=NOW,
    )
    case = reverse("zemag_case", args=[found.incident_id])
    assert NEW["name_de"] in text_of(sign_in(holder(Role.QUALITY)).get(case))


def test_plans_offer_the_advised_measures_first_then_the_strictest() -> None:
    changed("appointment_only", words=dict(kinds.of_product("appointment_only")), level=3)
    codes = [code for code, _words in plans(kinds.measures(), ["letter"])]
    assert codes[:2] == ["letter", "appointment_only"] and codes[-1] == "written_contact"
    assert {*codes} == {*kinds.measures()}


def test_an_answer_to_a_person_says_the_words_that_hold_in_both_languages() -> None:
    profile(**LAW)
    active(level=1, trigger="house_ban", until=local_day(NOW))
    changed(OFFENCE)
    changed("never_alone", words=ADVISED, level=2)
    gone("never_alone")
    row = settled()
    row = answering.draft_access(request_id=row.pk, texts={}, actor=quality(), now=NOW)
    for language in ("de", "en"):
        text = words_of(row, language)
        assert SAID[f"name_{language}"] in text and ADVISED[f"name_{language}"] in text


def test_figures_name_offences_as_they_hold_and_count_those_that_are_taken_out(sites: None, sign_in: SignIn) -> None:
    now = timezone.now()
    year = local_day(now).year - 2
    freezing.take_over({Fact(f"{year}-01", "ordnung", 1, OFFENCE, "counter", "none"): 12}, now)
    freezing.freeze(now)
    changed(OFFENCE)
    gone(OFFENCE)
    page = text_of(sign_in(holder(Role.QUALITY)).get(f"/de/zemag/statistics/{year}/"))
    assert f"Die meisten Meldungen {year}: {SAID['name_de']}" in page


def test_many_cards_ask_for_each_list_once(sites: None) -> None:
    profile()
    changed(MEASURE)
    for number in range(3):
        active(names=(("Jörg", "Schröder"),), birth=(1980, 3, 4), level=2 + number % 2)
    answer = ask()
    assert sum(len(row.cards) for row in answer.rows) >= 1
    row_faces(answer)
    with CaptureQueriesContext(connections["zemag"]) as queries:
        row_faces(answer)
    asked = [query["sql"] for query in queries]
    assert len(asked) == 2 and sum(Measure._meta.db_table in sql for sql in asked) == 1
