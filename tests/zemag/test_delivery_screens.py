"""Letters that come back on screen: each step a form, for each of several people, and refusals beside their field."""

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
from tests.zemag.fonts import needs_fonts
from tests.zemag.returned import LAW, TWO
from tests.zemag.screens import DAYS, denials, holder, released, text_of
from tests.zemag.test_desk_screens import do, show, version_in
from tests.zemag.test_people_screens import for_one
from tests.zemag_cases import complaint, told
from zemag.clocks import local_day
from zemag.models import DeliveryStep, Incident, Letter, Notice, Role
from zemag.services import legal, letters, reporting, triage

pytestmark = [
    pytest.mark.django_db(databases=["default", "zemag"]),
    pytest.mark.usefixtures("sites"),
    needs_fonts,
]
SignIn = Callable[[User], Client]
RETURNED = {"how": "moved", "note": ""}
ASKED = {"authority": "Meldebehörde Musterstadt", "result": "no_address", "address": ""}


def notified(reporter: User, **fields: Any) -> Incident:
    """Make a report of today, with a notice sent to each of its people."""
    DepartmentFactory(key="50")
    released(**LAW)
    now, who = timezone.now(), holder(Role.QUALITY)
    report = told("C2", occurred_on=local_day(now), **fields)
    row = reporting.submit(actor=reporter, report=report, request_key=reporter.uuid, now=now)
    triage.take(incident_id=row.pk, actor=who, now=now)
    triage.to_legal(incident_id=row.pk, actor=who, now=now)
    step = complaint(filed_on=local_day(now))
    legal.record_step(incident_id=row.pk, step=step, actor=holder(Role.LEGAL), now=now)
    for person in row.people.all():
        given: dict[str, Any] = {"incident_id": row.pk, "number": person.position, "actor": who, "now": now}
        words = {"act": "Sie drohten."}
        made = letters.make(kind=letters.LetterKind.EXAMINED, recipient="Musterweg 12", words=words, **given)
        letters.send(letter_id=made.pk, actor=who, now=now)
    return row


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of one person who was told of it."""
    return notified(reporter)


def today() -> str:
    return local_day(timezone.now()).isoformat()


def returned(client: Client, case: Incident, **values: Any) -> Any:
    """Note that the letter came back today."""
    letter = Letter.objects.get(incident=case)
    return do(client, case, "returned", **{"letter_id": letter.pk, "returned_on": today(), **RETURNED, **values})


def queried(client: Client, case: Incident, **values: Any) -> Any:
    """Note what the residents' register answered today."""
    return do(client, case, "query", **{"queried_on": today(), **ASKED, **values})


def main_button(client: Client, case: Incident) -> list[str]:
    """Return where the main button of a case leads to."""
    page = client.get(reverse("zemag_case", args=[case.pk])).content.decode()
    return re.findall(r'class="zks-btn" href="([^"]+)"', page)


def without_steps(case: Incident) -> None:
    """Leave the notice as the one thing that is due."""
    Incident.objects.filter(pk=case.pk).update(state="closed", due_at=None)


@pytest.mark.acceptance("zemag", 14)
def test_from_the_return_to_the_public_notice_each_step_is_the_next_one(sign_in: SignIn, case: Incident) -> None:
    client = sign_in(holder(Role.QUALITY))
    without_steps(case)
    assert do(client, case, "query").status_code == do(client, case, "post").status_code == 409
    assert returned(client, case).status_code == 302
    page = show(client, case)
    assert "Melderegister" in page and "Schreiben zurückgekommen: verzogen" in page
    assert main_button(client, case) == [reverse("zemag_act", args=[case.pk, "query"])]
    assert "Meldebehörde Musterstadt" not in page and do(client, case, "post").status_code == 409
    assert queried(client, case).status_code == 302
    page = show(client, case)
    assert "Meldebehörde Musterstadt" in page and "keine Anschrift" in page
    assert main_button(client, case) == [reverse("zemag_act", args=[case.pk, "post"])]
    assert do(client, case, "post", posted_on=today(), place="Rathaus, Aushang 2").status_code == 302
    page = show(client, case)
    assert "Rathaus, Aushang 2" in page and "Öffentliche Bekanntmachung bis" in page
    assert Notice.objects.get(incident=case).state == "sent"
    english = text_of(client.get(reverse("zemag_case", args=[case.pk]).replace("/de/", "/en/", 1)))
    assert "register asked: no address" in english and "Public notice until" in english


@pytest.mark.acceptance("zemag", 14)
def test_giving_up_is_confirmed_by_another_who_reads_why_and_data_protection_sees_it(
    sign_in: SignIn, case: Incident
) -> None:
    one, other = sign_in(holder(Role.QUALITY)), sign_in(holder(Role.QUALITY))
    without_steps(case)
    returned(one, case)
    queried(one, case, result="blocked")
    assert do(one, case, "post").status_code == 409
    assert main_button(one, case) == [reverse("zemag_act", args=[case.pk, "impossible"])]
    day = (local_day(timezone.now()) + 60 * DAYS).isoformat()
    late = do(one, case, "impossible", reason="Auskunftssperre.", recheck_on="2099-01-01")
    assert late.status_code == 200 and "Auskunftssperre." in late.content.decode()
    assert do(one, case, "impossible", reason="Auskunftssperre.", recheck_on=day).status_code == 302
    assert "Auskunftssperre." in show(other, case)
    assert main_button(other, case) == [reverse("zemag_act", args=[case.pk, "confirm-impossible"])]
    assert do(one, case, "confirm-deferral").status_code == 409
    refused = do(one, case, "confirm-impossible")
    assert refused.status_code == 200 and "Das muss eine andere Person tun." in text_of(refused)
    assert do(other, case, "confirm-impossible").status_code == 302
    seen = text_of(sign_in(holder(Role.DATA_PROTECTION)).get(reverse("zemag_protection")))
    assert "Auskunftssperre." in seen and "nicht zustellbar" in seen


def test_a_new_address_stands_in_the_new_letter_already(sign_in: SignIn, case: Incident) -> None:
    client = sign_in(holder(Role.QUALITY))
    returned(client, case)
    queried(client, case, result="new_address", address="Neuer Weg 3\n12345 Musterstadt")
    address = reverse("zemag_new_letter", args=[case.pk, "T1b"])
    form = client.get(address).content.decode()
    assert "Jörg Schröder\nNeuer Weg 3\n12345 Musterstadt" in form.replace("\r", "")
    assert "Neuer Weg" not in client.get(reverse("zemag_new_letter", args=[case.pk, "T11"])).content.decode()


def test_wrong_input_is_named_beside_its_field_and_nothing_typed_is_lost(sign_in: SignIn, case: Incident) -> None:
    client = sign_in(holder(Role.QUALITY))
    for values, field in (
        ({"returned_on": "2020-01-01"}, "returned_on"),
        ({"returned_on": "2099-01-01"}, "returned_on"),
        ({"returned_on": ""}, "returned_on"),
        ({"how": "other"}, "note"),
        ({"how": "lost"}, "how"),
        ({"letter_id": "00000000-0000-0000-0000-000000000000"}, "letter_id"),
        ({"note": "x" * 201}, "note"),
    ):
        answer = returned(client, case, **{"note": "Umschlag", **values} if "how" not in values else values)
        assert answer.status_code == 200 and f'id="id_{field}_error"' in answer.content.decode(), values
        if values.get("note") is None and "how" not in values:
            assert 'value="Umschlag"' in answer.content.decode()
    assert not DeliveryStep.objects.exists()
    returned(client, case)
    for values, field in (
        ({"queried_on": "2020-01-01"}, "queried_on"),
        ({"result": "new_address"}, "address"),
        ({"address": "Neuer Weg 3"}, "address"),
        ({"result": "posted"}, "result"),
        ({"authority": ""}, "authority"),
    ):
        answer = queried(client, case, **values)
        assert answer.status_code == 200 and f'id="id_{field}_error"' in answer.content.decode(), values
    assert DeliveryStep.objects.count() == 1


def test_the_same_form_twice_is_answered_409_and_notes_one_return(sign_in: SignIn, case: Incident) -> None:
    client = sign_in(holder(Role.QUALITY))
    address = reverse("zemag_act", args=[case.pk, "returned"])
    letter = Letter.objects.get(incident=case)
    values = {"version": version_in(client.get(address)), "letter_id": letter.pk, "returned_on": today(), **RETURNED}
    statuses = [client.post(address, values, HTTP_ORIGIN=settings.INTRANET_URL).status_code for _twice in range(2)]
    assert statuses == [302, 409] and DeliveryStep.objects.count() == 1


def test_neither_the_legal_unit_nor_whoever_reported_gets_the_forms(
    sign_in: SignIn, case: Incident, reporter: User
) -> None:
    client = sign_in(holder(Role.QUALITY))
    returned(client, case)
    by_legal, stranger = sign_in(holder(Role.LEGAL)), sign_in(reporter)
    for name in ("returned", "query", "post", "impossible", "confirm-impossible"):
        assert do(by_legal, case, name).status_code in (302, 409), name
        assert stranger.get(reverse("zemag_act", args=[case.pk, name])).status_code in (302, 403), name
    assert DeliveryStep.objects.count() == 1 and denials(reporter)


@pytest.mark.acceptance("zemag", 14)
def test_of_two_people_each_has_buttons_of_their_own(sign_in: SignIn, reporter: User) -> None:
    case = notified(reporter, people=TWO)
    without_steps(case)
    client = sign_in(holder(Role.QUALITY))
    assert do(client, case, "returned").status_code == 404, "whose letter came back is never guessed"
    first, second = Letter.objects.order_by("person__position")
    day = {"returned_on": today(), **RETURNED}
    foreign = for_one(client, case, 2, "returned", letter_id=first.pk, **day)
    assert foreign.status_code == 200 and 'id="id_letter_id_error"' in foreign.content.decode()
    assert for_one(client, case, 2, "returned", letter_id=second.pk, **day).status_code == 302
    assert main_button(client, case) == [reverse("zemag_act_person", args=[case.pk, 2, "query"])]
    assert for_one(client, case, 1, "query").status_code == 409
    assert for_one(client, case, 2, "query", queried_on=today(), **ASKED).status_code == 302
    page = show(client, case)
    assert "Schreiben zurückgekommen: verzogen (Person 2)" in page
    assert [row.delivery for row in Notice.objects.order_by("person__position")] == ["", "no_address"]
