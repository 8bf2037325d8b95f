"""Asking before a visit: a card with the least data, or the one sentence that is said only when all was compared."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import Entry
from tests.zemag_factories import (
    DAY,
    HOUR,
    NOW,
    PLACE,
    active,
    area,
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
    InquiryHit,
    InquiryInput,
    InquiryItem,
    Outcome,
    RegisterEntry,
)
from zemag.services import inquiry
from zemag.services.errors import Denied, KeyReused, LimitReached

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
def test_a_restricted_entry_is_hidden_unless_protection_is_documented() -> None:
    made = active()
    RegisterEntry.objects.filter(pk=made.pk).update(state=EntryState.RESTRICTED)
    who = enquirer()
    assert ask(who=who).rows[0].outcome is Outcome.NONE
    RegisterEntry.objects.filter(pk=made.pk).update(is_protected=True, protection_by=uuid.uuid4())
    (card,) = ask(who=who).rows[0].cards
    assert card.in_review
    assert card.measures == ("never_alone",)


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


def test_nobody_asks_without_a_grant_for_this_area_and_way_and_the_attempt_is_logged() -> None:
    who = enquirer(area(single=False))
    other = area()
    for code in (who[1], other.code, "nothing"):
        with pytest.raises(Denied):
            ask(who=(who[0], code))
    assert len(logged("deny")) == 3
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    "ended",
    [
        {"ends_on": NOW.date() - DAY},
        {"used_on": NOW.date() - timedelta(days=184)},
        {"recertify_by": NOW.date() - timedelta(days=15)},
        {"state": "suspended"},
        {"starts_on": NOW.date() + DAY},
    ],
    ids=["over", "unused for six months", "not certified", "suspended", "not yet"],
)
def test_a_grant_ends_by_itself(ended: dict) -> None:
    who = enquirer()
    Grant.objects.update(**ended)
    with pytest.raises(Denied):
        ask(who=who)


def test_a_locked_account_and_a_superuser_without_a_grant_ask_nothing() -> None:
    who = enquirer()
    who[0].is_superuser, who[0].locked_at = True, NOW
    with pytest.raises(Denied):
        ask(who=who)


def test_the_thirty_first_question_of_an_hour_is_refused_and_says_when_to_come_back() -> None:
    profile(singles_an_hour=2)
    who = enquirer()
    ask(who=who)
    ask(who=who, now=NOW + HOUR / 2)
    with pytest.raises(LimitReached) as fault:
        ask(who=who, now=NOW + HOUR / 2)
    assert fault.value.until == NOW + HOUR
    assert len(logged("deny")) == 1
    assert ask(who=who, now=NOW + HOUR).rows


def test_a_form_sent_twice_is_one_inquiry_and_another_question_never_gets_its_answer() -> None:
    active()
    who, key = enquirer(), uuid.uuid4()
    first = ask(who=who, request_key=key)
    assert ask(who=who, request_key=key) == first
    assert (Inquiry.objects.count(), InquiryItem.objects.count(), InquiryHit.objects.count()) == (1, 1, 1)
    assert [len(logged("search")), len(logged("view"))] == [1, 1]
    with pytest.raises(KeyReused):
        ask("Nguyen", who=who, request_key=key)


def test_a_repeat_shows_what_was_published_in_between() -> None:
    who, key = enquirer(), uuid.uuid4()
    assert ask(who=who, request_key=key).rows[0].outcome is Outcome.NONE
    active()
    assert ask(who=who, request_key=key).rows[0].outcome is Outcome.HIT


def test_an_entry_published_while_a_question_is_compared_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, calls = inquiry.load, []

    def slow(*args: object, **named: object) -> object:
        found = usual(*args, **named)
        if not calls:
            calls.append(active())
        return found

    monkeypatch.setattr(inquiry, "load", slow)
    assert ask().rows[0].outcome is Outcome.HIT


def test_asking_for_oneself_the_own_family_name_or_staff_is_noted_for_data_protection() -> None:
    who = enquirer()
    ask("Amtmann", "Sam", who=who)
    ask("Amtmann", "Eva", who=who)
    User.objects.filter(pk=who[0].pk).update(first_name="Kim", last_name="Anders")
    ask("Anders", "Kim")
    assert sorted(sum((made.flags for made in Inquiry.objects.all()), [])) == ["self", "staff", "surname"]


def test_what_was_typed_stands_nowhere_readable() -> None:
    active()
    ask("Kanarienvogel", "Zita", "09.08.1977")
    rows = [*Inquiry.objects.values(), *InquiryInput.objects.values(), *Entry.objects.using("zemag").values()]
    text = repr([{name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()} for row in rows])
    assert "Kanarienvogel" not in text
    assert "VZ 12/26" not in text
    assert "1977" not in text
