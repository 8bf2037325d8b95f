"""What somebody who asked gets to see: as little as a visit needs (ZeMAG design, section 9)."""

import uuid
from dataclasses import dataclass

from zemag.models import Certainty, InquiryHit, Outcome
from zemag.services.looking import IN_REVIEW, Record


@dataclass(frozen=True, slots=True)
class Card:
    """A hit; it holds nothing of reporter, victims, narrative, stored address or birth date, trigger, proceedings."""

    hit: uuid.UUID
    certainty: Certainty
    level: int
    offences: tuple[str, ...]
    weapon: str
    setting: str
    month: str
    measures: tuple[str, ...]
    in_review: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answer to one row; only Outcome.NONE says that there is no entry, and that is no all-clear."""

    number: int
    reference: str
    outcome: Outcome
    cards: tuple[Card, ...] = ()
    count: int = 0
    highest: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an inquiry; `unknown_births` counts rows of a route without a birth date."""

    inquiry: uuid.UUID
    rows: tuple[RowAnswer, ...]
    unknown_births: int = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """What a second click shows: how alike each attribute is, the neutral line, incidents in 24 months."""

    attributes: tuple[str, ...]
    line: str
    incidents: int


def card_of(hit: InquiryHit, record: Record) -> Card:
    """Return the card of a hit."""
    entry = record.entry
    return Card(
        hit=hit.pk,
        certainty=Certainty(hit.certainty),
        level=entry.level,
        offences=tuple(entry.offences),
        weapon=entry.weapon,
        setting=entry.setting,
        month=entry.occurred_month,
        measures=record.measures,
        in_review=entry.state in IN_REVIEW,
        is_late=hit.is_late,
    )
