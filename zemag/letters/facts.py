"""What a letter says of a case by itself: dates, place, department, steps; never names of employees."""

import datetime as dates
from collections.abc import Iterable

from django.utils import translation
from django.utils.formats import date_format

from accounts.models import Department
from zemag import sealing
from zemag.catalogue import SUPERIOR
from zemag.clocks import local_day
from zemag.letters.told import subject_of
from zemag.letters.wording import Facts
from zemag.models import (
    Entitled,
    EntryState,
    Incident,
    IncidentState,
    IntakePerson,
    LegalStep,
    Notice,
    RegisterEntry,
    RequestKind,
    Trigger,
)
from zemag.models.register import SIGNED
from zemag.profiles import Profile

# Sections of the StGB by category (ZeMAG design, section 7).
SECTIONS = {
    "B1": "§§ 185-187",
    "B2": "§ 123",
    "B3": "§§ 201, 201a",
    "B4": "§ 145",
    "C1": "§ 303",
    "C2": "§ 241",
    "C3": "§ 240",
    "C4": "§ 223",
    "C5": "§§ 113-115",
    "C6": "§§ 177, 184i",
    "C7": "§ 238",
    "C8": "§ 239",
    "D1": "§§ 224, 226",
    "D2": "§§ 211, 212",
    "D3": "§§ 239a, 239b",
    "D4": "§§ 249, 253, 255",
    "D5": "§§ 126, 306, 308",
    "D6": "§ 315b",
}


def facts_of(
    incident: Incident, about: IntakePerson | None, profile: Profile, language: str, now: dates.datetime
) -> Facts:
    """Return what is known of a case and the person whom the letter is about, in a language.

    What is not known is left out, and a letter that needs it is refused.
    """
    with translation.override(language):
        told = sealing.unseal(incident)
        found = {
            "number": str(incident.number),
            "subject": subject_of(RequestKind.ACCESS),
            "today": day(local_day(now)),
            "occurred": day(dates.date.fromisoformat(told["occurred_on"])),
            "place": _place(told.get("place"), language),
            "status": str(IncidentState(incident.state).label),
            "offences": _offences(incident.offences.values_list("code", flat=True)),
        }
        department = Department.objects.filter(key=incident.department).first()
        if department is not None:
            found["department"] = department.name_en if language == "en" and department.name_en else department.name_de
        return found | law_facts(profile, language) | _steps(incident, about) | _entry(about) | _notice(about)


def superiors_clock(incident: Incident) -> Entitled | None:
    """Return the clock of the superior, who has one of their own (settled decision Z6); None where none can apply."""
    rows = list(Entitled.objects.filter(incident=incident).order_by("pk"))
    told = zip(rows, sealing.unseal_all(rows), strict=True)
    return next((row for row, words in told if words["name"] == SUPERIOR), None)


def superiors_days(incident: Incident, language: str) -> Facts:
    """Return since when the superior knows, and until when the superior can apply."""
    clock = superiors_clock(incident)
    if clock is None:
        return {}
    with translation.override(language):
        return {"known": day(clock.known_on), "application": day(clock.last_day)}


def day(value: dates.date) -> str:
    """Return a date in the language that is active."""
    return date_format(value, "DATE_FORMAT")


def _place(kept: dict[str, str] | None, language: str) -> str:
    if kept:
        return " ".join(part for part in (kept.get("street"), kept.get("number")) if part)
    return "not recorded" if language == "en" else "nicht erfasst"


def _offences(codes: Iterable[str]) -> str:
    named = [SECTIONS[code] for code in sorted(set(codes)) if code in SECTIONS]
    return f"{', '.join(named)} StGB" if named else "-"


def law_facts(profile: Profile, language: str) -> Facts:
    """Return what the legal profile says; an empty value is unknown."""
    values = {
        "basis": profile.basis_en if language == "en" else profile.basis_de,
        "controller": profile.controller,
        "officer": profile.officer,
        "authority": profile.authority,
    }
    return {name: value for name, value in values.items() if value}


def _steps(incident: Incident, about: IntakePerson | None) -> Facts:
    steps = list(LegalStep.objects.filter(incident=incident).about(about).order_by("filed_on"))
    found: Facts = {}
    if steps:
        found["step"] = ", ".join(f"{Trigger(step.kind).label} ({day(step.filed_on)})" for step in steps)
    bans = [step for step in steps if step.kind == Trigger.HOUSE_BAN and step.valid_until]
    if bans and bans[-1].valid_until:
        found |= {"ban_from": day(bans[-1].filed_on), "ban_until": day(bans[-1].valid_until)}
    clock = Entitled.objects.filter(incident=incident).order_by("last_day").first()
    if clock is not None:
        found |= {"known": day(clock.known_on), "application": day(clock.last_day)}
    return found


def _entry(about: IntakePerson | None) -> Facts:
    if about is None:
        return {}
    entry = RegisterEntry.objects.filter(intake=about).exclude(state=EntryState.DELETED).first()
    if entry is None:
        return {}
    found = {"deletion": day(entry.delete_on)}
    if entry.state in SIGNED and entry.published_at is not None:
        found["published"] = day(local_day(entry.published_at))
    if entry.review_on is not None:
        found["review"] = day(entry.review_on)
    return found


def _notice(about: IntakePerson | None) -> Facts:
    notice = Notice.objects.filter(person=about).first() if about else None
    if notice is None or notice.deferred_by is None or notice.second is None or notice.recheck_on is None:
        return {}
    reason: str = sealing.unseal(notice)["reason"]
    people = {"proposer": f"Q {str(notice.deferred_by)[:8]}", "second": f"Q {str(notice.second)[:8]}"}
    return {"deferral": reason, "recheck": day(notice.recheck_on), **people}
