"""Keep the search server in step with the entries; whoever publishes never waits for it."""

from django.conf import settings
from django_tasks import task

from pages import stamps
from pages.models.stamps import Stamp
from search.backends.wanted import EngineFault
from search.engines import engines

# Stands while the server lacks changes, because it did not answer when it was told of them.
BEHIND = "search.behind"


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


def catch_up() -> None:
    """Fill the server anew once it answers again after it missed something; for the tick."""
    if engines().server is not None and is_behind() and not fault():
        rebuild()


def fault() -> str:
    """Return what is wrong with the server, in fixed words, or nothing."""
    server = engines().server
    if server is None:
        return ""
    try:
        return "" if server.is_well() else "the search server is not well"
    except EngineFault:
        return "the search server does not answer"
