"""Text and questions become the same tokens; broken questions find nothing and break nothing."""

import pytest

from search.analysis import question, tokens, words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Gewalt", "gewalt"),
        ("Straße", "strasse"),
        ("Prävention", "praevention"),
        ("Räte", "Rat"),
        ("Bürger", "Buerger"),
    ],
)
def test_spellings_and_forms_share_a_token(first: str, second: str) -> None:
    assert tokens(first, "de") == tokens(second, "de")


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert question("Wer hilft bei Gewalt", "de") == question("hilft Gewalt", "de")
    assert question("wer ist das", "de")


@pytest.mark.parametrize("text", ['"', "%", "(", "*", "-", "' OR 1=1", "title:", "\u202e", "🙂"])
def test_signs_never_become_tokens(text: str) -> None:
    assert all(word.isalnum() for word in words(text))


def test_a_long_question_is_cut() -> None:
    assert len(question(" ".join(f"wort{n}" for n in range(500)), "de")) <= 18
