"""On screen: an answer that holds something back, its rest, and letters of a request that come back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag.screens import DAYS, entry, holder, released, text_of
from tests.zemag.test_request_screens import SEND, do, intake, show
from tests.zemag_held import WHY, deferred
from zemag.clocks import local_day
from zemag.models import Incident, Letter, Notice, OwedAnswer, RequestState, Role, SubjectRequest

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
TEXTS = {"0.narrative": "Er drohte."}
HELD = {"basis": "prosecution", "reason": "Die Ermittlungen laufen noch."}


@pytest.fixture
def desk(sign_in: SignIn) -> dict[str, Client]:
    """Two of the quality staff, and data protection."""
    released(basis_de="G", basis_en="A", controller="Stadt", officer="d@example.org", authority="Behörde")
    roles = {"one": Role.QUALITY, "other": Role.QUALITY, "guard": Role.DATA_PROTECTION}
    return {name: sign_in(holder(role)) for name, role in roles.items()}


def today() -> str:
    return local_day(timezone.now()).isoformat()


def collected(one: Client, *entries: Any) -> SubjectRequest:
    """Take a request in and settle its cases."""
    intake(one)
    row = SubjectRequest.objects.latest("created_at")
    do(one, row, "identity", how="files")
    assert do(one, row, "collect", people=[str(made.intake_id) for made in entries]).status_code == 302
    row.refresh_from_db()
    return row


def sent(desk: dict[str, Client], row: SubjectRequest) -> Letter:
    """Let data protection look, make the letter, and note it as sent."""
    assert do(desk["guard"], row, "look", agreed="yes").status_code == 302
    assert do(desk["one"], row, "letter").status_code == 302
    letter = Letter.objects.get(request=row, sent_on=None)
    desk["one"].post(reverse("zemag_request_sent", args=[letter.pk]), **SEND)
    row.refresh_from_db()
    assert row.state == RequestState.SENT
    return letter


def main_button(client: Client, row: SubjectRequest) -> list[str]:
    page = client.get(reverse("zemag_request", args=[row.pk])).content.decode()
    return re.findall(r'class="zks-btn" href="([^"]+)"', page)


def way(row: SubjectRequest, name: str) -> str:
    return reverse("zemag_request_act", args=[row.pk, name])


def english(client: Client, row: SubjectRequest, name: str = "") -> str:
    path = way(row, name) if name else reverse("zemag_request", args=[row.pk])
    page = text_of(client.get(path.replace("/de/", "/en/", 1)))
    translation.activate("de")
    return page


@needs_fonts
@pytest.mark.acceptance("zemag", 15)
def test_what_is_deferred_is_held_back_until_its_end_and_then_the_rest_is_told(desk: dict[str, Client]) -> None:
    one, guard, now = desk["one"], desk["guard"], timezone.now()
    told, held = entry(), entry()
    deferred(held, recheck=local_day(now) + 30 * DAYS, now=now)
    row = collected(one, told, held)
    form = one.get(way(row, "redact"))
    assert "Zurückgehalten" in text_of(form) and held.incident.number in text_of(form)
    wrong = do(one, row, "redact", **TEXTS, basis="", reason="Nur intern.").content.decode()
    assert 'id="id_basis_error"' in wrong and "Nur intern." in wrong and "Er drohte." in wrong
    assert 'id="id_reason_error"' in do(one, row, "redact", **TEXTS, **{**HELD, "reason": ""}).content.decode()
    assert do(one, row, "redact", **TEXTS, **HELD).status_code == 302
    look = text_of(guard.get(way(row, "look")))
    for part in (HELD["reason"], "§ 12 DSG NRW", "Straftaten werden verfolgt", held.incident.number):
        assert part in look, part
    assert "Legal basis" in english(guard, row, "look") and "Held back" in english(one, row)
    letter = sent(desk, row)
    assert letter.kind == "T2" and one.get(way(row, "rest")).status_code == 409
    Notice.objects.filter(person=held.intake).update(recheck_on=local_day(now) - DAYS)
    assert main_button(one, row) == [way(row, "rest")]
    assert "Rest der Antwort mitteilen" in text_of(one.get(reverse("zemag_requests")))
    assert "Tell the rest of the answer" in english(one, row)
    answer = do(one, row, "rest")
    rest = SubjectRequest.objects.get(rest_of=row)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("zemag_request", args=[rest.pk]))
    assert f"Erste Antwort: {row.number}" in show(one, rest) and f"Rest: {rest.number}" in show(one, row)
    assert one.get(way(rest, "extend")).status_code == 409
    assert do(one, rest, "redact", **TEXTS).status_code == 302
    assert "Rest unserer Antwort" in show(one, rest)
    sent(desk, rest)


def test_a_deferral_after_the_collection_stops_the_look_and_is_collected_anew(desk: dict[str, Client]) -> None:
    one, guard, now = desk["one"], desk["guard"], timezone.now()
    made = entry()
    row = collected(one, made)
    assert do(one, row, "redact", **TEXTS).status_code == 302
    deferred(made, recheck=local_day(now) + 30 * DAYS, now=now)
    assert do(guard, row, "look", agreed="yes").status_code == 409
    assert main_button(one, row) == [way(row, "anew")]
    assert guard.get(way(row, "anew")).status_code == 403
    assert do(one, row, "anew").status_code == 302
    row.refresh_from_db()
    assert row.state == RequestState.COLLECTED and "Er drohte" not in show(one, row)


@pytest.fixture
def answered(desk: dict[str, Client]) -> SubjectRequest:
    """An answer that was sent today."""
    row = collected(desk["one"], entry())
    do(desk["one"], row, "redact", **TEXTS)
    sent(desk, row)
    return row


def returned(client: Client, row: SubjectRequest, **values: Any) -> Any:
    letter = Letter.objects.filter(request=row).exclude(sent_on=None).latest("made_at")
    given = {"letter_id": letter.pk, "returned_on": today(), "how": "moved", "note": "Umschlag"}
    return do(client, row, "returned", **{**given, **values})


def queried(client: Client, row: SubjectRequest, **values: Any) -> Any:
    given = {"queried_on": today(), "authority": "Meldebehörde Musterstadt", "result": "no_address", "address": ""}
    return do(client, row, "query", **{**given, **values})


def test_a_name_that_must_not_leave_is_said_beside_the_text_that_holds_it(desk: dict[str, Client]) -> None:
    one, made = desk["one"], entry()
    reporter = UserFactory(last_name="Meldestein")
    Incident.objects.filter(pk=made.incident_id).update(reporter=reporter.uuid)
    row = collected(one, made)
    named = do(one, row, "redact", **{**TEXTS, "0.line": "Meldestein fragen."}).content.decode()
    assert 'id="id_0.line_error"' in named and 'id="id_0.narrative_error"' not in named and "Meldestein fragen" in named
    assert 'id="id_reason_error"' in do(one, row, "refuse", reason=" ").content.decode()


@needs_fonts
def test_each_step_with_a_letter_that_came_back_is_the_next_one(
    desk: dict[str, Client], answered: SubjectRequest
) -> None:
    one, row = desk["one"], answered
    assert {do(one, row, name).status_code for name in ("query", "again", "post", "impossible")} == {409}
    assert returned(one, row).status_code == 302
    assert main_button(one, row) == [way(row, "query")] and "Schreiben zurückgekommen: verzogen" in show(one, row)
    assert queried(one, row, result="new_address", address="Neuer Weg 3\n54321 Neustadt").status_code == 302
    assert main_button(one, row) == [way(row, "again")]
    form = one.get(way(row, "again")).content.decode().replace("\r", "")
    assert "Jörg Schröder\nNeuer Weg 3\n54321 Neustadt" in form
    missing = do(one, row, "again", recipient=" ")
    assert missing.status_code == 200 and 'id="id_recipient_error"' in missing.content.decode()
    assert do(one, row, "again", recipient="Jörg Schröder\nNeuer Weg 3").status_code == 302
    assert "Melderegister abgefragt: neue Anschrift" in show(one, row)
    assert "register asked: new address" in english(one, row)
    letter = Letter.objects.get(request=row, sent_on=None)
    one.post(reverse("zemag_request_sent", args=[letter.pk]), **SEND)
    assert OwedAnswer.objects.get(request=row).state == "sent" and "Beantwortet" in show(one, row)


@needs_fonts
def test_giving_up_is_confirmed_by_another_and_data_protection_reads_why(
    desk: dict[str, Client], answered: SubjectRequest
) -> None:
    one, row = desk["one"], answered
    returned(one, row)
    queried(one, row)
    assert main_button(one, row) == [way(row, "impossible")] and one.get(way(row, "post")).status_code == 409
    far = do(one, row, "impossible", reason=WHY, recheck_on="2099-01-01").content.decode()
    assert 'id="id_recheck_on_error"' in far and WHY in far
    day = (local_day(timezone.now()) + 60 * DAYS).isoformat()
    assert do(one, row, "impossible", reason=WHY, recheck_on=day).status_code == 302
    assert "Das muss eine andere Person tun." in text_of(do(one, row, "confirm-impossible"))
    assert WHY in show(desk["other"], row)
    assert do(desk["other"], row, "confirm-impossible").status_code == 302
    assert WHY in text_of(desk["guard"].get(reverse("zemag_protection")))
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_deferral").exists()


@needs_fonts
def test_wrong_input_stands_beside_its_field_and_a_mistake_is_taken_back(
    desk: dict[str, Client], answered: SubjectRequest, sign_in: SignIn
) -> None:
    one, row = desk["one"], answered
    for values, field in (
        ({"returned_on": "2020-01-01"}, "returned_on"),
        ({"returned_on": "2099-01-01"}, "returned_on"),
        ({"how": "other", "note": ""}, "note"),
        ({"letter_id": row.pk}, "letter_id"),
    ):
        answer = returned(one, row, **values).content.decode()
        assert f'id="id_{field}_error"' in answer and (values.get("note") == "" or 'value="Umschlag"' in answer)
    assert returned(one, row).status_code == 302
    letter = Letter.objects.get(request=row)
    assert 'id="id_reason_error"' in do(one, row, "not-returned", letter_id=letter.pk, reason="").content.decode()
    assert desk["guard"].get(way(row, "not-returned")).status_code == 403
    assert sign_in(holder(Role.LEGAL)).get(way(row, "returned")).status_code == 403
    old = row.version
    assert do(one, row, "not-returned", letter_id=letter.pk, reason="Falsches Schreiben.").status_code == 302
    page = show(one, row)
    assert "Falsches Schreiben." in page and "irrtümlich vermerkt" in page and "Beantwortet" in page
    stale = one.post(way(row, "returned"), {"version": old, "letter_id": letter.pk}, **SEND)
    assert stale.status_code == 200, "what is missing is said before an old form is refused"
    full = {"version": old, "letter_id": letter.pk, "returned_on": today(), "how": "moved"}
    assert one.post(way(row, "returned"), full, **SEND).status_code == 409
