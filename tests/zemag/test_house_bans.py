"""A house ban is against one person: it carries no other entry, and nobody else reads of it."""

from datetime import timedelta

import pytest

from accounts.models import User
from tests.zemag.screens import holder, released
from tests.zemag.test_desk_screens import SignIn, do
from tests.zemag_cases import PERSON, complaint, with_legal
from tests.zemag_factories import DAY, NOW, TODAY, granted, profile, proposal, quality
from zemag.letters.facts import facts_of
from zemag.models import Grade, Incident, LegalStep, RegisterEntry, Role, Trigger
from zemag.profiles import Profile
from zemag.services import gathering, legal, register, reporting, reviewing
from zemag.services.errors import Refused, TriggerMissing, WrongState

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
OTHER = reporting.Reported((("Anh", "Nguyen"),), Grade.STATEMENT, (1990, 1, 2))
BAN = complaint(kind=Trigger.HOUSE_BAN, valid_until=TODAY + timedelta(days=90), number=1)


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of an insult by two people, of whom one is banned from the house."""
    profile()
    row = with_legal(reporter, people=(PERSON, OTHER), code="B1")
    legal.record_step(incident_id=row.pk, step=BAN, actor=granted(Role.LEGAL), now=NOW)
    return Incident.objects.get(pk=row.pk)


def proposed(case: Incident, number: int) -> RegisterEntry:
    return register.propose(incident_id=case.pk, number=number, proposal=proposal(), actor=quality(), now=NOW)


@pytest.mark.acceptance("zemag", 4)
def test_below_the_threshold_it_carries_the_entry_of_whom_it_is_against_alone(case: Incident) -> None:
    with pytest.raises(TriggerMissing):
        proposed(case, 2)
    made = proposed(case, 1)
    register.approve(entry_id=made.pk, actor=quality(), now=NOW)
    assert RegisterEntry.objects.get().delete_on == TODAY + timedelta(days=90)


def test_whom_it_is_against_is_never_guessed_and_no_other_step_is_against_one_person(reporter: User) -> None:
    profile()
    row, lawyer = with_legal(reporter, people=(PERSON, OTHER)), granted(Role.LEGAL)
    for step, refusal in (
        (complaint(kind=Trigger.HOUSE_BAN), WrongState),
        (complaint(number=1), Refused),
    ):
        with pytest.raises(refusal):
            legal.record_step(incident_id=row.pk, step=step, actor=lawyer, now=NOW)
    assert not LegalStep.objects.exists()
    only = with_legal(reporter)
    made = legal.record_step(incident_id=only.pk, step=complaint(kind=Trigger.HOUSE_BAN), actor=lawyer, now=NOW)
    assert made.person == only.people.get()


def test_neither_a_letter_nor_an_answer_to_the_other_person_tells_of_it(case: Incident) -> None:
    legal.record_step(incident_id=case.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    one, other = case.people.order_by("position")
    law = Profile()
    told = [facts_of(case, about, law, "de", NOW) for about in (one, other)]
    assert "ban_until" in told[0] and "ban_until" not in told[1]
    assert "Hausverbot" in told[0]["step"] and "Hausverbot" not in told[1]["step"]
    assert [sorted(kind for kind, _day in gathering.of_person(about)["steps"]) for about in (one, other)] == [
        ["complaint", "house_ban"],
        ["complaint"],
    ]


def test_an_acquittal_deletes_the_entry_of_who_is_not_banned(reporter: User) -> None:
    profile()
    row, lawyer = with_legal(reporter, people=(PERSON, OTHER)), granted(Role.LEGAL)
    for step in (complaint(), BAN):
        legal.record_step(incident_id=row.pk, step=step, actor=lawyer, now=NOW)
    entries = [proposed(row, number) for number in (1, 2)]
    for entry in entries:
        register.approve(entry_id=entry.pk, actor=quality(), now=NOW)
        reviewing.record_outcome(entry_id=entry.pk, actor=lawyer, result=reviewing.Result.ACQUITTED, now=NOW + DAY)
    states = [RegisterEntry.objects.get(pk=entry.pk).state for entry in entries]
    assert states == ["due_review", "deleted"]


@pytest.mark.usefixtures("sites")
def test_the_form_asks_against_whom_where_there_are_several(sign_in: SignIn, reporter: User) -> None:
    released()
    row, client = with_legal(reporter, people=(PERSON, OTHER)), sign_in(holder(Role.LEGAL))
    day = (TODAY - DAY).isoformat()
    typed = {"kind": "house_ban", "filed_by": "body", "filed_on": day, "reference": "HV 7"}
    wrong = do(client, row, "record", **typed)
    assert wrong.status_code == 200 and 'id="id_number_error"' in wrong.content.decode()
    assert 'value="HV 7"' in wrong.content.decode()
    other = do(client, row, "record", **{**typed, "kind": "complaint", "number": "2"})
    assert 'id="id_number_error"' in other.content.decode()
    assert do(client, row, "record", **typed, number="2").status_code == 302
    assert LegalStep.objects.get().person == row.people.get(position=2)
