"""What one case, or the account of an employee, holds about a person: data and codes, with words added in letters."""

import datetime as dates
import uuid
from typing import Any

from accounts.models import User
from audit.models import Entry
from zemag import sealing
from zemag.clocks import local_day
from zemag.models import (
    DeliveryStep,
    EntryDecision,
    EntryState,
    Grant,
    Incident,
    IncidentState,
    Inquiry,
    InquiryHit,
    IntakePerson,
    LegalStep,
    Letter,
    LetterKind,
    RegisterEntry,
    RegisterPerson,
    Victim,
)
from zemag.services import notices
from zemag.services.entries import brought_by
from zemag.services.ledger import ALIAS

# Letters that went to the person; those to others are about these others.
TO_THE_PERSON = (
    LetterKind.ENTRY,
    LetterKind.EXAMINED,
    LetterKind.OBJECTION,
    LetterKind.ERASURE,
    LetterKind.RECTIFICATION,
    LetterKind.HOUSE_BAN,
    LetterKind.RESTRICTION,
)
# What a report says of a person, but for the description.
PERSON = ("names", "birth", "address", "file_number")
# Free texts of a case: they can name others, so somebody has to look through them.
FREE = ("narrative", "description", "line", "necessity", "reasons")


def of_person(intake: IntakePerson, told_on: dates.date | None = None) -> dict[str, Any]:
    """Return what a case holds about one person, without anybody who reported, was hurt, decided or asked.

    Others whom the report names have no part in it; free texts, which can tell of them, are looked through. What the
    person is told on a day says nothing that only an entry has brought whose notice is deferred on that day.
    """
    incident = intake.incident
    told = sealing.unseal(incident)
    reported = sealing.unseal(intake) if intake.destroyed_at is None else {}
    steps = LegalStep.objects.filter(incident=incident).about(intake).order_by("filed_on", "pk")
    letters = Letter.objects.filter(person=intake, kind__in=TO_THE_PERSON).exclude(sent_on=None)
    free = {"narrative": "\n".join(told.get("w", {}).values()), "description": reported.get("description", "")}
    found: dict[str, Any] = {
        "number": incident.number,
        "department": incident.department,
        "day": told["occurred_on"],
        "setting": incident.setting,
        "place": told.get("place"),
        "offences": list(incident.offences.order_by("pk").values_list("code", flat=True)),
        "level": incident.level,
        "person": {name: reported.get(name) for name in PERSON} if reported else None,
        "steps": [[step.kind, step.filed_on.isoformat()] for step in steps],
        "letters": [[letter.kind, letter.sent_on.isoformat()] for letter in letters if letter.sent_on],
        "delivery": _delivery(intake),
        "entry": None,
        "queries": [],
    }
    entry = RegisterEntry.objects.filter(intake=intake).exclude(state=EntryState.DELETED).first()
    if entry is not None:
        entry_told, reasons = _of_entry(entry, told_on)
        found |= {"entry": entry_told, "queries": _queries(entry)}
        free |= {"line": entry_told.pop("line"), "necessity": entry_told.pop("necessity"), "reasons": reasons}
    return {**found, "free": {name: text for name, text in free.items() if text}}


def _delivery(intake: IntakePerson) -> list[list[str]]:
    """Return what happened to letters that came back: what, code, day, and who told which address (Art. 15(1)(g))."""
    steps = list(DeliveryStep.objects.filter(letter__person=intake).order_by("noted_at", "pk"))
    return [
        [step.kind, step.code, step.on.isoformat(), told.get("authority", ""), told.get("address", "")]
        for step, told in zip(steps, sealing.unseal_all(steps), strict=True)
    ]


def _of_entry(entry: RegisterEntry, told_on: dates.date | None) -> tuple[dict[str, Any], str]:
    """Return what an entry holds, and the reasons of its decisions."""
    content, person = sealing.unseal(entry), _person_of(entry, told_on)
    decisions = list(EntryDecision.objects.filter(entry=entry).order_by("at", "pk"))
    reasons = [told["reason"] for told in sealing.unseal_all(decisions) if told["reason"]]
    found = {
        "state": entry.state,
        "person": person,
        "weapon": entry.weapon,
        "measures": content["measures"],
        "line": content["line"],
        "necessity": content["necessity"],
        "basis": content["legal_basis"],
        "trigger": [kind for kind, _by, _on in content["trigger"]],
        "decisions": [[row.kind, local_day(row.at).isoformat()] for row in decisions],
        "review_on": entry.review_on.isoformat() if entry.review_on else "",
        "delete_on": entry.delete_on.isoformat(),
    }
    return found, "\n".join(dict.fromkeys(reasons))


def _person_of(entry: RegisterEntry, told_on: dates.date | None) -> dict[str, Any]:
    """Return the person of an entry as they may be told of it: several entries can have brought one together."""
    person: dict[str, Any] = sealing.unseal(RegisterPerson.objects.get(pk=entry.person_id))
    if told_on is None:
        return person
    entries = list(RegisterEntry.objects.filter(person=entry.person_id).exclude(state=EntryState.DELETED))
    held = notices.deferred_among([one.intake_id for one in entries if one.intake_id], told_on)
    if not held:
        return person
    told = [one for one in entries if one.pk == entry.pk or one.intake_id not in held]
    return brought_by(person, told) or dict(sealing.unseal(entry)["brought"])


def _queries(entry: RegisterEntry) -> list[list[str]]:
    """Return who was told of an entry: time, department, purpose, never a name (CJEU C-579/21)."""
    hits = InquiryHit.objects.filter(entry=entry).select_related("item__inquiry").order_by("found_at", "pk")
    return [[hit.found_at.isoformat(), hit.item.inquiry.department, hit.item.inquiry.purpose] for hit in hits]


def of_employee(account: uuid.UUID) -> dict[str, Any]:
    """Return what is stored about an employee: own reports, rights, questions, rows of the log."""
    user = User.objects.filter(uuid=account).first()
    name = user.get_full_name() if user else ""
    reports = Incident.objects.filter(reporter=account).exclude(state=IncidentState.DRAFT).order_by("number")
    rights = Grant.objects.filter(user=account).order_by("starts_on", "pk")
    asked = Inquiry.objects.filter(actor=account).order_by("asked_at", "pk")
    victims = list(Victim.objects.select_related("incident").order_by("incident__number", "pk"))
    hurt = [
        str(victim.incident.number)
        for victim, told in zip(victims, sealing.unseal_all(victims), strict=True)
        if name and str(told.get("name", "")).casefold() == name.casefold()
    ]
    return {
        "reports": [[row.number, row.submitted_at.isoformat(), row.state] for row in reports if row.submitted_at],
        "rights": [[row.role, row.department, row.starts_on.isoformat(), row.ends_on.isoformat()] for row in rights],
        "asked": [[row.asked_at.isoformat(), row.purpose] for row in asked],
        "hurt": hurt,
        "log": Entry.objects.using(ALIAS).filter(actor=account).count(),
    }
