"""The desk on screen: from a new report to a signed entry and its letter, by people who may do each step alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.marks import STEPPED
from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag.fonts import FONTS
from tests.zemag.screens import denials, entry, holder, released, text_of
from tests.zemag_cases import told
from zemag.clocks import local_day
from zemag.models import (
    EntryState,
    Incident,
    IncidentState,
    Letter,
    LetterKind,
    Role,
)
from zemag.services import reporting, triage

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]


@pytest.fixture
def people(sign_in: SignIn) -> dict[str, Client]:
    """Two of the quality staff, a lead, the legal unit."""
    released(basis_de="G", basis_en="A", controller="Stadt", officer="d@example.org", authority="Behörde")
    roles = {"one": Role.QUALITY, "other": Role.QUALITY, "legal": Role.LEGAL}
    found = {name: sign_in(holder(role)) for name, role in roles.items()}
    return {**found, "lead": sign_in(holder(Role.QUALITY, is_lead=True))}


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of today that nobody has taken."""
    now = timezone.now()
    report = told(
        "D1", occurred_on=local_day(now), texts={"what": "Er zog ein Messer."}, victims=({"name": "Ada Weh"},)
    )
    return reporting.submit(actor=reporter, report=report, request_key=reporter.uuid, now=now)


def version_in(response: Any) -> str:
    """Return the version of the case that a form carries."""
    found = re.search(r'name="version" value="([^"]+)"', response.content.decode())
    assert found is not None
    return found[1]


def do(client: Client, case: Incident, name: str, **values: Any) -> Any:
    """Open the form of an action and send it as a person would."""
    address = reverse("zemag_act", args=[case.pk, name])
    opened = client.get(address)
    if opened.status_code != 200:
        return opened
    return client.post(address, {"version": version_in(opened), **values}, HTTP_ORIGIN=settings.INTRANET_URL)


def show(client: Client, case: Incident) -> str:
    """Return what the case says."""
    return text_of(client.get(reverse("zemag_case", args=[case.pk])))


def test_from_a_new_report_to_a_signed_entry_each_step_belongs_to_its_role(
    people: dict[str, Client], case: Incident
) -> None:
    one, other, legal = people["one"], people["other"], people["legal"]
    assert "Meldung übernehmen" in text_of(one.get(reverse("zemag_desk")))
    assert do(one, case, "take").status_code == 302
    assert do(one, case, "to-legal").status_code == 302
    assert "Strafanzeige oder Strafantrag stellen" in text_of(legal.get(reverse("zemag_desk")))
    assert do(one, case, "record").status_code == 409
    today = local_day(timezone.now()).isoformat()
    step = {"kind": "complaint", "filed_by": "body", "filed_on": today, "reference": "Js 7"}
    wrong = do(legal, case, "record", **{**step, "valid_until": today})
    assert "Nur ein Hausverbot hat ein Ende." in text_of(wrong) and 'value="Js 7"' in wrong.content.decode()
    assert do(legal, case, "record", **step).status_code == 302
    words = {"measures": ["police_only"], "line": "Zu zweit.", "necessity": "Schutz.", "legal_basis": "Gesetz"}
    assert do(one, case, "propose", **words).status_code == 302
    case_page = other.get(reverse("zemag_case", args=[case.pk])).content.decode()
    assert re.findall(r'class="zks-btn" href="([^"]+)"', case_page) == [reverse("zemag_act", args=[case.pk, "sign"])]
    refused = do(one, case, "sign")
    assert refused.status_code == 200 and "Das muss eine andere Person tun." in text_of(refused)
    assert do(other, case, "show").status_code == 409
    assert do(other, case, "sign").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.entries.get().state) == (IncidentState.CLOSED, EntryState.ACTIVE)
    assert "Kein Besuch ohne Polizei" in show(other, case)


def test_parts_of_a_case_are_shown_by_role_and_each_look_is_logged(people: dict[str, Client], case: Incident) -> None:
    now = timezone.now()
    actor = holder(Role.QUALITY)
    triage.take(incident_id=case.pk, actor=actor, now=now)
    triage.to_legal(incident_id=case.pk, actor=actor, now=now)
    seen, by_legal = show(people["one"], case), show(people["legal"], case)
    assert "Er zog ein Messer." in seen and "Schröder" in seen and "Ada Weh" not in seen
    assert "Ada Weh" in by_legal


def test_an_old_form_gets_both_versions_and_changes_nothing(people: dict[str, Client], case: Incident) -> None:
    do(people["one"], case, "take")
    address = reverse("zemag_act", args=[case.pk, "ask-back"])
    old = version_in(people["other"].get(address))
    assert do(people["one"], case, "to-legal").status_code == 302
    sent = {"version": old, "question": "Gab es Zeuginnen?"}
    answer = people["other"].post(address, sent, HTTP_ORIGIN=settings.INTRANET_URL)
    text = text_of(answer)
    assert answer.status_code == 409
    assert "Gab es Zeuginnen?" in text and "So ist der Stand jetzt" in text and "Strafantrag stellen" in text
    case.refresh_from_db()
    assert case.state == IncidentState.LEGAL_PENDING


def test_whoever_has_neither_role_gets_403_on_each_screen_and_leaves_a_row(sign_in: SignIn, case: Incident) -> None:
    for who in (UserFactory(), holder(Role.STATISTICS), holder(Role.COORDINATOR)):
        client = sign_in(who)
        for address in (reverse("zemag_desk"), reverse("zemag_case", args=[case.pk])):
            assert client.get(address).status_code == 403
        assert client.get(reverse("zemag_act", args=[case.pk, "take"])).status_code == 403
        assert len(denials(who)) == 3


def test_a_serious_step_asks_once_more_who_it_is(people: dict[str, Client], case: Incident) -> None:
    client = people["one"]
    do(client, case, "take")
    session = client.session
    session[STEPPED] = 0
    session.save()
    answer = client.get(reverse("zemag_act", args=[case.pk, "duplicate"]))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("zemag_act", args=[case.pk, "ask-back"])).status_code == 200


@pytest.mark.skipif(not FONTS, reason="the fonts of documents are not set up")
def test_a_letter_is_made_read_and_sent_and_then_the_notice_is_done(people: dict[str, Client]) -> None:
    DepartmentFactory(key="50")
    made = entry()
    case = Incident.objects.get(entries=made)
    client = people["one"]
    address = reverse("zemag_new_letter", args=[case.pk, LetterKind.ENTRY])
    form = client.get(address)
    assert "Jörg Schröder" in form.content.decode()
    values = {"version": version_in(form), "recipient": "Jörg Schröder", "act": "Sie drohten."}
    assert client.post(address, {**values, "act": ""}, HTTP_ORIGIN=settings.INTRANET_URL).status_code == 200
    assert client.post(address, values, HTTP_ORIGIN=settings.INTRANET_URL).status_code == 302
    letter = Letter.objects.get(incident=case)
    read = client.get(reverse("zemag_letter", args=[letter.pk]))
    assert read["Content-Type"] == "application/pdf" and read["Cache-Control"] == "private, no-store"
    sent = client.post(reverse("zemag_letter_sent", args=[letter.pk]), HTTP_ORIGIN=settings.INTRANET_URL)
    assert sent.status_code == 302
    letter.refresh_from_db()
    assert letter.sent_on == local_day(timezone.now())
