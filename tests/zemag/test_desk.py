"""The desk: who sees which case and which part of it, what comes first, and the one next step of each."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Entry
from tests.row_factories import UserFactory
from tests.zemag_cases import complaint, in_triage, sent, told, with_legal
from tests.zemag_factories import DAY, NOW, active, granted, profile, proposed, quality
from zemag.models import EntryState, Incident, Notice, NoticeState, RegisterEntry, Role
from zemag.services import desk, legal, reporting, reviewing
from zemag.services.errors import Denied, NotFound

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


def steps(actor: User, role: Role = Role.QUALITY, **more: bool) -> dict[str, str]:
    """Return the next step by number of case, in the order of the list."""
    rows = desk.inbox(actor=actor, role=role, now=NOW, **more)
    return {str(row.incident.number): row.next.code for row in rows}


def test_each_role_finds_the_cases_whose_next_step_is_its_own(reporter: User) -> None:
    profile()
    new, examined, waiting = sent(reporter), in_triage(reporter), with_legal(reporter)
    Notice.objects.all().delete()
    one, other = quality(), granted(Role.LEGAL)
    assert steps(one) == {str(new.number): "take", str(examined.number): "examine"}
    assert steps(other, Role.LEGAL) == {str(waiting.number): "file"}
    legal.record_step(incident_id=waiting.pk, step=complaint(), actor=other, now=NOW)
    assert steps(one)[str(waiting.number)] == "propose"
    assert steps(other, Role.LEGAL) == {}
    assert str(waiting.number) in steps(other, Role.LEGAL, everything=True)


def test_what_is_late_comes_first_then_the_higher_level(reporter: User) -> None:
    low, high, late = sent(reporter, code="C2"), sent(reporter, code="D1"), sent(reporter, code="B1")
    Incident.objects.filter(pk=late.pk).update(due_at=NOW - DAY)
    found = [row.incident.pk for row in desk.inbox(actor=quality(), role=Role.QUALITY, now=NOW)]
    assert found == [late.pk, high.pk, low.pk]


def test_the_notice_is_the_next_step_when_its_day_comes_first(reporter: User) -> None:
    case = sent(reporter)
    notice = Notice.objects.get(incident=case)
    Incident.objects.filter(pk=case.pk).update(due_at=NOW + 60 * DAY)
    assert steps(quality()) == {str(case.number): "letter"}
    Notice.objects.filter(pk=notice.pk).update(state=NoticeState.SENT)
    assert steps(quality()) == {str(case.number): "take"}


def test_a_review_is_due_ten_working_days_after_it_was_asked_for() -> None:
    profile()
    entry = active()
    assert steps(quality()) == {}
    reviewing.put_under_review(entry_id=entry.pk, actor=quality(), reason="Hinweis.", now=NOW)
    (row,) = desk.inbox(actor=quality(), role=Role.QUALITY, now=NOW)
    assert row.next.code == "review"
    assert row.next.due is not None
    assert timedelta(days=14) < row.next.due - NOW < timedelta(days=16)
    reviewing.receive_objection(entry_id=entry.pk, actor=quality(), reason="Nein.", now=NOW)
    assert [*steps(quality()).values()] == ["objection"]


def test_names_of_people_who_were_hurt_are_for_the_legal_unit(reporter: User) -> None:
    report = told(victims=({"name": "Ada Betroffen"},))
    case = with_legal(reporter, report=report)
    assert desk.open_case(incident_id=case.pk, actor=quality(), now=NOW).victims == []
    seen = desk.open_case(incident_id=case.pk, actor=granted(Role.LEGAL), now=NOW)
    assert seen.victims == [{"name": "Ada Betroffen"}]
    assert seen.part.person["names"] == [["Jörg", "Schröder"]]


def test_a_case_is_opened_by_two_roles_alone_and_every_look_is_logged(reporter: User) -> None:
    case = sent(reporter)
    for stranger in (reporter, UserFactory(is_superuser=True), granted(Role.STATISTICS), granted(Role.DATA_PROTECTION)):
        with pytest.raises(Denied):
            desk.open_case(incident_id=case.pk, actor=stranger, now=NOW)
        with pytest.raises(Denied):
            desk.inbox(actor=stranger, role=Role.QUALITY, now=NOW)
    log = Entry.objects.using("zemag")
    assert log.filter(action="deny").count() == 8
    desk.open_case(incident_id=case.pk, actor=quality(), now=NOW)
    assert log.filter(action="view", subject=f"zemag.Incident {case.pk}").count() == 1
    draft = reporting.save_draft(actor=reporter, content={}, request_key=case.pk, now=NOW)
    with pytest.raises(NotFound):
        desk.open_case(incident_id=draft.pk, actor=quality(), now=NOW)


def test_the_legal_unit_opens_what_was_handed_to_it_and_what_it_declined(reporter: User) -> None:
    examined, handed, actor = in_triage(reporter), with_legal(reporter), granted(Role.LEGAL)
    with pytest.raises(NotFound):
        desk.open_case(incident_id=examined.pk, actor=actor, now=NOW)
    assert desk.open_case(incident_id=handed.pk, actor=actor, now=NOW).incident == handed
    legal.decline(incident_id=handed.pk, reason="Kein Vorsatz.", actor=actor, now=NOW)
    assert desk.open_case(incident_id=handed.pk, actor=actor, now=NOW).incident.state == "declined"


def test_a_report_without_a_name_never_reaches_the_legal_unit(reporter: User) -> None:
    case = reporting.submit_anonymously(report=told(people=()), request_key=reporter.uuid, now=NOW)
    with pytest.raises(NotFound):
        desk.open_case(incident_id=case.pk, actor=granted(Role.LEGAL), now=NOW)
    assert steps(granted(Role.LEGAL), Role.LEGAL, everything=True) == {}
    assert desk.open_case(incident_id=case.pk, actor=quality(), now=NOW).incident.is_anonymous


def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    reporter: User, django_assert_max_num_queries: object
) -> None:
    profile()
    actor = quality()
    for _number in range(3):
        sent(reporter)
    proposed()
    assert RegisterEntry.objects.filter(state=EntryState.PROPOSED).count() == 1
    with django_assert_max_num_queries(16, using="zemag"):
        assert len(desk.inbox(actor=actor, role=Role.QUALITY, now=NOW)) == 4
