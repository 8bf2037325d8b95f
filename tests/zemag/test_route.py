"""A route of the morning: refused whole when it cannot be trusted; a bad row is never "no entry" (section 20)."""

import time
import uuid
from typing import Any

import pytest

from audit.models import Entry
from tests.zemag_factories import NOW, PLACE, TODAY, active, area, asking, enquirer, profile
from zemag.clocks import end_of_day
from zemag.models import Inquiry, InquiryItem, Outcome, Watch
from zemag.route import read_route
from zemag.services import inquiry
from zemag.services.answers import Answer
from zemag.services.errors import BatchRefused, CannotAnswer, Denied, LimitReached

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
HEAD = "ref;family;given;birthdate;street;no;time"
ROUTE = "\n".join(
    (
        HEAD,
        "1;Schröder;Jörg;04.03.1980;;;10:00",
        "2;Nguyen;Anh;1990-02-01;;;11:00",
        "3;Beispiel;Mia;31.02.1990;;;",
        "4;Muster;Eva;;Musterweg;12;",
        "5;;;;;;",
        "6;Muster;Eva;1970",
        "7;Muster;Eva;1970;;;25:00",
        "8;;;1970;Musterweg;12;",
    )
)


@pytest.fixture(autouse=True)
def _released(db: None) -> None:
    profile()


def send(text: str | bytes = ROUTE, who: Any = None, **fields: Any) -> Answer:
    """Send a route."""
    data = text if isinstance(text, bytes) else text.encode()
    return inquiry.ask_route(asking=asking(who, **fields), data=data, now=NOW)


@pytest.mark.acceptance("zemag", 25)
def test_each_row_has_its_answer_and_a_bad_one_never_reads_no_entry() -> None:
    active(address=PLACE)
    found = send()
    outcomes = {row.reference: (row.outcome, row.reason) for row in found.rows}
    assert outcomes == {
        "1": (Outcome.HIT, ""),
        "2": (Outcome.NONE, ""),
        "3": (Outcome.NOT_CHECKED, "birth"),
        "4": (Outcome.HIT, ""),
        "5": (Outcome.NOT_CHECKED, "family"),
        "6": (Outcome.NOT_CHECKED, "cells"),
        "7": (Outcome.NOT_CHECKED, "time"),
        "8": (Outcome.NOT_CHECKED, "family"),
    }
    assert found.unknown_births == 1
    rows = Entry.objects.using("zemag").filter(action="batch_row").order_by("seq")
    assert [entry.result for entry in rows] == ["hit", "none", "not_checked", "hit", *["not_checked"] * 4]
    assert (Inquiry.objects.count(), InquiryItem.objects.count()) == (1, 8)


@pytest.mark.acceptance("zemag", 25)
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ref;family;given;street;no;time\n1;Schröder;Jörg;;;", "birthdate"),
        ("Schröder;Jörg;04.03.1980", "birthdate"),
        (f"{HEAD};religion\n1;Schröder;Jörg;1980;;;;x", "columns"),
        ("family;birthdate;family\nA;1980;B", "columns"),
        (HEAD, "empty"),
        (f"{HEAD}\n;;;;;;\n", "empty"),
        ("", "birthdate"),
        (HEAD + "\n1;Schröder;Jörg;1980;;;" * 61, "rows"),
        (HEAD + "\n" + "x" * 65_536, "size"),
        (b"\x00\x01\x02PK", "binary"),
        (b"\x81\x8d\xff", "binary"),
        (f'{HEAD}\n1;"Schröder;Jörg;1980;;;', "columns"),
    ],
)
def test_a_route_that_cannot_be_trusted_is_refused_whole(text: str | bytes, why: str) -> None:
    with pytest.raises(BatchRefused) as fault:
        send(text)
    assert fault.value.detail == {"why": why}
    assert not Inquiry.objects.exists()
    assert not Entry.objects.using("zemag").filter(action="batch_row").exists()


@pytest.mark.parametrize("sign", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "cp1252"])
def test_usual_signs_and_codes_are_read(sign: str, code: str) -> None:
    text = sign.join(HEAD.split(";")) + "\r\n" + sign.join(("1", "Schröder", "Jörg", "4.3.1980", "", "", "8:30"))
    (row,) = read_route(text.encode(code), TODAY)
    assert row.asked is not None
    assert row.asked.person is not None
    assert row.asked.person.names == (("Jörg", "Schröder"),)
    assert row.planned_at is not None
    assert (row.planned_at.hour, row.planned_at.minute) == (8, 30)


def test_each_row_of_today_is_watched_and_rows_without_a_time_until_the_day_is_over() -> None:
    send(f"{HEAD}\n1;Nguyen;Anh;1990;;;\n2;Nguyen;Binh;1990;;;12:00")
    untils = sorted(Watch.objects.values_list("until", flat=True))
    assert len(untils) == 2
    assert untils[1] == end_of_day(TODAY)


def test_four_routes_a_day() -> None:
    who = enquirer()
    for _number in range(4):
        send(f"{HEAD}\n1;Nguyen;Anh;1990;;;", who)
    with pytest.raises(LimitReached) as fault:
        send(f"{HEAD}\n1;Nguyen;Anh;1990;;;", who)
    assert fault.value.until == end_of_day(TODAY)


def test_a_route_needs_an_area_that_may_send_one() -> None:
    with pytest.raises(Denied):
        send(who=enquirer(area(batch=False)))


def test_without_a_profile_each_row_is_logged_as_an_error_and_none_is_answered() -> None:
    who = enquirer()
    profile().delete()
    with pytest.raises(CannotAnswer):
        send(who=who)
    rows = Entry.objects.using("zemag").filter(action="batch_row")
    assert list(rows.values_list("result", flat=True)) == ["error"] * 8


def test_a_route_sent_twice_is_one_inquiry() -> None:
    who, key = enquirer(), uuid.uuid4()
    assert send(who=who, request_key=key) == send(who=who, request_key=key)
    assert Inquiry.objects.count() == 1


@pytest.mark.acceptance("zemag", 12)
def test_sixty_rows_are_answered_well_within_the_four_seconds_that_are_allowed() -> None:
    for day in range(1, 20):
        active(birth=(1980, 3, day))
    text = HEAD + "".join(f"\n{number};Muster{chr(97 + number % 26)};Eva;1970;;;" for number in range(60))
    who, began = enquirer(), time.process_time()
    assert len(send(text, who).rows) == 60
    assert time.process_time() - began < 4
