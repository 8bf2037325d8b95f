"""Conditions of service: what must be true before ZeMAG answers (settled decision 5)."""

from datetime import datetime

from django.conf import settings

from zemag import profiles
from zemag.clocks import local_day
from zemag.models import Role
from zemag.permissions import holders
from zemag.services.ledger import DEMO, changing, version

# A minor's entry takes a proposer and two approvers, and somebody uninvolved decides the objection (decision 7).
LEAST_QUALITY, LEAST_DATA_PROTECTION = 4, 2


def unmet(now: datetime) -> list[str]:
    """Return the codes of what is missing; in a real installation an inquiry is answered only when nothing is."""
    found, profile = [], profiles.released()
    if profile is None:
        found.append("E001")
    today = local_day(now)
    few = len(holders(Role.QUALITY, today)) < LEAST_QUALITY
    if few or len(holders(Role.DATA_PROTECTION, today)) < LEAST_DATA_PROTECTION:
        found.append("E004")
    if settings.ZEMAG_LOG_EVALUATION and (profile is None or not profile.works_agreement):
        found.append("E005")
    if is_demo():
        found.append("E006")
    return found


def is_demo() -> bool:
    """Whether invented cases were ever loaded into this database."""
    return version(DEMO) > 0


def mark_demo() -> None:
    """Say for good that this database holds invented cases: in a real installation it then answers nothing (E006)."""
    with changing(DEMO):
        return


def counting(now: datetime) -> list[str]:
    """Return the codes of what is missing that count here: where the portal is tried, E001 alone."""
    codes = unmet(now)
    return codes if settings.ENVIRONMENT == "production" else [code for code in codes if code == "E001"]


def blocking(now: datetime) -> str:
    """Return the code for which nothing is answered, or an empty text."""
    return next(iter(counting(now)), "")
