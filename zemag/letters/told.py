"""What is stored about a person in words, in the language that is active: for the answer to their request."""

import datetime as dates
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department
from zemag import kinds, labels
from zemag.clocks import LOCAL
from zemag.models import (
    DecisionKind,
    Delivery,
    DeliveryKind,
    EntryState,
    IncidentState,
    LetterKind,
    Purpose,
    RequestKind,
    RequestResult,
    ReturnedHow,
    Role,
    SubjectRequest,
    Trigger,
)

SUBJECTS: dict[RequestKind, Promise] = {
    RequestKind.ACCESS: gettext_lazy("Access under Art. 15 GDPR"),
    RequestKind.RECTIFICATION: gettext_lazy("Your request for rectification (Art. 16 GDPR)"),
    RequestKind.ERASURE: gettext_lazy("Your request for erasure (Art. 17 GDPR)"),
    RequestKind.RESTRICTION: gettext_lazy("Your request for restriction of processing (Art. 18 GDPR)"),
    RequestKind.OBJECTION: gettext_lazy("Your objection (Art. 21 GDPR)"),
}
FREE_WORDS: dict[str, Promise] = {
    "narrative": gettext_lazy("What was reported"),
    "description": gettext_lazy("Description of the person"),
    "line": gettext_lazy("Note for the next visitor"),
    "necessity": gettext_lazy("Why the entry is needed"),
    "reasons": gettext_lazy("Reasons of decisions"),
}
Lines = Iterator[tuple[str, str]]


class HeldBasis(TextChoices):
    """On which rule an answer holds something back, as its letter says it; the legal unit confirms them."""

    PROSECUTION = "prosecution", gettext_lazy("Art. 23(1)(d) GDPR, section 12 DSG NRW")
    SECURITY = "security", gettext_lazy("Art. 23(1)(c) GDPR, section 12 DSG NRW")
    OTHERS = "others", gettext_lazy("Art. 15(4) and Art. 23(1)(i) GDPR, section 12 DSG NRW")


def subject_of(kind: RequestKind) -> str:
    """Return the subject of the letter."""
    return str(SUBJECTS[kind])


def decision_of(*, granted: bool) -> str:
    """Return the decision on an objection in one sentence."""
    return _("The objection is right; the entry is deleted.") if granted else _("The entry stays.")


def answer_text(row: SubjectRequest, told: Mapping[str, Any]) -> str:
    """Return what the letter answers, in the language that is active; empty as long as nothing is drafted."""
    answer = told.get("answer", {})
    if row.result == RequestResult.NONE and row.rest_of_id is not None:
        return _("What could not be told to you before is not stored any more.")
    if row.result == RequestResult.NONE:
        text = _("Nothing about you is stored: all reports and the whole register were searched on %(day)s.")
        return text % {"day": _day(told["collected_on"])}
    if row.result == RequestResult.FOUND:
        return _found(told, answer.get("free", {}), answer.get("held"))
    reason = str(answer.get("reason", ""))
    if row.result == RequestResult.REFUSED:
        return _("Your request is refused. Reason: %(reason)s") % {"reason": reason}
    if row.result == RequestResult.REJECTED and row.kind != RequestKind.OBJECTION:
        return _("Your request is not granted. Reason: %(reason)s") % {"reason": reason}
    return reason


def _found(told: Mapping[str, Any], free: Mapping[str, str], held: Mapping[str, str] | None) -> str:
    """Return everything that was collected, one paragraph for each case and each of its parts.

    Of what is held back it says that, and on which legal basis: neither what nor how much it is.
    """
    day = _day(told["collected_on"])
    parts = [_("This is the rest of our answer. It could not be told to you before.")] if "asked_on" in told else []
    if told["cases"] or told.get("staff"):
        parts.append(_("The following is stored about you, as of %(day)s.") % {"day": day})
    lists = kinds.Lists()
    for place, case in enumerate(told["cases"]):
        head = _("Case %(number)s") % {"number": case["number"]}
        parts.append("\n".join([head, *_lines(_report(case, lists))]))
        if case["entry"]:
            parts.append("\n".join([_("Entry in the register"), *_lines(_entry(case["entry"], lists))]))
            parts.append("\n".join([_("Queries: time, department, purpose"), *_queries(case["queries"])]))
        kept = [(str(words), free.get(f"{place}.{name}", "")) for name, words in FREE_WORDS.items()]
        parts += [f"{words}: {_one_block(text)}" for words, text in kept if text]
    if told.get("staff"):
        parts.append("\n".join([_("As an employee"), *_lines(_staff(told["staff"]))]))
    if held:
        text = _(
            "There is information about you that must not be told to you at present. Legal basis: %(basis)s. You "
            "receive it without a new request once the reason has ended. The supervisory authority can examine this "
            "for you."
        )
        parts.append(text % {"basis": HeldBasis(held["basis"]).label})
    return "\n\n".join(parts)


def _one_block(text: str) -> str:
    """Return a text whose lines stay one paragraph."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _lines(pairs: Lines) -> list[str]:
    return [f"{label}: {value}" for label, value in pairs if value]


def _report(case: Mapping[str, Any], lists: kinds.Lists) -> Lines:
    if case["person"]:
        yield from _person(case["person"])
    yield _("Day"), _day(case["day"])
    yield _("Where"), ", ".join(labels.of(labels.SETTINGS, [case["setting"]] if case["setting"] else []))
    yield _("Address of the incident"), _place(case["place"])
    yield _("Offences"), "; ".join(kinds.said(lists.offences, case["offences"]))
    yield _("Level"), str(case["level"])
    yield _("Source"), _department(case["department"])
    yield _("Steps taken"), "; ".join(f"{Trigger(kind).label} ({_day(on)})" for kind, on in case["steps"])
    yield _("Letters to you"), "; ".join(f"{LetterKind(kind).label} ({_day(on)})" for kind, on in case["letters"])
    # What was collected before letters could come back has no such part.
    yield _("Letters that came back"), "; ".join(_delivery(*step) for step in case.get("delivery", []))


def _delivery(kind: str, code: str, on: str, authority: str, address: str) -> str:
    """Return one step with a letter that came back, and who told which address."""
    labels_of = ReturnedHow if kind == DeliveryKind.RETURNED else Delivery
    said = [str(labels_of(code).label)] if code else []
    said += [" ".join(text.split()) for text in (authority, address) if text]
    what = f"{DeliveryKind(kind).label} ({_day(on)})"
    return ": ".join([what, ", ".join(said)]) if said else what


def _person(person: Mapping[str, Any]) -> Lines:
    names = [" ".join(part for part in name if part) for name in person["names"]]
    yield _("Name"), names[0]
    yield _("Other names"), "; ".join(names[1:])
    year, month, day = person["birth"] or (0, 0, 0)
    exact = _day(dates.date(year, month, day).isoformat()) if year and month and day else ""
    yield _("Birth date"), exact or (str(year) if year else _("unknown"))
    kept = person.get("addresses") or ([person["address"]] if person.get("address") else [])
    yield _("Addresses"), "; ".join(dict.fromkeys(_place(place) for place in kept))
    yield _("File number"), str(person.get("file_number") or "")


def _entry(entry: Mapping[str, Any], lists: kinds.Lists) -> Lines:
    yield from _person(entry["person"])
    yield _("State"), str(EntryState(entry["state"]).label)
    yield _("Weapons"), ", ".join(labels.of(labels.WEAPONS, [entry["weapon"]] if entry["weapon"] else []))
    yield _("Measures"), "; ".join(kinds.said(lists.measures, entry["measures"]))
    yield _("Trigger"), "; ".join(str(Trigger(kind).label) for kind in entry["trigger"])
    yield _("Legal basis"), entry["basis"]
    yield _("Decisions"), "; ".join(f"{DecisionKind(kind).label} ({_day(on)})" for kind, on in entry["decisions"])
    yield _("Review on"), _day(entry["review_on"]) if entry["review_on"] else ""
    yield _("Deleted on"), _day(entry["delete_on"])


def _queries(rows: list[list[str]]) -> list[str]:
    """Return one line for each query; never who asked."""
    found = [f"{_moment(at)}: {_department(key)}, {Purpose(purpose).label}" for at, key, purpose in rows]
    return found or [_("none")]


def _staff(staff: Mapping[str, Any]) -> Lines:
    reports = [f"{number} ({_moment(at)}, {IncidentState(state).label})" for number, at, state in staff["reports"]]
    yield _("Own reports"), "; ".join(reports)
    yield _("Named as affected in"), ", ".join(staff["hurt"])
    yield (
        _("Rights"),
        "; ".join(
            f"{Role(role).label}, {_department(key)} ({_day(start)} - {_day(end)})"
            for role, key, start, end in staff["rights"]
        ),
    )
    yield _("Own questions"), "; ".join(f"{_moment(at)} ({Purpose(purpose).label})" for at, purpose in staff["asked"])
    yield _("Rows of the access log"), str(staff["log"])


def _place(place: Mapping[str, str] | None) -> str:
    return " ".join(part for part in (place.get("street"), place.get("number")) if part) if place else ""


def _department(key: str) -> str:
    """Return the name of a department in the active language."""
    row = Department.objects.filter(key=key).first()
    if row is None:
        return key
    return row.name_en if translation.get_language() == "en" and row.name_en else row.name_de


def _day(value: str) -> str:
    return date_format(dates.date.fromisoformat(value), "DATE_FORMAT")


def _moment(value: str) -> str:
    return date_format(timezone.localtime(dates.datetime.fromisoformat(value), LOCAL), "SHORT_DATETIME_FORMAT")
