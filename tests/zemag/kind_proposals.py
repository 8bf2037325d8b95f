"""How tests propose, release and return offences and measures, each with words that nobody else uses."""

import uuid
from typing import Any

from accounts.models import User
from tests.zemag_factories import NOW, granted, quality
from zemag import kinds
from zemag.models import Role
from zemag.services import kind_texts
from zemag.services.kind_rules import Proposal

OFFENCE, MEASURE = "B1", "vest"
SAID = {"name_de": "Beleidigung und Häme", "name_en": "Insult and scorn"}
TICKED = {"happened_de": "Ich wurde verhöhnt", "happened_en": "I was scorned"}
ADVISED = {"name_de": "Weste mit Kragen tragen", "name_en": "Wear a vest with a collar"}
NEW = {"name_de": "Gespräch hinter Glas", "name_en": "Talk behind glass"}


def texts(code: str, **other: str) -> dict[str, str]:
    """Return other words than those of the product."""
    own = {**SAID, **TICKED} if code == OFFENCE else ADVISED if code == MEASURE else NEW
    made = dict(own) if code in (OFFENCE, MEASURE, "") or code.startswith("own_") else dict(kinds.of_product(code))
    return {**made, **other}


def propose(code: str = OFFENCE, actor: User | None = None, **more: Any) -> kind_texts.Row:
    """Propose words; what is not named is as it holds, or new."""
    item = kind_texts.opened(code)
    given = Proposal(
        code=code,
        texts=more.get("words") or texts(code),
        level=more.get("level", item.holds.level),
        is_active=more.get("is_active", True),
        stamp=more.get("stamp") or item.stamp,
        request_key=more.get("request_key") or uuid.uuid4(),
    )
    return kind_texts.propose(given, actor=actor or granted(Role.EDITOR), now=NOW)


def release(row: kind_texts.Row, actor: User | None = None) -> kind_texts.Row:
    """Release what waits."""
    return kind_texts.release(version_id=row.pk, actor=actor or quality(), now=NOW)


def send_back(row: kind_texts.Row, actor: User | None = None, reason: str = "Bitte kürzer.") -> kind_texts.Row:
    """Return what waits."""
    return kind_texts.send_back(version_id=row.pk, reason=reason, actor=actor or quality(), now=NOW)


def changed(code: str = OFFENCE, **more: Any) -> kind_texts.Row:
    """Propose and release."""
    return release(propose(code, **more))


def gone(code: str) -> kind_texts.Row:
    """Take something out, with the words that it has."""
    return changed(code, words=dict(kind_texts.opened(code).holds.texts), is_active=False)
