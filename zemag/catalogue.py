"""Codes of offences, weapons, settings and measures; their texts are written elsewhere (ZeMAG design, 7 and 13)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Prosecution(StrEnum):
    """Whether an offence is prosecuted only on application."""

    APPLICATION = "A"
    RELATIVE = "R"
    OFFICE = "O"


@dataclass(frozen=True)
class Offence:
    """A category with its level and how it is prosecuted (StGB)."""

    level: int
    prosecution: Prosecution
    superior_applies: bool = False


# Who stands for the superior among those who can apply for prosecution.
SUPERIOR = "superior"
_A, _R, _O = Prosecution.APPLICATION, Prosecution.RELATIVE, Prosecution.OFFICE
OFFENCES: dict[str, Offence] = {
    "B1": Offence(1, _A, True),
    "B2": Offence(1, _A, True),
    "B3": Offence(1, _A),
    "B4": Offence(1, _O),
    "C1": Offence(2, _R, True),
    "C2": Offence(2, _A, True),
    "C3": Offence(2, _O),
    "C4": Offence(2, _R, True),
    "C5": Offence(2, _O),
    "C6": Offence(2, _R),
    "C7": Offence(2, _R),
    "C8": Offence(2, _O),
    **{f"D{number}": Offence(3, _O) for number in range(1, 7)},
}
# Groups of the weapons catalogue and how many classes each has.
_GROUPS = {"A": 6, "B": 6, "C": 6, "D": 4, "E": 5, "F": 10, "G": 1, "H": 1, "I": 1, "J": 1}
WEAPON_GROUPS = tuple(_GROUPS)
WEAPONS: frozenset[str] = frozenset(
    f"{group}{number}" for group, many in _GROUPS.items() for number in range(1, many + 1)
)
USES = ("used", "threatened", "carried")
SETTINGS = (
    "counter",
    "office",
    "reception",
    "home_visit",
    "public_space",
    "vehicle",
    "phone",
    "letter",
    "online",
    "online_meeting",
    "other",
)
OCCASIONS = ("appointment", "enforcement", "inspection", "rescue", "refusal", "removal", "other")
_MEASURES = (
    ("appointment_only", "colleague_in_sight", "silent_alarm_ready", "written_contact"),
    ("never_alone", "office_with_security", "alarm_armed", "escape_route", "end_time", "order_officers", "letter"),
    ("police_only", "superior_decides", "vest", "no_objects"),
)
MEASURES: dict[str, int] = {code: level for level, codes in enumerate(_MEASURES, 1) for code in codes}
HIGHEST = 3


@dataclass(frozen=True)
class Support:
    """Help after an attack; a talk has a day, counted from the day on which the report came (design, section 14)."""

    working_days: int | None = None
    weeks: int | None = None
    needs_person: bool = True


# The one that the supervisor's contact settles.
FIRST_TALK = "talk_day"
SUPPORT: dict[str, Support] = {
    FIRST_TALK: Support(working_days=1),
    "talk_week": Support(weeks=1),
    "talk_month": Support(weeks=4),
    "first_aid": Support(),
    "company_doctor": Support(),
    "accident_form": Support(),
    "legal_protection": Support(),
    "address_block": Support(),
    # For a unit as well: nobody has to be known by name.
    "alarm_device": Support(needs_person=False),
    "courses": Support(needs_person=False),
}


@dataclass(frozen=True)
class Act:
    """An offence as reported, with weapon and use."""

    code: str
    weapon: str = ""
    use: str = ""


def level_of(acts: Iterable[Act]) -> int:
    """Return the level: that of the highest offence; a weapon used or threatened raises it to 3."""
    levels = [HIGHEST if act.weapon and act.use in ("used", "threatened") else OFFENCES[act.code].level for act in acts]
    return max(levels, default=0)
