"""Rows of the access log of ZeMAG, written in the transaction of what they tell of (ZeMAG design, section 11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from accounts.models import User
from audit.services import LogUnavailable, record
from zemag import mails
from zemag.clocks import local_day
from zemag.models import Grant, Role, SealedRow, SupportContact
from zemag.permissions import holders
from zemag.services.errors import CannotAnswer, Denied, LimitReached, NotFound
from zemag.services.ledger import ALIAS, transaction_of

LONGEST_AREA = 60


def subject_of(row: SealedRow | Grant | SupportContact) -> str:
    """Return how a row is named in the log."""
    return f"{row._meta.label} {row.pk}"


def write(
    action: str,
    *,
    actor: User | None,
    now: datetime,
    grant: Grant | None = None,
    text: Any = None,
    **fields: str,
) -> None:
    """Append a row; raise LogUnavailable, and then nothing happened."""
    if grant is not None:
        fields.setdefault("role", grant.role)
        if grant.department:
            fields.setdefault("department", grant.department)
        if grant.task_area is not None:
            fields.setdefault("task_area", grant.task_area.code[:LONGEST_AREA])
    record(using=ALIAS, action=action, now=now, actor=actor, text=text, **fields)


@contextmanager
def denials(actor: User | None, now: datetime, what: str) -> Iterator[None]:
    """Log an attempt that was refused for want of a right; `what` names the service, never data."""
    try:
        yield
    except (Denied, LimitReached, NotFound) as fault:
        try:
            with transaction_of():
                write("deny", actor=actor, now=now, subject=what, result=type(fault).__name__)
                if isinstance(fault, LimitReached) and actor is not None:
                    _tell_of_limit(actor, now)
        except LogUnavailable:
            raise CannotAnswer("log") from fault
        raise


def _tell_of_limit(actor: User, now: datetime) -> None:
    """Tell data protection, once an hour, that somebody asks more than they may; the log says who."""
    key = f"{actor.uuid} {now:%Y-%m-%dT%H}"
    mails.tell(holders(Role.DATA_PROTECTION, local_day(now)), kind="limit", number=str(actor.uuid)[:8], key=key)
