"""A row that was cut, flipped or moved is 503 on every screen that needs it, and nothing typed is lost (S21)."""

import itertools
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag.damages import DAMAGES, damaged
from tests.zemag.screens import entry, holder, officer, released, sent, text_of
from tests.zemag_cases import told
from tests.zemag_factories import PLACE
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import Incident, InquiryHit, IntakePerson, RegisterEntry, RegisterPerson, Role, SupervisorStatement
from zemag.services import reporting

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), pytest.mark.usefixtures("sites")]
SignIn = Callable[[User], Client]
ASKED = "/de/zemag/ask/"
ROWS = "ref;family;given;birthdate;street;no;time\n1;Niemand;Nora;1970;;;\n2;Schröder;Jörg;04.03.1980;;;\n"
WAYS: dict[str, dict[str, str]] = {
    ASKED: {"family": "Niemand", "given": "Nora"},
    f"{ASKED}address/": {"street": "Niemandsweg", "number": "7"},
    f"{ASKED}route/": {"rows": ROWS},
    f"{ASKED}emergency/": {"street": "Niemandsweg", "number": "7", "purpose": "rescue"},
}


def is_no_answer(response: Any, typed: str = "") -> bool:
    """Whether a response says 503, whom to call, nothing about entries, and carries what was typed."""
    html = response.content.decode()
    assert response.status_code == 503
    assert "0221 4710-115" in text_of(response)
    assert "Kein Eintrag" not in html and "Keine Entwarnung" not in html
    assert typed in html
    return True


@pytest.mark.acceptance("security", "S21")
def test_whatever_is_done_to_one_row_of_the_register_no_question_is_answered(sign_in: SignIn) -> None:
    released(batches_a_day=99, emergencies_an_hour=99)
    for day in (3, 4):
        entry(birth=(1980, 3, day), place=PLACE)
    who = officer()
    client = sign_in(who)
    # Each kind of damage through another way of asking, and each kind of row.
    cases = list(zip(DAMAGES, itertools.cycle(WAYS), itertools.cycle((RegisterEntry, RegisterPerson)), strict=False))
    for damage, path, which in cases:
        with damaged(which.objects.order_by("pk").first(), damage):
            assert is_no_answer(sent(client, who, path=path, **WAYS[path]), "Niemand"), (damage, path)
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_fault").exists()
    # Control: undamaged, the same questions are answered.
    assert [sent(client, who, path=path, **values).status_code for path, values in WAYS.items()] == [200] * len(WAYS)


@pytest.mark.acceptance("security", "S21")
def test_each_other_screen_that_needs_a_broken_row_is_503_too_and_somebody_is_told(
    sign_in: SignIn, reporter: User
) -> None:
    released()
    made, now = entry(), timezone.now()
    report = told("D1", occurred_on=local_day(now), texts={"what": "Er drohte."})
    case = reporting.submit(actor=reporter, report=report, request_key=uuid.uuid4(), now=now)
    reporting.submit(actor=reporter, report=report, request_key=uuid.uuid4(), now=now)
    draft = reporting.save_draft(actor=reporter, content={"steps": {}}, request_key=uuid.uuid4(), now=now)
    boss, who = reporter.supervisor, officer()
    assert boss is not None
    sent(sign_in(who), who)
    hit = InquiryHit.objects.get()
    needs: list[tuple[User, str, Any]] = [
        (holder(Role.QUALITY), reverse("zemag_case", args=[case.pk]), case),
        (holder(Role.QUALITY), reverse("zemag_case", args=[case.pk]), IntakePerson.objects.get(incident=case)),
        (holder(Role.QUALITY), reverse("zemag_case", args=[made.incident_id]), RegisterEntry.objects.get()),
        (reporter, reverse("zemag_report_own", args=[case.pk]), case),
        (reporter, reverse("zemag_report_step", args=[draft.pk, 3]), draft),
        (boss, reverse("zemag_unit_report", args=[case.pk]), case),
        (who, reverse("zemag_hits"), RegisterPerson.objects.get()),
    ]
    for person, address, row in needs:
        client = sign_in(person)
        assert client.get(address).status_code == 200, address
        for damage in ("cut", "key gone"):
            with damaged(row, damage):
                assert is_no_answer(client.get(address)), address
    with damaged(RegisterPerson.objects.get(), "flipped"):
        form = {"reason": "Niemand weiß es"}
        origin = {"HTTP_ORIGIN": configured.INTRANET_URL}
        response = sign_in(who).post(reverse("zemag_detail", args=[hit.pk]), form, **origin)
        assert is_no_answer(response, "Niemand weiß es")
    assert SupervisorStatement.objects.filter(incident=case).exists()
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_fault").exists()


@pytest.mark.acceptance("security", "S21")
def test_with_a_wrong_key_a_report_is_not_lost_and_no_question_is_answered(
    sign_in: SignIn, reporter: User, settings: Any, tmp_path: Path
) -> None:
    released()
    entry()
    who = officer()
    UserFactory()
    wrong = tmp_path / "wrong.key"
    lines = [line.split() for line in Path(configured.ZEMAG_KEY_FILE).read_text().splitlines() if line.strip()]
    swapped = {"kek": "chain", "chain": "kek"}
    by_purpose = {line[0]: line[2] for line in lines}
    wrong.write_text("".join(f"{one} {key_id} {by_purpose[swapped.get(one, one)]}\n" for one, key_id, _key in lines))
    wrong.chmod(0o400)
    settings.ZEMAG_KEY_FILE = wrong
    sealing._read.cache_clear()
    assert is_no_answer(sent(sign_in(who), who, family="Niemand", given="Nora"), "Niemand")
    settings.ZEMAG_KEY_FILE = tmp_path / "gone.key"
    settings.AUDIT_KEY_FILES = {**settings.AUDIT_KEY_FILES, "zemag": tmp_path / "gone.key"}
    sealing._read.cache_clear()
    form = {"role": "affected", "department": "50", "occurred_on": f"{local_day(timezone.now()):%d.%m.%Y}"}
    more = {"setting": "counter", "offences": ["C2"], "complaint": "not_yet", "known": "no", "phone": "0221 99 Niemand"}
    key = {"request_key": str(uuid.uuid4())}
    client = sign_in(reporter)
    response = client.post(reverse("zemag_report_short"), {**form, **more, **key}, HTTP_ORIGIN=configured.INTRANET_URL)
    assert is_no_answer(response, "0221 99 Niemand")
    assert not Incident.objects.filter(reporter=reporter.uuid).exists()
    sealing._read.cache_clear()
