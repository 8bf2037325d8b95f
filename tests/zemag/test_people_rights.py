"""A request of one of two people in a case is about them alone: what is collected, carried out and erased again."""

import json

import pytest

from accounts.models import User
from tests.zemag_cases import PERSON, complaint, with_legal
from tests.zemag_factories import NOW, granted, profile, proposal, quality
from tests.zemag_requests import LAW, K, decided, settled
from zemag import sealing
from zemag.asking import Question
from zemag.backup import restoring
from zemag.erasures import Line
from zemag.models import EntryState, Grade, Incident, IntakePerson, RegisterEntry, Role
from zemag.services import answering, carrying, legal, register, reporting, subject_requests
from zemag.services.errors import NamesEmployee
from zemag.services.ledger import REGISTER, changing

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
OTHER = reporting.Reported((("Anh", "Nguyen"),), Grade.STATEMENT, (1990, 1, 2), file_number="VZ 9")
ANH = Question(family="Nguyen", given="Anh", birth="02.01.1990", street="Weg", number="1")


@pytest.fixture
def case(reporter: User) -> Incident:
    """A report of two people; both have an entry."""
    profile(**LAW)
    row = with_legal(reporter, people=(PERSON, OTHER))
    legal.record_step(incident_id=row.pk, step=complaint(), actor=granted(Role.LEGAL), now=NOW)
    for number in (1, 2):
        made = register.propose(incident_id=row.pk, number=number, proposal=proposal(), actor=quality(), now=NOW)
        register.approve(entry_id=made.pk, actor=quality(), now=NOW)
    return row


def test_access_tells_of_who_asks_and_never_of_the_other_one(case: Incident) -> None:
    row = settled(who=ANH)
    told = subject_requests.content(row)
    assert [one["person"]["names"] for one in told["cases"]] == [[["Anh", "Nguyen"]]]
    assert told["cases"][0]["entry"]["person"]["names"] == [["Anh", "Nguyen"]]
    assert told["cases"][0]["person"]["file_number"] == "VZ 9"
    assert "Schröder" not in json.dumps(told, ensure_ascii=False)
    given = {"request_id": row.pk, "actor": quality(), "now": NOW}
    with pytest.raises(NamesEmployee):
        answering.draft_access(texts={"0.line": "Sie und Schröder drohten."}, **given)
    with pytest.raises(NamesEmployee):
        answering.draft_access(texts={"0.necessity": "Wie bei Jörg."}, **given)
    answering.draft_access(texts={"0.line": "Termin mit Nguyen zu zweit."}, **given)


def test_an_erasure_ends_entry_and_data_of_who_asks_alone(case: Incident) -> None:
    row = decided(settled(K.ERASURE, who=ANH), quality())
    carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)
    first, second = case.people.all()
    assert (first.destroyed_at, second.destroyed_at) == (None, NOW)
    assert RegisterEntry.objects.get(intake=first).state == EntryState.ACTIVE
    assert RegisterEntry.objects.exclude(intake=first).get().state == EntryState.DELETED


def test_a_restore_destroys_again_whom_it_was_and_nobody_else(case: Incident) -> None:
    first, second = case.people.all()
    with changing(REGISTER):
        assert restoring._erase(Line("zemag.IntakePerson", second.pk), NOW)
    assert IntakePerson.objects.get(pk=second.pk).destroyed_at == NOW
    assert sealing.unseal(IntakePerson.objects.get(pk=first.pk))["names"] == [["Jörg", "Schröder"]]
    assert RegisterEntry.objects.filter(state=EntryState.ACTIVE).count() == 2
