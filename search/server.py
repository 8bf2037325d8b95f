"""Keep the search server in step with the entries; whoever publishes never waits for it."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import mail_admins
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from pages import stamps
from pages.models.stamps import Stamp
from search.backends.wanted import EngineFault
from search.engines import engines
from search.models import Entry

# Stands while the server lacks changes, because it did not answer when it was told of them.
BEHIND = "search.behind"
# Since when the server is not well, and that operators were told.
DOWN, TOLD = "search.down", "search.down.told"
PATIENCE = timedelta(minutes=5)
# Client and server have the same main version.
MAJOR = "9"


@task(queue_name="index")
def put_entry(entry_id: int) -> None:
    """Tell the server of one entry, whatever became of it; one that does not answer is caught up. Can run twice."""
    server = engines().server
    if server is None:
        return
    try:
        server.put(entry_id)
    except EngineFault:
        stamps.touch(BEHIND)


def queue(entry_id: int) -> None:
    """Queue the job in the caller's transaction; without a server there is nothing to tell."""
    if settings.ELASTICSEARCH_URL:
        put_entry.enqueue(entry_id)


def miss() -> None:
    """Note that the server was not told of changes; the tick then fills it anew."""
    if settings.ELASTICSEARCH_URL:
        stamps.touch(BEHIND)


def is_behind() -> bool:
    """Return whether the server lacks changes; without a server nothing is asked."""
    return bool(settings.ELASTICSEARCH_URL) and Stamp.objects.filter(key=BEHIND).exists()


def rebuild() -> int | None:
    """Fill the server anew; return the number of entries, or None without a server.

    Raises EngineFault when the server does not do it; the tick then tries again, and the old index goes on answering.
    """
    server = engines().server
    if server is None:
        return None
    try:
        number = int(server.rebuild())
    except EngineFault:
        stamps.touch(BEHIND)
        raise
    Stamp.objects.filter(key=BEHIND).delete()
    return number


def watch() -> None:
    """Probe the server, for the tick: fill it anew once it is well after it missed something, else tell operators.

    They get one mail when it has been away for five minutes.
    """
    if engines().server is None:
        return
    reason = fault()
    if not reason:
        Stamp.objects.filter(key__in=(DOWN, TOLD)).delete()
        if is_behind():
            rebuild()
        return
    known = Stamp.objects.filter(key__in=(DOWN, TOLD)).in_bulk(field_name="key")
    if DOWN not in known:
        stamps.touch(DOWN)
    elif TOLD not in known and timezone.now() - known[DOWN].touched_at >= PATIENCE:
        stamps.touch(TOLD)
        with translation.override(settings.LANGUAGE_CODE):
            text = _("It has not been well for five minutes (%(reason)s). The database answers; nobody notices.")
            mail_admins(_("Umsicht: the search server is away"), text % {"reason": reason})


def fault() -> str:
    """Return what is wrong with the server, in fixed words, or nothing."""
    server = engines().server
    if server is None:
        return ""
    try:
        if not server.is_well():
            return "the search server is not well"
        return "" if server.version().split(".")[0] == MAJOR else "the search server has another main version"
    except EngineFault:
        return "the search server does not answer"


def stale() -> dict[str, int]:
    """Return how many entries differ on the server from those of the database; nothing without a server.

    Raises EngineFault.
    """
    server = engines().server
    if server is None:
        return {}
    held = server.held()
    counts = {"missing": 0, "stale": 0, "extra": 0, "audience differs": 0}
    for entry in Entry.objects.only("digest", "analysis", "lexicon", "site", "audience"):
        known = held.pop(entry.pk, None)
        if known is None:
            counts["missing"] += 1
            continue
        made, site, audience = known
        counts["stale"] += made != f"{entry.digest}-{entry.analysis}-{entry.lexicon}"
        counts["audience differs"] += (site, audience) != (entry.site, entry.audience_id)
    counts["extra"] = len(held)
    return counts
