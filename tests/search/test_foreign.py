"""Contents that nobody tuned search on: questions in everyday words find their pages, on each engine alike."""

import pytest

from search.analysis.queries import Question, parted_verbs, understand
from tests.search.foreign import ask, load

# Hit@1, hit@5 and mean reciprocal rank that a set reached, rounded down.
FLOORS = {
    "city": (0.78, 1.0, 0.87),
    "institute": (0.89, 1.0, 0.93),
    "everyday": (0.89, 1.0, 0.93),
    "mixed": (0.73, 1.0, 0.84),
    "prevention": (0.89, 1.0, 0.93),
    "hospital": (0.84, 1.0, 0.92),
}


@pytest.mark.parametrize("name", FLOORS)
def test_questions_of_people_find_their_pages_among_foreign_contents(name: str, sites: None) -> None:
    figures, _orders = ask(name, load(name))
    report = f"{figures}\n" + "\n".join(figures.misses)
    first, five, mean = FLOORS[name]
    assert figures.number == 19
    assert figures.hit1 >= first and figures.hit5 >= five and figures.mrr >= mean, report


def alternatives(question: Question, word: str) -> set[str]:
    """Return the single tokens that stand for a word of a question."""
    return {row.tokens[0] for concept in question.concepts if concept.word == word for row in concept.alternatives}


def test_a_verb_and_its_first_part_at_the_end_of_the_clause_are_one_word() -> None:
    assert parted_verbs("Wie melde ich mein Rad an und wann holt ihr es ab?") == {"melde": "anmelde"}
    assert "umziehen" in alternatives(understand("Ich ziehe bald um, was nun?", "de"), "ziehe")
    assert parted_verbs("Wo ist das Amt?") == {} and parted_verbs("") == {}


def test_a_verb_that_says_nothing_alone_counts_with_its_first_part() -> None:
    question = understand("jemand steht im Büro und geht nicht weg", "de")
    found = alternatives(question, "geht")
    assert {"weggehen", "hausverbot"} <= found and "gehen" not in found
    assert alternatives(understand("Wo gibt man das ab?", "de"), "gibt") >= {"abgeben"}
    assert "geht" not in [row.word for row in understand("Was geht im Büro?", "de").concepts]


def test_behind_an_arrow_stands_what_is_meant_too_but_not_the_other_way_round() -> None:
    assert "hund" in alternatives(understand("Dackel", "de"), "dackel")
    assert "dackel" not in alternatives(understand("Hund", "de"), "hund")


def test_a_word_of_any_question_counts_little_and_a_compound_of_the_word_is_no_synonym() -> None:
    question = understand("Ich möchte einen Ausweis bekommen", "de")
    assert [(row.word, row.weight < 1) for row in question.concepts] == [
        ("möchte", True),
        ("ausweis", False),
        ("bekommen", True),
    ]
    assert "personalausweis" not in alternatives(question, "ausweis")


def test_of_a_compound_whose_head_nobody_knows_the_ending_is_looked_for() -> None:
    assert "comput" in alternatives(understand("Hypercomputer", "de"), "hypercomputer")
    assert alternatives(understand("Deutschland", "de"), "deutschland") == {"deutschland"}
