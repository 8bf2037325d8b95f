"""The project's own questions find their pages on the shipped content."""

import pytest

from search.rebuild import rebuild, stale
from tests.search.questions import ask, questions


@pytest.mark.acceptance("search", 2)
@pytest.mark.parametrize(("language", "least"), [("de", 60), ("en", 30)])
def test_questions_of_staff_and_residents_find_their_pages(language: str, least: int, portal: None, db: None) -> None:
    figures, _orders = ask(language)
    assert len(questions(language)) >= least
    report = f"{figures}\n" + "\n".join(figures.misses)
    assert figures.hit1 >= 0.90, report
    assert figures.hit5 == 1.0, report
    assert figures.mrr >= 0.93, report


def test_a_second_rebuild_changes_no_answer_and_the_check_finds_nothing(portal: None, db: None) -> None:
    assert not any(stale().values())
    before = ask("en")[1]
    rebuild(changed=True)
    assert ask("en")[1] == before and not any(stale().values())
