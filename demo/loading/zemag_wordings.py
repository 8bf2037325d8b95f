"""Words of letters in every state: replaced, in force, returned and waiting; by the services in the order of time."""

import uuid
from collections.abc import Callable
from datetime import datetime

from demo.loading.zemag_people import DAY, LEAD, account
from zemag.letters.wording import Facts, wording
from zemag.models import LetterKind
from zemag.services import wordings

EDITOR = "zemag_editor"
Step = tuple[datetime, Callable[[datetime], object]]
# Greetings of the product, and the ones the invented office prefers.
GREETING = {"de": ("Guten Tag,", "Sehr geehrte Damen und Herren,"), "en": ("Good day,", "Dear Sir or Madam,")}


def steps(now: datetime) -> list[Step]:
    """Return what becomes of words in the days before the load."""
    return [(now - 20 * DAY, _released), (now - 12 * DAY, _returned), (now - 3 * DAY, _waiting)]


def _greeted(kind: LetterKind) -> Facts:
    """Return the words of the product with another greeting."""
    texts = wording(kind).texts()
    for language, (old, new) in GREETING.items():
        name = f"body_{language}"
        texts[name] = texts[name].replace(old, new, 1)
    return texts


def _propose(kind: LetterKind, moment: datetime) -> uuid.UUID:
    stamp = wordings.opened(kind).stamp
    made = wordings.propose(
        kind=kind,
        texts=_greeted(kind),
        stamp=stamp,
        request_key=uuid.uuid4(),
        actor=account(EDITOR),
        now=moment,
    )
    return made.pk


def _released(moment: datetime) -> None:
    made = _propose(LetterKind.REPORTER, moment)
    wordings.release(template_id=made, actor=account(LEAD), now=moment + DAY)


def _returned(moment: datetime) -> None:
    made = _propose(LetterKind.HOUSE_BAN, moment)
    reason = "Bitte die Person mit Namen anreden, nicht allgemein."
    wordings.send_back(template_id=made, reason=reason, actor=account("zemag_quality"), now=moment + DAY)


def _waiting(moment: datetime) -> None:
    _propose(LetterKind.EXAMINED, moment)
