"""How long an entry stays: by level, by the end of a house ban, half for minors, never beyond the longest period."""

import datetime
from dataclasses import dataclass

from zemag.clocks import add_months
from zemag.models import LegalStep, Trigger
from zemag.profiles import Profile


@dataclass(frozen=True, slots=True)
class Period:
    """When an entry is deleted, and the day beyond which no extension goes."""

    delete_on: datetime.date
    latest: datetime.date


def period_of(level: int, occurred: datetime.date, steps: list[LegalStep], profile: Profile, *, minor: bool) -> Period:
    """Return the period of an entry (legal profile)."""
    share = 2 if minor else 1
    delete_on = add_months(occurred, profile.delete_months[level - 1] // share)
    if level == 1:
        # Below the threshold it is the house ban alone that carries the entry.
        bans = [step.valid_until for step in steps if step.kind == Trigger.HOUSE_BAN and step.valid_until]
        delete_on = min([delete_on, *([max(bans)] if bans else [])])
    return Period(delete_on, add_months(occurred, profile.longest_months // share))


def accepted(steps: list[LegalStep], profile: Profile) -> list[LegalStep]:
    """Return the steps that can carry an entry: their kind and who filed them."""
    return [step for step in steps if step.kind in profile.triggers and step.filed_by in profile.filed_by]


def ban_runs(steps: list[LegalStep], today: datetime.date) -> bool:
    """Whether a house ban still runs; one without an end does."""
    return any(
        step.kind == Trigger.HOUSE_BAN and (step.valid_until is None or step.valid_until >= today) for step in steps
    )
