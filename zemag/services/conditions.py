"""Conditions of service: what must be true before ZeMAG answers (settled decision 5)."""

from datetime import datetime

from django.conf import settings

from zemag import profiles
from zemag.clocks import local_day
from zemag.models import Role
from zemag.permissions import holders

# A minor's entry takes a proposer and two approvers, and somebody uninvolved decides the objection (decision 7).
LEAST_QUALITY, LEAST_DATA_PROTECTION = 4, 2


def unmet(now: datetime) -> list[str]:
    """Return the codes of what is missing; in a real installation an inquiry is answered only when nothing is."""
    found = []
    if profiles.released() is None:
        found.append("E001")
    today = local_day(now)
    few = len(holders(Role.QUALITY, today)) < LEAST_QUALITY
    if few or len(holders(Role.DATA_PROTECTION, today)) < LEAST_DATA_PROTECTION:
        found.append("E004")
    return found


def blocking(now: datetime) -> str:
    """Return the code for which nothing is answered, or an empty text; where the portal is tried E001 alone counts."""
    codes = unmet(now)
    if settings.ENVIRONMENT != "production":
        codes = [code for code in codes if code == "E001"]
    return codes[0] if codes else ""
