"""What a session says of itself: when it began, was used and was confirmed, and how its owner signed in."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

STARTED, SEEN = "started_at", "seen_at"
STEPPED, METHODS, OPENED = "stepped_up_at", "methods", "opened"
# How far a clock may run, and how often activity is written, in seconds.
TOLERANCE = 60


def over(session: Mapping[str, Any], now: float) -> str:
    """Return which limit a session has passed, `limit` or `idle`, else an empty string; a future time passes it too."""
    started, seen = float(session.get(STARTED, 0)), float(session.get(SEEN, 0))
    if now - started > settings.SESSION_LIMIT.total_seconds() or started > now + TOLERANCE:
        return "limit"
    if now - seen > settings.SESSION_IDLE.total_seconds() or seen > now + TOLERANCE:
        return "idle"
    return ""
