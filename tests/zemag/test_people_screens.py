"""Several people on screen: step 6 of the report with its buttons, the summary, the own report, and the desk."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.row_factories import DepartmentFactory
from tests.zemag.fonts import FONTS
from tests.zemag.screens import holder, released, text_of
from tests.zemag.test_desk_screens import do, show, version_in
from tests.zemag.test_reporting_screens import REPORTS, STEPS, started, yesterday
from tests.zemag_cases import PERSON, complaint, told
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import Incident, IncidentState, IntakePerson, Letter, Notice, RegisterEntry, Role
from zemag.services import legal, reporting, triage

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
ONE = {"known": "yes", "family": "Schröder", "given": "Jörg", "birth": "1980", "grade": "C"}
TWO = {**ONE, "count": "2", "family_2": "Nguyen", "given_2": "Anh", "birth_2": "02.01.1990", "grade_2": "A"}


def people_step(client: Client) -> str:
    """Begin a report, and return the address of its step with people."""
    return f"{REPORTS}drafts/{started(client).pk}/6/"


def values_in(response: Any) -> dict[str, str]:
    """Return what stands in the fields of one line."""
    html = response.content.decode()
    return {
        name: value[1] if (value := re.search(r'value="([^"]*)"', tag)) else ""
        for tag, name in re.findall(r'(<input[^>]*type="(?:text|hidden)"[^>]*?name="([^"]+)"[^>]*>)', html)
    }


def test_people_are_added_and_removed_and_nothing_typed_is_lost(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    path = people_step(client)
    assert "<legend>Person 1" not in client.get(path).content.decode()
    added = client.post(path, {**ONE, "birth": "31.02.1980", "add": "1"})
    assert added["Location"] == f"{path}?person=2#person-2"
    page = client.get(added["Location"])
    assert (values_in(page)["family"], values_in(page)["birth"]) == ("Schröder", "31.02.1980")
    assert "Person 2" in text_of(page) and "zks-formfield-error" not in page.content.decode(), "nobody has sent it yet"
    sent = {**TWO, "add": "1"}
    assert client.post(path, sent)["Location"] == client.post(path, sent)["Location"] == f"{path}?person=3#person-3"
    three = {**TWO, "count": "3", "family_3": "Muster", "own_file_number_3": "VZ 3", "remove": "2"}
    left = client.get(client.post(path, three)["Location"])
    assert (values_in(left)["count"], values_in(left)["family_2"]) == ("2", "Muster")
    assert values_in(left)["own_file_number_2"] == "VZ 3" and "Nguyen" not in left.content.decode()


def test_what_is_wrong_with_the_second_person_stands_beside_their_fields(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    path = people_step(client)
    wrong = client.post(path, {**TWO, "birth_2": "31.02.1990", "grade_2": "", "family_2": ""})
    html, text = wrong.content.decode(), text_of(wrong)
    for name in ("family_2", "birth_2", "grade_2"):
        assert f'id="id_{name}_error"' in html
    assert 'id="id_family_error"' not in html and "Person 2, Geburtsdatum" in text
    assert values_in(wrong)["birth_2"] == "31.02.1990" and values_in(wrong)["given_2"] == "Anh"
    empty = client.post(path, {**ONE, "count": "2"})
    assert "oder entfernen Sie diese Person" in text_of(empty)
    same = client.post(path, {**TWO, "family_2": "schröder ", "given_2": "Jörg", "birth_2": "1980"})
    assert "Diese Person ist weiter oben schon genannt." in text_of(same)
    denied = client.post(path, {**TWO, "known": "no"})
    assert "Sie haben eine Person benannt" in text_of(denied)
    assert client.post(path, TWO).status_code == 302


@pytest.mark.parametrize("sent", ["99", "-1", "x", ""])
def test_five_is_the_limit_and_a_sixth_is_refused_beside_the_button(sent: str, sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    path = people_step(client)
    five = {"known": "yes", "count": "5", "family": "Muster0"} | {f"family_{n}": f"Muster{n}" for n in range(2, 6)}
    refused = client.post(path, {**five, "add": "1"})
    html = refused.content.decode()
    assert refused.status_code == 200 and 'role="alert">Eine Meldung kann höchstens fünf Personen nennen.' in html
    assert 'aria-describedby="people-full"' in html and values_in(refused)["family_5"] == "Muster5"
    assert "family_6" not in html
    assert values_in(client.post(path, {**five, "count": sent}))["count"] == ("5" if sent == "99" else "1")


def test_summary_and_own_report_show_everybody_and_the_report_holds_them(sign_in: SignIn, reporter: User) -> None:
    client = sign_in(reporter)
    draft = started(client)
    base = f"{REPORTS}drafts/{draft.pk}/"
    for number, values in {**STEPS, 6: TWO}.items():
        day = {"occurred_on": yesterday()} if number == 2 else {}
        assert client.post(f"{base}{number}/", {**values, **day}).status_code == 302
    text = text_of(client.get(f"{base}send/"))
    assert "Person 1" in text and "Schröder" in text and "Person 2" in text and "Nguyen" in text
    assert client.post(f"{base}send/").status_code == 302
    names = [sealing.unseal(row)["names"] for row in IntakePerson.objects.order_by("position")]
    assert names == [[["Jörg", "Schröder"]], [["Anh", "Nguyen"]]]
    own = text_of(client.get(f"{REPORTS}{draft.pk}/"))
    assert "Jörg Schröder" in own and "Anh Nguyen" in own and "Person 2" in own


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of today about two people with a recorded trigger."""
    released(basis_de="G", basis_en="A", controller="Stadt", officer="d@example.org", authority="Behörde")
    now, who = timezone.now(), holder(Role.QUALITY)
    other = reporting.Reported((("Anh", "Nguyen"),), PERSON.grade, (1990, 1, 2))
    report = told("C2", occurred_on=local_day(now), people=(PERSON, other))
    row = reporting.submit(actor=reporter, report=report, request_key=reporter.uuid, now=now)
    triage.take(incident_id=row.pk, actor=who, now=now)
    triage.to_legal(incident_id=row.pk, actor=who, now=now)
    step = complaint(filed_on=local_day(now))
    legal.record_step(incident_id=row.pk, step=step, actor=holder(Role.LEGAL), now=now)
    return row


def for_one(client: Client, case: Incident, number: int, name: str, **values: Any) -> Any:
    """Open the form of an action about one person and send it as a person would."""
    address = reverse("zemag_act_person", args=[case.pk, number, name])
    opened = client.get(address)
    if opened.status_code != 200:
        return opened
    return client.post(address, {"version": version_in(opened), **values}, HTTP_ORIGIN=settings.INTRANET_URL)


WORDS = {"measures": ["never_alone"], "line": "Zu zweit.", "necessity": "Schutz.", "legal_basis": "Gesetz"}


def test_the_desk_settles_each_person_by_buttons_of_their_own(sign_in: SignIn, case: Incident) -> None:
    one, other = sign_in(holder(Role.QUALITY)), sign_in(holder(Role.QUALITY))
    assert do(one, case, "propose").status_code == 404, "whom it is about is never guessed"
    assert for_one(one, case, 3, "propose").status_code == 404
    assert for_one(one, case, 1, "close").status_code == 404
    page = show(one, case)
    assert page.count("Eintrag vorschlagen – Person") == 2 and page.count("Identität belegt durch") == 2
    assert for_one(one, case, 2, "propose", **WORDS).status_code == 302
    case_page = other.get(reverse("zemag_case", args=[case.pk])).content.decode()
    main = reverse("zemag_act_person", args=[case.pk, 2, "sign"])
    assert re.findall(r'class="zks-btn" href="([^"]+)"', case_page) == [main]
    refused = for_one(one, case, 2, "sign")
    assert refused.status_code == 200 and "Das muss eine andere Person tun." in text_of(refused)
    assert for_one(other, case, 2, "sign").status_code == 302
    assert "Eintrag vorschlagen" in show(one, case)
    assert for_one(one, case, 1, "no-entry", reason="").status_code == 200
    assert for_one(one, case, 1, "no-entry", reason="Stand nur dabei.").status_code == 302
    case.refresh_from_db()
    assert case.state == IncidentState.CLOSED
    assert RegisterEntry.objects.get().intake.position == 2
    assert "Warum kein Eintrag angelegt wurde (Person 1)" in show(one, case)


@pytest.mark.skipif(not FONTS, reason="the fonts of documents are not set up")
def test_each_person_gets_a_letter_that_never_names_the_other(sign_in: SignIn, case: Incident) -> None:
    DepartmentFactory(key="50")
    client = sign_in(holder(Role.QUALITY))
    assert client.get(reverse("zemag_new_letter", args=[case.pk, "T1b"])).status_code == 404
    address = reverse("zemag_new_letter_person", args=[case.pk, 2, "T1b"])
    form = client.get(address)
    assert "Anh Nguyen" in form.content.decode() and "Schröder" not in form.content.decode()
    values = {"version": version_in(form), "recipient": "Anh Nguyen"}
    named = client.post(address, {**values, "act": "Sie drohten mit Schröder."}, HTTP_ORIGIN=settings.INTRANET_URL)
    assert named.status_code == 200 and "eine andere Person dieser Meldung" in text_of(named)
    assert client.post(address, {**values, "act": "Sie drohten."}, HTTP_ORIGIN=settings.INTRANET_URL).status_code == 302
    letter = Letter.objects.get()
    assert letter.person == case.people.get(position=2)
    client.post(reverse("zemag_letter_sent", args=[letter.pk]), HTTP_ORIGIN=settings.INTRANET_URL)
    assert [row.state for row in Notice.objects.order_by("person__position")] == ["open", "sent"]


def test_the_desk_adds_a_person_and_says_beside_the_fields_what_is_wrong(sign_in: SignIn, case: Incident) -> None:
    client = sign_in(holder(Role.QUALITY))
    typed = {"family": "", "given": "Mia", "birth": "31.02.1990", "grade": "", "reason": ""}
    wrong = do(client, case, "add-person", **typed)
    html = wrong.content.decode()
    assert wrong.status_code == 200 and case.people.count() == 2
    for name in ("family", "birth", "grade", "reason"):
        assert f'id="id_{name}_error"' in html
    assert values_in(wrong)["given"] == "Mia" and values_in(wrong)["birth"] == "31.02.1990"
    known = {"family": "Schröder", "given": "Jörg", "birth": "04.03.1980", "grade": "B", "reason": "Akte"}
    again = do(client, case, "add-person", **known)
    assert again.status_code == 200 and "schon genannt" in text_of(again)
    right = {**typed, "family": "Muster", "birth": "1990", "grade": "B", "reason": "Die Polizei nannte den Namen."}
    assert do(client, case, "add-person", **right).status_code == 302
    assert sealing.unseal(case.people.get(position=3))["names"] == [["Mia", "Muster"]]
    page = show(client, case)
    assert "Person 3" in page and "Die Polizei nannte den Namen." in page
    assert do(sign_in(holder(Role.LEGAL)), case, "add-person").status_code == 409
