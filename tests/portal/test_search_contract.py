"""The table of questions and the list of bad input, on the database of this run."""

import pytest
from django.test import Client

from tests.search.bad_input import wrong_answers
from tests.search.contract import COMPARED, ask, names, table

pytestmark = pytest.mark.django_db


@pytest.mark.acceptance("search", 1)
def test_every_row_of_the_table_is_answered_as_written(portal: None) -> None:
    known, wrong = names(), {}
    for row in table():
        found = ask(row, known)
        differs = {name: found[name] for name in COMPARED if found[name] != row.answer[name]}
        if differs:
            wrong[str(row)] = differs
    assert wrong == {}


@pytest.mark.acceptance("search", 9)
def test_bad_input_is_answered_line_by_line(portal: None, public: Client) -> None:
    assert wrong_answers(public) == []
