"""Who may ask, how often, and what each question leaves behind (ZeMAG design, sections 9 and 11)."""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from audit.models import Entry
from outbox.models import OutgoingMail
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
    granted,
    profile,
)
from zemag.asking import Question
from zemag.models import (
    Certainty,
    Grant,
    Inquiry,
    InquiryHit,
    InquiryInput,
    InquiryItem,
    Outcome,
    Role,
)
from zemag.services import acting, emergencies, inquiry
from zemag.services.errors import CannotAnswer, Denied, KeyReused, LimitReached, NotFound

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def logged(action: str = "search") -> list[Entry]:
    return list(Entry.objects.using("zemag").filter(action=action).order_by("seq"))


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
    who, officer = enquirer(), granted(Role.DATA_PROTECTION)
    ask(who=who)
    ask(who=who, now=NOW + HOUR / 2)
    with pytest.raises(LimitReached) as fault:
        ask(who=who, now=NOW + HOUR / 2)
    assert fault.value.until == NOW + HOUR
    assert len(logged("deny")) == 1
    (mail,) = OutgoingMail.objects.using("zemag").filter(kind="zemag_limit")
    assert mail.recipients == [officer.email]
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


@pytest.mark.acceptance("zemag", 27)
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


def test_an_emergency_inquiry_is_by_address_for_two_purposes_and_reviewed_by_the_coordinator() -> None:
    active(address=PLACE)
    who, question = enquirer(), Question(family="Schröder", street="Musterweg", number="12")
    with pytest.raises(ValidationError):
        inquiry.ask_emergency(asking=asking(who), question=question, now=NOW)
    (row,) = inquiry.ask_emergency(asking=asking(who, purpose="rescue"), question=question, now=NOW).rows
    assert [card.certainty for card in row.cards] == [Certainty.ADDRESS]
    made = Inquiry.objects.get()
    assert made.review_by == date(2026, 6, 16)
    coordinator = granted(Role.COORDINATOR)
    with pytest.raises(Denied):
        emergencies.review(inquiry_id=made.pk, actor=granted(Role.COORDINATOR, department="50"), now=NOW)
    with pytest.raises(NotFound):
        emergencies.review(inquiry_id=uuid.uuid4(), actor=coordinator, now=NOW)
    assert emergencies.review(inquiry_id=made.pk, actor=coordinator, now=NOW) == "VZ 12/26"
    made.refresh_from_db()
    assert made.reviewed_by == coordinator.uuid
    with pytest.raises(Denied):
        inquiry.ask_emergency(asking=asking(enquirer(area(break_glass=False))), question=question, now=NOW)


@pytest.mark.acceptance("zemag", 7)
def test_each_search_view_and_detail_leaves_exactly_one_row_also_on_error_and_denial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    active()
    who = enquirer()

    def rows(act: Callable[[], object], fault: type[Exception] | None = None) -> int:
        before = Entry.objects.using("zemag").count()
        with pytest.raises(fault) if fault else nullcontext():
            act()
        return Entry.objects.using("zemag").count() - before

    found = ask(who=who).rows[0].cards[0].hit
    route = b"family;birthdate\nA;\nNguyen;1990\nMuster;1970"
    look = lambda reason, by: acting.details(hit_id=found, actor=by, reason=reason, now=NOW)  # noqa: E731
    assert rows(lambda: ask(who=who)) == 1
    assert rows(lambda: inquiry.ask_route(asking=asking(who), data=route, now=NOW)) == 3
    assert rows(lambda: acting.open_hits(actor=who[0], now=NOW)) == 1
    assert rows(lambda: look("Besuch", who[0])) == 1
    assert rows(lambda: ask(who=(who[0], "nothing")), Denied) == 1
    assert rows(lambda: look("Besuch", enquirer()[0]), NotFound) == 1
    assert rows(lambda: acting.open_hits(actor=granted(Role.LEGAL), now=NOW), Denied) == 1
    monkeypatch.setattr(inquiry, "compare", lambda *args: 1 / 0)
    assert rows(lambda: ask(who=who), CannotAnswer) == 1
    assert rows(lambda: inquiry.ask_route(asking=asking(who), data=route, now=NOW), CannotAnswer) == 3
