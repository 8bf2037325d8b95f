"""Django's SQLite, whose write transactions start in turn: who has waited longer goes first.

SQLite lets a waiting process sleep longer each time it asks in vain, so newcomers pass: of fifty processes that book,
one booking in a hundred waited nine seconds, and of ten who ask ZeMAG a route at once, some waited twenty in vain.
"""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from portal.databases.sqlite.turns import turn

PAUSE = 0.002


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; only the start of a transaction differs."""

    def _start_transaction_under_autocommit(self) -> None:
        """Wait for the turn, then for the writer; together no longer than the connection's busy timeout.

        Raise OperationalError as SQLite does. Without IMMEDIATE, and in memory, nobody waits here.
        """
        # The stubs of Django know neither the mode nor the method.
        usual: Any = super()
        if getattr(self, "transaction_mode", None) != "IMMEDIATE" or self.is_in_memory_db():
            usual._start_transaction_under_autocommit()
            return
        (milliseconds,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        until = time.monotonic() + milliseconds / 1000
        with turn(f"{self.settings_dict['NAME']}-turn", until):
            self._begin(usual._start_transaction_under_autocommit, until, milliseconds)

    def _begin(self, start: Callable[[], None], until: float, milliseconds: int) -> None:
        """Ask for the write lock often, since nobody else who waits does."""
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    start()
                except OperationalError as fault:
                    busy = getattr(fault.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
                    if not busy or time.monotonic() > until:
                        raise
                    time.sleep(PAUSE)
                else:
                    return
        finally:
            # nosemgrep: built-sql a whole number; SQLite binds no values here
            self.connection.execute(f"PRAGMA busy_timeout={milliseconds:d}")
