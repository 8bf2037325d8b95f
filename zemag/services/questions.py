"""What a service of inquiries is asked: who asks and why, and the rows of a question."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from zemag.asking import Asked


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, by which task area, why, about which file, and when the visit is."""

    actor: User
    area: str
    purpose: str
    file_number: str
    request_key: uuid.UUID
    planned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what is compared, or why it cannot be."""

    number: int
    asked: Asked | None
    reference: str = ""
    reason: str = ""
    planned_at: datetime | None = None
