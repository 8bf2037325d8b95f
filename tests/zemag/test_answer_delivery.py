"""Letters of the rights desk that come back: owed again as notices are, and what was noted by mistake is taken back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
from tests.zemag.fonts import needs_fonts
from tests.zemag_factories import DAY, NOW, TODAY, active, granted, profile, quality
from tests.zemag_held import answered, drafted, pages_of
from tests.zemag_requests import LAW, K, S, again, decided, settled, taken
from zemag import sealing, tick
from zemag.clocks import local_day
from zemag.models import (
    Delivery,
    DeliveryStep,
    Letter,
    LetterKind,
    OwedAnswer,
    RecordKey,
    ReturnedHow,
    Role,
    SubjectRequest,
)
from zemag.services import answer_delivery, answering, carrying, retention, rights_desk, subject_requests
from zemag.services.errors import (
    AddressBlocked,
    AddressKnown,
    Denied,
    NotAsked,
    NotFound,
    NotPosted,
    SamePerson,
    StepTaken,
    TooFarAhead,
    WrongState,
)

pytestmark = [pytest.mark.django_db(databases=["default", "zemag"]), needs_fonts]
BACK = NOW + 10 * DAY
WHY = "Das Melderegister kennt keine Anschrift."


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile(**LAW)


@pytest.fixture
def row() -> SubjectRequest:
    """An answer that was sent on the first day."""
    active(birth=(1980, 3, 4))
    found = drafted(settled())
    answered(found)
    return again(found)


def erased() -> SubjectRequest:
    """Return an erasure that was refused, and its letter sent: a decision."""
    active(birth=(1980, 3, 4))
    found = decided(settled(K.ERASURE), quality(), granted=False)
    carrying.carry_out(request_id=found.pk, actor=quality(), now=NOW)
    letter = answering.make_letter(request_id=found.pk, actor=quality(), now=NOW)
    answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    return again(found)


def back(row: SubjectRequest, *, now: datetime = BACK, actor: User | None = None, **more: Any) -> DeliveryStep:
    letter = answer_delivery.sent_letters(row).last()
    assert letter is not None
    given = {"letter_id": letter.pk, "returned_on": local_day(now), "how": ReturnedHow.UNKNOWN, **more}
    return answer_delivery.note_return(request_id=row.pk, actor=actor or quality(), now=now, **given)


def asked(row: SubjectRequest, result: Delivery = Delivery.NO_ADDRESS, now: datetime = BACK, **more: Any) -> Any:
    given = {"queried_on": local_day(now), "authority": "Meldebehörde", "result": result, "actor": quality(), **more}
    return answer_delivery.note_query(request_id=row.pk, now=now, **given)


def posted(row: SubjectRequest, now: datetime = BACK) -> DeliveryStep:
    given = {"posted_on": local_day(now), "place": "Aushang Rathaus", "actor": quality()}
    return answer_delivery.post(request_id=row.pk, now=now, **given)


def given_up(row: SubjectRequest, actor: User, *, days: int = 60, now: datetime = BACK) -> None:
    recheck = local_day(now) + timedelta(days=days)
    answer_delivery.propose_impossible(request_id=row.pk, reason=WHY, recheck_on=recheck, actor=actor, now=now)


def step_of(row: SubjectRequest, now: datetime = BACK) -> tuple[str, date | None]:
    """Return the next step of a request, and the last day for it."""
    found = rights_desk.opened(request_id=row.pk, actor=quality(), now=now).next
    return found.code, local_day(found.due) - DAY if found.due else None


def taken_back(row: SubjectRequest, letter: Letter, now: datetime = BACK, **more: Any) -> DeliveryStep:
    given = {"letter_id": letter.pk, "reason": "Falsches Schreiben gewählt.", "actor": quality(), **more}
    return answer_delivery.take_back(request_id=row.pk, now=now, **given)


def test_an_answer_that_came_back_is_owed_again_for_14_days_but_not_before_it_was_due(row: SubjectRequest) -> None:
    assert step_of(row) == ("none", None)
    step = back(row, note="Empfänger unbekannt")
    assert step_of(row) == ("query", date(2026, 7, 15)), "the answer itself was due then"
    assert sealing.unseal(step) == {"note": "Empfänger unbekannt"} and again(row).state == S.SENT
    log = Entry.objects.using("zemag").filter(action="letter", result="returned unknown")
    assert [one.purpose for one in log] == ["T2"]
    (listed,) = rights_desk.listed(actor=quality(), now=BACK)
    assert (listed.next.code, rights_desk.waiting_for(Role.QUALITY, BACK)) == ("query", 1)
    with pytest.raises(WrongState):
        back(row)
    late = erased()
    back(late, now=NOW + 25 * DAY)
    assert step_of(late, NOW + 25 * DAY) == ("query", date(2026, 7, 24))


def test_a_new_address_leads_to_the_same_letter_once_more(row: SubjectRequest) -> None:
    first = answer_delivery.sent_letters(row).last()
    back(row)
    asked(row, Delivery.NEW_ADDRESS, address="Neuer Weg 3\n54321 Neustadt")
    assert step_of(row)[0] == "again"
    for fault, call in ((AddressKnown, lambda: given_up(row, quality())), (NotPosted, lambda: posted(row))):
        with pytest.raises(fault):
            call()
    lines = "\n".join(answering.recipient_of(subject_requests.content(again(row))))
    assert lines == "Jörg Schröder\nNeuer Weg 3\n54321 Neustadt"
    for _twice in range(2):
        letter = answer_delivery.again(request_id=row.pk, recipient=lines, actor=quality(), now=BACK + DAY)
    assert Letter.objects.filter(request=row, sent_on=None).count() == 1, "one that was not sent is replaced"
    assert first is not None and letter.kind == first.kind == LetterKind.ACCESS
    assert "Neuer Weg 3" in pages_of(letter) and "Er drohte." in pages_of(letter)
    assert step_of(row)[0] == "send"
    answering.send(letter_id=letter.pk, actor=quality(), now=BACK + 2 * DAY)
    owed = OwedAnswer.objects.get(request=row)
    assert (owed.state, owed.delivery, owed.again_by) == ("sent", "", None) and step_of(row)[0] == "none"
    assert again(row).sent_on == TODAY, "a return never makes a request stay longer"
    back(row, now=BACK + 9 * DAY)
    assert step_of(row, BACK + 9 * DAY)[0] == "query"


def test_only_a_decision_is_posted_and_nobody_who_is_protected_by_a_block(row: SubjectRequest) -> None:
    back(row)
    asked(row)
    assert step_of(row)[0] == "unreachable"
    with pytest.raises(NotPosted):
        posted(row)
    decision = erased()
    with pytest.raises(WrongState):
        posted(decision)
    back(decision)
    with pytest.raises(NotAsked):
        posted(decision)
    asked(decision, Delivery.BLOCKED)
    assert step_of(decision)[0] == "unreachable"
    with pytest.raises(AddressBlocked):
        posted(decision)
    asked(decision, Delivery.NOT_KNOWN)
    assert step_of(decision)[0] == "undelivered"
    assert posted(decision).until == local_day(BACK) + 14 * DAY
    assert step_of(decision)[0] == "none"


def test_giving_up_takes_two_people_and_is_looked_at_again(row: SubjectRequest) -> None:
    one, guard = quality(), granted(Role.DATA_PROTECTION)
    back(row)
    with pytest.raises(NotAsked):
        given_up(row, one)
    asked(row, Delivery.NOT_KNOWN)
    for days in (0, 91):
        with pytest.raises(TooFarAhead):
            given_up(row, one, days=days)
    given_up(row, one)
    assert step_of(row)[0] == "given-up"
    with pytest.raises(SamePerson):
        answer_delivery.confirm_impossible(request_id=row.pk, actor=one, now=BACK)
    answer_delivery.confirm_impossible(request_id=row.pk, actor=quality(), now=BACK)
    assert step_of(row) == ("query", local_day(BACK) + 60 * DAY)
    mails = OutgoingMail.objects.using("zemag").filter(kind="zemag_deferral")
    assert [guard.email] in [mail.recipients for mail in mails]
    assert not any(b"Melderegister" in bytes(mail.message) for mail in mails)
    seen = rights_desk.overview(actor=guard, now=BACK).given_up
    assert [(owed.request_id, reason) for owed, reason in seen] == [(row.pk, WHY)]
    asked(row, Delivery.NEW_ADDRESS, now=BACK + 20 * DAY, address="Neuer Weg 3")
    assert step_of(row, BACK + 20 * DAY) == ("again", local_day(BACK) + 34 * DAY)
    owed = OwedAnswer.objects.get(request=row)
    for values in ({"state": "deferred"}, {"is_undeliverable": True}, {"delivery": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
            OwedAnswer.objects.filter(pk=owed.pk).update(**values)


@pytest.mark.acceptance("zemag", 15)
def test_an_interim_message_that_came_back_goes_again_and_gives_no_more_time() -> None:
    row = taken()
    letter = answering.make_interim(request_id=row.pk, reason="Viele Akten.", actor=quality(), now=NOW)
    answering.send(letter_id=letter.pk, actor=quality(), now=NOW)
    extended = again(row).due_on
    back(row)
    assert step_of(row)[0] == "identity", "the answer is due before the return is settled"
    later = NOW + 40 * DAY
    anew = answer_delivery.again(request_id=row.pk, recipient="Neuer Weg 3", actor=quality(), now=later)
    assert anew.kind == LetterKind.INTERIM and "Viele Akten." in pages_of(anew)
    answering.send(letter_id=anew.pk, actor=quality(), now=later)
    assert (again(row).due_on, again(row).is_extended) == (extended, True)
    with pytest.raises(WrongState):
        answering.make_interim(request_id=row.pk, reason="Noch mehr.", actor=quality(), now=later)


@pytest.mark.parametrize("settles", ["nothing", "query", "made", "again"])
def test_a_return_noted_by_mistake_is_taken_back_as_long_as_nothing_followed(settles: str, row: SubjectRequest) -> None:
    letter = answer_delivery.sent_letters(row).last()
    assert letter is not None
    with pytest.raises(WrongState):
        taken_back(row, letter)
    back(row)
    if settles == "query":
        asked(row)
    elif settles in ("made", "again"):
        hour = timedelta(hours=1)
        anew = answer_delivery.again(request_id=row.pk, recipient="Weg 3", actor=quality(), now=BACK + hour)
    if settles == "again":
        answering.send(letter_id=anew.pk, actor=quality(), now=BACK + timedelta(hours=2))
    if settles != "nothing":
        with pytest.raises(StepTaken):
            taken_back(row, letter, now=BACK + timedelta(hours=3))
        return
    step = taken_back(row, letter)
    assert sealing.unseal(step) == {"reason": "Falsches Schreiben gewählt."}
    owed = OwedAnswer.objects.get(request=row)
    assert (owed.state, owed.sent_on, owed.delivery, owed.again_by) == ("sent", TODAY, "", None)
    assert step_of(row)[0] == "none"
    assert Entry.objects.using("zemag").filter(action="letter", result="undone").count() == 1
    back(row)
    assert step_of(row)[0] == "query" and DeliveryStep.objects.filter(letter=letter).count() == 3


def test_wrong_days_foreign_letters_and_whoever_has_no_right(row: SubjectRequest) -> None:
    other = erased()
    letter = answer_delivery.sent_letters(other).last()
    assert letter is not None
    with pytest.raises(NotFound):
        back(row, letter_id=letter.pk)
    for field, wrong in (("returned_on", {"returned_on": TODAY - DAY}), ("note", {"how": ReturnedHow.OTHER})):
        with pytest.raises(ValidationError) as fault:
            back(row, **wrong)
        assert set(fault.value.message_dict) == {field}
    for stranger in (granted(Role.LEGAL), granted(Role.DATA_PROTECTION)):
        with pytest.raises(Denied):
            back(row, actor=stranger)
        with pytest.raises(Denied):
            taken_back(row, letter, actor=stranger)
    assert not DeliveryStep.objects.exists()


def test_it_is_called_to_mind_and_goes_with_its_request(row: SubjectRequest) -> None:
    back(row)
    asked(row)
    assert answer_delivery.escalate(NOW + 15 * DAY) == 0
    assert answer_delivery.escalate(NOW + 28 * DAY) == 1
    assert answer_delivery.escalate in tick.NIGHTLY
    kept = [*DeliveryStep.objects.values_list("pk", flat=True), OwedAnswer.objects.get().pk]
    assert RecordKey.objects.filter(pk__in=kept).count() == 3
    subject_requests.forget(row.pk, NOW + 400 * DAY)
    assert not DeliveryStep.objects.exists() and not OwedAnswer.objects.exists()
    assert not RecordKey.objects.filter(pk__in=kept).exists() and not Letter.objects.filter(request=row.pk).exists()
    assert "request" not in {item.kind for item in retention.plan(NOW)}
