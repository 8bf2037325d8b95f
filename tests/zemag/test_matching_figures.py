"""The figures of the issue: recall and false hits on seeded populations, on known and on unseen name lists."""

import random
import time

import pytest

from tests.zemag import names_tuned, names_unseen
from tests.zemag.groups import GROUPS
from tests.zemag.measure import FalseHits, Recall, false_hits, person, recall
from tests.zemag.populations import Lists, Written, entry, people
from zemag.matching import Matcher, MatchProfile

LISTS: dict[str, Lists] = {
    "tuned": (names_tuned.GIVEN, names_tuned.FAMILY),
    "unseen": (names_unseen.GIVEN, names_unseen.FAMILY),
}
PROFILE = MatchProfile()


@pytest.fixture(scope="module", params=LISTS)
def lists(request: pytest.FixtureRequest) -> Lists:
    return LISTS[request.param]


@pytest.fixture(scope="module")
def recalled(lists: Lists) -> Recall:
    return recall(lists, PROFILE, size=30, seed=7)


@pytest.mark.acceptance("zemag", 11)
@pytest.mark.parametrize(
    ("birth", "least"),
    [("right", 0.99), ("swapped", 0.99), ("one digit", 0.95), ("unknown", 0.90), ("year only", 0.90)],
)
@pytest.mark.acceptance("settled", 10)
def test_people_are_found_again(recalled: Recall, birth: str, least: float) -> None:
    assert recalled.share(birth=birth) >= least, recalled.missed[:20]
    assert all(recalled.share(birth=birth, group=group) >= least - 0.04 for group in GROUPS)


def ask(lists: Lists, birth: str, group: str = "", asked: int = 600) -> FalseHits:
    return false_hits(lists, PROFILE, birth, group, asked=asked, seed=7)


@pytest.mark.acceptance("zemag", 11)
@pytest.mark.parametrize(("birth", "most"), [("right", 0.002), ("year only", 0.002), ("unknown", 0.03)])
@pytest.mark.acceptance("settled", 10)
@pytest.mark.acceptance("settled", "Z5")
def test_strangers_are_hit_rarely_and_never_for_sure(lists: Lists, birth: str, most: float) -> None:
    found = ask(lists, birth, asked=600 if birth == "unknown" else 1500)
    assert found.share <= most, found.pairs[:20]
    assert found.sure == 0


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.acceptance("settled", 10)
@pytest.mark.acceptance("settled", "Z5")
def test_no_group_of_names_is_hit_more_often_with_a_birth_date(lists: Lists, group: str) -> None:
    found = ask(lists, "right", group, 600)
    assert found.share <= 0.005, found.pairs[:20]
    assert found.sure == 0


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.acceptance("settled", "Z5")
def test_by_name_alone_no_group_is_shown_a_stranger_in_more_than_one_question_of_twenty(
    lists: Lists, group: str
) -> None:
    found = ask(lists, "unknown", group)
    assert found.shown / found.asked <= 0.05, found.pairs[:20]


# Times are those of the processor: the suite shares its machine; `make bench-zemag` prints the wall clock.
def register(size: int) -> list[Written]:
    rng = random.Random(size)
    return [entry(someone, rng) for someone in people(size, rng, LISTS["tuned"])]


@pytest.mark.acceptance("zemag", 12)
def test_a_single_inquiry_at_5000_entries_takes_less_than_a_second() -> None:
    stored = [person(written, number) for number, written in enumerate(register(5000))]
    started = time.process_time()
    hits = Matcher().rank(person(Written("Mehmet", "Yılmaz", "")), stored)
    assert time.process_time() - started < 1.0
    assert hits


@pytest.mark.acceptance("zemag", 12)
def test_a_batch_of_30_at_1000_entries_takes_less_than_two_seconds() -> None:
    stored = [person(written, number) for number, written in enumerate(register(1000))]
    batch = [person(Written(written.given, written.family, "")) for written in register(1030)[-30:]]
    started = time.process_time()
    matcher = Matcher()
    for query in batch:
        matcher.rank(query, stored)
    assert time.process_time() - started < 2.0
