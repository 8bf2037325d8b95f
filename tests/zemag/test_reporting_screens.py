"""Reporting on screen: short form, six steps with a draft, without a name, own reports, the supervisor's part."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag.screens import rows_of, text_of
from zemag import sealing
from zemag.clocks import last_day, local_day
from zemag.models import Incident, IncidentState, IntakePerson, StatementState, SupervisorStatement, Supplement

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
REPORTS, UNIT = "/de/zemag/reports/", "/de/zemag/unit/"


def yesterday() -> str:
    """Return a day as people type it."""
    return f"{local_day(timezone.now()) - timedelta(days=1):%d.%m.%Y}"


def short_form(**values: Any) -> dict[str, Any]:
    """Return a short report as it is typed."""
    return {
        "role": "affected",
        "department": "50",
        "occurred_on": yesterday(),
        "setting": "counter",
        "offences": ["C2"],
        "complaint": "not_yet",
        "known": "yes",
        "family": "Schröder",
        "given": "Jörg",
        "grade": "A",
        "request_key": str(uuid.uuid4()),
        **values,
    }


STEPS: dict[int, dict[str, Any]] = {
    1: {"role": "affected", "department": "50"},
    2: {"setting": "home_visit", "street": "Musterweg", "number": "12"},
    3: {"offences": ["B1", "C4"], "weapon": "B1", "use": "threatened", "what": "Er war psychisch krank und drohte."},
    4: {"injury": "slight"},
    5: {"complaint": "police", "police_reference": "VG-1"},
    6: {"known": "yes", "family": "Schröder", "given": "Jörg", "birth": "1980", "grade": "C"},
}


def test_a_short_report_is_sent_once_and_its_page_offers_help(sign_in: SignIn, reporter: User) -> None:
    client, form = sign_in(reporter), short_form()
    first, again = (client.post(f"{REPORTS}short/", form) for _time in range(2))
    incident = Incident.objects.get()
    assert first["Location"] == again["Location"] == f"{REPORTS}{incident.pk}/?done=sent"
    assert (incident.state, incident.level, incident.is_short) == (IncidentState.SUBMITTED, 2, True)
    assert sealing.unseal(IntakePerson.objects.get())["names"] == [["Jörg", "Schröder"]]
    text = text_of(client.get(first["Location"]))
    assert "Ihre Meldung ist angekommen" in text and "Psychologische Erste Hilfe" in text
    assert "Ich wurde bedroht" in text and "Stufe 2" in text


def test_wrong_input_stands_beside_its_field_and_nothing_typed_is_lost(sign_in: SignIn, reporter: User) -> None:
    tomorrow = f"{local_day(timezone.now()) + timedelta(days=1):%d.%m.%Y}"
    sent = short_form(occurred_on=tomorrow, setting="", grade="")
    response = sign_in(reporter).post(f"{REPORTS}short/", sent)
    html, text = response.content.decode(), text_of(response)
    assert "darf nicht in der Zukunft liegen" in text and "woher bekannt ist" in text
    assert 'id="id_setting_error"' in html and f'value="{tomorrow}"' in html and 'value="Schröder"' in html
    assert not Incident.objects.exists()


def test_an_attack_by_a_colleague_is_sent_elsewhere(sign_in: SignIn, reporter: User) -> None:
    response = sign_in(reporter).post(f"{REPORTS}short/", short_form(known="colleague"))
    assert response.status_code == 409
    assert "Personalvertretung" in text_of(response) or "Personalrat" in text_of(response)
    assert not Incident.objects.exists()


def started(client: Client) -> Incident:
    """Begin a report."""
    client.post(f"{REPORTS}start/", {"request_key": str(uuid.uuid4())})
    return Incident.objects.get(state=IncidentState.DRAFT)


def test_each_step_is_kept_sealed_and_the_whole_report_goes_out_at_the_end(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    draft = started(client)
    base = f"{REPORTS}drafts/{draft.pk}/"
    assert "Hier fehlt etwas" in text_of(client.get(f"{base}send/"))
    for number, values in STEPS.items():
        day = {"occurred_on": yesterday()} if number == 2 else {}
        assert client.post(f"{base}{number}/", {**values, **day}).status_code == 302
    assert b"psychisch" not in bytes(Incident.objects.get(pk=draft.pk).sealed)
    assert "psychisch krank" in client.get(f"{base}3/").content.decode()
    text = text_of(client.get(f"{base}send/"))
    assert "Stufe 3" in text and "Ist das nötig? psychisch" in text and "Stand 1" in text
    answers = [client.post(f"{base}send/") for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    sent = Incident.objects.get(pk=draft.pk)
    assert (sent.state, sent.level, sent.number is not None) == (IncidentState.SUBMITTED, 3, True)
    assert sealing.unseal(sent)["place"] == {"street": "Musterweg", "number": "12"}


def test_a_wrong_step_is_kept_too_and_a_draft_is_nobody_elses(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    path = f"{REPORTS}drafts/{started(client).pk}/2/"
    wrong = client.post(path, {"occurred_on": "31.02.2026", "place": "Flur im 2. Stock"})
    assert wrong.status_code == 200 and "31.02.2026" in wrong.content.decode()
    assert "Flur im 2. Stock" in client.get(path).content.decode()
    assert sign_in(UserFactory()).get(path).status_code == 404


@pytest.mark.acceptance("zemag", 33)
def test_a_report_without_a_name_leaves_nobody_in_rows_log_or_mails(
    sign_in: SignIn, reporter: User, caplog: pytest.LogCaptureFixture
) -> None:
    client, department = sign_in(reporter), DepartmentFactory(key="50")
    form = {name: short_form()[name] for name in ("occurred_on", "setting", "offences", "request_key")}
    form |= {"department": department.key, "what": "Ein Flüchtling drohte."}
    before = Entry.objects.using("zemag").count()
    hint = client.post(f"{REPORTS}anonymous/", form)
    assert "Ist das nötig?" in text_of(hint) and not Incident.objects.exists()
    response = client.post(f"{REPORTS}anonymous/", {**form, "seen": "on"})
    assert response.status_code == 200 and "Nichts führt von ihr zu Ihnen" in text_of(response)
    sent = Incident.objects.get()
    assert (sent.reporter, sent.is_anonymous) == (None, True)
    rows = Entry.objects.using("zemag").filter(seq__gt=0).order_by("seq")[before:]
    assert {row.actor for row in rows} == {None} and {row.department for row in rows} == {""}
    assert not rows_of(reporter, "create", "view")
    assert reporter.email not in caplog.text and str(reporter.uuid) not in caplog.text
    assert "Noch keine Meldungen" in text_of(client.get(REPORTS))


def test_what_was_sent_stays_and_a_later_text_is_added(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    client.post(f"{REPORTS}short/", short_form())
    path = f"{REPORTS}{Incident.objects.get().pk}/"
    assert "Bitte schreiben Sie etwas" in text_of(client.post(path, {"text": ""}))
    assert client.post(path, {"text": "Er kam am Abend wieder."}).status_code == 302
    assert Supplement.objects.count() == 1
    assert "Er kam am Abend wieder." in text_of(client.get(path))
    assert sign_in(UserFactory()).get(path).status_code == 404


def test_supervisor_and_substitute_note_the_contact_and_give_their_statement_once(
    sign_in: SignIn, reporter: User
) -> None:
    sign_in(reporter).post(f"{REPORTS}short/", short_form())
    incident, boss = Incident.objects.get(), reporter.supervisor
    path = f"{UNIT}{incident.pk}/"
    client = sign_in(boss)
    assert str(incident.number) in text_of(client.get(UNIT))
    assert "Ihre Stellungnahme" not in text_of(client.get(path))
    until = f"{last_day(SupervisorStatement.objects.get().contact_due):%d.%m.%Y}"
    assert f"bis {until}" in text_of(client.get(UNIT)) and f"bis {until}" in text_of(client.get(path))
    assert client.post(f"{path}contact/").status_code == 302
    assert client.post(path, {"text": "Gespräch geführt, Antrag gestellt."}).status_code == 302
    assert client.post(path, {"text": "Noch etwas."}).status_code == 409
    assert incident.statement.state == StatementState.STATED
    assert sign_in(boss.substitute).get(path).status_code == 200
    assert sign_in(UserFactory()).get(UNIT).status_code == 403
    assert len(rows_of(boss, "view")) >= 1
