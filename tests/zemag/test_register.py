"""The register: two signatures, a recorded trigger, nobody under 14, and an end that nobody has to remember."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from tests.zemag_factories import (
    NOW,
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
from zemag.clocks import LOCAL
from zemag.models import (
    EntryState,
    Grade,
    IncidentState,
    LegalProfile,
    Outcome,
    RegisterEntry,
    RegisterPerson,
    Role,
    Trigger,
)
from zemag.services import register
from zemag.services.errors import (
    AgeUnknown,
    BelowThreshold,
    CannotAnswer,
    Denied,
    NotFound,
    OnlyGuessed,
    PeriodOver,
    ReasonMissing,
    Refused,
    SamePerson,
    Stale,
    TooYoung,
    TriggerMissing,
    WrongState,
)

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def logged() -> list[str]:
    rows = Entry.objects.using("zemag").exclude(action__startswith="segment")
    return list(rows.order_by("seq").values_list("action", flat=True))


def test_two_people_make_an_entry_and_its_report_is_closed() -> None:
    incident = reported()
    made = proposed(incident)
    incident.refresh_from_db()
    assert (made.state, incident.state) == (EntryState.PROPOSED, IncidentState.ENTRY_PROPOSED)
    register.approve(entry_id=made.pk, actor=quality(), now=NOW, expected=1)
    incident.refresh_from_db()
    made = fresh(made)
    assert (made.state, incident.state) == (EntryState.ACTIVE, IncidentState.CLOSED)
    assert (made.review_on, made.delete_on, made.latest_delete_on) == (
        date(2027, 6, 15),
        date(2028, 6, 1),
        date(2031, 6, 1),
    )
    assert logged() == ["create", "publish"]


@pytest.mark.acceptance("zemag", 5)
def test_nobody_signs_the_own_proposal_and_the_database_refuses_it_too() -> None:
    actor = quality()
    made = proposed(actor=actor)
    with pytest.raises(SamePerson):
        register.approve(entry_id=made.pk, actor=actor, now=NOW)
    assert fresh(made).state == EntryState.PROPOSED
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        RegisterEntry.objects.filter(pk=made.pk).update(approved_by=actor.uuid)
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        RegisterEntry.objects.filter(pk=made.pk).update(state=EntryState.ACTIVE)


@pytest.mark.acceptance("zemag", 4)
@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"trigger": None}, TriggerMissing),
        ({"filed_by": "employee"}, TriggerMissing),
        ({"state": IncidentState.TRIAGE}, TriggerMissing),
        ({"state": IncidentState.LEGAL_PENDING}, TriggerMissing),
        ({"grade": Grade.GUESS}, OnlyGuessed),
        ({"names": ()}, OnlyGuessed),
        ({"names": (("Jörg", "???"),)}, OnlyGuessed),
        ({"birth": (2012, 6, 2)}, TooYoung),
        ({"birth": (2013, 0, 0)}, TooYoung),
        ({"birth": (2012, 0, 0)}, AgeUnknown),
        ({"birth": None}, AgeUnknown),
        ({"level": 1}, BelowThreshold),
        ({"occurred": date(2024, 6, 1)}, PeriodOver),
        ({"level": 1, "trigger": Trigger.HOUSE_BAN, "until": date(2026, 6, 14)}, PeriodOver),
    ],
)
def test_no_entry_without_what_it_needs(told: dict[str, Any], refused: type[Refused]) -> None:
    incident = reported(**told)
    with pytest.raises(refused):
        proposed(incident)
    assert not RegisterEntry.objects.exists()
    assert not RegisterPerson.objects.exists()
    assert logged() == []


def test_a_house_ban_carries_an_entry_of_level_one_until_it_ends() -> None:
    made = proposed(level=1, trigger=Trigger.HOUSE_BAN, until=date(2026, 12, 31))
    assert made.delete_on == date(2026, 12, 31)


@pytest.mark.acceptance("settled", 7)
def test_a_minor_needs_three_people_and_stays_half_as_long() -> None:
    made = proposed(birth=(2010, 1, 1))
    first, second = quality(), quality()
    register.approve(entry_id=made.pk, actor=first, now=NOW)
    assert fresh(made).state == EntryState.PROPOSED
    with pytest.raises(SamePerson):
        register.approve(entry_id=made.pk, actor=first, now=NOW)
    assert ask(birth="01.01.2010").rows[0].outcome is Outcome.NONE
    register.approve(entry_id=made.pk, actor=second, now=NOW)
    assert (fresh(made).state, fresh(made).delete_on) == (EntryState.ACTIVE, date(2027, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic(using="zemag"):
        RegisterEntry.objects.filter(pk=made.pk).update(second_approver=None)


def test_only_quality_staff_propose_and_sign_whoever_is_superuser() -> None:
    other = granted(Role.LEGAL)
    other.is_superuser = True
    incident = reported()
    with pytest.raises(Denied):
        register.propose(incident_id=incident.pk, proposal=proposal(), actor=other, now=NOW)
    made = proposed(incident)
    with pytest.raises(Denied):
        register.approve(entry_id=made.pk, actor=other, now=NOW)
    assert logged() == ["deny", "create", "deny"]
    with pytest.raises(NotFound):
        register.approve(entry_id=uuid.uuid4(), actor=quality(), now=NOW)


def test_a_form_opened_before_somebody_else_changed_it_is_refused() -> None:
    made = active()
    with pytest.raises(Stale):
        register.approve(entry_id=made.pk, actor=quality(), now=NOW, expected=1)
    with pytest.raises(WrongState):
        register.approve(entry_id=made.pk, actor=quality(), now=NOW)


def test_without_a_released_profile_nothing_is_proposed_or_answered() -> None:
    LegalProfile.objects.all().delete()
    with pytest.raises(CannotAnswer):
        proposed()
    with pytest.raises(CannotAnswer):
        ask()


@pytest.mark.acceptance("settled", 3)
def test_a_lead_shows_level_three_at_once_and_over_easter_it_lives_until_tuesday() -> None:
    good_friday = datetime(2026, 4, 3, 20, 0, tzinfo=LOCAL)
    lead = quality(is_lead=True)
    made = proposed(level=3, occurred=date(2026, 4, 3), now=good_friday, actor=lead)
    with pytest.raises(Denied):
        register.show_provisionally(entry_id=made.pk, actor=quality(), now=good_friday)
    register.show_provisionally(entry_id=made.pk, actor=lead, now=good_friday)
    assert fresh(made).provisional_until == datetime(2026, 4, 8, tzinfo=LOCAL)
    who = enquirer()
    for hours, outcome in ((1, Outcome.HIT), (99, Outcome.HIT), (100, Outcome.NONE)):
        assert ask(who=who, now=good_friday + timedelta(hours=hours)).rows[0].outcome is outcome
    with pytest.raises(SamePerson):
        register.approve(entry_id=made.pk, actor=lead, now=good_friday)
    register.approve(entry_id=made.pk, actor=quality(), now=good_friday)
    assert fresh(made).state == EntryState.ACTIVE


def test_below_level_three_nothing_is_shown_provisionally() -> None:
    made = proposed()
    with pytest.raises(WrongState):
        register.show_provisionally(entry_id=made.pk, actor=quality(is_lead=True), now=NOW)


def test_a_returned_proposal_is_destroyed_and_can_be_made_anew() -> None:
    incident, actor = reported(), quality()
    made = proposed(incident, actor=actor)
    with pytest.raises(SamePerson):
        register.send_back(entry_id=made.pk, actor=actor, reason="Falsch.", now=NOW)
    with pytest.raises(ReasonMissing):
        register.send_back(entry_id=made.pk, actor=quality(), reason="  ", now=NOW)
    register.send_back(entry_id=made.pk, actor=quality(), reason="Falsch.", now=NOW)
    assert unreadable(made)
    incident.refresh_from_db()
    assert incident.state == IncidentState.TRIGGER_RECORDED
    assert sealing.unseal(incident.supplements.get()) == {"text": "Falsch."}
    assert proposed(incident).state == EntryState.PROPOSED


def test_a_second_incident_of_a_person_is_joined_by_the_signature_and_not_before() -> None:
    known = active()
    incident = reported(names=(("Jörg", "Kowalski"),))
    made = register.propose(
        incident_id=incident.pk, proposal=proposal(person=known.person_id), actor=quality(), now=NOW
    )
    assert ask("Kowalski").rows[0].outcome is Outcome.NONE
    register.approve(entry_id=made.pk, actor=quality(), now=NOW)
    assert len(ask("Kowalski").rows[0].cards) == 2
    assert RegisterPerson.objects.count() == 1
