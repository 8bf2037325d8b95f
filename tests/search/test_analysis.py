"""Text and questions become the same tokens; broken questions find nothing and break nothing."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.analysis.lexicon import BARE, Lexicon
from search.analysis.queries import MAX_ALTERNATIVES, understand
from search.analysis.tokens import analyse
from search.analysis.words import words

MEET, APART = (Path(__file__).parent / "pairs_de.txt").read_text("utf-8").split("---")


def pairs(text: str) -> list[tuple[str, str]]:
    """Return the pairs of a table."""
    rows = [row.split() for row in text.strip().splitlines() if not row.startswith("#")]
    return [(first, second) for first, second in rows]


def share(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs that share a token."""
    return [(first, second) for first, second in found if set(analyse(first, "de")) & set(analyse(second, "de"))]


def test_spellings_forms_and_parts_meet_and_words_that_only_look_alike_stay_apart() -> None:
    meet, apart = pairs(MEET), pairs(APART)
    assert len(meet) >= 300 and len(apart) >= 100
    met, collided = share(meet), share(apart)
    assert len(met) / len(meet) >= 0.95, sorted(set(meet) - set(met))
    assert len(met) / (len(met) + len(collided)) >= 0.97, collided


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert understand("Wer hilft bei Gewalt", "de").tokens == understand("hilft Gewalt", "de").tokens
    assert understand("wer ist das", "de").concepts


def test_a_compound_means_the_whole_word_or_all_its_parts() -> None:
    rows = understand("Hausbesuch", "de").concepts[0].alternatives
    assert [row.tokens for row in rows[:2]] == [("hausbesuch",), ("haus", "besuch")]


def test_quotation_marks_keep_an_order_and_a_minus_leaves_out() -> None:
    question = understand('Hilfe "auf dem Platz" -Kalk', "de")
    assert question.phrases == ("auf dem platz",) and question.excluded == ("kalk",)
    assert "kalk" not in question.tokens


@pytest.mark.parametrize("text", ['"', "%", "(", "*", "-", "' OR 1=1", "title:", "\u202e", "🙂", "a" + "\u0301" * 5000])
def test_signs_never_become_tokens(text: str) -> None:
    assert all(word.isalnum() for word in words(text))
    assert all(token.isalnum() for token in understand(text, "de").tokens)


@given(st.text(max_size=300))
def test_any_text_gives_tokens_of_letters_and_digits_alone(text: str) -> None:
    for language in ("de", "en"):
        tokens = analyse(text, language)
        assert all(token.isalnum() and len(token) <= 40 for token in tokens)
        assert all(len(row.alternatives) <= MAX_ALTERNATIVES for row in understand(text, language).concepts)


@example("bäuerin")
@given(st.text("abcdefghikmnorstuwzäöüß", min_size=2, max_size=24))
def test_both_spellings_of_umlauts_and_sharp_s_give_the_same_whole_word(word: str) -> None:
    spelled = word
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ß", "ss")):
        spelled = spelled.replace(sign, letters)
    assert analyse(word, "de")[:1] == analyse(spelled, "de")[:1]


def test_a_word_with_forms_of_its_own_is_never_taken_apart() -> None:
    known = Lexicon(1, frozenset({"zuruck", "geben", "dieb", "stehlen", "fahrrad", "besuch", "haus"}))
    assert [known.parts(word) for word in ("zurückgeben", "zurückgegeben", "diebstahl")] == [()] * 3
    assert known.parts("fahrraddiebstahl") == ("fahrrad", "diebstahl")
    assert known.parts("hausbesuch") == ("haus", "besuch")


def test_a_compound_has_at_most_four_parts() -> None:
    assert len(BARE.parts("straßenbahnhaltestellenordnungsdienstplan")) <= 4


def test_numbers_and_codes_stay() -> None:
    assert analyse("77b", "de") == ["77b"] and analyse("113-4", "de") == ["113", "4", "1134"]
    assert analyse("1e10a", "en") == ["1e10", "a"] or analyse("1e10a", "en") == ["1e10"]
