"""A new measure that waits for release; by the service, at its time."""

import uuid
from collections.abc import Callable
from datetime import datetime

from demo.loading.zemag_people import DAY, account
from demo.loading.zemag_wordings import EDITOR
from zemag.services import kind_texts
from zemag.services.kind_rules import Proposal

Step = tuple[datetime, Callable[[datetime], object]]
# What the invented office would like to advise besides.
SAID = {"name_de": "Gespräch per Video statt vor Ort", "name_en": "Talk by video instead of on site"}
LEVEL = 2


def steps(now: datetime) -> list[Step]:
    """Return what becomes of measures in the days before the load."""
    return [(now - 4 * DAY, _waiting)]


def _waiting(moment: datetime) -> None:
    stamp = kind_texts.opened("").stamp
    given = Proposal(code="", texts=SAID, level=LEVEL, is_active=True, stamp=stamp, request_key=uuid.uuid4())
    kind_texts.propose(given, actor=account(EDITOR), now=moment)
