"""Part of an answer held back for a deferral: nothing of it leaks, the rest follows once the deferral has ended."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from outbox.models import OutgoingMail
from tests.zemag.fonts import needs_fonts
from tests.zemag_factories import DAY, NOW, TODAY, active, granted, profile, quality
from tests.zemag_held import (
    BASIS,
    MARKS,
    RECHECK,
    WHY,
    answered,
    deferred,
    drafted,
    everything_in,
    intake_of,
    pages_of,
    told_and_held,
)
from tests.zemag_requests import LAW, K, R, S, again, looked, settled, words_of
from zemag import sealing, tick
from zemag.clocks import RequestClock
from zemag.models import Letter, Notice, NoticeState, RequestCase, RequestState, ReturnedHow, Role, SubjectRequest
from zemag.services import answer_delivery, answering, holding_back, notices, people, rights_desk, subject_requests
from zemag.services.errors import DeferralChanged, Denied, Stale, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
LATER = datetime(2026, 8, 20, 8, 0, tzinfo=NOW.tzinfo)


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile(**LAW)


def step_of(row: SubjectRequest, now: datetime = NOW) -> tuple[str, str]:
    """Return the next step of a request, and its role."""
    found = rights_desk.opened(request_id=row.pk, actor=quality(), now=now).next
    return found.code, found.role


@needs_fonts
@pytest.mark.acceptance("zemag", 14)
@pytest.mark.acceptance("zemag", 15)
def test_no_text_no_pdf_and_no_collected_fact_holds_anything_of_what_is_deferred() -> None:
    told, held = told_and_held()
    assert held.person_id == told.person_id, "the register joins both, so that one could betray the other"
    row = settled()
    number = str(intake_of(held).incident.number)
    assert sorted(RequestCase.objects.filter(request=row).values_list("is_held", flat=True)) == [False, True]
    assert [case["number"] for case in subject_requests.content(row)["cases"]] == [intake_of(told).incident.number]
    row = drafted(row)
    letter = answered(row)
    german, english = words_of(again(row)), words_of(again(row), "en")
    for text in (everything_in(row), german, english, pages_of(letter)):
        for mark in (*MARKS, number):
            assert mark not in text, mark
    for text in (german, english, pages_of(letter)):
        assert WHY not in text, "the reason stays inside the office"
    assert "§ 12 DSG NRW" in german and "section 12 DSG NRW" in english
    assert "Aufsichtsbehörde" in german and "Musterweg 12" in german and "Er drohte." in german


def test_what_is_held_back_needs_a_legal_basis_and_a_reason_that_data_protection_reads() -> None:
    told_and_held()
    row = settled()
    for field, wrong in (("basis", {"basis": ""}), ("basis", {"basis": "x"}), ("reason", {"reason": " "})):
        with pytest.raises(ValidationError) as fault:
            drafted(row, **wrong)
        assert set(fault.value.message_dict) == {field}
    with pytest.raises(ValidationError):
        drafted(row, reason="x" * 2_001)
    row = drafted(row)
    log = Entry.objects.using("zemag").filter(subject=f"zemag.SubjectRequest {row.pk}", action="export_dsr")
    assert "held" in set(log.values_list("result", flat=True))
    guard = granted(Role.DATA_PROTECTION)
    opened = rights_desk.opened(request_id=row.pk, actor=guard, now=NOW)
    assert opened.told["answer"]["held"] == {"basis": BASIS, "reason": WHY} and len(opened.held) == 1
    with pytest.raises(Denied):
        subject_requests.look(request_id=row.pk, agreed=True, note="", actor=quality(), now=NOW)
    with pytest.raises(WrongState):
        answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
    back = subject_requests.look(request_id=row.pk, agreed=False, note="Bitte prüfen.", actor=guard, now=NOW)
    assert back.state == S.COLLECTED and row.cases.filter(is_held=True).count() == 1


def test_where_all_is_deferred_the_answer_says_so_and_never_that_nothing_is_stored() -> None:
    deferred(active(birth=(1980, 3, 4)))
    row = settled()
    assert (row.state, row.result) == (S.COLLECTED, R.FOUND)
    text = words_of(drafted(row))
    assert "nichts gespeichert" not in text and "§ 12 DSG NRW" in text
    assert "Folgendes ist zu Ihnen gespeichert" not in text and "Schröder" not in text


def test_who_could_not_be_reached_is_kept_nothing_from_and_other_kinds_collect_as_before() -> None:
    made = active(birth=(1980, 3, 4))
    deferred(made)
    assert len(subject_requests.content(settled(K.ERASURE))["cases"]) == 1
    Notice.objects.update(is_undeliverable=True, delivery="not_known", again_by=TODAY)
    row = settled()
    assert not row.cases.filter(is_held=True).exists() and len(subject_requests.content(row)["cases"]) == 1


@needs_fonts
def test_what_is_deferred_after_it_was_collected_stops_the_answer_until_it_is_collected_anew() -> None:
    made = active(birth=(1980, 3, 4))
    row = drafted(settled())
    assert "held" not in subject_requests.content(row)["answer"]
    looked(row)
    letter = answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
    with pytest.raises(WrongState):
        holding_back.collect_anew(request_id=row.pk, actor=quality(), now=NOW)
    deferred(made)
    with pytest.raises(DeferralChanged):
        answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    assert step_of(row) == ("anew", Role.QUALITY)
    with pytest.raises(Denied):
        holding_back.collect_anew(request_id=row.pk, actor=granted(Role.DATA_PROTECTION), now=NOW)
    holding_back.collect_anew(request_id=row.pk, actor=quality(), now=NOW)
    assert again(row).state == S.COLLECTED and not Letter.objects.filter(request=row).exists()
    assert subject_requests.content(again(row))["cases"] == [] and "Er drohte" not in everything_in(row)
    assert "Schröder" not in words_of(drafted(again(row)))


@pytest.mark.parametrize("state", [S.COLLECTED, S.LOOKED])
def test_neither_draft_nor_letter_is_made_once_something_was_deferred(state: RequestState) -> None:
    made, row = active(birth=(1980, 3, 4)), settled()
    if state == S.LOOKED:
        looked(drafted(row))
    deferred(made)
    with pytest.raises(DeferralChanged):
        if state == S.LOOKED:
            answering.make_letter(request_id=row.pk, actor=quality(), now=NOW)
        else:
            drafted(row)


@needs_fonts
@pytest.mark.acceptance("zemag", 15)
def test_when_the_deferral_ends_the_desk_is_reminded_and_the_rest_has_a_month_of_its_own() -> None:
    _told, held = told_and_held()
    row = drafted(settled())
    answered(row)
    assert step_of(row) == ("none", "") and rights_desk.listed(actor=quality(), now=NOW) == []
    with pytest.raises(WrongState):
        holding_back.begin_rest(request_id=row.pk, actor=quality(), now=NOW)
    assert step_of(row, LATER) == ("rest", Role.QUALITY)
    (listed,) = rights_desk.listed(actor=quality(), now=LATER)
    ended = RECHECK + DAY
    assert listed.next.code == "rest" and rights_desk.waiting_for(Role.QUALITY, LATER) == 1
    assert RequestClock(ended).due == date(2026, 9, 15)
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_request")
    counts = [(mails.count(), holding_back.escalate(NOW + day * DAY)) for day in (60, 61, 62, 77, 78)]
    assert [number for _count, number in counts] == [0, 1, 1, 1, 1]
    told = [count - counts[0][0] for count, _number in counts]
    assert told[:2] == [0, 0] and 0 < told[2] == told[3], "on the day on which it ended, once"
    assert mails.count() - counts[0][0] == 2 * told[2], "and 14 days before the rest is due"
    assert holding_back.escalate in tick.NIGHTLY
    with pytest.raises(Stale):
        holding_back.begin_rest(request_id=row.pk, actor=quality(), now=LATER, expected=1)
    rest = holding_back.begin_rest(request_id=row.pk, actor=quality(), now=LATER)
    assert (rest.due_on, rest.received_on, rest.rest_of_id) == (date(2026, 9, 15), ended, row.pk)
    assert rest.number != again(row).number and step_of(row, LATER) == ("none", "")
    with pytest.raises(WrongState):
        holding_back.begin_rest(request_id=row.pk, actor=quality(), now=LATER)
    with pytest.raises(WrongState):
        answering.make_interim(request_id=rest.pk, reason="Akten.", actor=quality(), now=LATER)
    rest = drafted(rest, LATER)
    text = words_of(rest)
    for part in ("Verborgen", "Heimlichgasse 9", "Geheimtext", str(intake_of(held).incident.number), "15. Juni 2026"):
        assert part in text, part
    letter = answered(rest, LATER)
    assert "Verborgen" in pages_of(letter) and step_of(rest, LATER) == ("none", "")


def test_a_deferral_that_goes_on_is_no_end_and_a_notice_that_was_sent_is_one() -> None:
    made = active(birth=(1980, 3, 4))
    notice = deferred(made)
    row = drafted(settled())
    SubjectRequest.objects.filter(pk=row.pk).update(state=S.SENT, sent_on=TODAY)
    incident = intake_of(made).incident
    given = {"incident_id": incident.pk, "now": NOW + 55 * DAY}
    notices.propose_deferral(actor=quality(), reason=WHY, recheck_on=RECHECK + 60 * DAY, **given)
    assert holding_back.waiting(NOW + 55 * DAY) == {} and holding_back.waiting(LATER) == {}
    notices.confirm_deferral(actor=quality(), **given)
    assert holding_back.waiting(LATER) == {}
    notices.mark_sent(incident_id=incident.pk, actor=quality(), now=LATER)
    ((case, ended),) = holding_back.waiting(LATER)[row.pk]
    assert (case.person_id, ended) == (notice.person_id, date(2026, 8, 20))


def test_of_what_was_destroyed_meanwhile_the_rest_says_so() -> None:
    made = active(birth=(1980, 3, 4))
    deferred(made)
    row = drafted(settled())
    SubjectRequest.objects.filter(pk=row.pk).update(state=S.SENT, sent_on=TODAY)
    person = intake_of(made)
    sealing.destroy([made])
    type(made).objects.filter(pk=made.pk).update(state="deleted", intake=None, incident=None)
    people.destroy(person, LATER)
    assert Notice.objects.get(person=person).state == NoticeState.DESTROYED
    rest = drafted(holding_back.begin_rest(request_id=row.pk, actor=quality(), now=LATER), LATER)
    assert rest.result == R.NONE and "nicht mehr gespeichert" in words_of(rest)
    guard = granted(Role.DATA_PROTECTION)
    back = subject_requests.look(request_id=rest.pk, agreed=False, note="Bitte prüfen.", actor=guard, now=LATER)
    assert back.state == S.COLLECTED and holding_back.waiting(LATER) == {}, "nobody is searched for again"


@needs_fonts
def test_an_answer_that_came_back_is_not_sent_again_with_what_was_deferred_since() -> None:
    made = active(birth=(1980, 3, 4))
    row = drafted(settled())
    letter = answered(row)
    deferred(made)
    assert step_of(row) == ("none", ""), "what the person has read is not kept from them"
    back = {"letter_id": letter.pk, "returned_on": TODAY, "how": ReturnedHow.MOVED}
    answer_delivery.note_return(request_id=row.pk, actor=quality(), now=NOW, **back)
    assert step_of(row) == ("anew", Role.QUALITY)
    with pytest.raises(DeferralChanged):
        answer_delivery.again(request_id=row.pk, recipient="Neuer Weg 3", actor=quality(), now=NOW)
    holding_back.collect_anew(request_id=row.pk, actor=quality(), now=NOW)
    again_sent = answered(drafted(again(row)))
    assert "Er drohte" not in pages_of(again_sent) and again(row).state == S.SENT
