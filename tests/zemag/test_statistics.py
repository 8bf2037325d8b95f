"""Figures are counted once, stand for good, and tell of no small number (ZeMAG design, section 12)."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from audit.models import Entry
from tests.row_factories import DepartmentFactory, UserFactory
from tests.zemag_cases import sent, told, with_legal
from tests.zemag_factories import DAY, NOW, active, profile
from zemag.catalogue import OFFENCES, SETTINGS
from zemag.models import Incident, IncidentState, StatCell, StatCube, StatPeriod, StatTable
from zemag.services import freezing, retention, units
from zemag.services.errors import WrongState
from zemag.statistics.facts import Fact
from zemag.statistics.periods import due
from zemag.statistics.suppression import SMALLEST, Shown, published
from zemag.statistics.tables import ALL, OTHER, Cell, Process, month_cells, pooled, process_cells, year_cells

pytestmark = pytest.mark.django_db(databases=["default", "zemag"])
MOST = 160
ANYTHING = (1 << MOST) - 1


def test_months_and_quarters_appear_on_the_tenth_and_years_on_the_last_of_january() -> None:
    assert list(due("2026-05", date(2026, 6, 9))) == []
    assert list(due("2026-05", date(2026, 6, 10))) == ["2026-05"]
    assert list(due("2026-11", date(2027, 1, 30))) == ["2026-11", "2026-12", "2026-Q4"]
    assert list(due("2026-12", date(2027, 2, 10))) == ["2026-12", "2026-Q4", "2026", "2027-01"]


def cube() -> list[tuple[object, ...]]:
    return sorted(StatCube.objects.values_list(*freezing.DIMENSIONS, "number"))


@pytest.mark.acceptance("zemag", 19)
def test_what_was_counted_stays_when_keys_are_destroyed_levels_change_and_months_are_frozen_again() -> None:
    profile()
    made, twice = active(), sent(UserFactory())
    sent(UserFactory(), told("D1"))
    Incident.objects.filter(pk=twice.pk).update(state=IncidentState.DUPLICATE, duplicate_of=made.incident_id)
    assert freezing.freeze(datetime(2026, 7, 9, 12, tzinfo=UTC)) == 0
    moment = datetime(2026, 7, 10, 12, tzinfo=UTC)
    assert freezing.freeze(moment) == 2
    assert cube() == [
        ("2026-06", "50", 2, "C2", "counter", "none", 1),
        ("2026-06", "50", 3, "D1", "counter", "none", 1),
    ]
    row = StatCell.objects.get(table=StatTable.MONTH)
    assert (row.period_id, row.value, row.shown) == ("2026-06", 2, Shown.SMALL)
    before = cube(), list(StatCell.objects.order_by("pk").values_list())
    Incident.objects.update(level=1, department="51")
    retention.apply(datetime(2029, 1, 1, 12, tzinfo=UTC))
    made.refresh_from_db()
    assert made.state == "deleted"
    assert freezing.freeze(moment) == 0
    assert (cube(), list(StatCell.objects.order_by("pk").values_list())) == before
    assert Entry.objects.using("zemag").filter(action="freeze", actor=None).count() == 2
    # The year is the sum of its months as they stand, whatever became of the reports since.
    freezing.freeze(datetime(2027, 1, 31, 12, tzinfo=UTC))
    assert StatCell.objects.get(period="2026", table=StatTable.LEVEL, row="3").value == 1
    assert StatCell.objects.get(period="2026", table=StatTable.LEVEL, row=ALL).value == 2
    with pytest.raises(WrongState):
        freezing.take_over({}, moment)


def test_a_quarter_tells_how_long_talks_and_notices_took() -> None:
    profile()
    staff = UserFactory(supervisor=UserFactory())
    for days in (0, 1, 1, 4, 5):
        row = sent(staff)
        units.contact(incident_id=row.pk, actor=staff.supervisor, now=NOW + days * DAY)
    clock = with_legal(staff, code="C4").entitled.first()
    assert clock is not None
    freezing.freeze(datetime(2026, 7, 10, 12, tzinfo=UTC))
    found = {row.row: row.value for row in StatCell.objects.filter(period="2026-Q2")}
    assert found == {
        **{"contacts": 5, "contacts_late": 2, "contact_median": 1},
        **{"notices": 0, "notices_late": 0, "applications": 0, "lapsed": 0, "inquiries": 0, "hits": 0},
    }
    assert StatPeriod.objects.get(pk="2026-Q2").frozen_at.month == 7


@pytest.mark.acceptance("settled", "Z10")
def test_a_median_of_fewer_than_five_cases_and_a_rate_of_few_hits_are_not_shown() -> None:
    cells = {cell.row: cell for cell in process_cells(Process((1, 2, 9, 9), 0, (3,) * 5, 1, inquiries=40, hits=3))}
    assert published(2, cells["contact_median"].shown) == "–"
    assert published(cells["notice_median"].value, cells["notice_median"].shown) == "3"
    assert cells["hits"].shown is Shown.SMALL
    assert cells["contacts"].shown is Shown.SMALL


def drawn(draw: random.Random) -> Counter[Fact]:
    """Return a year of reports, few or many, in departments of different sizes."""
    found: Counter[Fact] = Counter()
    many = draw.choice([6, 15, 40, 120])
    offices = [f"d{number}" for number in range(draw.randint(1, 9))]
    for _number in range(many):
        month = f"2025-{draw.randint(1, draw.choice([2, 12])):02}"
        office = offices[min(int(draw.expovariate(0.7)), len(offices) - 1)]
        code = draw.choice(list(OFFENCES)[: draw.choice([2, 5, 18])])
        fact = Fact(month, office, OFFENCES[code].level, code, draw.choice(SETTINGS[:4]), draw.choice(["none", "B"]))
        found[fact] += 1
    return found


def name_of(cell: Cell) -> str:
    return f"{cell.table} {cell.row} {cell.column}"


def possible(word: str) -> int:
    """Return the numbers that a word of a table leaves open, as bits."""
    if word == "<5":
        return 0b11111
    if word in ("–", ""):
        return ANYTHING
    return sum(1 << value for value in range(SMALLEST, MOST) if max(5, 5 * ((value + 2) // 5)) == int(word))


class Reader:
    """Somebody who knows every table and adds up every number that is possible."""

    def __init__(self, words: dict[str, int], sums: list[tuple[str, list[str]]]) -> None:
        self.words, self.sums = words, sums
        self.known: dict[str, int] = {}

    def below(self, name: str, but: list[str] | None = None) -> int:
        """Return which numbers fit a figure and the sums that end in it, one of them left out."""
        if but is None and name in self.known:
            return self.known[name]
        reached = self.words[name]
        for total, parts in self.sums:
            if total == name and parts is not but:
                reached &= self.added(parts)
        if but is None:
            self.known[name] = reached
        return reached

    def added(self, parts: list[str], but: str = "") -> int:
        """Return every sum of some figures."""
        found = 1
        for part in parts:
            if part != but:
                found = sum_of(found, self.below(part))
        return found

    def above(self, name: str) -> int:
        """Return which numbers of a figure fit everything that does not end in it."""
        for total, parts in self.sums:
            if name in parts:
                others, whole = self.added(parts, but=name), self.below(total, but=parts) & self.above(total)
                return sum(1 << value for value in range(MOST) if others << value & whole)
        return ANYTHING


def sum_of(one: int, other: int) -> int:
    """Return all sums of two sets of numbers."""
    few, many = sorted((one, other), key=int.bit_count)
    found = 0
    while few:
        last = few & -few
        found |= many * last
        few ^= last
    return found & ANYTHING


@pytest.mark.acceptance("zemag", 20)
@pytest.mark.acceptance("settled", "Z10")
def test_no_small_figure_can_be_worked_out_from_all_tables_of_a_year_and_its_months_together() -> None:
    draw = random.Random(12)
    above = {"d1": "north", "d2": "north", "d3": "south"}
    looked_at = 0
    for _round in range(8):
        facts = drawn(draw)
        numbers: Counter[str] = Counter()
        for fact, number in facts.items():
            numbers[fact.month] += number
        months = {f"2025-{month:02}": month_cells(numbers[f"2025-{month:02}"])[0] for month in range(1, 13)}
        cells = year_cells(facts, {name: (cell.value, cell.shown) for name, cell in months.items()}, above)
        shown = {**{name_of(cell): cell for cell in cells}, **months}
        words = {name: possible(published(cell.value, cell.shown)) for name, cell in shown.items()}
        # Who knows the rule knows that a pooled department is small or joined the small ones.
        pool = [name for name, cell in shown.items() if cell.shown is Shown.POOLED and cell.value < SMALLEST]
        reader = Reader({**words, **dict.fromkeys(pool, 0b11111)}, sums_of(cells, [*months]))
        for name, cell in shown.items():
            left = reader.below(name) & reader.above(name)
            assert left >> cell.value & 1
            if cell.value < SMALLEST:
                looked_at += 1
                assert (left & 0b11111).bit_count() >= 3, (name, cell, facts)
    assert looked_at > 100


def sums_of(cells: list[Cell], months: list[str]) -> list[tuple[str, list[str]]]:
    """Return how the tables hang together, as a reader sees it."""
    root = f"S2 {ALL} "
    sums = [(root, months), (root, [f"S2 {level} " for level in range(4)])]
    for table in (StatTable.OFFENCE, StatTable.SETTING, StatTable.WEAPON):
        sums.append((root, [name_of(cell) for cell in cells if cell.table == table]))
    offices = [cell for cell in cells if cell.table == StatTable.DEPARTMENT]
    sums.append((root, [name_of(cell) for cell in offices if cell.shown is not Shown.POOLED]))
    if any(cell.shown is Shown.POOLED for cell in offices):
        sums.append((f"S3 {OTHER} ", [name_of(cell) for cell in offices if cell.shown is Shown.POOLED]))
    for level in ("2", "3"):
        sums.append((f"S2 {level} ", [name_of(cell) for cell in cells if cell.column == level]))
    return sums


def test_small_departments_stand_together_with_as_many_others_as_hide_them() -> None:
    assert pooled({"a": 30, "b": 20}) == []
    assert pooled({"a": 30, "b": 20, "c": 2, "d": 3}) == ["c", "d"]
    assert pooled({"a": 30, "b": 20, "c": 1}) == ["c", "b"]
    # Both would have to be four: eight is shown as ten, which is eight at least.
    assert pooled({"a": 30, "c": 4, "d": 4}) == ["c", "d", "a"]


def test_departments_below_others_make_a_table_of_directorates_and_without_any_there_is_none() -> None:
    top = DepartmentFactory(key="dez")
    for key in ("50", "51"):
        DepartmentFactory(key=key, parent=top)
    assert freezing.directorates() == {"dez": "dez", "50": "dez", "51": "dez"}
    facts = {Fact("2025-01", "50", 2, "C2", "counter", "none"): 9, Fact("2025-01", "32", 2, "C2", "counter", "none"): 8}
    cells = year_cells(facts, {"2025-01": (17, Shown.ROUNDED)}, freezing.directorates())
    found = {(cell.row, cell.column): cell.value for cell in cells if cell.table == StatTable.DIRECTORATE}
    assert found == {("dez", "2"): 9, ("none", "2"): 8, ("dez", "3"): 0, ("none", "3"): 0}
    assert not [
        cell for cell in year_cells(facts, {"2025-01": (17, Shown.ROUNDED)}, {}) if cell.table == StatTable.DIRECTORATE
    ]
