"""Asking before a visit: a card with the least data, or the one sentence that is said only when all was compared."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from audit.models import Entry
from tests.zemag_factories import (
    DAY,
    HOUR,
    NOW,
    PLACE,
    active,
    ask,
    asking,
    enquirer,
    profile,
    proposed,
    reported,
)
from zemag.asking import Question
from zemag.models import (
    Certainty,
    EntryState,
    Grant,
    Inquiry,
    Outcome,
    RegisterEntry,
)
from zemag.services import inquiry

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def logged(action: str = "search") -> list[Entry]:
    return list(Entry.objects.using("zemag").filter(action=action).order_by("seq"))


def test_a_known_person_is_a_sure_hit_with_level_and_measures() -> None:
    active()
    (row,) = ask().rows
    assert row.outcome is Outcome.HIT
    (card,) = row.cards
    assert (card.certainty, card.level, card.offences, card.measures) == (Certainty.SURE, 2, ("C2",), ("never_alone",))
    assert (card.month, card.setting, card.in_review, card.is_late) == ("2026-06", "counter", False, False)


def test_another_writing_and_no_birth_date_are_possible_and_never_sure() -> None:
    active()
    (row,) = ask("Schroeder", "Joerg", "").rows
    assert [card.certainty for card in row.cards] == [Certainty.POSSIBLE]


def test_somebody_else_is_no_entry_and_one_row_of_the_log_says_so() -> None:
    active()
    (row,) = ask("Nguyen", "Anh", "01.02.1990").rows
    assert (row.outcome, row.cards) == (Outcome.NONE, ())
    (entry,) = logged()
    assert (entry.result, entry.role, entry.purpose) == ("none", "R5", "home_visit")


@pytest.mark.acceptance("zemag", 3)
def test_a_reported_person_is_never_found_before_an_entry_is_signed() -> None:
    reported()
    assert ask().rows[0].outcome is Outcome.NONE
    proposed(names=(("Mia", "Beispiel"),))
    assert ask("Beispiel", "Mia").rows[0].outcome is Outcome.NONE


@pytest.mark.acceptance("zemag", 6)
def test_an_entry_past_its_end_or_a_lapsed_provisional_one_is_not_found_though_no_job_ran() -> None:
    made = active()
    who = enquirer()
    RegisterEntry.objects.filter(pk=made.pk).update(delete_on=NOW.date())
    assert ask(who=who).rows[0].outcome is Outcome.HIT
    RegisterEntry.objects.filter(pk=made.pk).update(delete_on=NOW.date() - DAY)
    assert ask(who=who).rows[0].outcome is Outcome.NONE
    RegisterEntry.objects.filter(pk=made.pk).update(
        state=EntryState.PROVISIONAL, level=3, delete_on=NOW.date() + DAY, provisional_until=NOW + HOUR
    )
    assert ask(who=who).rows[0].outcome is Outcome.HIT
    assert ask(who=who, now=NOW + HOUR).rows[0].outcome is Outcome.NONE


@pytest.mark.acceptance("zemag", 17)
@pytest.mark.acceptance("settled", 1)
def test_a_restricted_entry_is_hidden_unless_protection_is_documented() -> None:
    made = active()
    RegisterEntry.objects.filter(pk=made.pk).update(state=EntryState.RESTRICTED)
    who = enquirer()
    assert ask(who=who).rows[0].outcome is Outcome.NONE
    RegisterEntry.objects.filter(pk=made.pk).update(is_protected=True, protection_by=uuid.uuid4())
    (card,) = ask(who=who).rows[0].cards
    assert card.in_review
    assert card.measures == ("never_alone",)


@pytest.mark.acceptance("settled", 1)
def test_an_entry_under_review_stays_searchable_and_says_so() -> None:
    made = active()
    RegisterEntry.objects.filter(pk=made.pk).update(state=EntryState.DUE_REVIEW)
    assert ask().rows[0].cards[0].in_review


def test_an_address_is_found_for_twelve_months_and_names_nobody() -> None:
    active(address=PLACE)
    who = enquirer()
    question = Question(street="Musterweg", number="12")
    (row,) = inquiry.ask_address(asking=asking(who), question=question, now=NOW).rows
    assert [card.certainty for card in row.cards] == [Certainty.ADDRESS]
    later = NOW + timedelta(days=364)
    Grant.objects.update(ends_on=later.date() + 9 * DAY, recertify_by=later.date(), used_on=later.date())
    assert inquiry.ask_address(asking=asking(who), question=question, now=later).rows[0].outcome is Outcome.HIT
    over = NOW + timedelta(days=366)
    assert inquiry.ask_address(asking=asking(who), question=question, now=over).rows[0].outcome is Outcome.NONE


def test_the_place_of_an_incident_is_found_by_address() -> None:
    active(place=PLACE)
    question = Question(street="Musterweg", number="12a")
    assert inquiry.ask_address(asking=asking(), question=question, now=NOW).rows[0].outcome is Outcome.HIT


def test_more_than_three_possible_people_are_asked_to_be_narrowed_and_summed_up_when_that_cannot_be() -> None:
    for day in range(1, 5):
        active(birth=(1980, 3, day))
    (row,) = ask(birth="").rows
    assert (row.outcome, row.cards, row.count, row.highest) == (Outcome.NARROW, (), 4, 0)
    (row,) = ask(birth="", typed={"unobtainable": True}).rows
    assert (row.outcome, row.cards, row.count, row.highest) == (Outcome.SUMMARY, (), 4, 2)


@pytest.mark.acceptance("settled", "Z5")
@pytest.mark.parametrize("family", ["Nguyễn", "Nguyen Thi", "Lê", "Kim-Park"])
def test_a_family_name_that_many_share_asks_for_more_before_anything_is_shown(family: str) -> None:
    active(names=[("Anh Tuấn", family)], birth=(1980, 3, 4))
    (row,) = ask(family, "Anh Tuan", "").rows
    assert (row.outcome, row.cards, row.count, row.highest) == (Outcome.NARROW, (), 1, 0)
    (row,) = ask(family, "Anh Tuan", "", typed={"unobtainable": True}).rows
    assert (row.outcome, row.cards, row.count, row.highest) == (Outcome.SUMMARY, (), 1, 2)
    assert [card.certainty for card in ask(family, "Anh Tuan").rows[0].cards] == [Certainty.SURE]
    assert ask(family, "Anh Tuan", "1980").rows[0].outcome is Outcome.HIT


@pytest.mark.parametrize(("given", "family"), [("Kim", "Schröder"), ("Anh", "Nguyen-Schröder"), ("Jörg", "Lehmann")])
def test_a_name_that_others_do_not_share_is_shown_as_before(given: str, family: str) -> None:
    active(names=[(given, family)])
    assert [card.certainty for card in ask(family, given, "").rows[0].cards] == [Certainty.POSSIBLE]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"family": ""}, "family"),
        ({"family": "---"}, "family"),
        ({"family": "S"}, "family"),
        ({"family": "Schrö*"}, "family"),
        ({"given": "", "birth": "", "birth_unknown": True}, "given"),
        ({"birth": ""}, "birth"),
        ({"birth": "31.02.1980"}, "birth"),
        ({"birth": "01.01.2030"}, "birth"),
        ({"birth": "01.01.1880"}, "birth"),
        ({"given": "123"}, "given"),
        ({"street": "Musterweg"}, "number"),
        ({"family": "a\x00b"}, "family"),
        ({"family": "x" * 101}, "family"),
    ],
)
def test_too_little_or_unreadable_is_a_message_and_nothing_is_searched(typed: dict, field: str) -> None:
    question = Question(**{"family": "Schröder", "given": "Jörg", "birth": "1980", **typed})
    with pytest.raises(ValidationError) as fault:
        inquiry.ask_person(asking=asking(), question=question, now=NOW)
    assert field in fault.value.message_dict
    assert not Inquiry.objects.exists()
    assert logged() == []


@pytest.mark.parametrize("wrong", [{"purpose": ""}, {"purpose": "curiosity"}, {"file_number": " "}])
def test_without_purpose_or_file_number_nothing_is_searched(wrong: dict) -> None:
    with pytest.raises(ValidationError):
        ask(**wrong)
    assert logged() == []


def test_a_year_alone_and_one_letter_with_an_exact_birth_date_can_be_asked() -> None:
    active(names=(("Li", "O"),))
    assert ask("O", "Li", "04.03.1980").rows[0].outcome is Outcome.HIT
    assert ask("Schröder", "Jörg", "1980").rows[0].outcome is Outcome.NONE
