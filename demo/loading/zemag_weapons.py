"""A change of the weapons catalogue that waits for release; by the service, at its time."""

import uuid
from collections.abc import Callable
from datetime import datetime

from demo.loading.zemag_people import DAY, account
from demo.loading.zemag_wordings import EDITOR
from zemag_pages.weapons import texts
from zemag_pages.weapons.entries import of_product

Step = tuple[datetime, Callable[[datetime], object]]
CODE = "D1"
# What the invented office says of this class alone instead of the words of its group, and one more name for it.
SAID = {
    "notice_de": "Kleine Dose mit Sprühknopf, oft verdeckt in der Faust.",
    "notice_en": "Small can with a button, often hidden in the fist.",
    "words_de": "Pfefferspray, Tierabwehrspray, OC, Abwehrspray",
    "words_en": "pepper spray, OC spray",
}


def steps(now: datetime) -> list[Step]:
    """Return what becomes of texts in the days before the load."""
    return [(now - 2 * DAY, _waiting)]


def _waiting(moment: datetime) -> None:
    made = {**of_product(CODE), **SAID}
    stamp = texts.opened(CODE).stamp
    given = texts.Proposal(code=CODE, texts=made, is_active=True, stamp=stamp, request_key=uuid.uuid4())
    texts.propose(given, actor=account(EDITOR), now=moment)
