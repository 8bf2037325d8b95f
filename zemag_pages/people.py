"""How reported people look, on the desk and in an own report: a heading, facts, and what was decided."""

import datetime as dates
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zemag.models import IntakePerson

Facts = list[dict[str, Any]]


def head_of(intake: IntakePerson, total: int) -> str:
    """Return the heading of a person, with a number where there are several."""
    return _("Reported person") if total == 1 else _("Person %(number)s") % {"number": intake.position}


def facts_of(intake: IntakePerson, told: Mapping[str, Any]) -> Facts:
    """Return what the report says of a person, and what was decided; of one who was destroyed that alone."""
    rows: list[tuple[str, str]] = []
    if told:
        place = told.get("address") or {}
        names = [" ".join(part for part in name if part) for name in told["names"]]
        rows += [
            (_("Name"), names[0]),
            (_("Other names"), ", ".join(names[1:])),
            (_("Birth date"), birth_words(told.get("birth"))),
            (_("Address"), " ".join(part for part in (place.get("street"), place.get("number")) if part)),
            (_("File number"), told.get("file_number", "")),
            (_("Identified by"), str(intake.get_grade_display())),
            (_("Clearly adult"), _("yes") if intake.is_clearly_adult else ""),
            (_("Description"), told.get("description", "")),
        ]
    if intake.destroyed_at is not None:
        rows.append((_("Data"), _("destroyed on %(day)s") % {"day": date_format(intake.destroyed_at, "DATE_FORMAT")}))
    rows.append((_("Decided"), str(intake.get_outcome_display()) if intake.outcome else ""))
    return [{"label": label, "value": value} for label, value in rows if value]


def birth_words(birth: Any) -> str:
    """Return a birth date as far as it is known."""
    if not birth or not birth[0]:
        return _("unknown")
    year, month, day = birth
    return date_format(dates.date(year, month, day), "SHORT_DATE_FORMAT") if month and day else str(year)
