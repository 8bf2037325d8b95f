"""The ranking needs no database: titles weigh most, order is stable, compounds count by their parts."""

import json
import random
from dataclasses import dataclass
from datetime import date
from datetime import date as day
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from search.analysis.queries import understand
from search.analysis.tokens import analyse
from search.ranking import Place, Stats, order, pack, score, unpack

TODAY = date(2026, 5, 4)
STATS = Stats(100, (4.0, 6.0, 15.0, 200.0))


@dataclass
class Row:
    """An entry without a database."""

    key: str
    title: str
    counts: str
    n_title: int
    n_keywords: int
    n_summary: int
    n_text: int
    site: str = "public"
    kind: str = "page"
    is_index: bool = False
    date: day | None = None
    end: day | None = None


def row(key: str, title: str, text: str = "", **more: Any) -> Row:
    """Return an entry with this title and text."""
    fields = [analyse(part, "de") for part in (title, "", "", text)]
    lengths = [len(part) for part in fields]
    return Row(key, " ".join(fields[0]), json.dumps(pack(fields)), *lengths, **more)


def points(entry: Row, text: str) -> float:
    """Return the score of an entry for a question."""
    return score(entry, understand(text, "de"), {"gewalt": 5, "platz": 9}, STATS, Place(TODAY)).score


@given(st.lists(st.integers(0, 99), min_size=4, max_size=4))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    fields = [["wort"] * number for number in numbers]
    assert unpack(pack(fields).get("wort", 0)) == tuple(numbers)


def test_a_title_counts_more_than_text_and_more_of_it_never_less() -> None:
    in_text = row("page:1", "Ein Thema", "Gewalt")
    in_title = row("page:2", "Gewalt im Alltag", "Gewalt")
    whole = row("page:3", "Gewalt", "Gewalt")
    assert points(in_text, "Gewalt") < points(in_title, "Gewalt") <= points(whole, "Gewalt")


def test_all_words_beat_one_of_them_and_what_lacks_is_named() -> None:
    both, one = row("page:1", "Ort", "Gewalt Platz"), row("page:2", "Ort", "Gewalt Gewalt Gewalt")
    assert points(both, "Gewalt Platz") > points(one, "Gewalt Platz")
    lacking = score(one, understand("Gewalt Platz", "de"), {}, STATS, Place(TODAY))
    assert lacking.missing == ("platz",)


def test_past_events_and_old_news_stand_behind() -> None:
    past = row("page:1", "Gewalt", kind="event", date=date(2026, 1, 1))
    assert points(past, "Gewalt") < points(row("page:2", "Gewalt", kind="event", date=date(2026, 9, 1)), "Gewalt")
    old = row("page:3", "Gewalt", kind="news", date=date(2020, 1, 1))
    assert points(old, "Gewalt") < points(row("page:4", "Gewalt", kind="news", date=TODAY), "Gewalt")


def test_the_order_does_not_depend_on_the_order_of_the_engine() -> None:
    entries = [row(f"page:{n}", "Gewalt", "Platz " * (n % 4), date=date(2026, 1, 1 + n % 3)) for n in range(40)]
    question = understand("Gewalt Platz", "de")

    def ranked() -> list[str]:
        return [
            entry.key for entry, _s in order((one, score(one, question, {}, STATS, Place(TODAY))) for one in entries)
        ]

    first = ranked()
    random.Random(7).shuffle(entries)
    assert ranked() == first
