"""Somebody becomes known after the report: the case tells of them too, with notice, clocks and entry of their own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from outbox.models import OutgoingMail
from tests.zemag_cases import PERSON, complaint, in_triage, sent, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, ask, enquirer, granted, profile, proposal, quality
from zemag import sealing
from zemag.catalogue import Act
from zemag.clocks import local_day
from zemag.models import EntryState, Grade, Incident, IncidentState, IntakePerson, Notice, Outcome, RegisterEntry, Role
from zemag.services import legal, naming, notices, own_reports, people, register, reporting, retention, triage
from zemag.services.errors import Denied, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
OTHER = reporting.Reported((("Anh", "Nguyen"),), Grade.FILES, (1990, 1, 2))


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def added(row: Incident, person: reporting.Reported = OTHER, days: int = 0, who: User | None = None) -> IntakePerson:
    moment = NOW + days * DAY
    told = {"person": person, "reason": "Die Polizei nannte den Namen."}
    return naming.add(incident_id=row.pk, actor=who or quality(), now=moment, **told)


def test_an_unknown_offender_who_is_named_later_gets_notice_and_entry(reporter: User) -> None:
    row, lawyer = with_legal(reporter, people=()), granted(Role.LEGAL)
    intake = added(row, days=3)
    assert (intake.position, sealing.unseal(intake)["names"]) == (1, [["Anh", "Nguyen"]])
    notice = Notice.objects.get(person=intake)
    assert notice.due_on == TODAY + timedelta(days=3 + 30)
    assert OutgoingMail.objects.using("zemag").filter(kind="zemag_supplement").exists()
    legal.record_step(incident_id=row.pk, step=complaint(), actor=lawyer, now=NOW + 3 * DAY)
    made = register.propose(incident_id=row.pk, proposal=proposal(), actor=quality(), now=NOW + 3 * DAY)
    register.approve(entry_id=made.pk, actor=quality(), now=NOW + 3 * DAY)
    found = ask("Nguyen", "Anh", "02.01.1990", who=enquirer(), now=NOW + 3 * DAY)
    assert found.rows[0].outcome == Outcome.HIT


def test_who_was_named_later_is_called_to_mind_from_that_day_on(reporter: User) -> None:
    row = with_legal(reporter, people=())
    added(row, days=40)
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_notice")
    for day, is_told in ((41, False), (53, False), (54, True)):
        notices.escalate(NOW + day * DAY)
        assert mails.exists() == is_told, day


def test_who_reported_sees_nobody_whom_others_named(reporter: User) -> None:
    row = with_legal(reporter)
    added(row)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    given = {"incident_id": row.pk, "actor": quality(), "now": NOW}
    for number, reason in ((1, "Stand nur dabei."), (2, "Frau Nguyen war es nicht.")):
        people.make_no_entry(number=number, reason=reason, **given)
    found = own_reports.opened(actor=reporter, incident_id=row.pk, now=NOW)
    assert [told["names"] for _row, told in found.people] == [[["Jörg", "Schröder"]]]
    assert [words for _text, words in found.texts] == ["Stand nur dabei."]


def test_a_closed_case_is_examined_again_and_the_entry_of_the_first_stays(reporter: User) -> None:
    row = with_legal(reporter)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    first = register.propose(incident_id=row.pk, proposal=proposal(), actor=quality(), now=NOW)
    register.approve(entry_id=first.pk, actor=quality(), now=NOW)
    assert Incident.objects.get(pk=row.pk).state == IncidentState.CLOSED
    intake = added(row, days=2)
    assert (intake.position, Incident.objects.get(pk=row.pk).state) == (2, IncidentState.TRIAGE)
    later = NOW + 2 * DAY
    triage.to_legal(incident_id=row.pk, actor=quality(), now=later)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=later)
    second = register.propose(incident_id=row.pk, number=2, proposal=proposal(), actor=quality(), now=later)
    register.approve(entry_id=second.pk, actor=quality(), now=later)
    assert Incident.objects.get(pk=row.pk).state == IncidentState.CLOSED
    assert {*RegisterEntry.objects.values_list("state", flat=True)} == {EntryState.ACTIVE}


def test_periods_that_ran_out_unconfirmed_begin_anew_and_the_person_is_not_destroyed_that_night(reporter: User) -> None:
    row = in_triage(reporter, people=())
    clock = row.entitled.first()
    assert clock is not None
    late = (clock.last_day - TODAY).days + 20
    intake = added(row, days=late)
    clock.refresh_from_db()
    assert clock.known_on == TODAY + timedelta(days=late) and clock.last_day > clock.known_on + timedelta(days=80)
    retention.apply(NOW + (late + 1) * DAY)
    intake.refresh_from_db()
    assert intake.destroyed_at is None


def test_a_period_that_still_runs_or_was_confirmed_stays(reporter: User) -> None:
    row = with_legal(reporter, people=())
    clock = row.entitled.first()
    assert clock is not None
    before = clock.last_day
    added(row, days=5)
    clock.refresh_from_db()
    assert clock.last_day == before
    given = {"entitled_id": clock.pk, "known_on": TODAY, "source": "Vermerk", "actor": granted(Role.LEGAL)}
    legal.confirm_knowledge(now=NOW, **given)
    clock.refresh_from_db()
    late = (clock.last_day - TODAY).days + 1
    before = clock.last_day
    added(row, replace(OTHER, names=(("Mia", "Muster"),)), days=late, who=quality(used_on=local_day(NOW + late * DAY)))
    clock.refresh_from_db()
    assert clock.last_day == before


def test_nobody_is_named_twice_without_a_name_or_as_the_sixth(reporter: User) -> None:
    row = with_legal(reporter)
    for person, field in ((PERSON, "family"), (replace(OTHER, names=(("Anh", " "),)), "family")):
        with pytest.raises(ValidationError) as refusal:
            added(row, person)
        assert field in refusal.value.message_dict
    for number in range(4):
        added(row, replace(OTHER, names=((f"N{number}", "Nguyen"),)))
    with pytest.raises(ValidationError):
        added(row)
    assert IntakePerson.objects.filter(incident=row).count() == 5


def test_only_quality_staff_name_somebody_and_never_in_a_report_without_a_name(reporter: User) -> None:
    row = with_legal(reporter)
    for who in (reporter, granted(Role.LEGAL), enquirer()[0]):
        with pytest.raises(Denied):
            added(row, who=who)
    report = reporting.Report("50", "counter", TODAY - DAY, (Act("C2"),))
    unnamed = reporting.submit_anonymously(report=report, request_key=quality().uuid, now=NOW)
    triage.take(incident_id=unnamed.pk, actor=quality(), now=NOW)
    with pytest.raises(WrongState):
        added(unnamed)
    fresh = sent(reporter)
    with pytest.raises(WrongState):
        added(fresh)
