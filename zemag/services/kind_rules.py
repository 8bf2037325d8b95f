"""What words of an offence or a measure must be, alone and beside the others of its list."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zemag import kinds
from zemag.catalogue import HIGHEST, OFFENCES
from zemag.kinds import HAPPENED, NAME, Kind, Texts, fields_of
from zemag.services.wordings import plain

LEVELS = tuple(range(1, HIGHEST + 1))
# Signs of each part in each language.
LONGEST = {NAME: 80, HAPPENED: 100}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an editor sends, and the `stamp` of the item that was read; an empty `code` asks for a new measure.

    `level` counts for measures alone.
    """

    code: str
    texts: Mapping[str, str]
    level: int
    is_active: bool
    stamp: str
    request_key: uuid.UUID


def fitting(given: Proposal) -> Texts:
    """Return the words as they are kept, each one line; raise ValidationError by field for what is wrong."""
    made = {name: " ".join(plain(given.texts.get(name, "")).split()) for name in fields_of(given.code)}
    wrong: dict[str, str] = {}
    for name, text in made.items():
        longest = LONGEST[name.rsplit("_", 1)[0]]
        if not text:
            wrong[name] = _("Both languages are needed.")
        elif len(text) > longest:
            wrong[name] = _("Please use %(longest)d signs at most.") % {"longest": longest}
        elif name.endswith("_en") and text == made[f"{name[:-3]}_de"] and not _may_be_equal(given.code, name):
            wrong[name] = _("This is the German text.")
    if given.code not in OFFENCES and given.level not in LEVELS:
        wrong["level"] = _("Please choose one of the values.")
    if wrong := wrong or among_others(given.code, made, given.level, is_active=given.is_active):
        raise ValidationError({name: [told] for name, told in wrong.items()})
    return made


def _may_be_equal(code: str, name: str) -> bool:
    """Whether words may be the same in both languages: the name of an offence may, a sentence may not."""
    return code in OFFENCES and name.startswith(NAME)


def among_others(code: str, texts: Mapping[str, str], level: int, *, is_active: bool) -> dict[str, str]:
    """Return by field what does not go together with the rest of the list as it holds."""
    now = kinds.offences() if code in OFFENCES else kinds.measures()
    level = now[code].level if code in OFFENCES else level
    others = [one for one in now.values() if one.code != code]
    wrong = {
        name: _("Another one has these words already.")
        for name, text in texts.items()
        if any(one.texts[name].casefold() == text.casefold() for one in others)
    }
    after = [*others, Kind(code, level, texts, is_active)]
    for one in LEVELS:
        if not any(kind.is_active and kind.level == one for kind in after):
            field = "level" if is_active and level != one else "is_active"
            wrong[field] = _("It is the last one of level %(level)s: at least one has to stay offered.") % {
                "level": one
            }
    return wrong
