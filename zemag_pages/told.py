"""From what was typed in the forms of a report to what is sent."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from zemag.catalogue import OFFENCES, Act
from zemag.matching import Birth
from zemag.models import Grade
from zemag.services.reporting import W_TEXTS, Report, Reported

# What goes into the sealed rest of a report as it was chosen.
MORE = [
    "role",
    "task",
    "phone",
    "time",
    "place",
    "alone",
    "affected",
    "strain",
    "damage",
    "service_ended",
    "police",
    "police_reference",
    "house_ban",
    "house_ban_until",
    "complaint",
    "superior",
    "witnesses",
    "evidence",
    "known",
]


def report_of(data: Mapping[str, Any], actor: User | None, *, is_short: bool = False) -> Report:
    """Return a report as it is sent; `actor` is nobody for one without a name."""
    texts = {name: data[name] for name in W_TEXTS if data.get(name)}
    street = {"street": data.get("street", ""), "number": data.get("number", "")}
    return Report(
        department=data["department"],
        setting=data["setting"],
        occurred_on=data["occurred_on"],
        acts=acts_of(data),
        texts=texts,
        place=street if all(street.values()) else None,
        occasion=data.get("occasion", ""),
        more={name: _plain(data[name]) for name in MORE if data.get(name)},
        victims=_victims(data, actor),
        people=_people(data),
        is_short=is_short,
        is_colleague=data.get("known") == "colleague",
    )


def acts_of(data: Mapping[str, Any]) -> tuple[Act, ...]:
    """Return the offences; weapon and use belong to the gravest."""
    codes = sorted(data.get("offences") or (), key=lambda code: -OFFENCES[code].level)
    weapon, use = data.get("weapon", ""), data.get("use", "")
    return tuple(Act(code, weapon if not place else "", use if not place else "") for place, code in enumerate(codes))


def _plain(value: Any) -> Any:
    """Return a value that can be sealed as JSON."""
    return value if isinstance(value, bool | int) else str(value)


def _victims(data: Mapping[str, Any], actor: User | None) -> tuple[dict[str, Any], ...]:
    """Return who was attacked, if it was who reports: the clock of the application starts for them."""
    if actor is None or data.get("role") != "affected":
        return ()
    name = f"{actor.first_name} {actor.last_name}".strip() or actor.email
    return ({"name": name, "injury": data.get("injury", ""), "off_work": bool(data.get("off_work"))},)


def _people(data: Mapping[str, Any]) -> tuple[Reported, ...]:
    """Return the reported people, if it is known who it was; the short form has room for one."""
    if data.get("known") != "yes":
        return ()
    return tuple(person_of(one) for one in data.get("people", [data]) if one.get("family"))


def person_of(data: Mapping[str, Any]) -> Reported:
    """Return one person from their fields."""
    others = [part.strip() for part in (data.get("aliases") or "").split(",") if part.strip()]
    birth: Birth | None = data.get("birth") or None
    home = {"street": data.get("home_street") or "", "number": data.get("home_number") or ""}
    return Reported(
        names=((data.get("given") or "", data["family"]), *(("", other) for other in others[:10])),
        grade=Grade(data["grade"]),
        birth=(birth.year, birth.month, birth.day) if birth else None,
        address=home if all(home.values()) else None,
        file_number=data.get("own_file_number") or "",
        is_clearly_adult=bool(data.get("clearly_adult")),
    )
