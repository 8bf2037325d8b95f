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
from zemag.catalogue import SUPERIOR
from zemag.clocks import LOCAL
from zemag.models import IncidentState, LetterKind, NoticeState
from zemag.services.desk import Case, Next, Row
from zemag_pages import words
from zemag_pages.desk.words import LEVEL_KINDS, NEXT_WORDS, W_WORDS
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


def facts_of(case: Case) -> list[dict[str, Any]]:
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
        (_("Offences"), "; ".join(words.of(words.OFFENCES, [one.code for one in case.offences]))),
        (_("Weapons"), ", ".join(words.of(words.WEAPONS, sorted({one.weapon for one in case.offences if one.weapon})))),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def narrative(case: Case) -> list[tuple[str | Promise, str]]:
    """Return what was told, in the order of the seven questions."""
    return [(label, case.told["w"][name]) for name, label in W_WORDS.items() if case.told.get("w", {}).get(name)]


def person_of(case: Case) -> list[dict[str, Any]]:
    """Return what the report says of the person; empty once it was destroyed."""
    if case.intake is None or not case.person:
        return []
    place = case.person.get("address") or {}
    names = [" ".join(part for part in name if part) for name in case.person["names"]]
    facts = [
        (_("Name"), names[0]),
        (_("Other names"), ", ".join(names[1:])),
        (_("Birth date"), birth_words(case.person.get("birth"))),
        (_("Address"), " ".join(part for part in (place.get("street"), place.get("number")) if part)),
        (_("Identified by"), str(case.intake.get_grade_display())),
        (_("Description"), case.person.get("description", "")),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def birth_words(birth: Any) -> str:
    """Return a birth date as far as it is known."""
    if not birth or not birth[0]:
        return _("unknown")
    year, month, day = birth
    return date_format(dates.date(year, month, day), "SHORT_DATE_FORMAT") if month and day else str(year)


def entry_of(case: Case) -> list[dict[str, Any]]:
    """Return what the entry says."""
    entry = case.entry
    if entry is None:
        return []
    facts = [
        (_("State"), entry.get_state_display()),
        (_("Measures"), "; ".join(words.of(words.MEASURES, case.content["measures"]))),
        (_("Neutral line"), case.content["line"]),
        (_("Why the entry is needed"), case.content["necessity"]),
        (_("Legal basis"), case.content["legal_basis"]),
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
    """Return the clocks of applications and the notice."""
    facts = [
        (
            _("Application by %(who)s") % {"who": told["name"] if told["name"] != SUPERIOR else _("the superior")},
            _("until %(day)s") % {"day": _day(clock.last_day)}
            + ("" if clock.is_confirmed else f" ({_('not confirmed')})"),
        )
        for clock, told in case.clocks
        # Names of people who were hurt are the legal unit's to read.
        if case.has("R4") or told["name"] == SUPERIOR
    ]
    notice = case.notice
    if notice is not None:
        state = str(NoticeState(notice.state).label)
        until = notice.recheck_on if notice.state == NoticeState.DEFERRED else notice.due_on
        day = (
            ""
            if notice.state in (NoticeState.SENT, NoticeState.DESTROYED)
            else _("until %(day)s") % {"day": _day(until)}
        )
        facts.append((_("Notice to the person"), " ".join(part for part in (state, day) if part)))
    return [{"label": label, "value": value} for label, value in facts]


def timeline(case: Case) -> list[Event]:
    """Return what happened, the last first."""
    return sorted(_events(case), key=lambda event: event.at, reverse=True)


def _events(case: Case) -> Iterator[Event]:
    row = case.incident
    if row.submitted_at is not None:
        yield Event(row.submitted_at, _("Report sent"))
    for text, told in case.texts:
        yield Event(text.at, text.get_kind_display(), told)
    for step, reference in case.steps:
        yield Event(_noon(step.filed_on), step.get_kind_display(), reference)
    for decision, reason in case.decisions:
        yield Event(decision.at, _("Entry: %(what)s") % {"what": decision.get_kind_display()}, reason)
    for letter in case.letters:
        what = LetterKind(letter.kind).label
        yield Event(letter.made_at, _("Letter made: %(what)s") % {"what": what})
        if letter.sent_on is not None:
            yield Event(_noon(letter.sent_on), _("Letter sent: %(what)s") % {"what": what})


def _noon(day: dates.date) -> datetime:
    return datetime.combine(day, dates.time(12), LOCAL)
