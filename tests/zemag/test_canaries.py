"""Invented people with unmistakable marks go through everything; no other place and no answer holds a mark (S20)."""

import base64
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from accounts.models import User
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag_cases import complaint
from tests.zemag_factories import NOW, TODAY, ask, asking, enquirer, granted, profile, proposal, quality
from zemag.asking import Question
from zemag.catalogue import Act
from zemag.models import Grade, Identity, IntakeWay, RequestKind, Role
from zemag.services import (
    acting,
    answering,
    collecting,
    inquiry,
    legal,
    register,
    reporting,
    reviewing,
    subject_requests,
    triage,
    units,
)

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
MARKS = ("Kanarjanka", "Zeisigova", "Finkenweg", "Stieglitz", "Gimpelfink", "Dompfaffen", "Rotkehlchen", "Amselruflied")
LATER = NOW + timedelta(hours=1)


def people() -> dict[str, User]:
    """Return one of each role."""
    boss = UserFactory(substitute=UserFactory())
    return {
        "reporter": UserFactory(supervisor=boss, department=DepartmentFactory(key="50")),
        "boss": boss,
        "one": quality(),
        "two": quality(),
        "lawyer": granted(Role.LEGAL),
    }


def through_everything() -> tuple[list[Any], Any]:
    """Report, examine, file, propose, sign, ask, warn, detail; return every answer that an enquirer gets."""
    profile()
    who, officer = people(), enquirer()
    early = ask("Zeisigova", "Kanarjanka", "04.03.1980", who=officer, planned_at=NOW + timedelta(hours=4))
    person = reporting.Reported(
        (("Kanarjanka", "Zeisigova"), ("K", "Rotkehlchen")),
        Grade.DOCUMENT,
        (1980, 3, 4),
        {"street": "Finkenweg", "number": "7"},
        "Dompfaffen",
    )
    report = reporting.Report(
        "50",
        "counter",
        TODAY,
        (Act("C2"),),
        {"what": "Gimpelfink drohte", "who": "Stieglitz"},
        victims=({"name": "Stieglitz", "injury": "Amselruflied"},),
        people=(person,),
    )
    request = asking(officer).request_key
    row = reporting.submit(actor=who["reporter"], report=report, request_key=request, now=NOW)
    reporting.supplement(incident_id=row.pk, actor=who["reporter"], text="Gimpelfink", now=NOW)
    units.contact(incident_id=row.pk, actor=who["boss"], now=NOW)
    units.state(incident_id=row.pk, actor=who["boss"], text="Dompfaffen", now=NOW)
    triage.take(incident_id=row.pk, actor=who["one"], now=NOW)
    triage.to_legal(incident_id=row.pk, actor=who["one"], now=NOW)
    legal.record_step(incident_id=row.pk, step=complaint(reference="Amselruflied"), actor=who["lawyer"], now=NOW)
    plan = proposal(necessity="Gimpelfink", legal_basis="Amselruflied")
    entry = register.propose(incident_id=row.pk, proposal=plan, actor=who["one"], now=NOW)
    register.approve(entry_id=entry.pk, actor=who["two"], now=NOW)
    reviewing.put_under_review(entry_id=entry.pk, actor=who["one"], reason="Dompfaffen", now=NOW)
    by_name = ask("Zeisigova", "Kanarjanka", "04.03.1980", who=officer, now=LATER)
    address = Question(street="Finkenweg", number="7")
    by_address = inquiry.ask_address(asking=asking(officer), question=address, now=LATER)
    hit = by_name.rows[0].cards[0].hit
    detail = acting.details(hit_id=hit, actor=officer[0], reason="Rotkehlchen", now=LATER)
    shown = [early, by_name, by_address, detail, *acting.open_hits(actor=officer[0], now=LATER)]
    acting.acknowledge(hit_id=hit, actor=officer[0], measures=["vest"], cancelled=False, now=LATER)
    about_oneself(who["one"])
    return shown, who


def about_oneself(actor: User) -> None:
    """Let the person ask what is stored about them."""
    question = Question(family="Zeisigova", given="Kanarjanka", birth="04.03.1980", street="Finkenweg", number="7")
    intake = subject_requests.Intake(
        RequestKind.ACCESS, IntakeWay.LETTER, TODAY, question, "12345 Dompfaffen", "Gimpelfink fragt"
    )
    row = subject_requests.take_in(intake=intake, request_key=actor.uuid, actor=actor, now=LATER)
    given: dict[str, Any] = {"request_id": row.pk, "actor": actor, "now": LATER}
    subject_requests.confirm_identity(how=Identity.FILES, note="Amselruflied", **given)
    found = [one.intake.pk for one in collecting.candidates(**given)]
    collecting.settle(people=found, reason="", **given)
    answering.draft_access(texts={"0.narrative": "Gimpelfink drohte"}, **given)


def disguises(mark: str) -> list[bytes]:
    """Return how a mark could stand in a row."""
    raw = mark.encode()
    padded = [b"x" * shift + raw for shift in (0, 1, 2)]
    # Whole groups of three bytes only: what stands beside them changes the others.
    coded = [base64.b64encode(text[3 * bool(shift) : len(text) // 3 * 3]) for shift, text in enumerate(padded)]
    return [raw, raw.lower(), mark.encode("utf-16-le"), raw.hex().encode(), *coded]


def stored() -> dict[str, bytes]:
    """Return every row of every table of both databases as bytes, mails and log included."""
    found: dict[str, bytes] = {}
    for alias in ("default", "zemag"):
        connection = connections[alias]
        for table in connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows = cursor.fetchall()
            found[f"{alias}.{table}"] = b"\n".join(_bytes(cell) for row in rows for cell in row)
    return found


def _bytes(cell: Any) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


@pytest.mark.acceptance("zemag", 10)
@pytest.mark.acceptance("zemag", 23)
def test_no_row_of_either_database_holds_a_mark_readable_not_even_mails_log_revisions_or_index() -> None:
    through_everything()
    rows = stored()
    assert rows["zemag.outbox_outgoingmail"]
    assert rows["zemag.audit_entry"]
    found = [
        (table, mark)
        for table, content in rows.items()
        for mark in MARKS
        if any(disguise in content for disguise in disguises(mark))
    ]
    assert found == []
    labels = {model._meta.label for model in apps.get_app_config("zemag").get_models()}
    texts = rows["default.wagtailcore_revision"] + rows["default.wagtailcore_referenceindex"]
    assert not [label for label in labels if label.encode() in texts]


def test_a_mark_that_stood_there_would_be_found() -> None:
    DepartmentFactory(key="canary", name_de="Zeisigova")
    assert b"Zeisigova" in stored()["default.accounts_department"]


def test_answers_hold_nothing_of_reporter_victim_address_birth_date_or_narrative() -> None:
    shown, who = through_everything()
    text = json.dumps([repr(answer) for answer in shown], ensure_ascii=False)
    forbidden = [*MARKS, "1980", str(date(1980, 3, 4)), "'50'", "complaint", "2026-0001"]
    forbidden += [str(user.uuid) for user in who.values()] + [user.email for user in who.values()]
    assert [word for word in forbidden if word in text] == []
    assert "never_alone" in text
