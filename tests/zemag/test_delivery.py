"""Letters that come back: the notice is owed again until it is sent anew, posted, or two people give it up."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.zemag.fonts import needs_fonts
from tests.zemag.returned import BACK, LAW, TWO, asked, came_back, filed, next_of, notified, posted, stands
from tests.zemag_cases import sent
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, proposed, quality
from zemag import sealing
from zemag.clocks import local_day, posting_ends, returned_due
from zemag.models import Delivery, DeliveryStep, Incident, Letter, LetterKind, Notice, NoticeState, ReturnedHow, Role
from zemag.services import delivery, notices, register, rights_desk
from zemag.services.errors import (
    AddressBlocked,
    AddressKnown,
    Denied,
    NotAsked,
    NotFound,
    PeriodOver,
    ReasonMissing,
    ReasonTooLong,
    SamePerson,
    WrongState,
)

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), needs_fonts]
DUE = date(2026, 7, 15)
REASON = "Das Melderegister kennt keine Anschrift, Angehörige sind nicht bekannt."


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of which a complaint is filed."""
    profile(**LAW)
    return filed(reporter)


@pytest.fixture
def back(case: Incident) -> Letter:
    """A notice that was sent on the first day and came back 20 days later."""
    letter = notified(case)
    assert stands(case) == (NoticeState.SENT, "")
    came_back(letter)
    return letter


@pytest.mark.parametrize(
    ("returned", "owed"),
    [
        ("2026-06-25", "2026-07-15"),
        ("2026-07-01", "2026-07-15"),
        ("2026-07-02", "2026-07-16"),
        ("2026-08-20", "2026-09-03"),
    ],
)
def test_the_next_step_is_due_14_days_after_the_return_but_not_before_the_notice_is(returned: str, owed: str) -> None:
    assert returned_due(date.fromisoformat(returned), DUE) == date.fromisoformat(owed)


@pytest.mark.acceptance("zemag", 14)
def test_a_letter_that_came_back_counts_as_sent_no_more_and_the_register_is_asked_next(case: Incident) -> None:
    letter = notified(case)
    step = came_back(letter, now=NOW + 25 * DAY, note="Empfänger unbekannt")
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.sent_on, notice.delivery) == (NoticeState.OPEN, None, Delivery.RETURNED)
    assert not notices.holds(notice, TODAY + 25 * DAY)
    assert next_of(case, NOW + 25 * DAY) == ("query", date(2026, 7, 24))
    assert sealing.unseal(step) == {"note": "Empfänger unbekannt"}
    row = Entry.objects.using("zemag").filter(action="letter").order_by("seq").last()
    assert row is not None
    assert (row.subject, row.purpose, row.result) == (f"zemag.Letter {letter.pk}", "T1b", "returned unknown")
    with pytest.raises(WrongState):
        came_back(letter, now=NOW + 26 * DAY)
    assert DeliveryStep.objects.count() == 1


@pytest.mark.acceptance("zemag", 14)
def test_a_new_address_leads_to_a_new_letter_and_then_the_notice_is_sent(case: Incident, back: Letter) -> None:
    step = asked(case, Delivery.NEW_ADDRESS, address="Neuer Weg 3\n12345 Musterstadt")
    assert (next_of(case)[0], stands(case)) == ("again", (NoticeState.OPEN, Delivery.NEW_ADDRESS))
    assert b"Neuer" not in bytes(step.sealed) and sealing.unseal(step)["address"].startswith("Neuer Weg 3")
    with pytest.raises(AddressKnown):
        posted(case)
    given: dict[str, Any] = {"incident_id": case.pk, "reason": REASON, "recheck_on": local_day(BACK) + DAY, "now": BACK}
    with pytest.raises(AddressKnown):
        notices.propose_impossible(actor=quality(), **given)
    notified(case, now=BACK + DAY)
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.delivery, notice.again_by) == (NoticeState.SENT, "", None)
    assert notice.sent_on == local_day(BACK + DAY)
    came_back(Letter.objects.exclude(pk=back.pk).get(), now=BACK + 9 * DAY)
    assert next_of(case, BACK + 9 * DAY) == ("query", local_day(BACK) + 23 * DAY)
    with pytest.raises(NotAsked):
        posted(case, now=BACK + 9 * DAY)


@pytest.mark.acceptance("zemag", 14)
@pytest.mark.parametrize("answer", [Delivery.NO_ADDRESS, Delivery.NOT_KNOWN])
def test_without_an_address_it_is_posted_for_two_weeks_after_the_query_alone(
    answer: Delivery, case: Incident, back: Letter
) -> None:
    with pytest.raises(NotAsked):
        posted(case)
    asked(case, answer)
    assert next_of(case)[0] == "undelivered"
    step = posted(case, on=local_day(BACK) + DAY, now=BACK + 2 * DAY)
    assert step.until == posting_ends(date(2026, 7, 6)) == date(2026, 7, 20)
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.delivery, notice.sent_on) == (NoticeState.SENT, Delivery.POSTED, date(2026, 7, 6))
    assert next_of(case)[0] != "undelivered"
    for again in (posted, asked):
        with pytest.raises(WrongState):
            again(case, now=BACK + 2 * DAY)
    with pytest.raises(WrongState):
        came_back(back, now=BACK + 2 * DAY)


def test_who_is_protected_by_a_block_is_never_posted(case: Incident, back: Letter) -> None:
    asked(case, Delivery.BLOCKED)
    assert next_of(case)[0] == "blocked"
    with pytest.raises(AddressBlocked):
        posted(case)
    asked(case, Delivery.NO_ADDRESS)
    assert posted(case).until is not None


@pytest.mark.acceptance("zemag", 14)
def test_giving_up_takes_a_query_two_people_and_a_reason_that_data_protection_reads(
    case: Incident, back: Letter
) -> None:
    one, two, guard = quality(), quality(), granted(Role.DATA_PROTECTION)
    given: dict[str, Any] = {"incident_id": case.pk, "recheck_on": local_day(BACK) + 90 * DAY, "now": BACK}
    with pytest.raises(NotAsked):
        notices.propose_impossible(actor=one, reason=REASON, **given)
    asked(case, Delivery.NOT_KNOWN)
    for reason, fault in (("", ReasonMissing), ("x" * 2_001, ReasonTooLong)):
        with pytest.raises(fault):
            notices.propose_impossible(actor=one, reason=reason, **given)
    with pytest.raises(PeriodOver):
        notices.propose_impossible(actor=one, reason="x", **{**given, "recheck_on": local_day(BACK) + 91 * DAY})
    notices.propose_impossible(actor=one, reason="x" * 2_000, **given)
    notices.propose_impossible(actor=one, reason=REASON, **given)
    assert (next_of(case)[0], stands(case)[0]) == ("given-up", NoticeState.OPEN)
    confirm: dict[str, Any] = {"incident_id": case.pk, "now": BACK}
    with pytest.raises(SamePerson):
        notices.confirm_deferral(actor=one, **confirm)
    notices.confirm_deferral(actor=two, **confirm)
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.is_undeliverable, notice.second) == (NoticeState.DEFERRED, True, two.uuid)
    assert next_of(case) == ("query", given["recheck_on"]), "who was given up is looked for again by that day"
    mail = OutgoingMail.objects.using("zemag").get(kind="zemag_deferral")
    assert mail.recipients == [guard.email] and b"Melderegister" not in bytes(mail.message)
    seen = rights_desk.overview(actor=guard, now=BACK).deferrals
    assert [(row.is_undeliverable, reason) for row, reason in seen] == [(True, REASON)]
    assert notices.holds(notice, given["recheck_on"]) and not notices.holds(notice, given["recheck_on"] + DAY)
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        Notice.objects.filter(pk=notice.pk).update(delivery=Delivery.RETURNED)


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_an_address_that_turns_up_ends_giving_up_and_the_letter_has_14_days(
    is_confirmed: bool, case: Incident, back: Letter
) -> None:
    asked(case)
    given: dict[str, Any] = {"incident_id": case.pk, "now": BACK}
    notices.propose_impossible(actor=quality(), reason=REASON, recheck_on=local_day(BACK) + 60 * DAY, **given)
    if is_confirmed:
        notices.confirm_deferral(actor=quality(), **given)
    later = BACK + 40 * DAY
    asked(case, Delivery.NEW_ADDRESS, address="Neuer Weg 3", now=later)
    notice = Notice.objects.get(incident=case)
    assert (notice.state, notice.deferred_by, notice.is_undeliverable) == (NoticeState.OPEN, None, False)
    assert next_of(case, later) == ("again", local_day(later) + 14 * DAY)
    with pytest.raises(WrongState):
        notices.confirm_deferral(actor=quality(), incident_id=case.pk, now=later)


def test_a_deferral_for_another_reason_is_not_touched_by_a_query(case: Incident, back: Letter) -> None:
    given: dict[str, Any] = {"incident_id": case.pk, "now": BACK}
    notices.propose_deferral(actor=quality(), reason="Ermittlungen.", recheck_on=local_day(BACK) + DAY, **given)
    notices.confirm_deferral(actor=quality(), **given)
    asked(case, Delivery.NEW_ADDRESS, address="Neuer Weg 3")
    assert stands(case) == (NoticeState.DEFERRED, Delivery.NEW_ADDRESS)


@pytest.mark.acceptance("zemag", 14)
def test_an_earlier_letter_that_comes_back_changes_nothing_once_a_later_one_was_sent(case: Incident) -> None:
    early = notified(case)
    register.approve(entry_id=proposed(case).pk, actor=quality(), now=NOW)
    late = notified(case, now=NOW + DAY, kind=LetterKind.ENTRY)
    came_back(early)
    assert stands(case) == (NoticeState.SENT, "")
    came_back(late)
    assert stands(case) == (NoticeState.OPEN, Delivery.RETURNED)


def fault_in(call: Any, *given: Any, **more: Any) -> dict[str, list[str]]:
    """Return what is refused beside which field."""
    with pytest.raises(ValidationError) as fault:
        call(*given, **more)
    return fault.value.message_dict


def test_days_that_cannot_be_and_what_is_missing_are_refused_beside_their_field(case: Incident) -> None:
    letter, ahead, before = notified(case), local_day(BACK) + DAY, TODAY - DAY
    assert "returned_on" in fault_in(came_back, letter, on=ahead)
    assert "returned_on" in fault_in(came_back, letter, on=before)
    assert "note" in fault_in(came_back, letter, how=ReturnedHow.OTHER, note=" ")
    assert stands(case) == (NoticeState.SENT, "") and not DeliveryStep.objects.exists()
    came_back(letter, how=ReturnedHow.OTHER, note="Umschlag beschädigt")
    for day in (ahead, local_day(BACK) - DAY):
        assert "queried_on" in fault_in(asked, case, on=day)
    assert "address" in fault_in(asked, case, Delivery.NEW_ADDRESS, address=" ")
    assert "address" in fault_in(asked, case, Delivery.NO_ADDRESS, address="Neuer Weg 3")
    for words, refusal in ((" ", ReasonMissing), ("x" * 201, ReasonTooLong)):
        with pytest.raises(refusal):
            asked(case, authority=words)
    asked(case)
    for day in (ahead, local_day(BACK) - DAY):
        assert "posted_on" in fault_in(posted, case, on=day)
    with pytest.raises(ReasonTooLong):
        posted(case, place="x" * 201)
    assert stands(case) == (NoticeState.OPEN, Delivery.NO_ADDRESS)


def test_only_a_notice_that_was_sent_can_come_back(case: Incident, reporter: User) -> None:
    other = notified(case)
    Letter.objects.filter(pk=other.pk).update(sent_on=None)
    assert "returned_on" in fault_in(came_back, Letter.objects.get(pk=other.pk))
    Letter.objects.filter(pk=other.pk).update(sent_on=TODAY, kind=LetterKind.HOUSE_BAN)
    with pytest.raises(NotFound):
        came_back(other)
    notices.mark_sent(incident_id=(row := sent(reporter)).pk, actor=quality(), now=NOW)
    with pytest.raises(WrongState):
        asked(row)


def test_it_belongs_to_the_quality_staff_alone(case: Incident, back: Letter, reporter: User) -> None:
    strangers = (reporter, *(granted(role) for role in (Role.LEGAL, Role.DATA_PROTECTION, Role.STATISTICS)))
    for who in strangers:
        with pytest.raises(Denied):
            came_back(back, actor=who)
        for call in (asked, posted):
            with pytest.raises(Denied):
                call(case, actor=who)
        with pytest.raises(Denied):
            notices.propose_impossible(
                incident_id=case.pk, actor=who, reason="x", recheck_on=local_day(BACK) + DAY, now=BACK
            )
        assert Entry.objects.using("zemag").filter(action="deny", actor=who.uuid).count() == 4
    assert DeliveryStep.objects.count() == 1


@pytest.mark.acceptance("zemag", 14)
def test_of_two_people_each_has_their_own_letter_query_and_end(reporter: User) -> None:
    profile(**LAW)
    case = filed(reporter, people=TWO)
    first, second = (notified(case, number=number) for number in (1, 2))
    came_back(second)
    assert (stands(case, 1), stands(case, 2)) == ((NoticeState.SENT, ""), (NoticeState.OPEN, Delivery.RETURNED))
    with pytest.raises(WrongState):
        asked(case)
    with pytest.raises(WrongState):
        asked(case, number=1)
    asked(case, number=2)
    came_back(first)
    asked(case, Delivery.BLOCKED, number=1)
    posted(case, number=2)
    assert (stands(case, 1), stands(case, 2)) == (
        (NoticeState.OPEN, Delivery.BLOCKED),
        (NoticeState.SENT, Delivery.POSTED),
    )
    assert [step.letter.person_id for step in DeliveryStep.objects.filter(kind="posted")] == [second.person_id]


@pytest.mark.acceptance("zemag", 14)
def test_quality_staff_is_mailed_once_more_three_days_before_the_step_is_due(case: Incident) -> None:
    letter = notified(case)

    def mails(moment: datetime) -> int:
        notices.escalate(moment)
        return OutgoingMail.objects.using("zemag").filter(kind="zemag_notice").count()

    assert mails(NOW + 28 * DAY) == 0
    came_back(letter, now=NOW + 28 * DAY)
    # The next morning tells that it is owed again; then three days before day 42.
    counts = [mails(NOW + day * DAY) for day in (29, 30, 38, 39, 40)]
    assert counts == [counts[0]] * 3 + [counts[0] * 2] * 2 and counts[0] > 0
    assert delivery.sent_notices(letter.person_id).count() == 1
