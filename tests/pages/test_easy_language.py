"""The check of easy language finds what is hard to read, and leaves good texts alone."""

import pytest

from pages.easy_language import hints

GOOD = """Wir sind ein Büro der Stadt.
Das Büro hilft bei Sicherheit.
Sie haben Angst? Dann rufen Sie an.
Die Nummer ist 110.
Es gibt 9 Stadt-Bezirke.
Das Kriminal·präventions·zentrum ist für alle da.
Der Zeuge war allein. Das war einzig und witzig.
Der Sonntag ist frei. Wir zeigen Ihnen den Weg."""
FAULTS = {
    "sentence": "Wir treffen uns am Montag im großen Saal und reden dort lange mit allen.",
    "word": "Das Kriminalpräventionszentrum hilft.",
    "abbreviation": "Wir helfen z. B. alten Menschen.",
    "number": "Es gibt zwölf Büros.",
}


@pytest.mark.acceptance("look", 11)
def test_a_good_text_gets_no_hint() -> None:
    assert hints(GOOD) == []


@pytest.mark.acceptance("look", 11)
@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_gets_its_own_hint_and_no_other(kind: str) -> None:
    found = hints(f"{GOOD}\n{FAULTS[kind]}")
    assert [hint.kind for hint in found] == [kind]
    assert found[0].advice


@pytest.mark.parametrize("number", ["zwei", "dreizehn", "zwanzig", "dreihundert", "Zwei"])
def test_words_for_numbers_are_found(number: str) -> None:
    assert [hint.kind for hint in hints(f"Wir haben {number} Büros.")] == ["number"]


@pytest.mark.parametrize("short", ["d. h.", "usw.", "bzw.", "ca.", "z.B."])
def test_abbreviations_are_found_and_end_no_sentence(short: str) -> None:
    assert [hint.kind for hint in hints(f"Das ist gut, {short} das hilft.")] == ["abbreviation"]


def test_twelve_words_are_few_enough_and_fourteen_letters_short_enough() -> None:
    assert hints("a b c d e f g h i j k l.") == []
    assert [hint.kind for hint in hints("a b c d e f g h i j k l m.")] == ["sentence"]
    assert hints("abcdefghijklmn") == []
    assert [hint.kind for hint in hints("abcdefghijklmno")] == ["word"]
