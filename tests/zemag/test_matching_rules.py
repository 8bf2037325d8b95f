"""The rules that turn likenesses into an answer, and what matching does with input that is no name."""

import dataclasses
import datetime
import itertools

import pytest

from zemag.matching import Birth, Level, Matcher, MatchProfile, Person, read_address, read_birth
from zemag.matching.birth import compare_births
from zemag.matching.names import MOST_WORDS

TODAY = datetime.date(2026, 6, 1)
NASTY = (
    "", " ", "\x00", "a\x00b", "\u202eabc\u202c", "\u200b",
    "👍" * 50, "x" * 20_000, "ä" * 20_000, "a " * 9_000, "'", "-",
    "von", "Dr.",
    "محمد", "王小明", "İ", "ß", "\ud800", "1980", "%_*", "<b>", "=1+1", "e\u0301" * 300,
    "Å", "ﬃ", "ch" * 90,
)  # fmt: skip


def someone(given: str, family: str, birth: str = "", *addresses: tuple[str, str]) -> Person:
    places = tuple(place for pair in addresses if (place := read_address(*pair)))
    return Person(((given, family),), read_birth(birth, TODAY), places)


def level(one: Person, other: Person) -> Level:
    return Matcher().match(one, other).level


@pytest.mark.parametrize(
    ("one", "other", "score", "code"),
    [
        ("1980-03-04", "1980-03-04", 1.0, "equal"), ("1980-03-04", "04.03.1980", 1.0, "equal"),
        ("1980-03-04", "1980-04-03", 0.93, "swapped"), ("1980-03-04", "1980-03-14", 0.9, "one_digit"),
        ("1979-03-04", "1980-03-04", 0.88, "year_off"), ("1980-03-04", "1980", 0.85, "year_only"),
        ("1980-01-01", "1980-01-01", 0.85, "year_only"), ("1980-01-01", "1983-01-01", 0.8, "one_digit"),
        ("1980-01-01", "1980-09-27", 0.8, "first_of_january"), ("1980-03-04", "1980-03-27", 0.55, "same_year"),
        ("1980-03-04", "1980-11-27", 0.4, "near_year"), ("1980-03-04", "1982-11-27", 0.4, "near_year"),
        ("1980", "1982", 0.4, "near_year"), ("1980-03-04", "1999-12-31", 0.0, "different"),
        ("1980-03-04", "", 0.0, "not_compared"),
    ],
)  # fmt: skip
@pytest.mark.acceptance("settled", "Z1")
def test_birth_dates_are_compared_by_the_highest_rule_that_applies(
    one: str, other: str, score: float, code: str
) -> None:
    for left, right in itertools.permutations((read_birth(one, TODAY), read_birth(other, TODAY))):
        assert compare_births(left, right) == (score, f"birth.{code}")


@pytest.mark.parametrize(
    "text", ["31.02.1980", "2026-06-02", "1905", "01.01.1905", "gestern", "1980-13-01", "٠١.٠١.1980"]
)
def test_what_is_no_birth_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_birth(text, TODAY)


def test_a_name_alone_is_never_sure() -> None:
    same = someone("Anna", "Weber", "", ("Hauptstr.", "1"))
    assert level(same, same) is Level.POSSIBLE
    assert level(someone("Anna", "Weber", "1980"), someone("Anna", "Weber", "1980")) is Level.POSSIBLE
    assert level(someone("Anna", "Weber", "1980-01-01"), someone("Anna", "Weber", "1980-01-01")) is Level.POSSIBLE


def test_name_and_birth_date_are_sure_also_with_day_and_month_changed_over() -> None:
    entry = someone("Jörg", "Schröder", "1980-03-04")
    assert level(entry, someone("Joerg", "Schroeder", "1980-03-04")) is Level.SURE
    assert level(entry, someone("Joerg", "Schroeder", "1980-04-03")) is Level.SURE
    assert level(entry, someone("Joerg", "Schroeder", "1980-03-05")) is Level.POSSIBLE
    assert level(entry, someone("Joerg", "Schroeder", "1951-11-30")) is Level.NONE


@pytest.mark.acceptance("settled", "Z4")
def test_a_short_name_with_two_letters_changed_over_is_possible_with_the_birth_date() -> None:
    assert level(someone("Hà", "Trần", "1980-03-04"), someone("Ah", "Tran", "1980-03-04")) is Level.POSSIBLE
    assert level(someone("Hà", "Trần"), someone("Ah", "Tran")) is Level.NONE


def test_without_a_given_name_birth_date_or_address_is_needed() -> None:
    entry = someone("Mehmet", "Yıldız", "1980-03-04", ("Am Wall", "3a"))
    assert level(someone("", "Yildiz", "1980-03-04"), entry) is Level.POSSIBLE
    assert level(someone("", "Yildiz", "", ("Am Wall", "3 A")), entry) is Level.POSSIBLE
    assert level(someone("", "Yildiz"), entry) is Level.NONE


def test_the_same_address_makes_up_for_a_weaker_name() -> None:
    entry = someone("Andrzej", "Zieliński", "", ("Bahnhofstraße", "12"))
    assert level(someone("Andschei", "Schelinski"), entry) is Level.NONE
    assert level(someone("Andschei", "Schelinski", "", ("Banhofstr.", "12")), entry) is Level.POSSIBLE
    assert level(someone("Andschei", "Schelinski", "", ("Bahnhofstr.", "14")), entry) is Level.NONE


def test_reasons_say_what_was_equal_similar_different_or_not_compared() -> None:
    entry = someone("Jörg", "Schröder", "1980-03-04")
    found = Matcher().match(someone("Schröter", "Jörg", "1980-04-03", ("Am Wall", "3")), entry)
    assert found.reasons == (
        "given.similar", "family.equal", "name.swapped", "birth.swapped", "address.not_compared",
    )  # fmt: skip


def test_an_alias_is_found_and_named() -> None:
    entry = Person((("Anna", "Weber"), ("Anja", "Kowalska")), Birth(1980, 3, 4))
    found = Matcher().match(someone("Anja", "Kowalska", "1980-03-04"), entry)
    assert found.level is Level.SURE
    assert "name.alias" in found.reasons


def test_the_best_hit_comes_first_and_others_do_not_come() -> None:
    people = [
        someone("Anna", "Webber"), someone("Klaus", "Roth"), someone("Anna", "Weber", "1980-03-04"),
        someone("Anna", "Weber", "1980"),
    ]  # fmt: skip
    hits = Matcher().rank(someone("Anna", "Weber", "1980-03-04"), people)
    assert [hit.person for hit in hits] == [people[2], people[3], people[0]]
    assert [hit.match.level for hit in hits] == [Level.SURE, Level.POSSIBLE, Level.POSSIBLE]


def test_nasty_input_gets_an_answer_in_either_order_and_always_the_same() -> None:
    people = [someone(given, family) for given, family in itertools.product(NASTY, NASTY)][::7]
    people += [someone("Văn Anh", "Nguyễn"), someone("Abd al-Rahman Ali", "von der Heide-Koç")]
    once = [Matcher().match(one, other) for one in people for other in people[-12:]]
    again = Matcher()
    assert once == [again.match(one, other) for one in people for other in people[-12:]]
    for one, other in itertools.product(people[-12:], people):
        there, back = again.match(one, other), again.match(other, one)
        assert (there.level, there.name, there.birth) == (back.level, back.name, back.birth)
        assert set(there.reasons) == set(back.reasons) or "name.swapped" in there.reasons
        assert there.level is not Level.SURE


def test_a_name_without_a_letter_hits_nobody() -> None:
    for text in ("", "\x00", "👍", "123"):
        assert level(someone(text, text, "1980-03-04"), someone(text, text, "1980-03-04")) is Level.NONE


def test_more_words_than_a_name_has_are_not_read() -> None:
    many = " ".join(["Anna"] * (MOST_WORDS + 2_000))
    assert level(someone(many, "Weber"), someone("Anna", "Weber")) is Level.POSSIBLE


def test_a_profile_is_data_and_refuses_what_nobody_means() -> None:
    profile = MatchProfile(version="2026-1", name_only=0.95)
    assert MatchProfile.of(profile.values()) == profile
    assert level(someone("Anna", "Weber"), someone("Anna", "Weber")) is Level.POSSIBLE
    for values in ({"name_only": 0.5}, {"sure_name": 7}, {"sure_name": "high"}):
        with pytest.raises(ValueError, match="must lie between"):
            MatchProfile.of({**profile.values(), **values})
    with pytest.raises(TypeError):
        MatchProfile.of({"unknown": 1})
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(profile, "name_only", 0.9)  # noqa: B010
