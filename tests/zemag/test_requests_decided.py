"""What a request changes: erasure, objection, restriction, rectification, each by who may decide it (section 16)."""

import pytest
from django.core.exceptions import ValidationError

from tests.zemag_factories import (
    DAY,
    NOW,
    TODAY,
    active,
    ask,
    fresh,
    profile,
    proposed,
    quality,
    unreadable,
)
from tests.zemag_requests import LAW, K, S, decided, settled, words_of
from zemag import sealing
from zemag.asking import Question
from zemag.models import (
    EntryState,
    InquiryHit,
    IntakePerson,
    LetterKind,
    Outcome,
)
from zemag.services import answering, carrying, register
from zemag.services.errors import (
    NotSigned,
    SamePerson,
)

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile(**LAW)


def test_an_erasure_takes_two_people_and_leaves_nothing() -> None:
    made, one = active(), quality()
    row = decided(settled(K.ERASURE), one)
    assert fresh(made).state == EntryState.ACTIVE, "a draft changes nothing"
    with pytest.raises(SamePerson):
        carrying.carry_out(request_id=row.pk, actor=one, now=NOW)
    done = carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)
    assert done.state == S.DONE and fresh(made).state == EntryState.DELETED and unreadable(made)
    assert not IntakePerson.objects.filter(destroyed_at=None).exists()
    assert answering.kind_of(done) == LetterKind.ERASURE and "gelöscht" in words_of(done)


@pytest.mark.acceptance("zemag", 29)
@pytest.mark.parametrize("upheld", [True, False])
def test_an_objection_is_under_review_at_once_and_decided_by_somebody_uninvolved(upheld: bool) -> None:
    one = quality()
    two = quality()
    made = register.approve(entry_id=proposed(actor=one).pk, actor=two, now=NOW)
    row = decided(settled(K.OBJECTION), one, granted=upheld)
    assert fresh(made).has_objection and fresh(made).state == EntryState.DUE_REVIEW
    for involved in (one, two):
        with pytest.raises(SamePerson):
            carrying.carry_out(request_id=row.pk, actor=involved, now=NOW)
    done = carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)
    assert fresh(made).state == (EntryState.DELETED if upheld else EntryState.ACTIVE)
    assert not fresh(made).has_objection
    assert answering.kind_of(done) == LetterKind.OBJECTION
    assert ("Widerspruch ist berechtigt" in words_of(done)) is upheld


def test_a_restriction_hides_and_an_unsigned_entry_is_settled_first() -> None:
    made = active()
    row = decided(settled(K.RESTRICTION), quality())
    carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)
    assert fresh(made).state == EntryState.RESTRICTED and ask().rows[0].outcome is Outcome.NONE
    proposed(names=(("Nina", "Novak"),), birth=(1990, 1, 2))
    other = Question(family="Novak", given="Nina", birth="02.01.1990", street="Musterweg", number="1")
    row = decided(settled(K.RESTRICTION, who=other), quality())
    with pytest.raises(NotSigned):
        carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)


def test_a_rectification_is_found_by_the_right_name_and_warns_visits_of_today() -> None:
    made = active(names=(("Jörg", "Schröder"),))
    early = ask("Zimmermann", "Jörg", "04.03.1980", planned_at=NOW + 4 * DAY / 24)
    assert early.rows[0].outcome is Outcome.NONE
    right = {"given": "Jörg", "family": "Zimmermann", "birth": "", "street": "Neuweg", "number": "3"}
    row = settled(K.RECTIFICATION)
    with pytest.raises(ValidationError):
        decided(row, quality(), correction={**right, "family": "%"})
    row = decided(row, quality(), correction=right)
    carrying.carry_out(request_id=row.pk, actor=quality(), now=NOW)
    assert ask("Zimmermann").rows[0].outcome is Outcome.HIT
    assert ask("Schröder").rows[0].outcome is Outcome.NONE
    assert fresh(made).state == EntryState.DUE_REVIEW
    assert InquiryHit.objects.get(is_late=True).item.inquiry_id == early.inquiry
    kept = sealing.unseal(fresh(made).person)
    assert (kept["names"], kept["birth"]) == ([["Jörg", "Zimmermann"]], [1980, 3, 4])
    assert kept["addresses"] == [{"street": "Neuweg", "number": "3", "on": TODAY.isoformat()}]
