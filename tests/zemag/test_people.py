"""Several people in one report: each has an entry, a notice, letters and an end of their own (design, 4, 5, 8, 16)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.crypto import Unreadable
from accounts.models import User
from outbox.models import OutgoingMail
from tests.row_factories import UserFactory
from tests.zemag_cases import PERSON, complaint, sent, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, ask, granted, profile, proposal, quality
from zemag import sealing
from zemag.models import (
    EntryState,
    Grade,
    Incident,
    IncidentState,
    IntakePerson,
    Notice,
    NoticeState,
    Outcome,
    PersonOutcome,
    RegisterEntry,
    Role,
)
from zemag.services import (
    desk,
    legal,
    notices,
    own_reports,
    people,
    register,
    reporting,
    retention,
    reviewing,
    triage,
)
from zemag.services.errors import NotFound, OnlyGuessed, Unsettled, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
OTHER = reporting.Reported((("Anh", "Nguyen"),), Grade.STATEMENT, (1990, 1, 2), file_number="VZ 9")
TWO = (PERSON, OTHER)


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of two people with a recorded trigger."""
    row = with_legal(reporter, people=TWO)
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    return Incident.objects.get(pk=row.pk)


def proposed(case: Incident, number: int) -> RegisterEntry:
    """Propose the entry of one of the two."""
    return register.propose(incident_id=case.pk, number=number, proposal=proposal(), actor=quality(), now=NOW)


def state(case: Incident) -> str:
    """Return how far the report is now."""
    return str(Incident.objects.get(pk=case.pk).state)


def told_of_end() -> int:
    """Return how often somebody was told that a case is closed."""
    return OutgoingMail.objects.using("zemag").filter(kind="zemag_closed").count()


def outcome(family: str, given: str, birth: str) -> str:
    """Return what an officer is told."""
    return ask(family, given, birth).rows[0].outcome


def test_one_trigger_carries_an_entry_of_each_and_the_last_signature_closes_the_case(case: Incident) -> None:
    one = proposed(case, 1)
    assert state(case) == IncidentState.ENTRY_PROPOSED
    with pytest.raises(WrongState):
        proposed(case, 1)
    two = proposed(case, 2)
    register.approve(entry_id=one.pk, actor=quality(), now=NOW)
    assert (state(case), told_of_end()) == (IncidentState.ENTRY_PROPOSED, 0)
    assert outcome("Schröder", "Jörg", "04.03.1980") == Outcome.HIT
    assert outcome("Nguyen", "Anh", "02.01.1990") == Outcome.NONE
    register.approve(entry_id=two.pk, actor=quality(), now=NOW)
    assert (state(case), told_of_end()) == (IncidentState.CLOSED, 1)
    assert outcome("Nguyen", "Anh", "02.01.1990") == Outcome.HIT
    assert one.person_id != two.person_id and one.intake_id != two.intake_id


def test_who_gets_no_entry_is_settled_with_a_reason_that_the_reporter_reads(case: Incident, reporter: User) -> None:
    register.approve(entry_id=proposed(case, 1).pk, actor=quality(), now=NOW)
    assert (state(case), told_of_end()) == (IncidentState.TRIGGER_RECORDED, 0)
    who = quality()
    people.make_no_entry(incident_id=case.pk, number=2, reason="Stand nur dabei.", actor=who, now=NOW)
    assert (state(case), told_of_end()) == (IncidentState.CLOSED, 1)
    found = own_reports.opened(actor=reporter, incident_id=case.pk, now=NOW)
    assert [row.outcome for row, _told in found.people] == [PersonOutcome.PUBLISHED, PersonOutcome.NOT_PUBLISHED]
    assert [told["names"] for _row, told in found.people] == [[["Jörg", "Schröder"]], [["Anh", "Nguyen"]]]
    (reason,) = found.texts
    assert (reason[1], reason[0].person == found.people[1][0]) == ("Stand nur dabei.", True)
    with pytest.raises(WrongState):
        people.make_no_entry(incident_id=case.pk, number=2, reason="Noch einmal.", actor=who, now=NOW)


def test_without_any_entry_the_case_is_kept_for_statistics_and_closed_by_hand(case: Incident) -> None:
    who = quality()
    for number in (2, 1):
        people.make_no_entry(incident_id=case.pk, number=number, reason="Verwechslung.", actor=who, now=NOW)
    assert state(case) == IncidentState.STATISTICS_ONLY
    IntakePerson.objects.filter(incident=case, position=2).update(outcome="")
    with pytest.raises(Unsettled):
        triage.close(incident_id=case.pk, actor=who, now=NOW)
    IntakePerson.objects.filter(incident=case, position=2).update(outcome=PersonOutcome.NOT_PUBLISHED)
    assert triage.close(incident_id=case.pk, actor=who, now=NOW).state == IncidentState.CLOSED


def test_whom_a_step_is_about_is_never_guessed(case: Incident) -> None:
    who = quality()
    for wrong, refusal in ((None, WrongState), (3, NotFound)):
        with pytest.raises(refusal):
            register.propose(incident_id=case.pk, number=wrong, proposal=proposal(), actor=who, now=NOW)
        with pytest.raises(refusal):
            notices.mark_sent(incident_id=case.pk, number=wrong, actor=who, now=NOW)
    assert not RegisterEntry.objects.exists()


def test_a_guess_gets_no_entry_while_the_other_one_does_and_can_be_made_sure(reporter: User) -> None:
    guessed = reporting.Reported((("Anh", "Nguyen"),), Grade.GUESS, (1990, 1, 2))
    row, who = with_legal(reporter, people=(PERSON, guessed)), quality()
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    proposed(row, 1)
    with pytest.raises(OnlyGuessed):
        proposed(row, 2)
    given = {"incident_id": row.pk, "reason": "Ausweis nachgereicht.", "clearly_adult": True, "actor": who, "now": NOW}
    people.identify(number=2, grade=Grade.DOCUMENT, **given)
    assert proposed(row, 2).intake == IntakePerson.objects.get(incident=row, position=2)
    with pytest.raises(WrongState):
        people.identify(number=2, grade=Grade.GUESS, **given)


def test_a_returned_or_ended_proposal_moves_the_case_to_what_is_left(case: Incident) -> None:
    one, two = proposed(case, 1), proposed(case, 2)
    register.send_back(entry_id=one.pk, actor=quality(), reason="Zu knapp.", now=NOW)
    assert state(case) == IncidentState.ENTRY_PROPOSED, "the other one still waits for a signature"
    register.approve(entry_id=two.pk, actor=quality(), now=NOW)
    assert state(case) == IncidentState.TRIGGER_RECORDED
    again = proposed(case, 1)
    RegisterEntry.objects.filter(pk=again.pk).update(delete_on=TODAY)
    retention.apply(NOW + DAY)
    assert (state(case), told_of_end()) == (IncidentState.CLOSED, 1)
    assert RegisterEntry.objects.get(pk=two.pk).state == EntryState.ACTIVE


@pytest.mark.acceptance("zemag", 14)
def test_by_its_day_each_person_has_a_letter_a_deferral_or_no_data_whatever_the_other_has() -> None:
    one, row = quality(), sent(UserFactory(), people=TWO)
    assert {notice.due_on for notice in Notice.objects.filter(incident=row)} == {date(2026, 7, 15)}
    notices.mark_sent(incident_id=row.pk, number=1, actor=one, now=NOW)
    assert [notice.state for notice in row.notices.order_by("person__position")] == ["sent", "open"]
    retention.apply(NOW + 29 * DAY)
    assert not IntakePerson.objects.exclude(destroyed_at=None).exists()
    retention.apply(NOW + 30 * DAY)
    kept, gone = row.people.all()
    assert (kept.destroyed_at, kept.notice.state) == (None, NoticeState.SENT)
    assert gone.destroyed_at is not None and gone.notice.state == NoticeState.DESTROYED
    assert sealing.unseal(kept)["names"] == [["Jörg", "Schröder"]]
    with pytest.raises(Unreadable):
        sealing.unseal(gone)
    # The one who was told goes seven days after the last day of the application.
    ends = datetime(2026, 9, 21, 8, tzinfo=UTC)
    assert "person" not in [item.kind for item in retention.plan(ends - DAY)]
    assert [item.row for item in retention.plan(ends) if item.kind == "person"] == [kept.pk]


def test_a_person_who_is_destroyed_holds_up_no_case(case: Incident) -> None:
    register.approve(entry_id=proposed(case, 1).pk, actor=quality(), now=NOW)
    notices.mark_sent(incident_id=case.pk, number=1, actor=quality(), now=NOW)
    retention.apply(NOW + 30 * DAY)
    assert [person.destroyed_at is None for person in case.people.all()] == [True, False]
    assert (state(case), told_of_end()) == (IncidentState.CLOSED, 1)


def test_a_deferral_is_of_one_person_and_of_two_who_decide(case: Incident) -> None:
    given = {"incident_id": case.pk, "number": 2, "now": NOW}
    notices.propose_deferral(actor=quality(), reason="Ermittlungen.", recheck_on=TODAY + 40 * DAY, **given)
    with pytest.raises(WrongState):
        notices.confirm_deferral(actor=quality(), **{**given, "number": 1})
    notices.confirm_deferral(actor=quality(), **given)
    assert [notice.state for notice in case.notices.order_by("person__position")] == ["open", "deferred"]


def test_a_case_is_opened_again_for_who_has_no_entry_and_a_decline_settles_all(case: Incident, reporter: User) -> None:
    entry = register.approve(entry_id=proposed(case, 1).pk, actor=quality(), now=NOW)
    who = quality()
    people.make_no_entry(incident_id=case.pk, number=2, reason="Unklar.", actor=who, now=NOW)
    triage.reopen(incident_id=case.pk, actor=who, reason="Eine Zeugin.", now=NOW)
    assert [person.outcome for person in case.people.all()] == ["published", ""]
    with pytest.raises(WrongState):
        triage.mark_duplicate(incident_id=case.pk, first_id=sent(reporter).pk, actor=who, now=NOW)
    triage.to_legal(incident_id=case.pk, actor=who, now=NOW)
    legal.decline(incident_id=case.pk, reason="Kein Vorsatz.", actor=granted(Role.LEGAL), now=NOW)
    assert [person.outcome for person in case.people.all()] == ["published", "declined"]
    assert RegisterEntry.objects.get(pk=entry.pk).state == EntryState.ACTIVE


def test_a_sixth_person_is_refused_by_service_and_database(reporter: User) -> None:
    six = tuple(reporting.Reported((("Kim", f"Muster{letter}"),), Grade.FILES) for letter in "ABCDEF")
    with pytest.raises(ValidationError) as fault:
        sent(reporter, people=six)
    assert "people" in fault.value.message_dict and not Incident.objects.exists()
    row = sent(reporter, people=six[:5])
    assert [person.position for person in row.people.all()] == [1, 2, 3, 4, 5]
    for position in (0, 5, 6):
        with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
            IntakePerson.objects.create(incident=row, position=position, grade=Grade.FILES, recorded_on=TODAY)


def test_the_list_shows_a_case_once_and_its_step_is_about_one_person(case: Incident) -> None:
    one, two = proposed(case, 1), proposed(case, 2)
    for entry in (one, two):
        register.approve(entry_id=entry.pk, actor=quality(), now=NOW)
    reviewing.put_under_review(entry_id=two.pk, actor=quality(), reason="Hinweis.", now=NOW)
    rows = desk.inbox(actor=quality(), role=Role.QUALITY, now=NOW)
    assert [(row.incident.pk, row.next.code, row.next.about) for row in rows] == [(case.pk, "review", two.intake_id)]


def test_the_list_asks_no_more_questions_for_more_cases_and_people(case: Incident, reporter: User) -> None:
    actor, counts = quality(), []
    for number in (1, 3):
        for _time in range(number):
            sent(reporter, people=TWO)
        with CaptureQueriesContext(connections["zemag"]) as asked:
            desk.inbox(actor=actor, role=Role.QUALITY, now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]
