"""How long data stays when a letter came back, what ends with it, and what the person is told at their request."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from audit.anchor import write_anchors
from tests.zemag.fonts import needs_fonts
from tests.zemag.returned import BACK, LAW, TWO, asked, came_back, filed, next_of, notified, posted, stands
from tests.zemag.test_backup import empty_database, ledger, two
from tests.zemag_factories import DAY, NOW, granted, profile, proposed, quality
from tests.zemag_requests import settled
from zemag import kinds
from zemag.backup.making import back_up
from zemag.backup.restoring import restore
from zemag.clocks import intake_ends, local_day
from zemag.letters import told
from zemag.models import (
    Delivery,
    DeliveryStep,
    Incident,
    IncidentState,
    IntakePerson,
    Letter,
    NoticeState,
    RecordKey,
    Role,
    SubjectRequest,
)
from zemag.services import desk, notices, register, retention, reviewing, subject_requests
from zemag.services.errors import NothingLeft

__all__ = ["ledger"]
pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), needs_fonts]
LAST = date(2026, 9, 14)


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of which a complaint is filed."""
    profile(**LAW)
    return filed(reporter)


def is_kept(case: Incident, number: int = 1) -> bool:
    return case.people.get(position=number).destroyed_at is None


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


@pytest.mark.acceptance("zemag", 14)
def test_at_the_end_of_its_days_a_returned_letter_was_settled_or_the_data_goes(case: Incident) -> None:
    came_back(notified(case), now=NOW + 25 * DAY)
    asked(case, now=NOW + 26 * DAY)
    retention.apply(NOW + 38 * DAY)
    assert is_kept(case), "14 days after the return, though the notice was due before"
    retention.apply(NOW + 39 * DAY)
    assert not is_kept(case) and stands(case)[0] == NoticeState.DESTROYED


@pytest.mark.acceptance("zemag", 14)
@pytest.mark.parametrize("way", ["again", "posted", "given up"])
def test_what_was_settled_keeps_the_data_as_long_as_a_letter_that_arrived(way: str, case: Incident) -> None:
    came_back(notified(case))
    asked(case)
    if way == "again":
        notified(case, now=BACK + DAY)
    elif way == "posted":
        posted(case)
    else:
        given: dict[str, Any] = {"incident_id": case.pk, "now": BACK}
        notices.propose_impossible(actor=quality(), reason="Unbekannt.", recheck_on=local_day(BACK) + 90 * DAY, **given)
        notices.confirm_deferral(actor=quality(), **given)
    ends = at(LAST + 7 * DAY)
    retention.apply(ends - DAY)
    assert is_kept(case)
    retention.apply(ends)
    assert not is_kept(case)
    assert stands(case)[0] == (NoticeState.DESTROYED if way == "given up" else NoticeState.SENT)


def test_who_was_given_up_and_not_looked_for_again_is_destroyed(case: Incident) -> None:
    came_back(notified(case))
    asked(case)
    recheck = local_day(BACK) + 30 * DAY
    given: dict[str, Any] = {"incident_id": case.pk, "now": BACK}
    notices.propose_impossible(actor=quality(), reason="Unbekannt.", recheck_on=recheck, **given)
    notices.confirm_deferral(actor=quality(), **given)
    Incident.objects.filter(pk=case.pk).update(state=IncidentState.CLOSED, due_at=None)
    (row,) = desk.inbox(actor=quality(), role=Role.QUALITY, now=at(recheck))
    assert (row.next.code, row.late) == ("query", False), "the list shows who is looked for again"
    retention.apply(at(recheck))
    assert is_kept(case)
    retention.apply(at(recheck + DAY))
    assert not is_kept(case) and stands(case)[0] == NoticeState.DESTROYED


def test_a_return_never_makes_data_stay_longer_than_if_the_letter_had_arrived() -> None:
    recorded, due = date(2026, 6, 15), date(2026, 7, 15)
    again = date(2026, 10, 30)
    for applications in ([], [LAST], [date(2026, 12, 1)]):
        arrived = intake_ends(recorded, applications, due, noticed=True)
        assert intake_ends(recorded, applications, due, noticed=False, again=again) == arrived
        assert intake_ends(recorded, applications, due, noticed=False) <= due


@pytest.mark.acceptance("zemag", 14)
def test_of_two_people_the_data_of_the_one_who_was_never_reached_goes_alone(reporter: User) -> None:
    profile(**LAW)
    case = filed(reporter, people=TWO)
    first, second = (notified(case, number=number) for number in (1, 2))
    for number, letter in ((1, first), (2, second)):
        came_back(letter)
        asked(case, number=number)
    posted(case, number=1)
    retention.apply(NOW + 34 * DAY)
    assert (is_kept(case, 1), is_kept(case, 2)) == (True, False)
    assert (stands(case, 1)[0], stands(case, 2)[0]) == (NoticeState.SENT, NoticeState.DESTROYED)


def test_who_stands_in_the_register_is_owed_the_letter_until_the_entry_ends(case: Incident) -> None:
    entry = register.approve(entry_id=proposed(case).pk, actor=quality(), now=NOW)
    came_back(notified(case))
    retention.apply(NOW + 34 * DAY)
    assert not is_kept(case) and next_of(case, NOW + 34 * DAY)[0] == "query"
    asked(case, now=NOW + 34 * DAY)
    result = reviewing.Result.ACQUITTED
    reviewing.record_outcome(entry_id=entry.pk, actor=granted(Role.LEGAL), result=result, now=NOW + 35 * DAY)
    assert stands(case)[0] == NoticeState.DESTROYED


def test_when_nothing_is_stored_any_more_a_return_owes_nothing(case: Incident) -> None:
    letter = notified(case)
    later = at(LAST + 8 * DAY)
    retention.apply(later)
    assert not is_kept(case) and stands(case)[0] == NoticeState.SENT
    with pytest.raises(NothingLeft):
        came_back(letter, now=later)


def test_the_steps_go_with_their_letter(case: Incident) -> None:
    letter = notified(case)
    steps = [came_back(letter).pk, asked(case).pk]
    assert RecordKey.objects.filter(pk__in=steps).count() == 2
    retention.apply(NOW + 35 * DAY)
    assert not is_kept(case)
    retention.apply(NOW + 36 * DAY)
    assert not Letter.objects.exists() and not DeliveryStep.objects.exists()
    assert not RecordKey.objects.filter(pk__in=[letter.pk, *steps]).exists()


def test_at_their_request_people_read_that_a_letter_came_back_and_who_told_an_address(case: Incident) -> None:
    came_back(notified(case))
    asked(case, Delivery.NEW_ADDRESS, address="Neuer Weg 3\n12345 Musterstadt")
    row = settled()
    content = subject_requests.content(SubjectRequest.objects.get(pk=row.pk))
    with translation.override("de"):
        (lines,) = [dict(told._report(one, kinds.Lists())) for one in content["cases"]]
    text = lines["Zurückgekommene Schreiben"]
    assert "unbekannt" in text and "Neuer Weg 3 12345 Musterstadt" in text and "Meldebehörde" in text
    del content["cases"][0]["delivery"]
    assert dict(told._report(content["cases"][0], kinds.Lists()))


@pytest.mark.django_db(databases=["default", "zemag"], transaction=True)
def test_after_a_restore_no_step_of_a_letter_that_went_comes_back(ledger: Path, tmp_path: Path, reporter: User) -> None:
    profile(**LAW)
    case = filed(reporter)
    came_back(notified(case))
    asked(case, Delivery.NEW_ADDRESS, address="Neuer Weg 3")
    made = back_up(tmp_path / "backup", NOW)
    for later in (35, 36):
        retention.apply(NOW + later * DAY)
    assert not DeliveryStep.objects.exists()
    write_anchors()
    people = two()
    with empty_database(tmp_path):
        done = restore(made.data, people=people, reason="Probe", now=NOW + 36 * DAY)
        assert done.unreadable == 0
        assert not DeliveryStep.objects.exists() and not Letter.objects.exists()
        assert not IntakePerson.objects.filter(destroyed_at=None).exists()
