"""How a case looks: labels in the reader's language, the timeline, what is known of the person."""

import datetime as dates
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Department, User
from zemag import kinds
from zemag.catalogue import SUPERIOR
from zemag.clocks import LOCAL, local_day
from zemag.models import (
    Delivery,
    DeliveryKind,
    DeliveryStep,
    IncidentState,
    IntakePerson,
    LetterKind,
    Notice,
    NoticeState,
    ReturnedHow,
)
from zemag.services.desk import Case, Part, Row
from zemag.services.next_steps import Next
from zemag_pages import words
from zemag_pages.desk.words import LEVEL_KINDS, NEXT_WORDS, W_WORDS
from zemag_pages.people import head_of
from zemag_pages.showing import ended_day


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    at: datetime
    label: str | Promise
    text: str = ""


def name_of(department: Department) -> str:
    """Return the name of a department in the reader's language."""
    english = department.name_en if get_language() == "en" else ""
    return english or department.name_de


def departments() -> dict[str, str]:
    """Return the names of all departments by key."""
    return {row.key: name_of(row) for row in Department.objects.all()}


def due_words(step: Next) -> str:
    """Return until when a step is due: a moment within two days, else a day."""
    if step.due is None:
        return ""
    day = ended_day(step.due)
    if day is not None:
        return date_format(day, "SHORT_DATE_FORMAT")
    return date_format(timezone.localtime(step.due, LOCAL), "SHORT_DATETIME_FORMAT")


def faces_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Return the rows of the list."""
    names = departments()
    return [
        {
            "incident": row.incident,
            "late": row.late,
            "level_kind": LEVEL_KINDS[row.incident.level],
            "step": NEXT_WORDS[row.next.code],
            "due": due_words(row.next),
            "department": names.get(row.incident.department, row.incident.department),
            "setting": words.SETTINGS.get(row.incident.setting, ""),
            "state": IncidentState(row.incident.state).label,
        }
        for row in rows
    ]


def facts_of(case: Case, lists: kinds.Lists) -> list[dict[str, Any]]:
    """Return the facts of the report."""
    row = case.incident
    department = Department.objects.filter(key=row.department).first()
    reporter = User.objects.filter(uuid=row.reporter).first() if row.reporter else None
    place = case.told.get("place") or {}
    facts = [
        (_("State"), IncidentState(row.state).label),
        (_("Day"), date_format(dates.date.fromisoformat(case.told["occurred_on"]), "DATE_FORMAT")),
        (_("Department"), name_of(department) if department else row.department),
        (_("Where"), words.SETTINGS.get(row.setting, "")),
        (_("Address"), " ".join(part for part in (place.get("street"), place.get("number")) if part)),
        (_("Reported by"), reporter.get_full_name() if reporter else _("without a name")),
        (_("Offences"), "; ".join(kinds.said(lists.offences, [one.code for one in case.offences]))),
        (_("Weapons"), ", ".join(words.of(words.WEAPONS, sorted({one.weapon for one in case.offences if one.weapon})))),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def narrative(case: Case) -> list[tuple[str | Promise, str]]:
    """Return what was told, in the order of the seven questions."""
    return [(label, case.told["w"][name]) for name, label in W_WORDS.items() if case.told.get("w", {}).get(name)]


def whom(case: Case, intake: IntakePerson | None) -> str:
    """Return of whom something tells, where a case has several people."""
    return head_of(intake, len(case.people)) if intake is not None and len(case.people) > 1 else ""


def entry_of(part: Part, lists: kinds.Lists) -> list[dict[str, Any]]:
    """Return what the entry of a person says."""
    entry = part.entry
    if entry is None:
        return []
    facts = [
        (_("State"), entry.get_state_display()),
        (_("Measures"), "; ".join(kinds.said(lists.measures, part.content["measures"]))),
        (_("Neutral line"), part.content["line"]),
        (_("Why the entry is needed"), part.content["necessity"]),
        (_("Legal basis"), part.content["legal_basis"]),
        (_("Shown provisionally until"), _moment(entry.provisional_until)),
        (_("Review on"), _day(entry.review_on)),
        (_("Deleted on"), _day(entry.delete_on)),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _day(value: dates.date | None) -> str:
    return date_format(value, "DATE_FORMAT") if value else ""


def _moment(value: datetime | None) -> str:
    return date_format(timezone.localtime(value, LOCAL), "SHORT_DATETIME_FORMAT") if value else ""


def legal_of(case: Case) -> list[dict[str, Any]]:
    """Return the clocks of applications and the notice to each person."""
    unsure = _("not confirmed")
    facts = [
        (
            _("Application by %(who)s") % {"who": told["name"] if told["name"] != SUPERIOR else _("the superior")},
            _("until %(day)s") % {"day": _day(clock.last_day)} + ("" if clock.is_confirmed else f" ({unsure})"),
        )
        for clock, told in case.clocks
        # Names of people who were hurt are the legal unit's to read.
        if case.has("R4") or told["name"] == SUPERIOR
    ]
    for part in case.people:
        if part.notice is not None:
            about = whom(case, part.intake)
            label = _("Notice to the person")
            facts.append((f"{label} ({about})" if about else label, _notice_words(part.notice)))
            if part.notice.deferred_by is not None and part.deferral:
                why = _("Cannot be delivered: reason") if part.notice.is_undeliverable else _("Reason to defer it")
                facts.append((f"{why} ({about})" if about else why, part.deferral))
    return [{"label": label, "value": value} for label, value in facts]


def _notice_words(notice: Notice) -> str:
    """Return what became of a notice, or until when it is owed."""
    state = str(NoticeState(notice.state).label)
    if notice.delivery:
        state = f"{state} ({Delivery(notice.delivery).label})"
    if notice.state in (NoticeState.SENT, NoticeState.DESTROYED):
        return state
    until = notice.recheck_on if notice.state == NoticeState.DEFERRED else notice.again_by or notice.due_on
    day = _("until %(day)s") % {"day": _day(until)}
    return f"{state} {day}"


def timeline(case: Case) -> list[Event]:
    """Return what happened, the last first."""
    return sorted(_events(case), key=lambda event: event.at, reverse=True)


def _events(case: Case) -> Iterator[Event]:
    row = case.incident
    if row.submitted_at is not None:
        yield Event(row.submitted_at, _("Report sent"))
    for text, told in case.texts:
        yield Event(text.at, _of(case, text.person, text.get_kind_display()), told)
    for step, reference in case.steps:
        yield Event(_noon(step.filed_on), _of(case, step.person, step.get_kind_display()), reference)
    for part in case.people:
        for decision, reason in part.decisions:
            words = _("Entry: %(what)s") % {"what": decision.get_kind_display()}
            yield Event(decision.at, _of(case, part.intake, words), reason)
    yield from _of_letters(case)


def _of_letters(case: Case) -> Iterator[Event]:
    """Return what happened to letters, those that came back with what was done about it."""
    for letter in case.letters:
        what = _of(case, letter.person, LetterKind(letter.kind).label)
        yield Event(letter.made_at, _("Letter made: %(what)s") % {"what": what})
        if letter.sent_on is not None:
            yield Event(_noon(letter.sent_on), _("Letter sent: %(what)s") % {"what": what})
    for step, told in case.delivery:
        text = "\n".join(line for line in told.values() if line)
        # Of several on one day the order is the one in which they were noted.
        at = step.noted_at if local_day(step.noted_at) == step.on else _noon(step.on)
        yield Event(at, _of(case, step.letter.person, delivery_words(step)), text)


def delivery_words(step: DeliveryStep) -> str:
    """Return what happened with a letter that came back."""
    if step.kind == DeliveryKind.UNDONE:
        return _("Return taken back")
    if step.kind == DeliveryKind.RETURNED:
        words = _("Letter came back: %(how)s") % {"how": ReturnedHow(step.code).label}
        return _("%(what)s (noted by mistake)") % {"what": words} if step.is_void else words
    if step.kind == DeliveryKind.QUERIED:
        return _("Residents' register asked: %(answer)s") % {"answer": Delivery(step.code).label}
    return _("Public notice until %(day)s") % {"day": _day(step.until)}


def _of(case: Case, intake: IntakePerson | None, label: str | Promise) -> str:
    """Return a label with the person whom it tells of, where a case has several."""
    about = whom(case, intake)
    return f"{label} ({about})" if about else str(label)


def _noon(day: dates.date) -> datetime:
    return datetime.combine(day, dates.time(12), LOCAL)
