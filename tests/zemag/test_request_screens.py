"""The subject-rights desk on screen: from intake to the letter, each step by its role, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.marks import STEPPED
from accounts.models import User
from tests.row_factories import UserFactory
from tests.zemag.fonts import needs_fonts
from tests.zemag.screens import denials, entry, holder, key_of, released, text_of
from zemag.clocks import local_day
from zemag.models import Letter, RecordKey, RequestState, Role, SubjectRequest

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
SEND = {"HTTP_ORIGIN": settings.INTRANET_URL}


@pytest.fixture
def desk(sign_in: SignIn) -> dict[str, Client]:
    """Two of the quality staff, and data protection."""
    released(basis_de="G", basis_en="A", controller="Stadt", officer="d@example.org", authority="Behörde")
    roles = {"one": Role.QUALITY, "other": Role.QUALITY, "guard": Role.DATA_PROTECTION}
    return {name: sign_in(holder(role)) for name, role in roles.items()}


def intake(client: Client, **values: str) -> Any:
    """Open the intake and send it."""
    address = reverse("zemag_request_new")
    form = {"kind": "access", "way": "letter", "received_on": local_day(timezone.now()).isoformat()}
    person = {"given": "Jörg", "family": "Schröder", "birth": "04.03.1980", "street": "Musterweg", "number": "12"}
    more = {
        "town": "12345 Musterstadt",
        "words": "Was wissen Sie über mich?",
        "request_key": key_of(client.get(address)),
    }
    return client.post(address, {**form, **person, **more, **values}, **SEND)


def do(client: Client, row: SubjectRequest, name: str, **values: Any) -> Any:
    """Open the form of a step and send it."""
    address = reverse("zemag_request_act", args=[row.pk, name])
    opened = client.get(address)
    if opened.status_code != 200:
        return opened
    row.refresh_from_db()
    return client.post(address, {"version": row.version, **values}, **SEND)


def show(client: Client, row: SubjectRequest) -> str:
    return text_of(client.get(reverse("zemag_request", args=[row.pk])))


@needs_fonts
def test_from_intake_to_the_letter_each_step_belongs_to_its_role(desk: dict[str, Client]) -> None:
    made, one, guard = entry(), desk["one"], desk["guard"]
    wrong = intake(one, birth="31.02.1980", town="")
    assert wrong.status_code == 200 and "Was wissen Sie über mich?" in wrong.content.decode()
    assert not SubjectRequest.objects.exists()
    assert intake(one).status_code == 302
    row = SubjectRequest.objects.get()
    assert "Prüfen, wer fragt" in text_of(one.get(reverse("zemag_requests")))
    assert do(one, row, "collect").status_code == 409
    assert do(one, row, "identity", how="files").status_code == 302
    found = one.get(reverse("zemag_request_act", args=[row.pk, "collect"]))
    assert "Jörg Schröder" in text_of(found) and "sicher" in text_of(found)
    refused = do(one, row, "collect", reason="")
    assert refused.status_code == 200 and "Bitte geben Sie einen Grund an." in text_of(refused)
    assert do(one, row, "collect", people=[str(made.intake_id)]).status_code == 302
    assert do(one, row, "redact", **{"0.narrative": "Er drohte."}).status_code == 302
    assert do(one, row, "look", agreed="yes").status_code == 403
    assert "Er drohte." in show(guard, row) and "Er drohte." in text_of(
        guard.get(reverse("zemag_request_act", args=[row.pk, "look"]))
    )
    assert do(guard, row, "look", agreed="yes").status_code == 302
    assert do(one, row, "letter").status_code == 302
    letter = Letter.objects.get(request=row)
    assert guard.get(reverse("zemag_letter", args=[letter.pk]))["Content-Type"] == "application/pdf"
    sent = reverse("zemag_request_sent", args=[letter.pk])
    assert guard.post(sent, **SEND).status_code == 403
    assert [one.post(sent, **SEND).status_code for _time in range(2)] == [302, 302]
    row.refresh_from_db()
    assert row.state == RequestState.SENT and "Beantwortet" in show(one, row)


def test_an_old_form_a_serious_step_and_whoever_has_no_right(desk: dict[str, Client], sign_in: SignIn) -> None:
    one = desk["one"]
    intake(one)
    row = SubjectRequest.objects.get()
    address = reverse("zemag_request_act", args=[row.pk, "identity"])
    do(one, row, "identity", how="files")
    assert one.post(address, {"version": 1, "how": "files"}, **SEND).status_code == 409
    stale = one.post(reverse("zemag_request_act", args=[row.pk, "refuse"]), {"version": 1, "reason": "Nein"}, **SEND)
    assert stale.status_code == 409
    session = one.session
    session[STEPPED] = 0
    session.save()
    asked = one.get(reverse("zemag_request_act", args=[row.pk, "refuse"]))
    assert asked.status_code == 302 and asked["Location"].startswith(reverse("account_reauthenticate"))
    addresses = [reverse("zemag_requests"), reverse("zemag_request_new"), reverse("zemag_request", args=[row.pk])]
    for who in (UserFactory(), holder(Role.LEGAL)):
        client = sign_in(who)
        assert {client.get(path).status_code for path in [*addresses, reverse("zemag_protection"), address]} == {403}
        assert len(denials(who)) == 5
    assert one.get(reverse("zemag_protection")).status_code == 403
    assert one.get(reverse("zemag_request", args=[row.request_key])).status_code == 404


@pytest.mark.acceptance("zemag", 26)
def test_what_cannot_be_read_is_503_and_never_nothing_stored(desk: dict[str, Client]) -> None:
    made, one = entry(names=(("Nina", "Novak"),)), desk["one"]
    intake(one)
    row = SubjectRequest.objects.get()
    do(one, row, "identity", how="files")
    RecordKey.objects.filter(pk=made.person_id).delete()
    answer = one.get(reverse("zemag_request_act", args=[row.pk, "collect"]))
    assert answer.status_code == 503 and "keiner betrifft diese Person" not in text_of(answer)


def test_whoever_drafted_an_erasure_reads_that_another_person_carries_it_out(desk: dict[str, Client]) -> None:
    made, one, guard = entry(), desk["one"], desk["guard"]
    intake(one, kind="erasure")
    row = SubjectRequest.objects.get()
    do(one, row, "identity", how="files")
    do(one, row, "collect", people=[str(made.intake_id)])
    assert do(one, row, "decide", granted="yes", reason="Lange her.").status_code == 302
    assert do(guard, row, "look", agreed="yes").status_code == 302
    assert "Eine andere Person führt sie aus." in show(one, row)
    assert "Das muss eine andere Person tun." in text_of(do(one, row, "carry-out"))
    assert "Eine andere Person" not in show(desk["other"], row)
    assert do(desk["other"], row, "carry-out").status_code == 302
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.state, made.state) == (RequestState.DONE, "deleted")


def test_data_protection_finds_what_waits_and_what_stands_out(desk: dict[str, Client]) -> None:
    one, guard = desk["one"], desk["guard"]
    intake(one)
    row = SubjectRequest.objects.get()
    do(one, row, "identity", how="files")
    assert "keiner betrifft diese Person" in text_of(one.get(reverse("zemag_request_act", args=[row.pk, "collect"])))
    assert do(one, row, "collect").status_code == 302
    seen = text_of(guard.get(reverse("zemag_protection")))
    assert row.number in seen and "Keine Benachrichtigung ist aufgeschoben." in seen
