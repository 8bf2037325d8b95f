"""What a hit, a row and an answer look like: as little as a visit needs; shape and colour repeat the words."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zemag import kinds
from zemag.models import Certainty, Outcome
from zemag.services.answers import Answer, Card, RowAnswer
from zemag_pages import words
from zemag_pages.showing import month

HEADINGS: dict[Certainty, Promise] = {
    Certainty.SURE: _("Entry: sure"),
    Certainty.POSSIBLE: _("Entry: possible"),
    Certainty.ADDRESS: _("Entry at this address"),
}
SENTENCES: dict[Certainty, Promise] = {
    Certainty.SURE: _("Name and birth date fit."),
    Certainty.POSSIBLE: _("It may be this person, or somebody with a similar name or birth date."),
    Certainty.ADDRESS: _("An incident is recorded at this address, or a recorded person gave it. No name is shown."),
}
KINDS = {Certainty.SURE: "danger", Certainty.POSSIBLE: "warning", Certainty.ADDRESS: "info"}


@dataclass(frozen=True)
class Face:
    """A hit as it is shown at once; `asked` says which question it belongs to."""

    hit: uuid.UUID
    heading: str
    sentence: str
    kind: str
    level: str
    offences: tuple[str, ...]
    weapon: str
    weapon_code: str
    setting: str
    month: str
    measures: tuple[str, ...]
    in_review: bool
    is_late: bool
    asked: str = ""
    plans: tuple[tuple[str, str], ...] = ()


def face_of(card: Card, lists: kinds.Lists, asked: str = "") -> Face:
    """Return a card in words; it shows what the card holds and nothing that was looked up beside it."""
    return Face(
        hit=card.hit,
        heading=str(HEADINGS[card.certainty]),
        sentence=str(SENTENCES[card.certainty]),
        kind=KINDS[card.certainty],
        level=str(words.LEVELS[card.level]),
        offences=tuple(kinds.said(lists.offences, card.offences)),
        weapon=words.of(words.WEAPONS, [card.weapon])[0] if card.weapon else "",
        weapon_code=card.weapon,
        setting=words.of(words.SETTINGS, [card.setting])[0] if card.setting else "",
        month=month(card.month),
        measures=tuple(kinds.said(lists.measures, card.measures)),
        in_review=card.in_review,
        is_late=card.is_late,
        asked=asked,
        plans=tuple(plans(lists.measures, card.measures)),
    )


@dataclass(frozen=True)
class RowFace:
    """A row of an answer: only `none` says that there is no entry."""

    row: RowAnswer
    asked: str
    faces: tuple[Face, ...]
    reason: str = ""

    @property
    def outcome(self) -> str:
        """The outcome as a code."""
        return str(Outcome(self.row.outcome).value)

    @property
    def highest(self) -> str:
        """The highest level of what is not shown one by one."""
        return str(words.LEVELS[self.row.highest])


# Rows that were not checked stand on top, then what was found, then what has no entry.
ORDER = (Outcome.NOT_CHECKED, Outcome.HIT, Outcome.SUMMARY, Outcome.NARROW, Outcome.NONE)


def row_faces(answer: Answer, asked: Sequence[str] = (), reasons: Mapping[str, Promise] | None = None) -> list[RowFace]:
    """Return the rows of an answer, the ones that need somebody first; the order of the route within each kind."""
    found, lists = [], kinds.Lists()
    for place, row in enumerate(answer.rows):
        typed = asked[place] if place < len(asked) else ""
        reason = str((reasons or {}).get(row.reason, row.reason))
        found.append(RowFace(row, typed, tuple(face_of(card, lists, typed) for card in row.cards), reason))
    return sorted(found, key=lambda face: (ORDER.index(Outcome(face.row.outcome)), face.row.number))


def summary(rows: Sequence[RowFace]) -> list[tuple[int, str]]:
    """Return how many rows had which outcome, the ones that need somebody first; each row is counted once."""
    named = {
        Outcome.NOT_CHECKED: _("not checked"),
        Outcome.HIT: _("with an entry"),
        Outcome.SUMMARY: _("please call"),
        Outcome.NARROW: _("more details needed"),
        Outcome.NONE: _("no entry"),
    }
    counts = {outcome: sum(1 for row in rows if row.row.outcome == outcome) for outcome in ORDER}
    return [(count, str(named[outcome])) for outcome, count in counts.items() if count]


def plans(measures: kinds.Kinds, advised: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Return the measures that can be planned, with their words: the advised ones first, then the strictest."""
    return sorted(kinds.offered(measures), key=lambda plan: (plan[0] not in advised, -measures[plan[0]].level))


def asked_words(values: Mapping[str, Any]) -> str:
    """Return in one line what somebody typed, so that they know which of their questions a hit belongs to."""
    name = ", ".join(part for part in (values.get("family", ""), values.get("given", "")) if part)
    birth = _now("born %(birth)s") % {"birth": values["birth"]} if values.get("birth") else ""
    place = " ".join(part for part in (values.get("street", ""), values.get("number", "")) if part)
    return " · ".join(part for part in (name, birth, place) if part)


def reference(inquiry: uuid.UUID, now: datetime) -> str:
    """Return the number of an answer: it names nobody."""
    return f"{now:%Y%m%d}-{str(inquiry)[:8]}"
