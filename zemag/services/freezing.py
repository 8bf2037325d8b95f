"""Counting and freezing: each period once, on its day, and never again; what a report is later changes nothing."""

import datetime as dates
from collections import Counter
from datetime import datetime

from django.db.models import Min, Q

from accounts.models import Department
from zemag.catalogue import Act
from zemag.clocks import last_day, local_day
from zemag.models import (
    Entitled,
    Incident,
    IncidentState,
    InquiryItem,
    LegalStep,
    Notice,
    NoticeState,
    Outcome,
    StatCell,
    StatCube,
    StatPeriod,
    StatTable,
    SupervisorStatement,
)
from zemag.services import logbook
from zemag.services.errors import WrongState
from zemag.services.ledger import STATISTICS, changing
from zemag.statistics import periods
from zemag.statistics.facts import Fact, Facts, fact_of
from zemag.statistics.suppression import Shown
from zemag.statistics.tables import Cell, Process, month_cells, process_cells, year_cells

DIMENSIONS = ("month", "department", "level", "offence", "setting", "weapon")
# Neither what nobody has sent nor what was sent twice.
NOT_COUNTED = (IncidentState.DRAFT, IncidentState.DUPLICATE)


def freeze(now: datetime) -> int:
    """Freeze every period whose day has come, in a transaction each; return how many."""
    first = _first_month()
    if not first:
        return 0
    frozen = set(StatPeriod.objects.values_list("name", flat=True))
    wanted = [name for name in periods.due(first, local_day(now)) if name not in frozen]
    return sum(_freeze(name, now) for name in wanted)


def take_over(facts: Facts, now: datetime) -> None:
    """Count the reports of an earlier system, once, before the first period is frozen."""
    with changing(STATISTICS):
        if StatPeriod.objects.exists() or StatCube.objects.exists():
            raise WrongState
        _add(facts)
        logbook.write("freeze", actor=None, now=now, subject="zemag.StatCube", result="taken over")


def _first_month() -> str:
    """Return the first month that has something to count; the same one each night, as nothing is sent in the past."""
    known = StatCube.objects.aggregate(first=Min("month"))["first"]
    sent = Incident.objects.aggregate(first=Min("submitted_at"))["first"]
    begun = [*([known] if known else []), *([periods.month_of(local_day(sent))] if sent else [])]
    old = StatPeriod.objects.filter(name__regex=r"^\d{4}-\d{2}$").aggregate(first=Min("name"))["first"]
    return old or min(begun, default="")


def _freeze(name: str, now: datetime) -> bool:
    """Freeze one period; return whether nobody else did."""
    with changing(STATISTICS):
        if StatPeriod.objects.filter(pk=name).exists():
            return False
        cells = _cells(name)
        made = StatPeriod.objects.create(name=name, frozen_at=now)
        StatCell.objects.bulk_create(
            StatCell(
                period=made, table=cell.table, row=cell.row, column=cell.column, value=cell.value, shown=cell.shown
            )
            for cell in cells
        )
        logbook.write("freeze", actor=None, now=now, subject=f"zemag.StatPeriod {name}", result=str(len(cells)))
    return True


def _cells(name: str) -> list[Cell]:
    if "Q" in name:
        return process_cells(_process(name))
    if "-" in name:
        _add(_reports(name))
        return month_cells(sum(_facts(name).values()))
    rows = StatCell.objects.filter(table=StatTable.MONTH, period__in=periods.months_of(name)).order_by("period")
    months = {row.period_id: (row.value, Shown(row.shown)) for row in rows}
    return year_cells(_facts(*periods.months_of(name)), months, directorates())


def _reports(month: str) -> Counter[Fact]:
    """Return what the reports of a month add, by the day on which they came."""
    rows = Incident.objects.filter(submitted_at__gte=periods.begins(month), submitted_at__lt=periods.ends(month))
    found: Counter[Fact] = Counter()
    for row in rows.exclude(state__in=NOT_COUNTED).prefetch_related("offences"):
        acts = [Act(one.code, one.weapon, one.use) for one in row.offences.all()]
        found[fact_of(month, row.department, row.level, row.setting, acts)] += 1
    return found


def _add(facts: Facts) -> None:
    for fact, number in sorted(facts.items()):
        values = {name: getattr(fact, name) for name in DIMENSIONS}
        row, made = StatCube.objects.get_or_create(**values, defaults={"number": number})
        if not made:
            row.number += number
            row.save(update_fields=["number"])


def _facts(*months: str) -> Facts:
    rows = StatCube.objects.filter(month__in=months)
    return {Fact(**{name: getattr(row, name) for name in DIMENSIONS}): row.number for row in rows}


def directorates() -> dict[str, str]:
    """Return to which directorate each department belongs: the one at the top; without any there is no such table."""
    parents = {row.key: row.parent.key if row.parent else "" for row in Department.objects.select_related("parent")}
    tops = {key: _top(key, parents) for key in parents}
    above = set(parents.values())
    return {key: top for key, top in tops.items() if top in above}


def _top(key: str, parents: dict[str, str]) -> str:
    seen = {key}
    while (above := parents.get(key, "")) and above not in seen:
        seen.add(above)
        key = above
    return key


def _process(quarter: str) -> Process:
    """Return what happened in a quarter: first talks, notices, application days, inquiries."""
    begins, ends = periods.begins(quarter), periods.ends(quarter)
    days = {"gte": local_day(begins), "lt": local_day(ends)}
    talks = SupervisorStatement.objects.filter(contacted_on__gte=days["gte"], contacted_on__lt=days["lt"])
    talks = talks.exclude(incident__submitted_at=None).select_related("incident")
    sent = Notice.objects.filter(state=NoticeState.SENT, sent_on__gte=days["gte"], sent_on__lt=days["lt"])
    sent = sent.exclude(incident__submitted_at=None).select_related("incident")
    clocks = Entitled.objects.filter(last_day__gte=days["gte"], last_day__lt=days["lt"])
    filed = LegalStep.objects.values("incident")
    rows = InquiryItem.objects.filter(inquiry__asked_at__gte=begins, inquiry__asked_at__lt=ends)
    rows = rows.exclude(outcome__in=[Outcome.NOT_CHECKED, Outcome.NARROW])
    return Process(
        contact_days=[_days(row.incident, row.contacted_on) for row in talks],
        contacts_late=sum(row.contacted_on > last_day(row.contact_due) for row in talks if row.contacted_on),
        notice_days=[_days(row.incident, row.sent_on) for row in sent],
        notices_late=sum(row.sent_on > row.due_on for row in sent if row.sent_on),
        applications=clocks.count(),
        lapsed=clocks.filter(is_confirmed=True).exclude(incident__in=filed).count(),
        inquiries=rows.count(),
        hits=rows.filter(Q(outcome=Outcome.HIT) | Q(outcome=Outcome.SUMMARY)).count(),
    )


def _days(incident: Incident, day: dates.date | None) -> int:
    """Return how many days after its receipt something was done for a report."""
    return (day - local_day(incident.submitted_at)).days if day and incident.submitted_at else 0
