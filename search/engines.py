"""The engine that answers: the search server where there is one, and the database whenever that fails."""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from search.backends.database import DatabaseEngine
from search.backends.wanted import EngineFault, Scope, Wanted
from search.models import Entry

logger = logging.getLogger("search")

PAUSE_SECONDS = 30
TELL_SECONDS = 60


class Engines:
    """Both engines of a process with a breaker between them."""

    def __init__(self, server: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self.server, self.clock = server, clock
        self.database = DatabaseEngine()
        self.closed_until = float("-inf")
        self._told_at = float("-inf")

    def find(self, wanted: Wanted, allowed: QuerySet[Entry], scope: Scope, fields: Iterable[str]) -> list[Any]:
        """Return these fields of at most 200 of the allowed entries; the same ones, whichever engine answers."""
        if self.server is None or self.clock() < self.closed_until:
            return self.database.find(wanted, allowed, scope, fields)
        try:
            found: list[Any] = self.server.find(wanted, allowed, scope, fields)
        except EngineFault as error:
            self._skip(error)
            return self.database.find(wanted, allowed, scope, fields)
        return found

    def _skip(self, error: Exception) -> None:
        """Leave the server alone for 30 seconds; then one search is the probe. Say so once a minute."""
        now = self.clock()
        self.closed_until = now + PAUSE_SECONDS
        if now - self._told_at >= TELL_SECONDS:
            self._told_at = now
            logger.warning("search.fallback", extra={"reason": str(error)})


_engines: list[Engines] = []


def engines() -> Engines:
    """Return the engines of this process."""
    if not _engines:
        # The client is loaded only where there is a server.
        server = import_string("search.backends.elasticsearch.configured")() if settings.ELASTICSEARCH_URL else None
        _engines.append(Engines(server))
    return _engines[0]


def forget() -> None:
    """Read the settings again at the next search."""
    _engines.clear()


def find(wanted: Wanted, allowed: QuerySet[Entry], scope: Scope, fields: Iterable[str]) -> list[Any]:
    """Return these fields of at most 200 of the allowed entries that hold what is wanted."""
    return engines().find(wanted, allowed, scope, fields)
