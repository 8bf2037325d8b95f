"""Whether the index is what the pages say: every night, at the start of a server, and on demand."""

import logging
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.utils import timezone

from pages import stamps
from pages.models.stamps import Stamp
from search import leaks, server
from search.backends.wanted import EngineFault
from search.engines import engines
from search.rebuild import stale

logger = logging.getLogger("search")

CHECKED, DIFFERS = "search.checked", "search.differs"
LATE_HOURS = 26


def nightly() -> None:
    """Compare entries with pages, and the server with the entries; remember the outcome for health."""
    counts = {"database": stale()}
    try:
        counts["server"] = server.stale()
    except EngineFault:
        # Health says already that it does not answer; it is filled anew once it does.
        counts["server"] = {}
    stamps.touch(CHECKED)
    if any(number for part in counts.values() for number in part.values()):
        logger.warning(DIFFERS, extra={"counts": counts})
        stamps.touch(DIFFERS)
    else:
        Stamp.objects.filter(key=DIFFERS).delete()


def fault() -> str:
    """Return what is wrong with search, in fixed words, or nothing; one query, and one probe of the server."""
    keys = (leaks.LEAK, server.BEHIND, CHECKED, DIFFERS)
    known = Stamp.objects.filter(key__in=keys).in_bulk(field_name="key")
    if leaks.LEAK in known:
        return "the index offered a closed page"
    if reason := server.fault():
        return reason
    if settings.ELASTICSEARCH_URL and server.BEHIND in known:
        return "the search server lacks changes"
    if DIFFERS in known:
        return "the index differs from the pages"
    if CHECKED in known and (timezone.now() - known[CHECKED].touched_at).total_seconds() > LATE_HOURS * 3600:
        return "the index was not checked for a day"
    return ""


@register(Tags.database)
def server_has_the_same_main_version(**kwargs: Any) -> list[CheckMessage]:
    """Warn of a search server of another main version; one that does not answer now is health's business."""
    found = engines().server
    if found is None:
        return []
    try:
        version = found.version()
    except EngineFault:
        return []
    if version.split(".")[0] == server.MAJOR:
        return []
    return [Warning(f"The search server is version {version}; the client needs {server.MAJOR}.", id="search.W001")]
