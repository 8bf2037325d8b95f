"""Looking at entries again: outcomes, reviews, objections, restriction, new profiles; what two people must do."""

import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.zemag_factories import (
    DAY,
    NOW,
    PLACE,
    TODAY,
    active,
    ask,
    enquirer,
    fresh,
    granted,
    profile,
    proposal,
    proposed,
    quality,
    reported,
    unreadable,
)
from zemag import sealing
from zemag.models import (
    EntryDecision,
    EntryState,
    Grant,
    LegalProfile,
    Outcome,
    RegisterEntry,
    RegisterPerson,
    Role,
    Trigger,
)
from zemag.services import register, releasing, reviewing
from zemag.services.errors import (
    Denied,
    NotFound,
    PeriodOver,
    ReasonMissing,
    SamePerson,
    WrongState,
)

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


@pytest.mark.acceptance("zemag", 18)
@pytest.mark.parametrize(
    ("result", "state"),
    [("acquitted", "deleted"), ("dropped", "due_review"), ("convicted", "due_review"), ("unknown", "due_review")],
)
def test_an_acquittal_deletes_and_other_outcomes_force_a_review(result: str, state: str) -> None:
    made = active()
    with pytest.raises(Denied):
        reviewing.record_outcome(entry_id=made.pk, actor=quality(), result=reviewing.Result(result), now=NOW)
    legal = granted(Role.LEGAL)
    reviewing.record_outcome(entry_id=made.pk, actor=legal, result=reviewing.Result(result), now=NOW)
    assert fresh(made).state == state
    assert state != "deleted" or unreadable(made)


def test_an_acquittal_under_a_running_house_ban_is_reviewed() -> None:
    made = active(trigger=Trigger.HOUSE_BAN, until=date(2026, 12, 31))
    legal = granted(Role.LEGAL)
    reviewing.record_outcome(entry_id=made.pk, actor=legal, result=reviewing.Result.ACQUITTED, now=NOW)
    assert fresh(made).state == EntryState.DUE_REVIEW


def test_a_review_ends_with_a_new_date_and_needs_a_reason() -> None:
    made, actor = active(), quality()
    with pytest.raises(ReasonMissing):
        reviewing.put_under_review(entry_id=made.pk, actor=actor, reason="", now=NOW)
    reviewing.put_under_review(entry_id=made.pk, actor=actor, reason="Hinweis.", now=NOW)
    with pytest.raises(WrongState):
        reviewing.put_under_review(entry_id=made.pk, actor=actor, reason="Hinweis.", now=NOW)
    later = NOW + 100 * DAY
    reviewing.keep(entry_id=made.pk, actor=actor, reason="Weiter nötig.", now=later)
    assert (fresh(made).state, fresh(made).review_on) == (EntryState.ACTIVE, date(2027, 9, 23))
    with pytest.raises(WrongState):
        reviewing.keep(entry_id=made.pk, actor=actor, reason="Weiter nötig.", now=later)


def test_an_extension_needs_two_people_and_never_goes_beyond_the_longest_period() -> None:
    made, one, two = active(), quality(), quality()
    until = date(2029, 6, 1)
    with pytest.raises(WrongState):
        reviewing.confirm_extension(entry_id=made.pk, actor=two, until=until, now=NOW)
    reviewing.propose_extension(entry_id=made.pk, actor=one, reason="Neue Drohung.", now=NOW)
    assert fresh(made).delete_on == date(2028, 6, 1)
    with pytest.raises(SamePerson):
        reviewing.confirm_extension(entry_id=made.pk, actor=one, until=until, now=NOW)
    with pytest.raises(PeriodOver):
        reviewing.confirm_extension(entry_id=made.pk, actor=two, until=until + DAY, now=NOW)
    reviewing.confirm_extension(entry_id=made.pk, actor=two, until=until, now=NOW)
    assert fresh(made).delete_on == until
    with pytest.raises(WrongState):
        reviewing.confirm_extension(entry_id=made.pk, actor=two, until=until + DAY, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        RegisterEntry.objects.filter(pk=made.pk).update(delete_on=date(2032, 1, 1))


@pytest.mark.acceptance("zemag", 17)
def test_a_restriction_hides_until_two_people_document_protection_or_it_is_lifted() -> None:
    made, one, two, who = active(), quality(), quality(), enquirer()
    reviewing.restrict(entry_id=made.pk, actor=one, reason="Art. 18.", now=NOW)
    assert ask(who=who).rows[0].outcome is Outcome.NONE
    with pytest.raises(WrongState):
        reviewing.confirm_protection(entry_id=made.pk, actor=two, now=NOW)
    reviewing.propose_protection(entry_id=made.pk, actor=one, reason="Schutz der Außendienste.", now=NOW)
    assert ask(who=who).rows[0].outcome is Outcome.NONE
    with pytest.raises(SamePerson):
        reviewing.confirm_protection(entry_id=made.pk, actor=one, now=NOW)
    reviewing.confirm_protection(entry_id=made.pk, actor=two, now=NOW)
    assert ask(who=who).rows[0].cards[0].in_review
    reviewing.lift(entry_id=made.pk, actor=one, reason="Erledigt.", now=NOW)
    (card,) = ask(who=who).rows[0].cards
    assert not card.in_review


@pytest.mark.acceptance("zemag", 29)
@pytest.mark.parametrize("upheld", [True, False])
def test_an_objection_is_decided_by_somebody_uninvolved(upheld: bool) -> None:
    one, two, three = quality(), quality(), quality()
    made = proposed(actor=one)
    register.approve(entry_id=made.pk, actor=two, now=NOW)
    with pytest.raises(WrongState):
        reviewing.decide_objection(entry_id=made.pk, actor=three, upheld=upheld, reason="Abwägung.", now=NOW)
    reviewing.receive_objection(entry_id=made.pk, actor=one, reason="Ich war es nicht.", now=NOW)
    assert ask().rows[0].cards[0].in_review
    with pytest.raises(WrongState):
        reviewing.keep(entry_id=made.pk, actor=three, reason="Weiter.", now=NOW)
    for involved in (one, two):
        with pytest.raises(SamePerson):
            reviewing.decide_objection(entry_id=made.pk, actor=involved, upheld=upheld, reason="Abwägung.", now=NOW)
    reviewing.decide_objection(entry_id=made.pk, actor=three, upheld=upheld, reason="Abwägung.", now=NOW)
    assert fresh(made).state == (EntryState.DELETED if upheld else EntryState.ACTIVE)
    assert not upheld or unreadable(made)


def test_reasons_are_sealed_and_read_back() -> None:
    made = active()
    reviewing.put_under_review(entry_id=made.pk, actor=quality(), reason="Kanarienvogel", now=NOW)
    decision = EntryDecision.objects.get(kind="review")
    assert b"Kanarienvogel" not in bytes(decision.sealed)
    assert reviewing.reason_of(decision) == "Kanarienvogel"


@pytest.mark.acceptance("settled", 1)
def test_a_new_profile_puts_three_hundred_entries_under_review_and_changes_no_answer() -> None:
    made = active()
    for number in range(299):
        made.pk = made.id = uuid.uuid4()
        person = RegisterPerson()
        sealing.seal(person, {"names": [[f"Eva{number:03}", "Muster"]], "birth": [1970, 1, 2], "addresses": []})
        person.save()
        made.person, made.incident, made.intake = person, None, None
        sealing.seal(made, {"measures": ["vest"], "line": "", "place": None})
        made.save(force_insert=True)
    who = enquirer()
    before = ask(who=who)
    row = releasing.propose_profile(values={"review_months": 6}, actor=quality(is_lead=True), now=NOW)
    releasing.release_profile(version=row.version, actor=granted(Role.DATA_PROTECTION), now=NOW)
    assert RegisterEntry.objects.filter(state=EntryState.DUE_REVIEW).count() == 300
    after = ask(who=who)
    assert [(card.level, card.certainty) for card in after.rows[0].cards] == [
        (card.level, card.certainty) for card in before.rows[0].cards
    ]
    assert ask("Muster", "Eva007", "02.01.1970", who=who).rows[0].outcome is not Outcome.NONE


def test_a_profile_is_proposed_by_a_lead_and_released_by_data_protection_alone() -> None:
    with pytest.raises(Denied):
        releasing.propose_profile(values={}, actor=quality(), now=NOW)
    lead = quality(is_lead=True)
    for wrong in ({"review_months": 0}, {"entry_threshold": 4}, {"matching": {"name_only": 0.5}}):
        with pytest.raises(ValueError, match="."):
            releasing.propose_profile(values=wrong, actor=lead, now=NOW)
    row = releasing.propose_profile(values={}, actor=lead, now=NOW)
    with pytest.raises(Denied):
        releasing.release_profile(version=row.version, actor=lead, now=NOW)
    officer = granted(Role.DATA_PROTECTION)
    releasing.release_profile(version=row.version, actor=officer, now=NOW)
    with pytest.raises(WrongState):
        releasing.release_profile(version=row.version, actor=officer, now=NOW)
    with pytest.raises(NotFound):
        releasing.release_profile(version=99, actor=officer, now=NOW)
    assert LegalProfile.objects.filter(state="released").count() == 1


def test_a_grant_is_never_given_by_its_owner() -> None:
    user = quality()
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        Grant.objects.filter(user=user.uuid).update(approver=user.uuid)
    assert NOW.date() == TODAY


def test_what_only_a_deleted_entry_brought_is_forgotten_of_a_person_who_stays() -> None:
    known = active()
    incident = reported(names=(("Jörg", "Kowalski"),), address=PLACE)
    plan = proposal(person=known.person_id)
    made = register.propose(incident_id=incident.pk, proposal=plan, actor=quality(), now=NOW)
    register.approve(entry_id=made.pk, actor=quality(), now=NOW)
    person = RegisterPerson.objects.get()
    assert len(sealing.unseal(person)["names"]) == 2
    legal = granted(Role.LEGAL)
    reviewing.record_outcome(entry_id=made.pk, actor=legal, result=reviewing.Result.ACQUITTED, now=NOW)
    person.refresh_from_db()
    assert sealing.unseal(person) == {"names": [["Jörg", "Schröder"]], "birth": [1980, 3, 4], "addresses": []}
    who = enquirer()
    assert ask("Kowalski", who=who).rows[0].outcome is Outcome.NONE
    assert len(ask(who=who).rows[0].cards) == 1
