"""The clocks of the law as tables: holidays, § 77b, provisional entries, GDPR Art. 12 and 14."""

import datetime

import pytest
from dateutil.easter import easter as known_easter

from zemag import clocks
from zemag.clocks.calendar import easter


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=clocks.LOCAL)


def test_easter_is_right_for_two_hundred_years() -> None:
    assert [easter(year) for year in range(1950, 2150)] == [known_easter(year) for year in range(1950, 2150)]


def test_a_year_has_the_holidays_of_the_state_and_no_others() -> None:
    assert sorted(clocks.holidays(2026)) == [
        day(text)
        for text in (
            "2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-06-04",
            "2026-10-03", "2026-11-01", "2026-12-25", "2026-12-26",
        )
    ]  # fmt: skip
    assert day("2017-10-31") in clocks.holidays(2017)
    assert day("2018-10-31") not in clocks.holidays(2018)


@pytest.mark.parametrize(
    ("begin", "number", "end"),
    [
        ("2026-04-02", 1, "2026-04-07"), ("2026-04-03", 0, "2026-04-07"), ("2026-04-02", 0, "2026-04-02"),
        ("2026-12-23", 1, "2026-12-24"), ("2026-12-24", 1, "2026-12-28"), ("2026-05-13", 3, "2026-05-19"),
        ("2026-12-31", 1, "2027-01-04"), ("2026-06-03", 1, "2026-06-05"), ("2026-07-01", 10, "2026-07-15"),
    ],
)  # fmt: skip
def test_working_days_leave_out_weekends_and_holidays(begin: str, number: int, end: str) -> None:
    assert clocks.add_working_days(day(begin), number) == day(end)


@pytest.mark.parametrize(
    ("begin", "number", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-01-30", 1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-02-28", 1, "2026-03-28"),
        ("2026-10-31", 36, "2029-10-31"),
    ],
)  # fmt: skip
def test_months_end_with_the_same_day_or_the_last(begin: str, number: int, end: str) -> None:
    assert clocks.add_months(day(begin), number) == day(end)


@pytest.mark.parametrize(
    ("known", "last"),
    [
        ("2026-01-15", "2026-04-15"),  # a Wednesday
        ("2026-01-03", "2026-04-07"),  # Good Friday, then Easter: Tuesday
        ("2026-01-11", "2026-04-13"),  # Saturday to Monday
        ("2026-07-03", "2026-10-05"),  # 3 October, a Saturday
        ("2026-08-01", "2026-11-02"),  # All Saints on a Sunday
        ("2026-09-25", "2026-12-28"),  # Christmas, then a weekend
        ("2026-11-30", "2027-03-01"),  # the last of February, a Sunday
        ("2027-11-29", "2028-02-29"),  # a leap year
        ("2026-03-04", "2026-06-05"),  # Corpus Christi
    ],
)
def test_an_application_has_three_months_and_the_rest_of_the_weekend(known: str, last: str) -> None:
    assert clocks.last_application_day(day(known)) == day(last)


def test_each_entitled_person_has_an_own_clock_and_warnings() -> None:
    first = clocks.ApplicationClock(day("2026-01-15"), confirmed=True)
    second = clocks.ApplicationClock(day("2026-02-20"), confirmed=True)
    assert first.warnings == (day("2026-03-16"), day("2026-04-01"), day("2026-04-08"), day("2026-04-13"))
    assert not first.lapsed(day("2026-04-15"))
    assert first.lapsed(day("2026-04-16"))
    assert not second.lapsed(day("2026-04-16"))


@pytest.mark.acceptance("settled", "Z6")
def test_a_date_nobody_confirmed_warns_but_never_makes_it_too_late() -> None:
    clock = clocks.ApplicationClock(day("2026-01-15"), confirmed=False)
    assert clock.warnings[0] == day("2026-03-16")
    assert not clock.lapsed(day("2027-01-01"))


@pytest.mark.parametrize(
    ("began", "ends"),
    [
        ("2026-06-09T10:00", "2026-06-12T10:00"),  # Tuesday: 72 hours are later than Wednesday's end
        ("2026-06-12T10:00", "2026-06-16T00:00"),  # Friday: until the end of Monday
        ("2026-04-02T18:00", "2026-04-08T00:00"),  # Maundy Thursday: until the end of Tuesday
        ("2026-04-04T09:00", "2026-04-08T00:00"),  # Easter Saturday
        ("2026-12-24T12:00", "2026-12-29T00:00"),  # Christmas
        ("2026-03-26T12:00", "2026-03-29T13:00"),  # the clock is put forward in these 72 hours
        ("2026-12-31T23:30", "2027-01-05T00:00"),  # New Year
    ],
)
@pytest.mark.acceptance("settled", 3)
def test_a_provisional_entry_ends_at_the_later_of_72_hours_and_the_next_working_day(began: str, ends: str) -> None:
    assert clocks.provisional_ends(moment(began)) == moment(ends)


@pytest.mark.acceptance("settled", 2)
def test_level_3_has_two_hours_day_and_night_and_the_rest_a_working_day() -> None:
    night = moment("2026-04-04T23:30")
    assert clocks.working_clock(night, 3) == moment("2026-04-05T01:30")
    assert clocks.working_clock(night, 2) == moment("2026-04-08T00:00")
    assert clocks.working_clock(moment("2026-06-09T10:00"), 1, 3) == moment("2026-06-13T00:00")


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        ("2026-01-31T10:00", "2026-02-28"), ("2028-01-31T10:00", "2028-02-29"), ("2026-02-10T10:00", "2026-03-10"),
        ("2026-03-01T10:00", "2026-03-31"), ("2026-06-10T10:00", "2026-07-10"), ("2026-07-10T10:00", "2026-08-09"),
        ("2026-03-05T10:00", "2026-04-04"),  # Easter Saturday: it does not move
    ],
)  # fmt: skip
@pytest.mark.acceptance("zemag", 15)
@pytest.mark.acceptance("settled", "Z7")
def test_a_notice_is_due_after_30_days_or_a_month_whichever_is_shorter(submitted: str, due: str) -> None:
    assert clocks.notice_due(moment(submitted)) == day(due)


@pytest.mark.acceptance("settled", "Z7")
def test_the_day_of_a_report_is_the_local_one() -> None:
    late = datetime.datetime(2026, 6, 9, 22, 30, tzinfo=datetime.UTC)
    assert clocks.local_day(late) == day("2026-06-10")
    assert clocks.notice_due(late) == day("2026-07-10")
    with pytest.raises(ValueError, match="zone"):
        clocks.local_day(datetime.datetime(2026, 6, 9))


def test_an_open_notice_is_escalated_three_times() -> None:
    assert clocks.notice_escalations(moment("2026-06-10T10:00")) == (
        day("2026-06-24"), day("2026-07-01"), day("2026-07-07"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ("2026-01-31", "2026-02-28", "2026-04-30"), ("2028-01-31", "2028-02-29", "2028-04-30"),
        ("2026-11-30", "2026-12-30", "2027-02-28"), ("2026-03-05", "2026-04-05", "2026-06-05"),
    ],
)  # fmt: skip
@pytest.mark.acceptance("zemag", 15)
def test_a_request_has_a_calendar_month_and_one_extension(received: str, due: str, extended: str) -> None:
    clock = clocks.RequestClock(day(received))
    assert (clock.due, clock.due_extended) == (day(due), day(extended))
    assert clock.may_extend(day(due))
    assert not clock.may_extend(day(due) + datetime.timedelta(days=1))


def test_a_reported_person_stays_no_longer_than_the_clocks_allow() -> None:
    recorded, due = day("2026-01-15"), day("2026-02-14")
    ends = [day("2026-04-15"), day("2026-05-20")]
    assert clocks.intake_ends(recorded, ends[:1], due, noticed=True) == day("2026-04-22")
    assert clocks.intake_ends(recorded, ends, due, noticed=True) == day("2026-05-15")
    assert clocks.intake_ends(recorded, ends, due, noticed=False) == due
    assert clocks.intake_ends(recorded, [], due, noticed=True) == due


def test_a_clock_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        clocks.add_working_days(day("2026-01-01"), -1)
