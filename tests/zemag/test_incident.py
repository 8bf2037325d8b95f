"""From the attack to the closed report: each step by whom it belongs to, with its row of the log (section 5)."""

import uuid
from datetime import date
from email import message_from_bytes
from email.policy import default as email_words
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.crypto import Unreadable
from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_cases import complaint, in_triage, sent, told, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, proposal, quality
from zemag import sealing
from zemag.catalogue import Act
from zemag.clocks import end_of_day, last_day
from zemag.models import (
    Grade,
    Incident,
    IncidentState,
    IntakePerson,
    Notice,
    RecordKey,
    Role,
)
from zemag.services import legal, register, reporting, triage
from zemag.services.errors import Colleague, NotFound, ReasonMissing, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


def logged(incident: Incident) -> list[str]:
    rows = Entry.objects.using("zemag").filter(subject=f"zemag.Incident {incident.pk}").order_by("seq")
    return [f"{entry.action} {entry.result} {entry.role}".strip() for entry in rows]


def mailed(kind: str) -> int:
    return OutgoingMail.objects.using("zemag").filter(kind=f"zemag_{kind}").count()


def test_a_report_goes_from_the_counter_to_a_signed_entry_with_a_row_for_each_step(reporter: User) -> None:
    profile()
    lawyer, row = granted(Role.LEGAL), with_legal(reporter)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=lawyer, now=NOW)
    entry = register.propose(incident_id=row.pk, proposal=proposal(), actor=quality(), now=NOW)
    register.approve(entry_id=entry.pk, actor=quality(), now=NOW)
    row.refresh_from_db()
    assert (row.state, row.number, row.level) == (IncidentState.CLOSED, "2026-0001", 2)
    assert logged(row) == [
        "create submitted R1",
        "change triage R3",
        "change legal_pending R3",
        "change trigger_recorded R4",
    ]
    assert (mailed("thanks"), mailed("unit"), mailed("closed")) == (1, 2, 1)


def test_drafts_are_sealed_and_their_authors_alone(reporter: User) -> None:
    key = uuid.uuid4()
    save = reporting.save_draft
    draft = save(actor=reporter, content={"what": "Kanarienvogel"}, request_key=key, now=NOW)
    assert save(actor=reporter, content={"what": "Zeisig"}, request_key=key, now=NOW, draft_id=draft.pk).pk == draft.pk
    assert reporting.open_draft(actor=reporter, draft_id=draft.pk) == {"what": "Zeisig"}
    stranger = UserFactory()
    for act in (
        lambda: reporting.open_draft(actor=stranger, draft_id=draft.pk),
        lambda: save(actor=stranger, content={}, request_key=uuid.uuid4(), now=NOW, draft_id=draft.pk),
        lambda: reporting.submit(actor=stranger, report=told(), request_key=uuid.uuid4(), now=NOW, draft_id=draft.pk),
        lambda: triage.take(incident_id=draft.pk, actor=quality(), now=NOW),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(ValidationError):
        save(actor=reporter, content={"what": "x" * 70_000}, request_key=key, now=NOW)
    row = reporting.submit(actor=reporter, report=told(), request_key=key, now=NOW, draft_id=draft.pk)
    assert (row.pk, row.state) == (draft.pk, IncidentState.SUBMITTED)
    with pytest.raises(WrongState):
        save(actor=reporter, content={}, request_key=key, now=NOW)


def test_a_mail_names_the_last_day_of_a_deadline_and_never_the_day_after(reporter: User) -> None:
    part = sent(reporter).statement
    assert part.contact_due == end_of_day(TODAY + DAY) and last_day(part.contact_due) == TODAY + DAY
    assert last_day(NOW) == TODAY
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_unit")
    words = [str(message_from_bytes(mail.message, policy=email_words).get_content()) for mail in mails]
    assert words and all("16.06.2026" in text for text in words)


def test_a_form_sent_twice_is_one_report(reporter: User) -> None:
    key = uuid.uuid4()
    first = reporting.submit(actor=reporter, report=told(), request_key=key, now=NOW)
    assert reporting.submit(actor=reporter, report=told(), request_key=key, now=NOW).pk == first.pk
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"setting": "moon"}, "setting"),
        ({"occasion": "moon"}, "occasion"),
        ({"department": ""}, "department"),
        ({"occurred_on": TODAY + DAY}, "occurred_on"),
        ({"acts": (Act("Z9"),)}, "acts"),
        ({"acts": (Act("C2", "Z9"),)}, "acts"),
        ({"texts": {"what": "x" * 2_001}}, "texts"),
        ({"texts": {"religion": "x"}}, "texts"),
        ({"people": (reporting.Reported((), Grade.GUESS),)}, "people"),
    ],
)
def test_what_cannot_be_is_named_at_its_field_and_nothing_is_stored(
    wrong: dict[str, Any], field: str, reporter: User
) -> None:
    with pytest.raises(ValidationError) as fault:
        sent(reporter, **wrong)
    assert field in fault.value.message_dict
    assert not Incident.objects.exists()


def test_an_attack_by_a_colleague_is_another_procedure(reporter: User) -> None:
    with pytest.raises(Colleague):
        sent(reporter, is_colleague=True)


@pytest.mark.parametrize(
    ("acts", "level"),
    [
        ((), 0),
        ((Act("B1"),), 1),
        ((Act("B1"), Act("C4")), 2),
        ((Act("C2", "B1", "threatened"),), 3),
        ((Act("C2", "B1", "carried"),), 2),
        ((Act("D5"),), 3),
    ],
)
def test_the_level_is_that_of_the_highest_offence_and_a_weapon_raises_it(
    acts: tuple[Act, ...], level: int, reporter: User
) -> None:
    assert sent(reporter, acts=acts).level == level


def test_a_report_without_a_name_leaves_nobody_in_any_row() -> None:
    who = quality()
    key = uuid.uuid4()
    row = reporting.submit_anonymously(report=told(people=()), request_key=key, now=NOW)
    assert reporting.submit_anonymously(report=told(people=()), request_key=key, now=NOW).pk == row.pk
    assert row.reporter is None
    (entry,) = Entry.objects.using("zemag").filter(subject=f"zemag.Incident {row.pk}")
    assert (entry.actor, entry.role, entry.department) == (None, "", "")
    with pytest.raises(ValidationError):
        reporting.submit_anonymously(report=told(), request_key=uuid.uuid4(), now=NOW)
    mails = OutgoingMail.objects.using("zemag").all()
    assert [mail.recipients for mail in mails] == [[who.email]]
    triage.take(incident_id=row.pk, actor=who, now=NOW)
    for forbidden in (
        lambda: triage.ask_back(incident_id=row.pk, actor=who, question="Wer sind Sie?", now=NOW),
        lambda: triage.to_legal(incident_id=row.pk, actor=who, now=NOW),
    ):
        with pytest.raises(WrongState):
            forbidden()
    triage.to_statistics(incident_id=row.pk, actor=who, reason="Ohne Namen.", now=NOW)
    assert triage.close(incident_id=row.pk, actor=who, now=NOW).state == IncidentState.CLOSED


def test_a_question_is_answered_by_the_reporter_alone_and_the_report_comes_back(reporter: User) -> None:
    row, who = in_triage(reporter), quality()
    asked = triage.ask_back(incident_id=row.pk, actor=who, question="Wann?", now=NOW)
    assert (asked.state, asked.due_at) == (IncidentState.NEEDS_INFO, end_of_day(date(2026, 6, 22)))
    with pytest.raises(NotFound):
        reporting.supplement(incident_id=row.pk, actor=UserFactory(), text="Um acht.", now=NOW)
    with pytest.raises(ReasonMissing):
        reporting.supplement(incident_id=row.pk, actor=reporter, text=" ", now=NOW)
    assert reporting.supplement(incident_id=row.pk, actor=reporter, text="Um acht.", now=NOW).state == "triage"
    reporting.supplement(incident_id=row.pk, actor=reporter, text="Um acht.", now=NOW)
    assert row.supplements.filter(author=reporter.uuid).count() == 1, "a form that is sent twice adds once"
    content = sealing.unseal(Incident.objects.get(pk=row.pk))
    assert content["w"] == {}, "what was sent never changes"


@pytest.mark.acceptance("zemag", 13)
def test_every_criminal_act_goes_to_the_legal_unit_also_at_level_one(reporter: User) -> None:
    row, who = in_triage(reporter, code="B1"), quality()
    assert row.level == 1
    with pytest.raises(WrongState):
        triage.to_statistics(incident_id=row.pk, actor=who, reason="Nur eine Beleidigung.", now=NOW)
    assert triage.to_legal(incident_id=row.pk, actor=who, now=NOW).state == IncidentState.LEGAL_PENDING


@pytest.mark.acceptance("settled", 4)
def test_level_zero_an_unknown_offender_and_a_duplicate_destroy_the_person_at_once(reporter: User) -> None:
    who = quality()
    zero = in_triage(reporter, acts=())
    triage.to_statistics(incident_id=zero.pk, actor=who, reason="Nur laut.", now=NOW)
    unknown = in_triage(reporter, people=())
    triage.to_statistics(incident_id=unknown.pk, actor=who, reason="Unbekannt.", now=NOW)
    first, second = in_triage(reporter), in_triage(reporter)
    triage.mark_duplicate(incident_id=second.pk, first_id=first.pk, actor=who, now=NOW)
    for row in (zero, second):
        intake = IntakePerson.objects.get(incident=row)
        assert intake.destroyed_at == NOW
        assert not RecordKey.objects.filter(pk=intake.pk).exists()
        with pytest.raises(Unreadable):
            sealing.unseal(intake)
        assert Notice.objects.get(incident=row).state == "destroyed"
    assert IntakePerson.objects.get(incident=first).destroyed_at is None


@pytest.mark.acceptance("settled", 2)
def test_a_duplicate_is_final_and_never_of_itself_or_of_a_duplicate(reporter: User) -> None:
    who, first, second, third = quality(), in_triage(reporter), in_triage(reporter), in_triage(reporter)
    with pytest.raises(WrongState):
        triage.mark_duplicate(incident_id=first.pk, first_id=first.pk, actor=who, now=NOW)
    triage.mark_duplicate(incident_id=second.pk, first_id=first.pk, actor=who, now=NOW)
    with pytest.raises(WrongState):
        triage.mark_duplicate(incident_id=third.pk, first_id=second.pk, actor=who, now=NOW)
    with pytest.raises(WrongState):
        triage.reopen(incident_id=second.pk, actor=who, reason="Neu.", now=NOW)
