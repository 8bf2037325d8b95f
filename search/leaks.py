"""Remember that the index offered a hit which only the page rule stopped (second lock)."""

import logging
from contextlib import suppress

from django.db import DatabaseError, transaction

from pages import stamps
from pages.models.stamps import Stamp

logger = logging.getLogger("search")

LEAK = "search.leak"


def report(key: str) -> None:
    """Log the key of an entry that was offered to a reader who may not see its page, and let health say so."""
    logger.error(LEAK, extra={"key": key})
    # The visitor gets an answer even when the database takes no writes just now; the log line stays.
    with suppress(DatabaseError), transaction.atomic():
        stamps.touch(LEAK)


def forget() -> None:
    """Let health be well again; a rebuild has made every entry anew."""
    Stamp.objects.filter(key=LEAK).delete()
