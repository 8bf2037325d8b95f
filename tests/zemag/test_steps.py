"""Each step of a report in its states and by its role; the legal unit, the supervisor, and what is late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_cases import complaint, sent, with_legal
from tests.zemag_factories import DAY, HOUR, NOW, TODAY, granted, profile, proposal, quality
from zemag import sealing
from zemag.clocks import end_of_day
from zemag.models import (
    Entitled,
    Incident,
    IncidentState,
    IntakePerson,
    PersonOutcome,
    Role,
    StatementState,
    Trigger,
)
from zemag.services import cases, legal, register, triage, units
from zemag.services.errors import Denied, NotFound, Refused, Stale, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


def mailed(kind: str) -> int:
    return OutgoingMail.objects.using("zemag").filter(kind=f"zemag_{kind}").count()


ACTS: dict[str, Any] = {
    "take": lambda pk, who: triage.take(incident_id=pk, actor=who, now=NOW),
    "ask_back": lambda pk, who: triage.ask_back(incident_id=pk, actor=who, question="?", now=NOW),
    "to_legal": lambda pk, who: triage.to_legal(incident_id=pk, actor=who, now=NOW),
    "to_statistics": lambda pk, who: triage.to_statistics(incident_id=pk, actor=who, reason="x", now=NOW),
    "close": lambda pk, who: triage.close(incident_id=pk, actor=who, now=NOW),
    "reopen": lambda pk, who: triage.reopen(incident_id=pk, actor=who, reason="x", now=NOW),
    "change_level": lambda pk, who: triage.change_level(incident_id=pk, actor=who, level=2, reason="x", now=NOW),
    "record_step": lambda pk, who: legal.record_step(incident_id=pk, step=complaint(), actor=who, now=NOW),
    "decline": lambda pk, who: legal.decline(incident_id=pk, actor=who, reason="x", now=NOW),
    "propose": lambda pk, who: register.propose(incident_id=pk, proposal=proposal(), actor=who, now=NOW),
}


ALLOWED = {
    IncidentState.SUBMITTED: {"take"},
    IncidentState.TRIAGE: {"ask_back", "to_legal", "change_level"},
    IncidentState.NEEDS_INFO: set(),
    IncidentState.LEGAL_PENDING: {"record_step", "decline"},
    IncidentState.TRIGGER_RECORDED: {"record_step", "propose"},
    IncidentState.DECLINED: {"to_statistics"},
    IncidentState.ENTRY_PROPOSED: set(),
    IncidentState.STATISTICS_ONLY: {"close"},
    IncidentState.DUPLICATE: set(),
    IncidentState.CLOSED: {"reopen"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.acceptance("settled", 2)
def test_each_step_is_possible_in_its_states_and_refused_in_all_others(
    state: IncidentState, act: str, reporter: User
) -> None:
    profile()
    row = sent(reporter)
    step = complaint()
    if state == IncidentState.TRIGGER_RECORDED:
        Incident.objects.filter(pk=row.pk).update(state=IncidentState.LEGAL_PENDING)
        legal.record_step(incident_id=row.pk, step=step, actor=granted(Role.LEGAL), now=NOW)
    other = sent(reporter) if state == IncidentState.DUPLICATE else None
    Incident.objects.filter(pk=row.pk).update(state=state, duplicate_of=other)
    if state == IncidentState.STATISTICS_ONLY:
        # As the service that brings a report there settles everybody.
        IntakePerson.objects.filter(incident=row).update(outcome=PersonOutcome.NOT_PUBLISHED)
    who = granted(Role.LEGAL if act in ("record_step", "decline") else Role.QUALITY)
    before = Entry.objects.using("zemag").count()
    if act in ALLOWED[state]:
        ACTS[act](row.pk, who)
        assert Entry.objects.using("zemag").count() == before + 1
        return
    with pytest.raises(Refused):
        ACTS[act](row.pk, who)
    row.refresh_from_db()
    assert row.state == state
    assert Entry.objects.using("zemag").count() == before


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_what_belongs_to_another_role_and_the_attempt_is_logged(act: str, reporter: User) -> None:
    profile()
    row = sent(reporter)
    wrong = granted(Role.QUALITY if act in ("record_step", "decline") else Role.LEGAL)
    wrong.is_superuser = True
    for who in (reporter, wrong):
        with pytest.raises(Denied):
            ACTS[act](row.pk, who)
    assert Entry.objects.using("zemag").filter(action="deny").count() == 2


def test_a_desk_that_is_not_up_to_date_is_refused(reporter: User) -> None:
    row = sent(reporter)
    with pytest.raises(Stale):
        triage.take(incident_id=row.pk, actor=quality(), now=NOW, expected=row.version - 1)
    triage.take(incident_id=row.pk, actor=quality(), now=NOW, expected=row.version)


@pytest.mark.acceptance("zemag", 13)
@pytest.mark.acceptance("settled", "Z6")
def test_each_entitled_person_has_a_clock_that_is_warned_of_until_somebody_files(reporter: User) -> None:
    lawyer = granted(Role.LEGAL)
    victims = ({"name": "Eva Muster"}, {"name": "Ali Beispiel"})
    row = with_legal(reporter, code="B1", victims=victims)
    clocks = list(Entitled.objects.filter(incident=row).order_by("pk"))
    assert len(clocks) == 3, "two people and the superior"
    assert {clock.last_day for clock in clocks} == {date(2026, 9, 14)}
    # Known on 3 October: three months end on Sunday 3 January 2027.
    later = datetime(2026, 10, 5, 8, tzinfo=UTC)
    with pytest.raises(Denied):
        legal.confirm_knowledge(
            entitled_id=clocks[0].pk, known_on=date(2026, 10, 3), source="Akte", actor=quality(), now=later
        )
    clock = legal.confirm_knowledge(
        entitled_id=clocks[0].pk, known_on=date(2026, 10, 3), source="Akte", actor=lawyer, now=later
    )
    assert (clock.last_day, clock.is_confirmed) == (date(2027, 1, 4), True)
    assert Entitled.objects.filter(incident=row, is_confirmed=False).count() == 2
    before = mailed("application")
    for _twice in range(2):
        legal.warn(datetime(2026, 8, 15, 8, tzinfo=UTC))
    assert mailed("application") == before + 2
    legal.record_step(incident_id=row.pk, step=complaint(), actor=lawyer, now=later)
    assert legal.warn(datetime(2026, 12, 30, 8, tzinfo=UTC)) == 0


def test_a_level_three_report_that_nobody_takes_and_a_step_that_nobody_files_are_told_of_once(reporter: User) -> None:
    lawyer, who = granted(Role.LEGAL), quality()
    row = sent(reporter, code="D1")
    assert list(cases.overdue(NOW + 2 * HOUR - timedelta(seconds=1))) == []
    late = NOW + 2 * HOUR
    assert list(cases.overdue(late)) == [row]
    for _twice in range(2):
        cases.escalate(late)
    assert (mailed("late"), mailed("late_legal")) == (1, 1)
    triage.take(incident_id=row.pk, actor=who, now=late)
    assert list(cases.overdue(late)) == []
    triage.to_legal(incident_id=row.pk, actor=who, now=late)
    cases.escalate(late + 2 * HOUR)
    assert (mailed("late"), mailed("late_legal")) == (2, 2)
    assert lawyer.is_active


@pytest.mark.acceptance("settled", "Z9")
def test_out_of_hours_a_lead_records_a_complaint_of_level_three_alone(reporter: User) -> None:
    lead, step = quality(is_lead=True), complaint()
    row = with_legal(reporter, code="D1")
    with pytest.raises(Denied):
        legal.record_by_lead(incident_id=row.pk, step=step, actor=quality(), now=NOW)
    with pytest.raises(WrongState):
        ban = complaint(kind=Trigger.HOUSE_BAN)
        legal.record_by_lead(incident_id=row.pk, step=ban, actor=lead, now=NOW)
    with pytest.raises(WrongState):
        legal.record_by_lead(incident_id=with_legal(reporter).pk, step=step, actor=lead, now=NOW)
    legal.record_by_lead(incident_id=row.pk, step=step, actor=lead, now=NOW)
    row.refresh_from_db()
    assert row.state == IncidentState.TRIGGER_RECORDED


def test_a_step_lies_in_the_past_has_a_reference_and_only_a_ban_has_an_end(reporter: User) -> None:
    row, lawyer = with_legal(reporter), granted(Role.LEGAL)
    for wrong in (
        complaint(filed_on=TODAY + DAY),
        complaint(reference=" "),
        complaint(valid_until=TODAY),
        complaint(reference="x" * 61),
    ):
        with pytest.raises(Refused):
            legal.record_step(incident_id=row.pk, step=wrong, actor=lawyer, now=NOW)


def test_who_declines_tells_reporter_supervisor_and_quality_staff(reporter: User) -> None:
    row = with_legal(reporter)
    before = mailed("declined")
    holders = len(set(OutgoingMail.objects.using("zemag").filter(kind="zemag_report").values_list("recipients")))
    legal.decline(incident_id=row.pk, actor=granted(Role.LEGAL), reason="Kein Anfangsverdacht.", now=NOW)
    assert mailed("declined") - before >= 2 + holders


def test_below_the_threshold_a_recorded_trigger_can_end_in_statistics(reporter: User) -> None:
    profile()
    who, lawyer = quality(), granted(Role.LEGAL)
    for code, possible in (("B1", True), ("C2", False)):
        row = with_legal(reporter, code=code)
        legal.record_step(incident_id=row.pk, step=complaint(), actor=lawyer, now=NOW)
        if possible:
            triage.to_statistics(incident_id=row.pk, actor=who, reason="Unter der Schwelle.", now=NOW)
            assert IntakePerson.objects.get(incident=row).destroyed_at is None, "until its clocks end"
        else:
            with pytest.raises(WrongState):
                triage.to_statistics(incident_id=row.pk, actor=who, reason="Unter der Schwelle.", now=NOW)


@pytest.mark.acceptance("settled", 2)
def test_the_supervisor_talks_then_states_and_what_is_late_goes_to_the_substitute_once(reporter: User) -> None:
    row, boss = sent(reporter), reporter.supervisor
    with pytest.raises(NotFound):
        units.contact(incident_id=row.pk, actor=UserFactory(), now=NOW)
    with pytest.raises(WrongState):
        units.state(incident_id=row.pk, actor=boss, text="Gesprochen.", now=NOW)
    assert units.pass_on(end_of_day(date(2026, 6, 16)) - timedelta(seconds=1)) == 0
    late = end_of_day(date(2026, 6, 16))
    assert (units.pass_on(late), units.pass_on(late)) == (1, 0)
    units.contact(incident_id=row.pk, actor=boss.substitute, now=late)
    with pytest.raises(WrongState):
        units.contact(incident_id=row.pk, actor=boss, now=late)
    part = units.state(incident_id=row.pk, actor=boss, text="Gesprochen.", now=late)
    assert (part.state, sealing.unseal(part)) == (StatementState.STATED, {"text": "Gesprochen."})
    with pytest.raises(WrongState):
        units.state(incident_id=row.pk, actor=boss, text="Anders.", now=late)
