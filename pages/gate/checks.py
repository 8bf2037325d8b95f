"""Run every check on a text; a check that fails counts as a finding that blocks."""

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from pages.gate import files, links, structure
from pages.gate.findings import KINDS, Finding, Kind
from pages.gate.spots import spots_of
from pages.models.access import PageAccess
from pages.models.base import BasePage
from pages.reach import Reach

logger = logging.getLogger(__name__)
Check = Callable[[Any], Iterable[Finding]]
_of_rooms: list[Check] = []
ORDER = {"block": 0, "warn": 1, "hint": 2}


def register(check: Check, **new: Kind) -> None:
    """Add a room's own check of pages, with its kinds of findings."""
    KINDS.update(new)
    if check not in _of_rooms:
        _of_rooms.append(check)


def findings_of(obj: Any, now: datetime | None = None) -> list[Finding]:
    """Return everything that is wrong with a page or snippet as it stands in memory, the gravest first."""
    moment = now or timezone.now()
    found: list[Finding] = []
    for check in _checks(obj, moment):
        try:
            # A question that fails must not spoil the transaction in which the text is submitted.
            with transaction.atomic():
                found.extend(check())
        except Exception:
            logger.exception("A check of the gate failed", extra={"page": obj.pk})
            found.append(Finding("failed"))
    unique = list(dict.fromkeys((f.code, f.path, tuple(f.params.items())) for f in found))
    return sorted((Finding(code, path, dict(params)) for code, path, params in unique), key=lambda f: ORDER[f.level])


def _checks(obj: Any, now: datetime) -> Iterable[Callable[[], Iterable[Finding]]]:
    spots = cache(partial(spots_of, obj))
    yield lambda: links.check(obj, spots(), public=is_public(obj))
    yield lambda: files.check(spots(), _day_of(obj, now))
    if isinstance(obj, BasePage):
        yield lambda: structure.check(obj, now)
        yield from (partial(check, obj) for check in _of_rooms)


def _day_of(obj: Any, now: datetime) -> date:
    """Return the day on which a text goes live: today, or later when it is scheduled."""
    planned = getattr(obj, "go_live_at", None)
    return timezone.localdate(max(planned, now) if planned else now)


def is_public(obj: Any) -> bool:
    """Return whether everybody can read a page or a question of the FAQ once it is live."""
    if not isinstance(obj, BasePage):
        return getattr(obj, "site", "") != "intranet"
    return PageAccess.objects.filter(page_id=obj.pk, reach=Reach.PUBLIC).exists()
