"""After a restore from a backup the log says so: who did it, and how many rows the anchor had seen beyond it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.actions import RESTORE
from audit.anchor import read_anchors
from audit.models import Entry
from audit.services import head_of, record


def record_restore(*, using: str, now: datetime, people: Sequence[User], reason: str) -> Entry:
    """Append the row of a restore right after the restored head; raise LogUnavailable.

    From then on `audit_verify` takes what the anchor saw before this moment, beyond the restored head, as lost by it.
    """
    with transaction.atomic(using=using):
        head = head_of(using)
        last = head.seq if head else 0
        lost = max((anchor.seq for anchor in read_anchors(using)), default=last) - last
        text = {"people": [str(person.uuid) for person in people], "reason": reason}
        values = {"subject": f"up to {last}", "result": f"{max(lost, 0)} anchored rows lost"}
        return record(using=using, action=RESTORE, now=now, actor=people[0], text=text, **values)
