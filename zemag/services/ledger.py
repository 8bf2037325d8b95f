"""The order of changes: each change of the register or of grants locks a row of its own before it reads anything.

An inquiry compares without a lock, then locks the register and looks whether anything was changed in between. So an
entry is either compared with the inquiry, or the inquiry's watch is there when the entry is published.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from accounts.turns import writing_turn
from zemag.models import Ledger

REGISTER, GRANTS, NUMBERS, DEMO = "register", "grants", "numbers", "demo"
STATISTICS, EVALUATIONS = "statistics", "evaluations"
ALIAS = "zemag"
# Seconds, as long as SQLite waits for its writer.
LONGEST_WAIT = 20.0


def version(name: str) -> int:
    """Return the version of a ledger, without a lock; 0 before its first change."""
    found = Ledger.objects.filter(pk=name).values_list("version", flat=True).first()
    return found or 0


@contextmanager
def transaction_of() -> Iterator[None]:
    """Open a transaction of its own on the database of ZeMAG, in turn."""
    with writing_turn(ALIAS, LONGEST_WAIT), transaction.atomic(using=ALIAS, durable=True):
        yield


@contextmanager
def changing(name: str) -> Iterator[None]:
    """Lock a ledger for a change, in a transaction of its own whose first statement this is."""
    with transaction_of():
        _lock(name, step=1)
        yield


@contextmanager
def reading(name: str) -> Iterator[int]:
    """Lock a ledger so that nothing changes until the transaction ends; give its version."""
    with transaction_of():
        _lock(name, step=0)
        yield version(name)


def _lock(name: str, step: int) -> None:
    if Ledger.objects.filter(pk=name).update(version=F("version") + step):
        return
    Ledger.objects.get_or_create(pk=name)
    Ledger.objects.filter(pk=name).update(version=F("version") + step)
