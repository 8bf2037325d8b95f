"""Count invented reports of the years before, so that the statistics have something to show from the first day."""

from collections import Counter
from datetime import datetime

from demo.loading.registry import Row
from zemag.catalogue import Act, level_of
from zemag.clocks import local_day
from zemag.services import freezing
from zemag.statistics.facts import Fact, fact_of
from zemag.statistics.periods import month_of

# Kinds follow each other in steps that meet all of them before one comes again.
STRIDE = 29


def load_history(years: list[Row], kinds: list[Row], begun: datetime, now: datetime) -> None:
    """Take over what came before the month in which the portal's own reports begin."""
    order = [kind for kind in kinds for _number in range(kind["share"])]
    found: Counter[Fact] = Counter()
    number = 0
    for row in years:
        for position, many in enumerate(row["months"], 1):
            month = f"{local_day(now).year - row['ago']}-{position:02}"
            for _each in range(many if month < month_of(local_day(begun)) else 0):
                found[_fact(month, order[number * STRIDE % len(order)])] += 1
                number += 1
    freezing.take_over(found, now)


def _fact(month: str, kind: Row) -> Fact:
    acts = [Act(code, kind.get("weapon", ""), "threatened" if "weapon" in kind else "") for code in kind["acts"]]
    return fact_of(month, kind["department"], level_of(acts), kind["setting"], acts)
