"""Reading the frozen tables: exact for the quality staff, protected for others who may see them (section 12)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from audit.models import Entry
from audit.services import head_of
from zemag.clocks import local_day
from zemag.models import Role, StatCell, StatPeriod, StatTable, SupervisorStatement
from zemag.permissions import grants_of
from zemag.services import logbook
from zemag.services.errors import Denied, NotFound
from zemag.services.ledger import ALIAS, transaction_of
from zemag.statistics import periods
from zemag.statistics.suppression import Shown, published, rounded
from zemag.statistics.tables import OTHER

# Data protection compares the head of the log with the one in its mails; supervisors see the same as these (R2).
PROTECTED = (Role.STATISTICS, Role.STAFF_COUNCIL, Role.DATA_PROTECTION)
YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as its reader sees it: the number that can be drawn, or None, and what stands in the table."""

    value: int | None
    word: str


NOTHING = Figure(None, "–")


@dataclass(frozen=True, slots=True)
class Tables:
    """What somebody sees of a year: figures by table, period, row and column; `exact` for the quality staff."""

    year: int
    years: tuple[int, ...]
    exact: bool
    frozen: dict[str, datetime]
    figures: dict[tuple[str, str, str, str], Figure] = field(default_factory=dict)
    head: Entry | None = None

    def of(self, table: StatTable, period: str, row: str, column: str = "") -> Figure:
        """Return a figure; one that stands nowhere is a dash."""
        return self.figures.get((table, period, row, column), NOTHING)

    def rows(self, table: StatTable, period: str) -> list[str]:
        """Return the rows of a table, each once."""
        return list(dict.fromkeys(row for of, name, row, _ in self.figures if of == table and name == period))

    @property
    def full_years(self) -> list[str]:
        """The years whose tables stand, the latest five."""
        return sorted(name for name in self.frozen if "-" not in name)[-YEARS_SHOWN:]


def read(*, actor: User, now: datetime, year: int | None = None) -> Tables:
    """Return the tables of a year, or of the latest; raise Denied, NotFound. Exact figures leave a row of the log."""
    with logbook.denials(actor, now, "zemag.statistics"), transaction_of():
        exact = _sees_exact(actor, now)
        frozen = dict(StatPeriod.objects.values_list("name", "frozen_at"))
        years = tuple(sorted({int(name[:4]) for name in frozen}))
        if year is not None and year not in years:
            raise NotFound
        shown = year or (years[-1] if years else local_day(now).year)
        if exact:
            logbook.write("view", actor=actor, now=now, subject="zemag.statistics", result=str(shown))
        tables = Tables(shown, years, exact, frozen, head=head_of(ALIAS))
        tables.figures.update(_figures(shown, tables.full_years, exact=exact))
    return tables


def _sees_exact(actor: User, now: datetime) -> bool:
    """Whether somebody sees exact figures; raise Denied for whom sees none."""
    today = local_day(now)
    if grants_of(actor, Role.QUALITY, today):
        return True
    own = Q(supervisor=actor.uuid) | Q(substitute=actor.uuid)
    is_boss = actor.is_active and actor.locked_at is None and SupervisorStatement.objects.filter(own).exists()
    if not is_boss and not any(grants_of(actor, role, today) for role in PROTECTED):
        raise Denied
    return False


def _figures(year: int, full: Iterable[str], *, exact: bool) -> dict[tuple[str, str, str, str], Figure]:
    names = [str(year), *periods.months_of(str(year)), *(f"{year}-Q{number}" for number in range(1, 5)), *full]
    rows = StatCell.objects.filter(period__in=names).order_by("pk")
    # The table of the years shows levels of all of them; everything else belongs to the year that is shown.
    kept = [row for row in rows if row.period_id.startswith(str(year)) or row.table == StatTable.LEVEL]
    found = {}
    for row in kept:
        is_pool = row.table == StatTable.DEPARTMENT and row.row == OTHER
        if is_pool if exact else row.shown == Shown.POOLED:
            continue
        found[row.table, row.period_id, row.row, row.column] = _exact(row) if exact else _protected(row)
    return found


def _exact(cell: StatCell) -> Figure:
    return Figure(cell.value, str(cell.value))


def _protected(cell: StatCell) -> Figure:
    shown = Shown(cell.shown)
    value = {Shown.ROUNDED: rounded(cell.value), Shown.PLAIN: cell.value}.get(shown)
    return Figure(value, published(cell.value, shown))
